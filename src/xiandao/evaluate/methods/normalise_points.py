"""Scoring by points: so many for each one up to a cap, or by the interval that a value falls into."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xiandao.evaluate.methods.normalise_bounds import told
from xiandao.evaluate.methods.normalise_linear import Direction
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError


def capped_points(
    x: Matrix,
    *,
    direction: Direction = 1,
    points: float = 1.0,
    start: float = 0.0,
    floor: float = 0.0,
    cap: float = 100.0,
) -> Matrix:
    """Return points for each one up to a cap; where less is better they are taken off the cap, down to the floor.

    Args:
        x: rows × columns, NaN where missing.
        direction: 1 adds to ``start``, −1 takes off ``cap``.
        points: for each unit of the indicator.
        start: score of 0 where points are added.
        floor: lowest score.
        cap: highest score.

    Source: scoring rules of the form “每项2分，最高10分” and “每起扣5分，扣完为止”.

    >>> capped_points(np.array([[1.0, 1.0], [8.0, 3.0]]), direction=np.array([1, -1]), points=2, cap=10)
    array([[ 2.,  8.],
           [10.,  4.]])
    """
    falling = np.asarray(direction) < 0
    return np.clip(np.where(falling, cap - points * x, start + points * x), floor, cap)


def equal_widths(x: Vector, bins: int) -> Vector:
    """Return the inner limits of intervals of equal width between the smallest and the largest value.

    >>> equal_widths(np.array([0.0, 10.0]), 4)
    array([2.5, 5. , 7.5])
    """
    return np.linspace(np.nanmin(x), np.nanmax(x), bins + 1)[1:-1]


def binned(
    x: Vector,
    *,
    thresholds: Sequence[float] | Vector,
    scores: Sequence[float] = (),
    direction: int = 1,
    lower: float = 0.0,
    upper: float = 100.0,
    closed: str = "left",
    label: str = "",
) -> Vector:
    """Return the score of the interval that each value falls into.

    Args:
        x: one column, NaN where missing.
        thresholds: limits between intervals, rising, in the unit of the column.
        scores: one more than thresholds, from the interval of the lowest values up; empty for equal steps from
            ``lower`` to ``upper`` (downward where less is better).
        direction: 1 or −1; ``scores`` must go its way.
        lower: score of the worst interval, where no scores are given.
        upper: score of the best interval.
        closed: ``left``: who reaches a threshold is above it; ``right``: is still below (as R's ``cut``).
        label: name of the column, for messages.

    Raises:
        InputError: ``EVA-161`` thresholds that do not rise, scores of another number or against the direction.

    >>> binned(np.array([5.0, 10.0, 25.0]), thresholds=[10, 20], scores=[60, 80, 100])
    array([ 60.,  80., 100.])
    """
    limits = np.asarray(thresholds, dtype=np.float64)
    name = label or told((), 0)
    if not len(limits) or (np.diff(limits) <= 0).any():
        raise InputError(
            "EVA-161",
            f"“{name}”的分档界限不是从小到大：{[float(one) for one in limits]}",
            "thresholds 应至少有一个数，并从小到大排列，不重复",
            {"indicator": name},
        )
    given = np.asarray(scores, dtype=np.float64)
    if not len(given):
        given = np.linspace(lower, upper, len(limits) + 1)[::direction]
    if len(given) != len(limits) + 1 or (np.diff(given) * direction < 0).any():
        raise InputError(
            "EVA-161",
            f"“{name}”有{len(limits)}个分档界限，各档得分却是{[float(one) for one in given]}",
            "scores 应比 thresholds 多一个，按数值从低档到高档写；越大越好的逐档不降，越小越好的逐档不升",
            {"indicator": name},
        )
    at = np.searchsorted(limits, x, side="right" if closed == "left" else "left")
    return np.where(np.isnan(x), np.nan, given[at])
