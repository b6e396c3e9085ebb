"""Weighted power means: arithmetic, geometric, harmonic and any exponent between minimum and maximum."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.positive import need
from xiandao.evaluate.methods.table import Matrix, Vector


def arithmetic(x: Matrix, w: Vector) -> Vector:
    """Return the weighted arithmetic mean of each row; where cells are missing, of the others.

    Args:
        x: rows × children, NaN where missing.
        w: weights of the children, ≥ 0, any sum.

    Returns:
        One value a row; NaN where no child with a weight has a figure.

    Source: COINr 1.1.14, ``a_amean``.

    >>> arithmetic(np.array([[1.0, 3.0], [np.nan, 3.0], [np.nan, np.nan]]), np.array([0.5, 0.5]))
    array([ 2.,  3., nan])
    """
    found: Vector = x @ (w / w.sum())
    rows = np.isnan(found)
    if rows.any():
        part = x[rows]
        present = ~np.isnan(part)
        total = present @ w
        summed = np.where(present, part, 0.0) @ w
        found[rows] = np.divide(summed, total, out=np.full(len(part), np.nan), where=total > 0)
    return found


def geometric(x: Matrix, w: Vector) -> Vector:
    """Return the weighted geometric mean of each row; where cells are missing, of the others.

    Args:
        x: rows × children, above zero, NaN where missing; children without weight may hold anything.
        w: weights of the children, ≥ 0, any sum.

    Raises:
        InputError: ``EVA-251`` zeros or negative values.

    Source: COINr 1.1.14, ``a_gmean``.

    >>> geometric(np.array([[1.0, 4.0], [np.nan, 3.0]]), np.array([0.5, 0.5])).round(9)
    array([2., 3.])
    """
    need((x > 0) | (w <= 0), x, "几何平均", "大于零")
    x, w = weighted(x, w)
    return np.asarray(np.exp(arithmetic(np.log(x), w)))


def harmonic(x: Matrix, w: Vector) -> Vector:
    """Return the weighted harmonic mean of each row; where cells are missing, of the others.

    Args:
        x: rows × children, above zero, NaN where missing; children without weight may hold anything.
        w: weights of the children, ≥ 0, any sum.

    Raises:
        InputError: ``EVA-251`` zeros or negative values.

    Source: COINr 1.1.14, ``a_hmean``.

    >>> harmonic(np.array([[1.0, 3.0], [np.nan, 3.0]]), np.array([0.5, 0.5]))
    array([1.5, 3. ])
    """
    need((x > 0) | (w <= 0), x, "调和平均", "大于零")
    x, w = weighted(x, w)
    return np.asarray(1.0 / arithmetic(1.0 / x, w))


def power(x: Matrix, w: Vector, *, p: float = 1.0) -> Vector:
    """Return the weighted power mean of each row: (Σ w·xᵖ / Σ w)^(1/p), the geometric mean at p = 0.

    Args:
        x: rows × children, NaN where missing; above zero for p ≤ 0, not below zero for other p than 1.
        w: weights of the children, ≥ 0, any sum.
        p: exponent: 1 arithmetic, 0 geometric, −1 harmonic; the lower, the less a weak child is made up for.

    Raises:
        InputError: ``EVA-251`` values that the exponent has no meaning for.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 6; COINr 1.1.14, ``a_genmean``,
    which gives NA where a cell is missing although it says that it skips it.

    >>> power(np.array([[1.0, 7.0], [np.nan, 7.0]]), np.array([0.5, 0.5]), p=2)
    array([5., 7.])
    """
    if p == 1:
        return arithmetic(x, w)
    # Below this the exponent is lost in rounding; the limit is the geometric mean.
    if abs(p) < 1e-8:
        return geometric(x, w)
    if p < 0:
        need((x > 0) | (w <= 0), x, f"{p:g} 次幂平均", "大于零")
    else:
        need((x >= 0) | (w <= 0), x, f"{p:g} 次幂平均", "不小于零")
    x, w = weighted(x, w)
    # Divided by the row's largest value, high powers neither overflow nor vanish.
    scale = np.nanmax(x, axis=1, initial=0.0)
    if p < 0:
        scale = np.nanmin(x, axis=1, initial=np.inf)
    scale = np.where((scale > 0) & np.isfinite(scale), scale, 1.0)
    with np.errstate(over="ignore"):
        return np.asarray(scale * arithmetic((x / scale[:, None]) ** p, w) ** (1.0 / p))


def weighted(x: Matrix, w: Vector) -> tuple[Matrix, Vector]:
    """Return the children that have a weight, all where every one has."""
    kept = w > 0
    return (x, w) if kept.all() else (x[:, kept], w[kept])
