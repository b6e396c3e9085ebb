"""From a reference to a unit, step by step: what each pillar and indicator adds to or takes from the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.contributions import cut
from xiandao.evaluate.methods.node_splits import crossing, split_between
from xiandao.evaluate.methods.references import (
    Reference,
    best_reference,
    median_reference,
    peer_reference,
)
from xiandao.evaluate.methods.unit_rows import name_of, scored_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.framework import Framework


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a waterfall, in points of the index.

    ``before`` and ``after`` are scores of the reference and of the unit, NaN where missing. A change with
    ``is_rest`` is what no child can be held to account for: gaps on one side only, or the other units of a method
    that compares.
    """

    code: str
    label: str
    parent: str
    level: int
    before: float
    after: float
    points: float
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All changes from the reference's score to the unit's; those of any level sum to the difference."""

    unit: str
    name: str
    reference: str
    start: float
    end: float
    framework: Framework
    changes: tuple[Change, ...]

    def at_level(self, level: int) -> tuple[Change, ...]:
        """Return the changes of a level with the rests above it; they sum to ``end − start``."""
        kept, levels = cut(self.framework, level), self.framework.levels
        return tuple(
            change
            for change in self.changes
            if (levels[change.code] > level if change.is_rest else change.code in kept)
        )

    @property
    def pillars(self) -> tuple[Change, ...]:
        """Return the changes right below the index."""
        return tuple(
            change
            for change in self.changes
            if (change.code if change.is_rest else change.parent) == self.framework.root
        )

    @property
    def gaps(self) -> tuple[Change, ...]:
        """Return the changes of indicators, the greatest loss first."""
        return tuple(sorted(self.at_level(1), key=lambda change: change.points))


def waterfall(
    build: Build, unit: str, *, against: str | Reference = "median", period: str = ""
) -> Waterfall:
    """Return the steps from a reference to a unit.

    Args:
        build: the index.
        unit: code of the unit.
        against: ``median``, ``best``, the code of another unit, or a reference such as ``target_reference`` gives.
        period: of a panel; the last one where empty.

    Raises:
        InputError: ``EVA-350`` no such unit, ``EVA-351`` a unit without a score, ``EVA-352`` a reference without.

    Source: Ang (2004), additive LMDI-I, for geometric means, its generalisation for other power means;
    Shorrocks (2013), Shapley decomposition, for everything else.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I", weight=3), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[80.0, 20.0], [40.0, 60.0]])), tree, Recipe())
    >>> found = waterfall(made, "A", against="B")
    >>> found.start, [(step.code, step.points) for step in found.pillars], found.end
    (45.0, [('a', 30.0), ('b', -10.0)], 65.0)
    """
    row, table = scored_row(build, unit, period), build.scores
    when = table.periods[row] if table.periods else ""
    if isinstance(against, Reference):
        reference = against
    elif against in {"median", "best"}:
        made = median_reference if against == "median" else best_reference
        reference = made(build, row)
    else:
        reference = peer_reference(build, against, when)
    after = dict(zip(table.columns, table.values[row].tolist(), strict=True))
    root = build.framework.root
    return Waterfall(
        table.units[row],
        name_of(table, row),
        reference.label,
        reference.scores[root],
        after[root],
        build.framework,
        tuple(_changes(build, row, reference.scores, after)),
    )


def _changes(
    build: Build, row: int, before: Mapping[str, float], after: Mapping[str, float]
) -> list[Change]:
    tree = build.framework
    points: dict[str, float] = {}
    rests: dict[str, float] = {}

    def spread(code: str, slope: float, fixed: float) -> None:
        if np.isnan(before[code]) or np.isnan(after[code]):
            shares = tree.shares(build.weights)
            for below in tree.children.get(code, ()):
                points[below] = fixed * shares[below]
                spread(below, 0.0, points[below])
            return
        split = split_between(crossing(build, code, row), before, after)
        rests[code] = slope * split.rest
        for place, below in enumerate(split.codes):
            own = slope * split.slopes[place]
            constant = slope * split.fixed[place] + fixed * split.shares[place]
            points[below] = float(constant + own * split.amounts[place])
            if below in tree.children:
                is_whole = not (np.isnan(before[below]) or np.isnan(after[below]))
                spread(below, *((own, constant) if is_whole else (0.0, points[below])))

    spread(tree.root, 1.0, 0.0)
    _fill_between(tree, points)
    found = []
    for node in tree.nodes:
        level = tree.level_of(node.code)
        if node.parent:
            ends = before[node.code], after[node.code]
            found.append(
                Change(node.code, node.label, node.parent, level, *ends, points[node.code])
            )
        if abs(rests.get(node.code, 0.0)) > 0:
            told = f"{node.label}：其余单元与缺失的影响"
            ends = (float("nan"), float("nan"))
            found.append(Change(node.code, told, node.parent, level, *ends, rests[node.code], True))
    return found


def _fill_between(tree: Framework, points: dict[str, float]) -> None:
    """Add aggregates that a node passed over because it is made of indicators."""
    for code in tree.aggregates:
        if code != tree.root and code not in points:
            points[code] = sum(points[leaf] for leaf in tree.leaves(code))
