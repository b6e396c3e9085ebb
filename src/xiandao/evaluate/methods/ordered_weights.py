"""Ordered weighted averages: weights go to the best, the second best …, from the maximum to the minimum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError


def owa(
    x: Matrix, w: Vector, *, alpha: float = 1.0, positions: Sequence[float] | Vector | None = None
) -> Vector:
    """Return the ordered weighted average of each row.

    Args:
        x: rows × children, more is better, NaN where missing: then of the others.
        w: weights of the children, ≥ 0, any sum.
        alpha: > 0, exponent of the quantifier Q(r) = r^α over the weights in order from the best: 1 is the weighted
            arithmetic mean, larger stresses the weak children, smaller the strong ones.
        positions: instead of it the weights of the best, the second best … child; the weights of the children do
            not count then, and a row with missing cells takes the positions of its own children evenly spread.

    Raises:
        InputError: ``EVA-258`` not one position for each child, a negative one, or all zero.

    Source: Yager, On ordered weighted averaging aggregation operators in multicriteria decisionmaking, IEEE
    Transactions on Systems, Man and Cybernetics 18 (1988); Quantifier guided aggregation, International Journal of
    Intelligent Systems 11 (1996).

    >>> x = np.array([[1.0, 2.0, 6.0]])
    >>> owa(x, np.ones(3)), owa(x, np.ones(3), positions=[0, 1, 0])
    (array([3.]), array([2.]))
    """
    order = np.argsort(-x, axis=1)
    values = np.take_along_axis(x, order, axis=1)
    present = ~np.isnan(values)
    if positions is None:
        share = np.where(present, w[order], 0.0)
        exponent = alpha
    else:
        share = np.where(present, 1.0, 0.0)
        exponent = 1.0
    total = share.sum(axis=1, keepdims=True)
    reached = np.cumsum(share, axis=1) / np.where(total > 0, total, 1.0)
    edges = np.hstack([np.zeros((len(x), 1)), np.minimum(reached, 1.0)])
    quantile = edges**exponent if positions is None else _spread(edges, positions, x.shape[1])
    found = (np.diff(quantile, axis=1) * np.where(present, values, 0.0)).sum(axis=1)
    return np.where(total[:, 0] > 0, found, np.nan)


def _spread(edges: Matrix, positions: Sequence[float] | Vector, children: int) -> Matrix:
    """Return how much of the weight of positions lies before each edge."""
    given = np.asarray(positions, dtype=np.float64)
    if len(given) != children or (given < 0).any() or not given.sum() > 0:
        raise InputError(
            "EVA-258",
            f"positions 有{len(given)}个数，应为{children}个不小于零且不全为零的数",
            "第一个数是最好一项的权重，依次往下",
            {"positions": given.tolist(), "children": children},
        )
    reached = np.concatenate([[0.0], np.cumsum(given / given.sum())])
    return np.asarray(np.interp(edges, np.linspace(0.0, 1.0, children + 1), reached))


def minimum(x: Matrix, w: Vector) -> Vector:
    """Return the lowest value of each row among children with a weight.

    >>> minimum(np.array([[3.0, np.nan, 1.0], [np.nan] * 3]), np.array([0.5, 0.5, 0.0]))
    array([ 3., nan])
    """
    kept = x[:, w > 0]
    found = np.min(kept, axis=1, initial=np.inf, where=~np.isnan(kept))
    return np.where(np.isinf(found), np.nan, found)


def median(x: Matrix, w: Vector) -> Vector:
    """Return the weighted median of each row: half of the weight lies on either side; the mean of two where between.

    Args:
        x: rows × children, NaN where missing: then of the others.
        w: weights of the children, ≥ 0, any sum.

    >>> median(np.array([[1.0, 2.0, 10.0], [1.0, np.nan, 10.0]]), np.ones(3))
    array([2. , 5.5])
    """
    order = np.argsort(x, axis=1)
    values = np.take_along_axis(x, order, axis=1)
    share = np.where(np.isnan(values), 0.0, w[order])
    half = 0.5 * share.sum(axis=1, keepdims=True)
    reached = np.cumsum(share, axis=1)
    least = 1e-12 * half
    # The first value at which half of the weight is reached, and the first at which it is exceeded.
    lower = np.argmax(reached >= half - least, axis=1)[:, None]
    upper = np.argmax(reached > half + least, axis=1)[:, None]
    found = 0.5 * (np.take_along_axis(values, lower, 1) + np.take_along_axis(values, upper, 1))
    return np.where(half > 0, found, np.nan)[:, 0]
