"""AHP as a recipe names it: a set of judgement matrices for each parent that is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from xiandao.evaluate.methods.step import Log, Option, Weigher, Weighing
from xiandao.evaluate.methods.table import Matrix, Table
from xiandao.evaluate.methods.weigh_ahp import (
    Priorities,
    group_priorities,
    judgements,
    priorities,
)
from xiandao.evaluate.methods.weigh_scope import named
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

COLUMNS: Final = (
    "parent",
    "expert",
    "largest_eigenvalue",
    "consistency_index",
    "consistency_ratio",
    "is_consistent",
)


def ahp_weights(
    _table: Table,
    framework: Framework,
    *,
    matrices: Mapping[str, Any],
    join: Literal["judgements", "priorities"] = "judgements",
    solve: Literal["eigenvector", "geometric"] = "eigenvector",
    expert_weights: Sequence[float] | None = None,
    inconsistent: str = "tell",
) -> Weighing:
    """Return the weighing of experts' judgements; parents without matrices keep the weights of the framework.

    Raises:
        InputError: ``EVA-224`` a matrix for what is no parent, an ``order`` that does not name its children, or no
            matrices, ``EVA-225`` a ratio above 0.1 where that is refused, and what ``weigh_ahp`` says.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> found = ahp_weights(None, tree, matrices={"I": {"experts": {"甲": [[1, 3], ["1/3", 1]]}}})
    >>> round(found.weights["a"], 9), found.logs[0].rows[0][:3]
    (0.75, ('I', '甲', 2.0))
    """
    shares = framework.shares()
    rows: list[tuple[Any, ...]] = []
    found_rows: list[tuple[Any, ...]] = []
    for parent, given in matrices.items():
        order, experts = _experts(framework, parent, given)
        single = {name: priorities(matrix, method=solve) for name, matrix in experts.items()}
        group = group_priorities(
            list(experts.values()), join=join, expert_weights=expert_weights, method=solve
        )
        told = {**single, "汇总": group} if len(experts) > 1 else single
        for name, one in told.items():
            if inconsistent == "refuse" and not one.is_consistent:
                raise _inconsistent(named(framework, parent), name, one)
            rows.append((parent, name, one.largest, one.index, one.ratio, one.is_consistent))
            found_rows += [
                (parent, name, code, float(w)) for code, w in zip(order, one.weights, strict=True)
            ]
        shares |= dict(zip(order, group.weights.tolist(), strict=True))
    logs = (
        Log("ahp", COLUMNS, tuple(rows)),
        Log("ahp_weights", ("parent", "expert", "code", "weight"), tuple(found_rows)),
    )
    return Weighing(shares, logs)


def _experts(
    framework: Framework, parent: str, given: Any
) -> tuple[tuple[str, ...], dict[str, Matrix]]:
    below = framework.children.get(parent, ())
    table = given if isinstance(given, Mapping) else {"experts": given}
    order, experts = table.get("order", below), table.get("experts", ())
    if isinstance(experts, list | tuple):
        experts = {f"专家{number}": one for number, one in enumerate(experts, start=1)}
    is_complete = isinstance(order, list | tuple) and sorted(map(str, order)) == sorted(below)
    if not below or not is_complete or not experts or not isinstance(experts, Mapping):
        raise InputError(
            "EVA-224",
            f"weights.matrices.{parent} 应是一个上级指标，order 正好是其下级，并有专家的判断矩阵",
            f"“{parent}”的下级：{'、'.join(below)}"
            if below
            else f"上级指标有：{'、'.join(framework.aggregates)}",
            {"key": f"weights.matrices.{parent}"},
        )
    names = [framework[code].label for code in order]
    return tuple(order), {
        name: judgements(
            rows, names=names, place=f"{name}关于“{framework[parent].label}”的判断矩阵"
        )
        for name, rows in experts.items()
    }


def _inconsistent(parent: str, expert: str, found: Priorities) -> InputError:
    return InputError(
        "EVA-225",
        f"“{expert}”关于“{parent}”的判断不一致：一致性比例{found.ratio:.3f}大于0.1",
        '请让专家重新比较，或写上 inconsistent = "tell" 只作提示',
        {"parent": parent, "expert": expert, "ratio": found.ratio},
    )


AHP: Final = Weigher(
    "ahp",
    "层次分析法",
    ahp_weights,
    (
        Option(
            "matrices",
            "mapping",
            None,
            "判断矩阵，按上级指标代码给出；order 为下级代码的次序（不写按框架），experts 为各专家的矩阵",
            is_required=True,
            example='matrices.Index = { order = ["A", "B"], experts = { "专家甲" = [[1, 3], ["1/3", 1]] } }',
        ),
        Option(
            "join",
            "text",
            "judgements",
            "多位专家如何合并：judgements 判断的几何平均，priorities 权重的几何平均",
            choices=("judgements", "priorities"),
            example='join = "judgements"',
        ),
        Option(
            "solve",
            "text",
            "eigenvector",
            "由矩阵求权重：eigenvector 最大特征值的特征向量，geometric 行几何平均",
            choices=("eigenvector", "geometric"),
            example='solve = "eigenvector"',
        ),
        Option(
            "expert_weights",
            "numbers",
            None,
            "各专家的权重，不写则相等",
            example="expert_weights = [2, 1, 1]",
        ),
        Option(
            "inconsistent",
            "text",
            "tell",
            "一致性比例大于0.1时：tell 记入日志，refuse 报错",
            choices=("tell", "refuse"),
            example='inconsistent = "refuse"',
        ),
    ),
    source="Saaty (1980); Forman and Peniwati (1998)",
)
