"""Scores of indicators that are best inside a range and worse on both sides of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xiandao.evaluate.methods.normalise_bounds import flat_columns, lowest_and_highest, told
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError


def target_range(
    x: Matrix,
    *,
    low: Vector,
    high: Vector,
    outer_low: Vector | None = None,
    outer_high: Vector | None = None,
    lower: float = 0.0,
    upper: float = 100.0,
    labels: Sequence[str] = (),
) -> Matrix:
    """Return ``upper`` inside the range, less on both sides in proportion to the way to the outer limit.

    Args:
        x: rows × columns, NaN where missing.
        low: lower end of the best range of each column, in its own unit.
        high: upper end; may equal ``low`` for a single best value.
        outer_low: what scores ``lower`` below the range; NaN or None for the smallest value of the column.
        outer_high: what scores ``lower`` above the range; NaN or None for the largest value.
        lower: score at the outer limits and beyond.
        upper: score inside the range.
        labels: names of the columns, for messages.

    Raises:
        InputError: ``EVA-162`` limits that are not in the order outer_low ≤ low ≤ high ≤ outer_high.

    Source: Cables, Lamata, Verdegay (2016), RIM – reference ideal method, Information Sciences 337–338.

    >>> x = np.array([40.0, 50.0, 55.0, 60.0, 80.0])
    >>> target_range(x, low=np.array(50.0), high=np.array(60.0), outer_low=np.array(30.0))
    array([ 50., 100., 100., 100.,   0.])
    """
    smallest, largest = lowest_and_highest(x)
    flat_columns(x, smallest, largest, labels=labels, constant="neutral")
    left = _outer(outer_low, np.minimum(smallest, low))
    right = _outer(outer_high, np.maximum(largest, high))
    ordered = np.atleast_1d((left <= low) & (low <= high) & (high <= right))
    for place in np.flatnonzero(~ordered):
        limits = [float(np.atleast_1d(one)[place]) for one in (left, low, high, right)]
        raise InputError(
            "EVA-162",
            f"“{told(labels, int(place))}”的适宜区间排不成顺序：{limits}",
            "依次应为：外下限 outer_low ≤ low ≤ high ≤ 外上限 outer_high",
            {"indicator": told(labels, int(place)), "limits": limits},
        )
    short = np.maximum(low - x, 0) / np.where(low > left, low - left, np.inf)
    over = np.maximum(x - high, 0) / np.where(right > high, right - high, np.inf)
    # Where a side has no way to go, whoever is beyond it has gone all of it.
    short = np.where((low == left) & (x < low), 1.0, short)
    over = np.where((right == high) & (x > high), 1.0, over)
    lost = np.minimum(np.maximum(short, over), 1.0)
    return upper - (upper - lower) * lost


def _outer(given: Vector | None, found: Vector) -> Vector:
    return found if given is None else np.where(np.isnan(given), found, given)
