"""Exponential smoothing with a trend, damped or not: parameters by least squares, spread of what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from xiandao.evaluate.methods.table import Vector

LEVELS: Final = np.linspace(0.05, 0.95, 10)
TRENDS: Final = np.linspace(0.05, 0.95, 10)
DAMPINGS: Final = (0.8, 0.85, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True)
class Smoothing:
    """A fitted series: last level and trend, parameters, variance of the one-step errors and its freedom."""

    level: float
    trend: float
    alpha: float
    beta: float
    phi: float
    variance: float
    freedom: int

    def mean(self, steps: int) -> float:
        """Return what is expected so many steps ahead."""
        return self.level + self.trend * self._damped(steps)

    def spread(self, steps: int) -> float:
        """Return the standard deviation of what comes so many steps ahead.

        Source: Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, table 6.1.
        """
        grown = sum(
            (self.alpha * (1 + self.beta * self._damped(step))) ** 2 for step in range(1, steps)
        )
        return float(np.sqrt(self.variance * (1 + grown)))

    def _damped(self, steps: int) -> float:
        return float(sum(self.phi**step for step in range(1, steps + 1)))


def smoothed(values: Vector, *, damped: bool) -> Smoothing:
    """Return Holt's linear trend, or the damped trend, that fits a series best.

    Smoothing parameters are searched on a grid; for each the first level and trend, in which the errors are linear,
    come from least squares.

    Args:
        values: the series, evenly spaced, no gaps; at least 6, damped at least 7.
        damped: whether the trend fades.

    Source: Holt (1957/2004); Gardner & McKenzie (1985); Hyndman et al. (2008), innovations form.

    >>> found = smoothed(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), damped=False)
    >>> round(found.mean(2), 6), round(found.spread(2), 6)
    (8.0, 0.0)
    """
    phis = np.array(DAMPINGS if damped else (1.0,))
    alpha, beta, phi = (grid.ravel() for grid in np.meshgrid(LEVELS, TRENDS, phis, indexing="ij"))
    none, one = np.zeros(len(alpha)), np.ones(len(alpha))
    runs = [
        _run(series, alpha, beta, phi, level, trend)
        for series, level, trend in (
            (values, none, none),
            (values * 0, one, none),
            (values * 0, none, one),
        )
    ]
    errors = np.stack([run[0] for run in runs], axis=-1)
    start = _least_squares(errors)
    left = errors[..., 0] + np.einsum("gtk,gk->gt", errors[..., 1:], start)
    squares = (left**2).sum(axis=1)
    best = int(np.argmin(squares))
    freedom = len(values) - (5 if damped else 4)
    weights = np.array([1.0, *start[best]])
    level, trend = (float(weights @ np.array([run[part][best] for run in runs])) for part in (1, 2))
    return Smoothing(
        level,
        trend,
        float(alpha[best]),
        float(beta[best]),
        float(phi[best]),
        float(squares[best]) / freedom,
        freedom,
    )


def _run(
    values: Vector, alpha: Vector, beta: Vector, phi: Vector, level: Vector, trend: Vector
) -> tuple[Vector, Vector, Vector]:
    """Return one-step errors (parameters × times), last level and trend for each set of parameters."""
    errors = np.empty((len(alpha), len(values)))
    for time, value in enumerate(values):
        expected = level + phi * trend
        errors[:, time] = value - expected
        level = expected + alpha * errors[:, time]
        trend = phi * trend + alpha * beta * errors[:, time]
    return errors, level, trend


def _least_squares(errors: Vector) -> Vector:
    """Return the first level and trend with the smallest squares, one pair for each set of parameters."""
    basis, given = errors[..., 1:], errors[..., 0]
    found: Vector = -np.einsum("gkt,gt->gk", np.linalg.pinv(basis), given)
    return found
