"""The mean–min function: between full compensation and the weakest child."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.mazziotta_pareto import Deviation, standardised
from xiandao.evaluate.methods.power_means import arithmetic, weighted
from xiandao.evaluate.methods.table import Matrix, Vector


def mean_min(
    x: Matrix,
    w: Vector,
    *,
    alpha: float = 0.5,
    beta: float = 1.0,
    rescale: bool = True,
    sd: Deviation = "population",
) -> Vector:
    """Return the mean of each row less a penalty that grows with the distance of its smallest value.

    The score is M − α·(√((M − min)² + β²) − β).

    Args:
        x: rows × children, more is better, NaN where missing: then of the others.
        w: weights of the children, for the mean.
        alpha: 0 … 1, how far a weak child cannot be made up for; with 1 and β = 0 the minimum.
        beta: ≥ 0, in units of the scale: distances below it hardly count.
        rescale: give each column mean 100 and deviation 10 first; Compind 3.4 does so with shifted columns.
        sd: standard deviation of a column.

    Source: Casadio Tarabusi and Guarini, An unbalance adjustment method for development indicators, Social
    Indicators Research 112 (2013).

    >>> mean_min(np.array([[1.0, 5.0], [3.0, 3.0]]), np.array([0.5, 0.5]), alpha=1, beta=0, rescale=False)
    array([1., 3.])
    """
    x, w = weighted(x, w)
    z = standardised(x, sd) if rescale else x
    mean = arithmetic(z, w)
    # Where a row is empty the mean is missing already.
    lowest = np.min(z, axis=1, initial=np.inf, where=~np.isnan(z))
    lowest = np.where(np.isfinite(lowest), lowest, 0.0)
    return np.asarray(mean - alpha * (np.sqrt((mean - lowest) ** 2 + beta**2) - beta))
