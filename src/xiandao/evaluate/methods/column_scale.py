"""How multi-criteria methods bring the columns of a node onto one scale themselves."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.positive import need
from xiandao.evaluate.methods.table import Matrix, Vector

Scale = Literal["none", "vector", "minmax", "max", "sum", "mean"]
SCALES: Final = ("none", "vector", "minmax", "max", "sum", "mean")


def scale_of(x: Matrix, scale: Scale) -> tuple[Vector, Vector]:
    """Return for each column what is subtracted and what it is multiplied by then.

    Args:
        x: rows × children, NaN where missing.
        scale: ``vector`` divides by the root of the sum of squares, ``minmax`` maps onto 0 … 1, ``max``, ``sum`` and
            ``mean`` divide by these, ``none`` leaves all as it is. A constant column becomes zero with ``minmax``,
            a column of zeros stays zero.

    Raises:
        InputError: ``EVA-251`` negative values where the divisor must be above zero.

    >>> scale_of(np.array([[3.0], [4.0]]), "vector")
    (array([0.]), array([0.2]))
    """
    count = x.shape[1]
    if scale == "none":
        return np.zeros(count), np.ones(count)
    if scale == "minmax":
        low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
        return low, _inverse(high - low)
    if scale == "vector":
        return np.zeros(count), _inverse(np.sqrt(_squares(x)))
    need(x >= 0, x, "按最大值、合计或平均值换算", "不小于零")
    if scale == "max":
        return np.zeros(count), _inverse(np.nanmax(x, axis=0))
    total = np.nansum(x, axis=0)
    if scale == "mean":
        total = total / np.maximum((~np.isnan(x)).sum(axis=0), 1)
    return np.zeros(count), _inverse(total)


def scaled(x: Matrix, scale: Scale) -> Matrix:
    """Return the columns on the scale.

    >>> scaled(np.array([[1.0], [3.0]]), "minmax")
    array([[0.],
           [1.]])
    """
    if scale == "none":
        return x
    shift, factor = scale_of(x, scale)
    return (x - shift) * factor


def _squares(x: Matrix) -> Vector:
    # One pass without a matrix of squares; the few columns with gaps are summed again.
    found: Vector = np.einsum("ij,ij->j", x, x)
    for place in np.flatnonzero(np.isnan(found)):
        found[place] = np.nansum(np.square(x[:, place]))
    return found


def _inverse(size: Vector) -> Vector:
    return np.divide(1.0, size, out=np.zeros(len(size)), where=size > 0)
