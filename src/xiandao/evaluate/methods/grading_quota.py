"""Grades by quota: so many per cent of the ranked units in each grade, ties kept together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.ranking import snapped
from xiandao.evaluate.methods.table import Mask, Vector

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Level:
    """One grade: its share of the ranked units (None for the rest), or the least score that earns it."""

    name: str
    share: float | None = None
    rounding: str = "floor"
    at_least: float | None = None

    def quota(self, ranked: int) -> int:
        """Return how many of so many ranked units may have the grade; −1 for the rest.

        >>> Level("A", 0.29).quota(100), Level("D", 0.05, "ceil").quota(41), Level("C").quota(9)
        (29, 3, -1)
        """
        if self.share is None:
            return -1
        # 0.29 · 100 is 28.999…: a share is meant in decimal figures.
        exact = round(self.share * ranked, 9)
        if self.rounding == "ceil":
            return math.ceil(exact)
        return math.floor(exact + (0.5 if self.rounding == "round" else 0.0))


def told_levels(levels: Sequence[Level]) -> list[str]:
    """Return the names of levels, best first."""
    return [level.name for level in levels]


def grade_by_quota(
    scores: Vector,
    levels: Sequence[Level],
    *,
    always: Mask | None = None,
    ties: str = "down",
    ranked: int | None = None,
    ceiling: Sequence[int] | None = None,
) -> tuple[str, ...]:
    """Return the grade of each unit by its place in the ranking.

    Levels above the rest are filled from the best down, those below it from the worst up. Units of equal score
    stay together unless told otherwise: ``down`` keeps every “at most” of the upper and every “at least” of the
    lower levels.

    Args:
        scores: one each, more is better, NaN for who is not graded.
        levels: best first, exactly one without a share.
        always: who has the best grade whatever the score, outside the quota.
        ties: where a group of equal scores crosses a border: ``down``, ``up`` or ``order`` (split, by place in
            the list).
        ranked: number that shares are taken of; those graded and not ``always`` where it is not given.
        ceiling: for each unit the index of the best level it may have, 0 for any.

    Returns:
        Names of levels, empty for who is not graded.

    Source: grading rule of a city's parks (A ≤ 20 % rounded down, B ≤ 30 % rounded down, D ≥ 5 % rounded up).

    >>> levels = [Level("A", 0.25), Level("B"), Level("C", 0.25, "ceil")]
    >>> grade_by_quota(np.array([9.0, 9.0, 7.0, 5.0]), levels)
    ('B', 'B', 'B', 'C')
    >>> grade_by_quota(np.array([9.0, 9.0, 7.0, 5.0]), levels, ties="up")
    ('A', 'A', 'B', 'C')
    """
    fixed = np.zeros(len(scores), dtype=bool) if always is None else always & ~np.isnan(scores)
    lowest = np.zeros(len(scores), dtype=np.int64) if ceiling is None else np.asarray(ceiling)
    left: Places = np.flatnonzero(~np.isnan(scores) & ~fixed)
    equal = snapped(scores) if len(scores) else scores
    left = left[np.argsort(-equal[left], kind="stable")]
    found = [""] * len(scores)
    for at in np.flatnonzero(fixed):
        found[at] = levels[0].name
    total = len(left) if ranked is None else ranked
    rest = next(place for place, level in enumerate(levels) if level.share is None)
    for place, level in enumerate(levels[:rest]):
        pool = left[lowest[left] <= place]
        taken = _from_end(equal[pool], level.quota(total), ties, is_top=True)
        left = _give(found, left, pool[:taken], level.name)
    for level in reversed(levels[rest + 1 :]):
        taken = _from_end(equal[left[::-1]], level.quota(total), ties, is_top=False)
        left = _give(found, left, left[len(left) - taken :], level.name)
    _give(found, left, left, levels[rest].name)
    return tuple(found)


def _give(found: list[str], left: Places, chosen: Places, name: str) -> Places:
    for at in chosen:
        found[int(at)] = name
    return left[~np.isin(left, chosen)]


def _from_end(ordered: Vector, quota: int, ties: str, *, is_top: bool) -> int:
    """Return how many to take so that no group of equal scores is split, unless by order."""
    if quota >= len(ordered) or quota <= 0 or ties == "order":
        return max(0, min(quota, len(ordered)))
    if ordered[quota - 1] != ordered[quota]:
        return quota
    group = np.flatnonzero(ordered == ordered[quota])
    keeps_whole_group = (ties == "up") == is_top
    return int(group[-1]) + 1 if keeps_whole_group else int(group[0])
