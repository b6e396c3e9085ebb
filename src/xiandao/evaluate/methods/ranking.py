"""Ranks: 1 is best, ties share the best rank, and what differs by rounding only is a tie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.table import Mask, Matrix, Vector

# Sums of the same terms in another order differ by a few units in the last place: that is no difference in merit.
TOLERANCE: Final = 1e-12
# Cells that are sorted at once: large enough for speed, small enough for the memory of an ordinary machine.
BLOCK: Final = 1 << 21


def snapped(scores: Matrix, tolerance: float = TOLERANCE) -> Matrix:
    """Return scores with those that differ by rounding only made equal to the lowest of them, column by column.

    Args:
        scores: rows × columns (or one column), NaN where there is none.
        tolerance: relative to the largest absolute score of the column.

    >>> snapped(np.array([0.1 + 0.2, 0.3, 0.5])).tolist()
    [0.3, 0.3, 0.5]
    """
    kept = np.asarray(scores, dtype=np.float64)
    found = np.empty_like(kept)
    flat, into = _columns(kept), _columns(found)
    for part in _blocks(flat):
        order, ordered, starts = _ties(flat[:, part].T, tolerance)
        np.put_along_axis(
            into[:, part].T, order, np.take_along_axis(ordered, starts, axis=1), axis=1
        )
    return found


def ranks(scores: Vector | Matrix, tolerance: float = TOLERANCE) -> NDArray[np.float64]:
    """Return the rank of each score in its column: 1 highest, ties the smallest rank, NaN where no score.

    Args:
        scores: rows × columns, or one column.
        tolerance: scores that lie closer are a tie, relative to the largest absolute score of the column.

    >>> ranks(np.array([0.1 + 0.2, 0.3, 0.5, np.nan]))
    array([ 2.,  2.,  1., nan])
    """
    kept = np.asarray(scores, dtype=np.float64)
    found = np.empty_like(kept)
    flat, into = _columns(kept), _columns(found)
    for part in _blocks(flat):
        lines = -flat[:, part].T
        order, _, starts = _ties(lines, tolerance)
        put = into[:, part].T
        np.put_along_axis(put, order, starts + 1.0, axis=1)
        put[np.isnan(lines)] = np.nan
    return found


def _columns(values: Matrix) -> Matrix:
    return values[:, None] if values.ndim == 1 else values


def _blocks(flat: Matrix) -> Iterator[slice]:
    rows, columns = flat.shape
    if rows:
        step = max(1, BLOCK // rows)
        yield from (slice(start, start + step) for start in range(0, columns, step))


def _ties(lines: Matrix, tolerance: float) -> tuple[NDArray[np.intp], Matrix, NDArray[np.intp]]:
    """Return for each line its order, the ordered values and where the tie of each ordered value starts."""
    lines = np.ascontiguousarray(lines)
    order = np.argsort(lines, axis=1)
    ordered = np.take_along_axis(lines, order, axis=1)
    largest = np.nanmax(np.abs(lines), axis=1, initial=0.0, keepdims=True)
    first: Mask = np.ones(lines.shape, dtype=bool)
    # Written so that a step to a missing score, which compares as false, begins a group of its own.
    np.logical_not(np.diff(ordered, axis=1) <= largest * tolerance, out=first[:, 1:])
    places = np.where(first, np.arange(lines.shape[1]), 0)
    return order, ordered, np.maximum.accumulate(places, axis=1)
