"""PROMETHEE II: how far a unit is preferred to the others less how far these are preferred to it."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.power_means import arithmetic, weighted
from xiandao.evaluate.methods.table import Matrix, Vector


def promethee(
    x: Matrix, w: Vector, *, indifference: float = 0.0, preference: float = 0.0
) -> Vector:
    """Return the net flow of each row.

    Args:
        x: rows × children, more is better, NaN where missing: then of the others.
        w: weights of the children; they are made to sum to one.
        indifference: q ≥ 0, differences up to it are none; in the unit of the scale.
        preference: p ≥ q, differences from it on are full preference, between them it grows evenly; 0 is the usual
            criterion: any difference is full preference.

    Returns:
        −1 … 1, 1 preferred to all on everything; NaN for a row without figures.

    Source: Brans and Vincke, A preference ranking organisation method, Management Science 31 (1985).

    >>> promethee(np.array([[4.0, 3.0, 2.0], [3.0, 2.0, 4.0], [5.0, 1.0, 3.0]]), np.array([0.5, 0.3, 0.2])).round(9)
    array([ 0.1, -0.3,  0.2])
    """
    x, w = weighted(x, w)
    flows = np.full(x.shape, np.nan)
    for place in range(x.shape[1]):
        present = ~np.isnan(x[:, place])
        column = x[present, place]
        reach = max(preference, indifference)
        net = _won(column, indifference, reach) - _won(-column, indifference, reach)
        flows[present, place] = net / max(len(column) - 1, 1)
    return arithmetic(flows, w)


def _won(column: Vector, q: float, p: float) -> Vector:
    """Return for each value the sum of its preferences over the others, by sorting once."""
    ordered = np.sort(column)
    sums = np.concatenate([[0.0], np.cumsum(ordered - ordered[0])])
    shifted = column - ordered[0]
    # Below ``full`` preference is whole, from there to ``some`` it grows evenly.
    some = np.searchsorted(ordered, column - q, side="left")
    if p <= q:
        return some.astype(np.float64)
    full = np.searchsorted(ordered, column - p, side="right")
    full = np.minimum(full, some)
    between = (some - full) * (shifted - q) - (sums[some] - sums[full])
    return np.asarray(full + between / (p - q))
