"""What a reader has to know of the runs, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.convergence import ENOUGH, ENOUGH_RANK, verdict

if TYPE_CHECKING:
    from xiandao.evaluate.methods.uncertainty import Uncertainty


def sentences(found: Uncertainty) -> tuple[str, ...]:
    """Return sentences on the design, on failed runs, on precision and on what matters most.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> from xiandao.evaluate.methods.table import Table
    >>> table = Table(("x", "y", "z"), ("a", "b"), np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 1.0]]))
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> recipe = Recipe({"steps": [{"use": "normalise", "lower": 1, "upper": 100}]})
    >>> means = {"name": "mean", "key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]}
    >>> from xiandao.evaluate.methods.uncertainty import uncertainty
    >>> sentences(uncertainty(table, tree, recipe, {"factors": [means]}))[0]
    '各因素的2种组合全部运行，敏感度是精确值'
    """
    return (_design(found), *_failed(found), _precision(found), *_matters(found))


def _design(found: Uncertainty) -> str:
    spec = found.spec
    distinct = len(found.replications.scores)
    if found.design == "enumerate":
        return _every(found.runs, [(one.name, one.size) for one in spec.factors if one.sets])
    if found.design == "random":
        return f"随机运行{found.runs}次，其中{distinct}次互不相同；这种设计不估计敏感度"
    return f"按 Sobol 设计运行{found.runs}次（样本量{spec.runs}），其中{distinct}次互不相同"


def _every(runs: int, drawn: list[tuple[str, int]]) -> str:
    if not drawn:
        return f"各因素的{runs}种组合全部运行，敏感度是精确值"
    if len(drawn) == 1:
        name, size = drawn[0]
        return f"各因素的{runs}种组合全部运行（其中“{name}”以{size}组代表），敏感度是精确值"
    told = "、".join(f"“{name}”以{size}组代表" for name, size in drawn)
    return f"各因素的{runs}种组合全部运行（其中{told}），敏感度是精确值"


def _failed(found: Uncertainty) -> list[str]:
    if not found.failed:
        return []
    share = sum(part for why, _, part in found.accounting if why is not None)
    causes = "；".join(
        f"{count}次：{why.sentence}" for why, count, _ in found.accounting[:4] if why is not None
    )
    told = [
        f"{found.runs}次运行中有{found.failed}次失败（{share:.1%}），名次统计只含成功的运行。{causes}"
    ]
    if found.design == "enumerate":
        told.append(
            "有组合失败，各因素不再相互独立，敏感度无法确定；请去掉失败的备选方案后重新运行"
        )
    elif found.sensitivity is None and found.design == "sobol":
        told.append("失败的运行太多，敏感度无法估计；请去掉失败的备选方案后重新运行")
    elif found.sensitivity is not None:
        kept = found.sensitivity
        told.append(f"敏感度只用了{kept.all_rows}行样本中完整的{kept.rows}行，可能有偏")
    return told


def _precision(found: Uncertainty) -> str:
    if found.design == "enumerate":
        return "全部组合均已运行，没有抽样误差"
    if found.design == "random":
        return verdict(found.progress, ENOUGH_RANK, "平均名次", "位")
    return verdict(found.progress, ENOUGH, "总效应指数")


def _matters(found: Uncertainty) -> list[str]:
    kept = found.sensitivity
    if kept is None:
        return []
    flat = int((kept.variance <= 0).sum())
    if flat == len(kept.outputs):
        return ["结果不随任何因素变化"]
    told = [f"{flat}个单元的结果不随任何因素变化，指数记为0"] if flat else []
    st = kept.st[:, kept.variance > 0].mean(axis=1)
    s1 = kept.s1[:, kept.variance > 0].mean(axis=1)
    place = int(np.argmax(st))
    name, alone, joint = kept.factors[place], f"{s1[place]:.1%}", f"{st[place]:.1%}"
    if len(kept.outputs) > 1:
        told.append(f"各单元平均，影响最大的是“{name}”：单独解释方差的{alone}，连同交互作用{joint}")
    else:
        told.append(f"影响最大的是“{name}”：单独解释方差的{alone}，连同交互作用{joint}")
    return told
