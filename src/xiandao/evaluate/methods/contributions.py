"""Why a unit has its score: parts of indicators and pillars, in points of the index, that add up to it exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.node_splits import crossing, split_alone
from xiandao.evaluate.methods.unit_rows import name_of, scored_row

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.framework import Framework


@dataclass(frozen=True, slots=True)
class Part:
    """What one indicator or aggregate brings to the index.

    ``value`` is its own score, ``share`` its share among siblings in this unit (0 where it is missing itself),
    ``points`` what it adds to the index, ``way`` how its parent was split.
    """

    code: str
    label: str
    parent: str
    level: int
    value: float
    share: float
    points: float
    way: str

    @property
    def is_missing(self) -> bool:
        """Return whether the unit has no score here."""
        return bool(np.isnan(self.value))


@dataclass(frozen=True, slots=True)
class Contributions:
    """The parts of one unit's score; the parts below any node sum to it, the indicators sum to the score."""

    unit: str
    name: str
    period: str
    score: float
    rank: float
    framework: Framework
    parts: tuple[Part, ...]

    def below(self, code: str) -> tuple[Part, ...]:
        """Return the parts right below a node."""
        return tuple(part for part in self.parts if part.parent == code)

    def at_level(self, level: int) -> tuple[Part, ...]:
        """Return the parts of a level; branches that are shorter stand with their highest node below it."""
        return tuple(part for part in self.parts if part.code in cut(self.framework, level))

    @property
    def indicators(self) -> tuple[Part, ...]:
        """Return the parts of indicators."""
        return self.at_level(1)


def cut(framework: Framework, level: int) -> frozenset[str]:
    """Return nodes that together hold every indicator once: those of a level and shorter branches beside them.

    >>> from xiandao.evaluate.methods.framework import Node, Framework
    >>> tree = Framework.of([Node("I"), Node("P", parent="I"), Node("a", parent="P"), Node("b", parent="I")])
    >>> sorted(cut(tree, 2))
    ['P', 'b']
    """
    levels = framework.levels
    return frozenset(
        node.code
        for node in framework.nodes
        if node.parent and levels[node.code] <= level < levels[node.parent]
    )


def contributions(build: Build, unit: str, *, period: str = "") -> Contributions:
    """Return the parts of a unit's score.

    Arithmetic means: share × value, shares renormalised where siblings are missing. Power means (geometric and
    harmonic among them): Euler's theorem. Everything else: exact Shapley values against the median unit (up to
    twelve children; beyond that two opposite orders).

    Args:
        build: the index.
        unit: code of the unit.
        period: of a panel; the last one where empty.

    Raises:
        InputError: ``EVA-350`` no such unit, ``EVA-351`` a unit without a score.

    Source: Tasche (1999) for power means; Shapley (1953).

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I", weight=3), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[80.0, 20.0], [40.0, 60.0]])), tree, Recipe())
    >>> [(part.code, part.points) for part in contributions(made, "A").indicators]
    [('a', 60.0), ('b', 5.0)]
    """
    row, tree, table = scored_row(build, unit, period), build.framework, build.scores
    values = dict(zip(table.columns, table.values[row].tolist(), strict=True))
    parts: dict[str, Part] = {}
    shares = tree.shares(build.weights)

    def spread(code: str, slope: float, fixed: float) -> None:
        if np.isnan(values[code]):
            # A gap that the node above has filled still brings something: it is handed down by shares.
            for below in tree.children.get(code, ()):
                given = fixed * shares[below]
                parts[below] = _part(tree, below, values[below], 0.0, given, "")
                spread(below, 0.0, given)
            return
        split = split_alone(crossing(build, code, row), values[code])
        for place, below in enumerate(split.codes):
            share, constant = (
                split.shares[place],
                slope * split.fixed[place] + fixed * split.shares[place],
            )
            own = slope * split.slopes[place]
            points = own * split.amounts[place] + constant
            parts[below] = _part(tree, below, values[below], share, points, split.way)
            if below in tree.children:
                spread(below, *((0.0, points) if np.isnan(values[below]) else (own, constant)))
        _sum_between(tree, code, values, parts)

    spread(tree.root, 1.0, 0.0)
    ordered = tuple(parts[node.code] for node in tree.nodes if node.code in parts)
    return Contributions(
        table.units[row],
        name_of(table, row),
        table.periods[row] if table.periods else "",
        values[tree.root],
        float(build.ranks.column(tree.root)[row]),
        tree,
        ordered,
    )


def _part(tree: Framework, code: str, value: float, share: float, points: float, way: str) -> Part:
    node = tree[code]
    return Part(
        code, node.label, node.parent, tree.level_of(code), value, float(share), float(points), way
    )


def _sum_between(
    tree: Framework, code: str, values: dict[str, float], parts: dict[str, Part]
) -> None:
    """Add the aggregates between a node and the indicators that it is made of."""
    for below in tree.children[code]:
        if below in tree.children and below not in parts:
            leaves = [parts[leaf] for leaf in tree.leaves(below)]
            points, share = sum(leaf.points for leaf in leaves), sum(leaf.share for leaf in leaves)
            parts[below] = _part(tree, below, values[below], share, points, leaves[0].way)
            _sum_between(tree, below, values, parts)
