"""One set of weights of several: multiplied, averaged, or balanced as in a game between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from xiandao.evaluate.methods.step import Log, Option, Weigher, Weighing
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.evaluate.methods.weigh_input import share_out
from xiandao.evaluate.methods.weigh_scope import summed
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

Rule = Literal["multiplicative", "additive", "game"]


def combined_weights(
    sets: Matrix, *, rule: Rule = "multiplicative", alphas: Sequence[float] | None = None
) -> tuple[Vector, Vector]:
    """Return one set of weights of several, and the coefficient that each of them had.

    ``multiplicative``: w ∝ Π_k w_k^α_k; ``additive``: w = Σ_k α_k w_k / Σ α; ``game``: α solves
    Σ_l α_l w_k·w_l = w_k·w_k for all k (the combination nearest to all sets), then |α| / Σ |α|.

    Args:
        sets: sets × columns, each ≥ 0 with sum one.
        rule: as above.
        alphas: ≥ 0, one for each set; all 1 where not given; not for ``game``.

    Raises:
        InputError: ``EVA-240`` alphas that are negative, all zero or of another number, ``EVA-207`` nothing left.

    Source: 王明涛 (1999) 离差、均方差决策方法 (additive); 陈加良 (2003) 基于博弈论的组合赋权评价方法研究 (game).

    >>> combined_weights(np.array([[0.5, 0.5], [0.2, 0.8]]))[0]
    array([0.2, 0.8])
    >>> combined_weights(np.array([[0.5, 0.5], [0.2, 0.8]]), rule="additive", alphas=[1, 3])[0].round(3)
    array([0.275, 0.725])
    """
    shares = np.ones(len(sets)) if alphas is None else np.array(alphas, dtype=np.float64)
    if len(shares) != len(sets) or (shares < 0).any() or not shares.sum() > 0:
        raise InputError(
            "EVA-240",
            f"组合系数应有{len(sets)}个，不小于零且不全为零",
            "请核对 alphas",
            {"alphas": shares.tolist()},
        )
    if rule == "multiplicative":
        with np.errstate(divide="ignore"):
            logs = np.where(shares[:, None] > 0, shares[:, None] * np.log(sets), 0.0).sum(axis=0)
        top = logs.max()
        return share_out(np.exp(logs - top) if np.isfinite(top) else np.zeros(len(logs))), shares
    if rule == "game":
        products = sets @ sets.T
        solved = np.abs(np.linalg.lstsq(products, np.diag(products), rcond=None)[0])
        shares = solved / solved.sum()
    return share_out(shares @ sets), shares


def combined_weighing(
    table: Table,
    framework: Framework,
    *,
    of: Mapping[str, Any],
    rule: Rule = "multiplicative",
    alphas: Mapping[str, float] | None = None,
    over: str = "siblings",
) -> Weighing:
    """Return the weighing that joins those of several weighers.

    Raises:
        InputError: ``EVA-241`` fewer than two, or an inner table that is none, ``EVA-242`` an alpha for what is not
            there, and what the weighers say.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I", weight=3), Node("b", parent="I")])
    >>> inner = {"专家": {"method": "framework"}, "等权": {"method": "equal"}}
    >>> combined_weighing(None, tree, of=inner, rule="additive").weights
    {'a': 0.625, 'b': 0.375}
    """
    parts, logs = _parts(table, framework, of)
    unknown = sorted(set(alphas or {}) - set(parts))
    if unknown:
        raise InputError(
            "EVA-242",
            f"weights.alphas 里有不存在的名称：{'、'.join(unknown)}",
            f"可用的有：{'、'.join(parts)}",
            {"names": unknown},
        )
    shares = None if not alphas else [alphas.get(name, 1.0) for name in parts]
    found = framework.shares()
    rows: list[tuple[Any, ...]] = []

    def join(
        parent: str, codes: Sequence[str], kept: Mapping[str, Mapping[str, float]]
    ) -> dict[str, float]:
        sets = np.array([[one[code] for code in codes] for one in kept.values()])
        weights, used = combined_weights(sets, rule=rule, alphas=shares)
        rows.extend(
            (parent, name, "", float(alpha)) for name, alpha in zip(kept, used, strict=True)
        )
        rows.extend((parent, "", code, float(w)) for code, w in zip(codes, weights, strict=True))
        return dict(zip(codes, weights.tolist(), strict=True))

    if over == "indicators":
        effective = {name: framework.effective_weights(one.weights) for name, one in parts.items()}
        found = summed(framework, join(framework.root, framework.indicators, effective))
    else:
        inner = {name: framework.shares(one.weights) for name, one in parts.items()}
        for parent, below in framework.children.items():
            found |= join(parent, below, inner)
    log = Log("combined", ("parent", "part", "code", "value"), tuple(rows))
    return Weighing(found, (*logs, log))


def _parts(
    table: Table, framework: Framework, of: Mapping[str, Any]
) -> tuple[dict[str, Weighing], list[Log]]:
    # The catalogue lists this module, and the recipe reads the catalogue.
    from xiandao.evaluate.methods.recipe_parts import weighing_of

    if len(of) < 2 or not all(isinstance(one, Mapping) for one in of.values()):
        raise InputError(
            "EVA-241",
            "组合赋权至少要有两种权重，每种写成一个表",
            '例如 [weights.of."专家"] method = "named" …… 和 [weights.of."熵值"] method = "entropy"',
            {"key": "weights.of"},
        )
    parts: dict[str, Weighing] = {}
    logs: list[Log] = []
    for name, given in of.items():
        weigher, options = weighing_of(given)
        parts[name] = weigher.run(table, framework, **options)
        logs += [Log(f"{log.name}:{name}", log.columns, log.rows) for log in parts[name].logs]
    return parts, logs


COMBINED: Final = Weigher(
    "combined",
    "组合赋权",
    combined_weighing,
    (
        Option(
            "of",
            "mapping",
            None,
            "要组合的各种权重：名称到一个权重表（写法与 [weights] 相同）",
            is_required=True,
            example='of = { "专家" = { method = "framework" }, "熵值" = { method = "entropy" } }',
        ),
        Option(
            "rule",
            "text",
            "multiplicative",
            "怎样组合：multiplicative 相乘后归一，additive 线性加权，game 博弈论组合",
            choices=("multiplicative", "additive", "game"),
            example='rule = "additive"',
        ),
        Option(
            "alphas",
            "mapping",
            None,
            "各种权重的系数，不写都是1；game 自己求系数",
            example='alphas = { "专家" = 0.6, "熵值" = 0.4 }',
        ),
        Option(
            "over",
            "text",
            "siblings",
            "在什么上组合：siblings 各上级之下的份额，indicators 全部指标的最终权重",
            choices=("siblings", "indicators"),
            example='over = "indicators"',
        ),
    ),
    source="王明涛（1999）；陈加良（2003）",
)
