"""VIKOR: a compromise between the good of the majority and the regret of the worst-served child."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xiandao.evaluate.methods.power_means import arithmetic, weighted
from xiandao.evaluate.methods.table import Matrix, Vector


@dataclass(frozen=True, slots=True)
class Compromise:
    """What VIKOR finds for each row; of all three less is better."""

    group_regret: Vector
    largest_regret: Vector
    compromise: Vector


def compromise(x: Matrix, w: Vector, *, v: float = 0.5) -> Compromise:
    """Return S, R and Q of each row.

    Args:
        x: rows × children, more is better (a cost as its negative), NaN where missing: then of the others. A constant
            child is no regret for anybody.
        w: weights of the children; they are made to sum to one.
        v: 0 … 1, weight of the group against the largest single regret.

    Returns:
        ``group_regret`` S, ``largest_regret`` R and ``compromise`` Q, 0 best, 1 worst; NaN for a row without figures.

    Source: Opricovic and Tzeng, Compromise solution by MCDM methods, European Journal of Operational Research 156
    (2004).

    >>> compromise(np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([0.75, 0.25])).compromise
    array([1., 0.])
    """
    x, w = weighted(x, w)
    w = w / w.sum()
    best, worst = np.nanmax(x, axis=0), np.nanmin(x, axis=0)
    regret = (best - x) / np.where(best > worst, best - worst, 1.0)
    group = arithmetic(regret, w)
    largest = np.max(regret * w, axis=1, initial=0.0, where=~np.isnan(regret))
    largest = np.where(np.isnan(group), np.nan, largest)
    return Compromise(group, largest, v * _onto_unit(group) + (1.0 - v) * _onto_unit(largest))


def vikor(x: Matrix, w: Vector, *, v: float = 0.5) -> Vector:
    """Return 1 − Q of each row, so that more is better; arguments as of ``compromise``.

    >>> vikor(np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([0.75, 0.25]))
    array([0., 1.])
    """
    return 1.0 - compromise(x, w, v=v).compromise


def _onto_unit(values: Vector) -> Vector:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    # Where all regrets are the same, by rounding or exactly, none is worse than another.
    return (values - low) / (high - low if high - low > 1e-12 * abs(high) else np.inf)
