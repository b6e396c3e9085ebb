"""Weights found from figures, put into the tree: among siblings, over all indicators, or at every node bottom-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.step import Log, Option, Weighing
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.evaluate.methods.weigh_input import ROUNDING, measured

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

# Weights of the columns, and what else the method knows about each of them.
Found = tuple[Vector, tuple[Vector, ...]]
Finder = Callable[[Matrix, Sequence[str]], Found]
SCOPE: Final = (
    Option(
        "scope",
        "text",
        "siblings",
        "求权重的范围：siblings 同一上级的指标之间，更高层用框架权重；all 全部指标，上级为其下之和；tree 自下而上逐级",
        choices=("siblings", "all", "tree"),
        example='scope = "siblings"',
    ),
    Option(
        "panel",
        "text",
        "pooled",
        "多期数据：pooled 各单元各期合在一起求，mean 逐期求再取平均",
        choices=("pooled", "mean"),
        example='panel = "pooled"',
    ),
    Option(
        "constant",
        "text",
        "refuse",
        "在所有单元上都相同的指标：refuse 报错，zero 权重为零",
        choices=("refuse", "zero"),
        example='constant = "zero"',
    ),
)


def weigh(
    table: Table,
    framework: Framework,
    find: Finder,
    *,
    log: str,
    extras: Sequence[str] = (),
    scope: str = "siblings",
    panel: str = "pooled",
    constant: str = "refuse",
) -> Weighing:
    """Return the weighing that a method gives when it is asked within a scope.

    Args:
        table: normalised indicators, more is better.
        framework: the tree; what the method does not touch keeps its share there.
        find: ``find(x, names)`` gives weights (sum one) of the columns and further vectors for the log.
        log: what the log is called.
        extras: names of those further vectors.
        scope: ``siblings``, ``all`` or ``tree``.
        panel: ``pooled`` or ``mean``.
        constant: ``refuse`` or ``zero``.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("A", "B"), ("a", "b"), np.array([[0.0, 0.0], [1.0, 3.0]]))
    >>> weigh(table, tree, lambda x, names: (x[1] / x[1].sum(), ()), log="last").weights
    {'a': 0.25, 'b': 0.75}
    """
    shares = framework.shares()
    rows: list[tuple[Any, ...]] = []
    slices = {"": np.ones(len(table.units), dtype=bool)} if panel == "pooled" else table.slices()

    def found_for(codes: Sequence[str], x: Matrix, parent: str) -> Vector:
        names = [named(framework, code) for code in codes]
        total = np.zeros(len(codes))
        for period, chosen in slices.items():
            weights, further = _with_constants(find, x[chosen], names, constant)
            total += weights / len(slices)
            columns = zip(codes, *further, weights, strict=True)
            rows.extend((parent, period, *(_plain(cell) for cell in row)) for row in columns)
        return total

    if scope == "all":
        flat = found_for(
            framework.indicators,
            table.values[:, _places(table, framework.indicators)],
            framework.root,
        )
        shares = summed(framework, dict(zip(framework.indicators, flat.tolist(), strict=True)))
    else:
        for parent in framework.aggregates:
            below = framework.children[parent]
            codes = [code for code in below if scope == "tree" or code not in framework.children]
            if len(codes) < 2:
                continue
            scores = nested_means(table, framework, shares, codes)
            kept = sum(shares[code] for code in codes)
            weights = found_for(codes, np.column_stack([scores[code] for code in codes]), parent)
            shares |= dict(zip(codes, (weights * kept).tolist(), strict=True))
    columns = ("parent", "period", "code", *extras, "weight")
    return Weighing(shares, (Log(log, columns, tuple(rows)),))


def summed(framework: Framework, flat: Mapping[str, float]) -> dict[str, float]:
    """Return a weight for each node but the root when indicators weigh what is given and parents the sum of it.

    Below a parent whose sum is zero the shares of the framework stay, so that its own score is still defined.
    """
    found = dict(flat)
    shares = framework.shares()
    for parent in framework.aggregates:
        below = framework.children[parent]
        total = sum(found[code] for code in below)
        found[parent] = total
        if not total > 0:
            found |= {code: shares[code] for code in below}
    found.pop(framework.root)
    return found


def nested_means(
    table: Table, framework: Framework, shares: Mapping[str, float], codes: Sequence[str]
) -> dict[str, Vector]:
    """Return the scores of some nodes as nested weighted arithmetic means, missing cells left out.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("A",), ("a", "b"), np.array([[1.0, 3.0]]))
    >>> nested_means(table, tree, tree.shares(), ["I"])["I"]
    array([2.])
    """
    found: dict[str, Vector] = {}

    def score(code: str) -> Vector:
        if code not in found:
            below = framework.children.get(code)
            if below is None:
                found[code] = table.column(code)
            else:
                x = np.column_stack([score(one) for one in below])
                w = np.array([shares[one] for one in below])
                here = ~np.isnan(x) @ w
                with np.errstate(divide="ignore", invalid="ignore"):
                    found[code] = np.where(here > 0, np.nan_to_num(x) @ w / here, np.nan)
        return found[code]

    return {code: score(code) for code in codes}


def named(framework: Framework, code: str) -> str:
    """Return the name of a node as messages say it, with its code where that differs."""
    label = framework[code].label
    return label if label == code else f"{label}（{code}）"


def _with_constants(find: Finder, x: Matrix, names: list[str], constant: str) -> Found:
    if constant == "refuse":
        return find(x, names)
    bounds = measured(x, names)
    moves = bounds.high - bounds.low > ROUNDING * np.maximum(
        np.abs(bounds.low), np.abs(bounds.high)
    )
    if moves.all() or not moves.any():
        return find(x, names)
    weights, further = find(
        x[:, moves], [name for name, kept in zip(names, moves, strict=True) if kept]
    )
    whole = [np.full(len(names), blank) for blank in (0.0, *(np.nan for _ in further))]
    for place, part in enumerate((weights, *further)):
        whole[place][moves] = part
    return whole[0], tuple(whole[1:])


def _places(table: Table, codes: Sequence[str]) -> list[int]:
    at = {code: place for place, code in enumerate(table.columns)}
    return [at[code] for code in codes]


def _plain(cell: Any) -> Any:
    value = cell.item() if isinstance(cell, np.generic) else cell
    return None if isinstance(value, float) and np.isnan(value) else value
