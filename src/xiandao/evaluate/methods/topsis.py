"""TOPSIS: how close a unit is to the best and how far from the worst of every column."""

from __future__ import annotations

from typing import Final

import numpy as np

from xiandao.evaluate.methods.column_scale import Scale, scale_of
from xiandao.evaluate.methods.table import Matrix, Vector

# Cells of a block of rows: the block stays in the processor's cache.
BLOCK: Final = 1 << 17


def topsis(x: Matrix, w: Vector, *, scale: Scale = "vector") -> Vector:
    """Return the relative closeness of each row to the ideal.

    Args:
        x: rows × children, more is better (a cost as its negative), NaN where missing: such a cell counts neither in
            the distance to the best nor in that to the worst.
        w: weights of the children, ≥ 0.
        scale: how columns are scaled first: ``vector`` in the publication; ``none`` for what is on one scale.

    Returns:
        0 … 1, 1 best; 0.5 where all rows are alike; NaN for a row without figures.

    Source: Hwang and Yoon, Multiple Attribute Decision Making, Springer 1981.

    >>> topsis(np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 3.0]]), np.array([0.5, 0.5])).round(4)
    array([0.2851, 0.4387, 1.    ])
    """
    # What a scale subtracts falls out of every distance.
    factor = scale_of(x, scale)[1] * w
    best, worst = x.max(axis=0), x.min(axis=0)
    gaps = bool(np.isnan(best).any())
    if gaps:
        best, worst = np.nanmax(x, axis=0), np.nanmin(x, axis=0)
    found = np.empty(len(x))
    step = max(1, BLOCK // max(1, x.shape[1]))
    room = np.empty_like(x[:step])
    for start in range(0, len(x), step):
        part = x[start : start + step]
        apart = room[: len(part)]
        near = _distance(part, best, factor, gaps, apart)
        far = _distance(part, worst, factor, gaps, apart)
        total = near + far
        found[start : start + step] = np.divide(
            far, total, out=np.full(len(part), 0.5), where=total > 0
        )
    if gaps:
        found[np.isnan(x).all(axis=1)] = np.nan
    return found


def _distance(part: Matrix, point: Vector, factor: Vector, gaps: bool, apart: Matrix) -> Vector:
    np.subtract(part, point, out=apart)
    np.multiply(apart, factor, out=apart)
    np.multiply(apart, apart, out=apart)
    if gaps:
        apart[np.isnan(apart)] = 0.0
    return np.asarray(np.sqrt(apart @ np.ones(len(point))))
