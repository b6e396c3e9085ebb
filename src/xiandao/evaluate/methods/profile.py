"""A unit on one page: score, rank and rank in its groups at every node, beside the median and the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.strengths import Standing, standing
from xiandao.evaluate.methods.unit_rows import name_of, row_of, same_period

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a profile; ``median`` and ``best`` are of all units of the period, ``best_unit`` its name."""

    level: int
    standing: Standing
    median: float
    best: float
    best_unit: str
    group_ranks: tuple[tuple[str, str, float, int], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A unit at every node, the index first; ``group_ranks`` hold grouping, group, rank and size."""

    unit: str
    name: str
    period: str
    entries: tuple[Entry, ...]

    def of(self, code: str) -> Entry:
        """Return the line of a node."""
        return next(entry for entry in self.entries if entry.standing.code == code)


def profile(build: Build, unit: str, *, period: str = "", lowest_level: int = 1) -> Profile:
    """Return where a unit stands, higher levels first.

    Args:
        build: the index.
        unit: code of the unit.
        period: of a panel; the last one where empty.
        lowest_level: 1 goes down to indicators, 2 to what is right above them.

    Raises:
        InputError: ``EVA-350`` no such unit.

    Source: COINr 1.1.14, ``get_unit_summary``.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[1.0, 9.0], [3.0, 2.0]])), tree, Recipe())
    >>> [(entry.standing.code, entry.standing.rank, entry.median) for entry in profile(made, "A").entries]
    [('I', 1.0, 3.75), ('a', 2.0, 2.0), ('b', 1.0, 5.5)]
    """
    row, tree = row_of(build.scores, unit, period), build.framework
    codes = [node.code for node in tree.nodes if tree.level_of(node.code) >= lowest_level]
    codes.sort(key=lambda code: -tree.level_of(code))
    return Profile(
        build.scores.units[row],
        name_of(build.scores, row),
        build.scores.periods[row] if build.scores.periods else "",
        tuple(_entry(build, row, code) for code in codes),
    )


def _entry(build: Build, row: int, code: str) -> Entry:
    rows = same_period(build.scores, row)
    column = np.where(rows, build.scores.column(code), np.nan)
    known = ~np.isnan(column)
    best = int(np.nanargmax(column)) if known.any() else row
    groups = []
    for name, words in build.scores.groups.items():
        within = standing(build, row, code, name)
        groups.append((name, words[row], within.group_rank, within.group_of))
    return Entry(
        build.framework.level_of(code),
        standing(build, row, code),
        float(np.median(column[known])) if known.any() else float("nan"),
        float(column[best]),
        name_of(build.scores, best) if known.any() else "",
        tuple(groups),
    )
