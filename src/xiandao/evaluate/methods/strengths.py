"""Strengths and weaknesses of a unit: the indicators in which it ranks highest and lowest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.contributions import cut
from xiandao.evaluate.methods.ranking import snapped
from xiandao.evaluate.methods.unit_rows import rank_among, row_of, same_period
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Mask, Vector


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands in one indicator or aggregate.

    ``figure`` is the raw figure of an indicator, after division where there is a denominator; the score of an
    aggregate. ``group_rank`` is NaN where no grouping was named.
    """

    code: str
    label: str
    parent: str
    figure: float
    unit_of_measure: str
    score: float
    rank: float
    of: int
    group_rank: float
    group_of: int


@dataclass(frozen=True, slots=True)
class Strengths:
    """The best and the worst standings of a unit, each the most telling first."""

    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]


def strengths(
    build: Build,
    unit: str,
    *,
    count: int = 5,
    level: int = 1,
    group: str = "",
    least_distinct: float = 0.0,
    period: str = "",
) -> Strengths:
    """Return in what a unit ranks highest and lowest.

    Nothing is both, and a shared last rank is no strength, a shared first rank no weakness.

    Args:
        build: the index.
        unit: code of the unit.
        count: how many of each.
        level: 1 indicators; higher levels compare aggregates.
        group: grouping of the table in which ranks are given too; with it, ranks within the group decide.
        least_distinct: indicators with a smaller share of distinct values (such as yes/no) are left out.
        period: of a panel; the last one where empty.

    Raises:
        InputError: ``EVA-350`` no such unit, ``EVA-359`` no such grouping.

    Source: COINr 1.1.14, ``get_str_weak``.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[1.0, 9.0], [3.0, 2.0]])), tree, Recipe())
    >>> found = strengths(made, "A", count=1)
    >>> found.strengths[0].code, found.weaknesses[0].code
    ('b', 'a')
    """
    row = row_of(build.scores, unit, period)
    codes = cut(build.framework, level)
    found = [standing(build, row, code, group) for code in build.framework.by_code if code in codes]
    rows = same_period(build.scores, row)
    kept = [
        one
        for one in found
        if not np.isnan(one.rank)
        and distinct_share(build.scores.column(one.code)[rows]) >= least_distinct
    ]

    def place(one: Standing) -> float:
        rank, of = (one.group_rank, one.group_of) if group else (one.rank, one.of)
        return (rank - 1) / max(1, of - 1)

    ordered = sorted(kept, key=lambda one: (place(one), one.rank))
    best = [one for one in ordered if not _is_last(build, row, one.code)][:count]
    worst = [one for one in reversed(ordered) if one.rank > 1 and one not in best][:count]
    return Strengths(tuple(best), tuple(worst))


def standing(build: Build, row: int, code: str, group: str = "") -> Standing:
    """Return where a unit stands in one indicator or aggregate.

    Raises:
        InputError: ``EVA-359`` no such grouping.
    """
    rows = same_period(build.scores, row)
    mates = rows & _mates(build, row, group) if group else rows
    column = build.scores.column(code)
    node = build.framework[code]
    return Standing(
        code,
        node.label,
        node.parent,
        _figure(build, row, code),
        node.unit,
        float(column[row]),
        rank_among(float(column[row]), column[rows]),
        _known(column[rows]),
        rank_among(float(column[row]), column[mates]) if group else float("nan"),
        _known(column[mates]) if group else 0,
    )


def distinct_share(column: Vector) -> float:
    """Return how many different values a column has, as a share of those that it has.

    >>> distinct_share(np.array([1.0, 1.0, 0.0, 0.0, np.nan]))
    0.5
    """
    known = column[~np.isnan(column)]
    return len(np.unique(snapped(known))) / len(known) if len(known) else 0.0


def _mates(build: Build, row: int, group: str) -> Mask:
    if group not in build.scores.groups:
        raise InputError(
            "EVA-359",
            f"数据里没有“{group}”这种分组",
            f"可用的有：{'、'.join(build.scores.groups) or '（无）'}",
            {"group": group},
        )
    words = build.scores.groups[group]
    return np.array([word == words[row] for word in words])


def _figure(build: Build, row: int, code: str) -> float:
    if code in build.framework.children:
        return float(build.scores.column(code)[row])
    divided = any(stage.name == "denominate" for stage in build.stages)
    table = build.stage("denominate") if divided else build.stages[0].outcome.table
    return float(table.column(code)[row_of(table, *build.scores.rows[row])])


def _is_last(build: Build, row: int, code: str) -> bool:
    column = build.scores.column(code)[same_period(build.scores, row)]
    own = float(build.scores.column(code)[row])
    return rank_among(-own, -column) == 1.0


def _known(column: Vector) -> int:
    return int((~np.isnan(column)).sum())
