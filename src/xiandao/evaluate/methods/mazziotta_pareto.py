"""Means with a penalty for imbalance: Mazziotta–Pareto, its adjusted form, and mean–min."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from xiandao.evaluate.methods.positive import need
from xiandao.evaluate.methods.power_means import arithmetic, weighted
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError

Penalty = Literal["negative", "positive"]
Deviation = Literal["population", "sample"]


def standardised(x: Matrix, sd: Deviation = "population") -> Matrix:
    """Return each column with mean 100 and standard deviation 10; a constant column is 100 for all.

    >>> standardised(np.array([[1.0, 5.0], [3.0, 5.0]]))
    array([[ 90., 100.],
           [110., 100.]])
    """
    mean = np.nanmean(x, axis=0)
    count = (~np.isnan(x)).sum(axis=0)
    spread = np.sqrt(np.nansum((x - mean) ** 2, axis=0) / np.maximum(count - (sd == "sample"), 1))
    # A column that varies by rounding only is constant.
    flat = spread <= 1e-12 * np.abs(mean)
    return np.asarray(100.0 + 10.0 * (x - mean) / np.where(flat, np.inf, spread))


def goalposts(x: Matrix, reference: Sequence[float] | Vector | None = None) -> Matrix:
    """Return each column on a scale on which the reference is 100 and the range of the column is 60.

    Args:
        x: rows × children, more is better; all periods together.
        reference: of each column, in its own unit; the mean of the column where None.

    Raises:
        InputError: ``EVA-257`` not one reference for each column.

    Source: Mazziotta and Pareto, On a generalized non-compensatory composite index, Social Indicators Research
    127 (2016).

    >>> goalposts(np.array([[0.0], [10.0]]), [5.0])
    array([[ 70.],
           [130.]])
    """
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    middle = np.nanmean(x, axis=0) if reference is None else np.asarray(reference, dtype=np.float64)
    if middle.shape != low.shape:
        raise InputError(
            "EVA-257",
            f"reference 有{middle.size}个数，下级有{len(low)}个",
            "请按下级的顺序各写一个参照值",
            {"reference": middle.size, "children": len(low)},
        )
    reach = np.where(high > low, high - low, np.inf)
    return np.asarray(100.0 + 60.0 * (x - middle) / reach)


def penalised(
    z: Matrix, w: Vector, *, penalty: Penalty = "negative", sd: Deviation = "population"
) -> Vector:
    """Return the mean of each row less (or plus) its standard deviation times its coefficient of variation.

    Args:
        z: rows × children, not below zero, NaN where missing: then of the others.
        w: weights of the children.
        penalty: ``negative`` takes imbalance away (more is better), ``positive`` adds it (more is worse).
        sd: of a row, divided by the number of children or by one less.

    Raises:
        InputError: ``EVA-251`` negative values.

    >>> penalised(np.array([[90.0, 110.0], [100.0, 100.0]]), np.array([0.5, 0.5]))
    array([ 99., 100.])
    """
    need((z >= 0) | (w <= 0), z, "带不平衡惩罚的平均", "不小于零")
    z, w = weighted(z, w)
    mean = arithmetic(z, w)
    variance = arithmetic((z - mean[:, None]) ** 2, w)
    if sd == "sample":
        count = (~np.isnan(z)).sum(axis=1)
        variance = variance * count / np.maximum(count - 1, 1)
    sign = -1.0 if penalty == "negative" else 1.0
    # A row of zeros is in balance.
    return np.asarray(mean + sign * variance / np.where(mean > 0, mean, 1.0))


def mpi(
    x: Matrix,
    w: Vector,
    *,
    penalty: Penalty = "negative",
    sd: Deviation = "population",
    rescale: bool = True,
) -> Vector:
    """Return the Mazziotta–Pareto index: columns with mean 100 and deviation 10, rows penalised for imbalance.

    Args:
        x: rows × children, more is better, NaN where missing.
        w: weights of the children; equal in the publication.
        penalty: ``negative`` for what is good, ``positive`` for what is bad.
        sd: standard deviation of columns and rows; ``population`` in the publication, ``sample`` in Compind.
        rescale: False where the columns are on a common scale with mean 100 already.

    Raises:
        InputError: ``EVA-251`` negative values that are not rescaled.

    Source: De Muro, Mazziotta and Pareto, Composite indices of development and poverty, Social Indicators
    Research 104 (2011).

    >>> mpi(np.array([[1.0, 3.0], [3.0, 1.0], [2.0, 2.0]]), np.array([0.5, 0.5])).round(6)
    array([ 98.5,  98.5, 100. ])
    """
    return penalised(standardised(x, sd) if rescale else x, w, penalty=penalty, sd=sd)


def ampi(
    x: Matrix,
    w: Vector,
    *,
    penalty: Penalty = "negative",
    sd: Deviation = "population",
    rescale: bool = True,
    reference: Sequence[float] | Vector | None = None,
) -> Vector:
    """Return the adjusted Mazziotta–Pareto index: goalposts of all periods, rows penalised for imbalance.

    Args:
        x: rows × children, more is better, NaN where missing; rows of all periods.
        w: weights of the children; equal in the publication.
        penalty: ``negative`` for what is good, ``positive`` for what is bad; Compind 3.4 does not heed its own.
        sd: standard deviation of a row.
        rescale: False where the columns are on the scale 70–130 already.
        reference: what becomes 100 in each column, in its own unit; the mean where None.

    Raises:
        InputError: ``EVA-251`` negative values, ``EVA-257`` not one reference for each column.

    Source: Mazziotta and Pareto, Social Indicators Research 127 (2016).

    >>> ampi(np.array([[0.0, 10.0], [10.0, 0.0], [5.0, 5.0]]), np.array([0.5, 0.5]))
    array([ 91.,  91., 100.])
    """
    return penalised(goalposts(x, reference) if rescale else x, w, penalty=penalty, sd=sd)
