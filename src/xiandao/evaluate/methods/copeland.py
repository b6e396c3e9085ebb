"""Copeland's rule: units meet in pairs, each pair is won by the unit that is better on more weight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.ranking import snapped
from xiandao.evaluate.methods.table import Matrix, Vector

# Places of values in their order, which are exact in single precision up to sixteen million.
Codes = NDArray[np.float32]
# Two sums of the same weights, added in another order, differ by less.
TOLERANCE: Final = 1e-9
# Rows of a block of pairs: the block stays in the processor's cache.
ROWS: Final = 64


def outranking(x: Matrix, w: Vector) -> Matrix:
    """Return the weight on which a row is better than another, ties counting half.

    Args:
        x: rows × children, more is better, NaN where missing.
        w: weights of the children, ≥ 0, any sum.

    Returns:
        Rows × rows, 0 … 1, zero on the diagonal: of each pair only children count that both have; NaN where there
        is none.

    Source: Munda and Nardo, Noncompensatory/nonlinear composite indicators, Applied Economics 41 (2009); COINr
    1.1.14, ``outrankMatrix``, whose lower triangle depends on the order of rows where cells are missing.

    >>> outranking(np.array([[3.0, 1.0], [2.0, 1.0]]), np.array([1.0, 1.0]))
    array([[0.  , 0.75],
           [0.25, 0.  ]])
    """
    lines, w = _comparable(x, w)
    found = np.empty((len(x), len(x)))
    for start, stop, better in _wins(lines, w, 0):
        found[start:stop] = better
    net = found - found.T
    present = (~np.isnan(x[:, w > 0])).astype(np.float64)
    shared = (present * w[w > 0]) @ present.T if np.isnan(x.sum()) else np.float64(w.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        found = 0.5 * (1.0 + net / shared)
    np.fill_diagonal(found, 0.0)
    return found


def copeland(x: Matrix, w: Vector) -> Vector:
    """Return for each row the number of rows that it outranks minus the number of those that outrank it.

    Args:
        x: rows × children, more is better, NaN where missing: of each pair only children count that both have,
            a pair without any is no win for either.
        w: weights of the children, ≥ 0, any sum.

    Returns:
        Whole numbers from −(rows − 1) to rows − 1; NaN for a row without any figure.

    Source: COINr 1.1.14, ``a_copeland``; a pair that differs from one half by rounding only is a tie here.

    >>> copeland(np.array([[3.0, 3.0, 1.0], [2.0, 2.0, 2.0], [1.0, np.nan, 3.0]]), np.ones(3))
    array([ 1., -1.,  0.])
    """
    lines, w = _comparable(x, w)
    found = np.zeros(len(x))
    least = TOLERANCE * w.sum()
    for start, stop, net in _wins(lines, w, 1):
        # Each pair is looked at once: what one row wins the other loses.
        won = (net > least).view(np.int8) - (net < -least).view(np.int8)
        found[start:stop] += won.sum(axis=1, dtype=np.int64)
        found[stop:] -= won[:, stop - start :].sum(axis=0, dtype=np.int64)
    found[np.isnan(x).all(axis=1)] = np.nan
    return found


def _comparable(x: Matrix, w: Vector) -> tuple[Codes, Vector]:
    """Return children in rows as small whole numbers in the same order, where rounding makes no difference."""
    kept = w > 0
    levels = snapped(x[:, kept])
    lines: Codes = np.empty((levels.shape[1], len(levels)), dtype=np.float32)
    for place in range(levels.shape[1]):
        column = levels[:, place]
        present = ~np.isnan(column)
        lines[place] = np.nan
        lines[place, present] = np.unique(column[present], return_inverse=True)[1]
    return lines, w[kept]


def _wins(lines: Codes, w: Vector, half: int) -> Iterator[tuple[int, int, Matrix]]:
    """Return by blocks of rows the weight of wins over all rows, or of wins less losses against this and later rows."""
    rows = lines.shape[1]
    groups = [(weight, np.flatnonzero(w == weight)) for weight in np.unique(w)]
    for start in range(0, rows, ROWS):
        stop = min(start + ROWS, rows)
        others = lines[:, start * half :]
        total = np.zeros((stop - start, others.shape[1]))
        for weight, places in groups:
            # Wins on children of the same weight are counted, which is exact.
            count = np.zeros(total.shape, dtype=np.int16)
            for place in places:
                own = lines[place, start:stop, None]
                count += (own > others[place]).view(np.int8)
                if half:
                    count -= (own < others[place]).view(np.int8)
            total += weight * count
        yield start, stop, total
