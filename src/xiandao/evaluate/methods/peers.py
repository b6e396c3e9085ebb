"""Units that are like a unit, nearest first, and in what they are like it and in what not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.contributions import cut
from xiandao.evaluate.methods.unit_rows import name_of, row_of, same_period
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Matrix, Vector


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit like another one; ``like`` and ``unlike`` hold labels with the difference in standard deviations."""

    unit: str
    name: str
    distance: float
    score: float
    rank: float
    like: tuple[tuple[str, float], ...]
    unlike: tuple[tuple[str, float], ...]
    sentence: str


def peers(
    build: Build,
    unit: str,
    *,
    count: int = 5,
    level: int = 0,
    structure: Mapping[str, Vector] | None = None,
    period: str = "",
    reasons: int = 3,
) -> tuple[Peer, ...]:
    """Return the units nearest to a unit.

    Distance is the root mean square of differences in standard deviations, over what both units have; at least half
    of the variables have to be there.

    Args:
        build: the index.
        unit: code of the unit.
        count: how many.
        level: of the nodes to compare: 1 indicators; 0 those right below the index.
        structure: variables to compare instead, such as population and share of industry: one value a row of
            ``build.scores`` by label.
        period: of a panel; the last one where empty.
        reasons: how many likenesses and differences are told.

    Raises:
        InputError: ``EVA-350`` no such unit, ``EVA-358`` nothing to compare by.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> data = np.array([[1.0, 1.0], [9.0, 9.0], [2.0, 1.0]])
    >>> [peer.unit for peer in peers(build(Table(("A", "B", "C"), ("a", "b"), data), tree, Recipe()), "A")]
    ['C', 'B']
    """
    row = row_of(build.scores, unit, period)
    labels, x = _compared(build, level, structure)
    rows = np.flatnonzero(same_period(build.scores, row))
    deviation = np.array([_deviation(x[rows, k]) for k in range(len(labels))])
    usable = (deviation > 0) & ~np.isnan(x[row])
    if not usable.any():
        raise InputError(
            "EVA-358",
            f"“{name_of(build.scores, row)}”没有可以用来找相似单元的数值",
            "请换一个层级，或给出结构变量",
            {"unit": unit},
        )
    apart = (x[rows] - x[row])[:, usable] / deviation[usable]
    known = ~np.isnan(apart)
    squares = np.where(known, apart, 0.0) ** 2
    distance = np.sqrt(squares.sum(axis=1) / np.maximum(known.sum(axis=1), 1))
    distance[(2 * known.sum(axis=1) < usable.sum()) | (rows == row)] = np.inf
    order = [at for at in np.argsort(distance, kind="stable")[:count] if np.isfinite(distance[at])]
    kept = [label for label, keep in zip(labels, usable, strict=True) if keep]
    return tuple(
        _peer(build, int(rows[at]), float(distance[at]), kept, apart[at], reasons) for at in order
    )


def _compared(
    build: Build, level: int, structure: Mapping[str, Vector] | None
) -> tuple[list[str], Matrix]:
    if structure is not None:
        return list(structure), np.column_stack([*structure.values()]) if structure else np.empty(
            (len(build.scores.units), 0)
        )
    tree = build.framework
    wanted = cut(tree, level) if level else set(tree.children[tree.root])
    codes = [node.code for node in tree.nodes if node.code in wanted]
    labels = [tree[code].label for code in codes]
    return labels, np.column_stack([build.scores.column(code) for code in codes])


def _deviation(column: Vector) -> float:
    known = column[~np.isnan(column)]
    return float(np.std(known, ddof=1)) if len(known) > 1 else 0.0


def _peer(
    build: Build, row: int, distance: float, labels: Sequence[str], apart: Vector, reasons: int
) -> Peer:
    known = [at for at in np.argsort(np.abs(apart), kind="stable") if np.isfinite(apart[at])]
    # With few variables, what is among the nearest half is like, the rest is not.
    reasons = min(reasons, (len(known) + 1) // 2)
    like = tuple((labels[at], float(apart[at])) for at in known[:reasons])
    unlike = tuple(
        (labels[at], float(apart[at])) for at in known[::-1][:reasons] if at not in known[:reasons]
    )
    name = name_of(build.scores, row)
    told = f"{name}与之最接近的是{'、'.join(label for label, _ in like)}"
    if unlike:
        told += "；差别在于" + "、".join(
            f"{label}{'更高' if by > 0 else '更低'}" for label, by in unlike
        )
    root = build.framework.root
    return Peer(
        build.scores.units[row],
        name,
        distance,
        float(build.index[row]),
        float(build.ranks.column(root)[row]),
        like,
        unlike,
        told,
    )
