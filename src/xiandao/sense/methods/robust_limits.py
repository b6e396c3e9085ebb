"""Robust limits: how far a period lies from what its own past lets expect, in robust deviations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.seasonal_medians import NORMAL, adjusted, seasonal_medians

Numbers = NDArray[np.float64]

YEARS_NEEDED: Final = 3
# Mean absolute deviation of a normal distribution as part of its standard deviation, turned round.
NORMAL_MEAN: Final = 1.2533
# Below this part of the size of the figures a deviation is a rounding of the machine.
ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Limit:
    """What was expected of a period and how wide its past scattered, both in the units of the series."""

    expected: float
    scale: float

    def at(self, deviations: float) -> float:
        """The value that lies so many robust deviations off."""
        return self.expected + deviations * self.scale

    def deviations(self, value: float) -> float:
        """How many robust deviations a value lies off."""
        return (value - self.expected) / self.scale


def robust_limit(before: Numbers, season: int) -> Limit | None:
    """Return what the past lets expect of the next period.

    The past is adjusted for the season; a residual is an adjusted value less the median of the adjusted
    values of half a year before it. Expected is the median of the last half year, plus the median
    residual (the usual drift), plus the season; the scale is the median of absolute deviations of the
    residuals times 1.4826, or, where more than half are equal, their mean absolute deviation times 1.2533;
    with m years behind each seasonal median it is widened by √((m + 1)/(m - 1)), for a season found from
    few years fits those years too well.

    Args:
        before: the series up to the period before, without holes.
        season: periods of a year.

    Returns:
        None where there are less than three years or the past does not scatter.

    Source: median and MAD, Rousseeuw & Croux 1993; limits for the next value as in control charts.

    >>> past = np.array([10.0, 11.0, 10.0, 9.0] * 4) + np.array([0.0, 1.0] * 8)
    >>> robust_limit(past[:8], 4) is None
    True
    >>> limit = robust_limit(np.arange(16.0) + np.tile([0.0, 0.5, -0.5], 6)[:16], 4)
    >>> round(limit.expected, 2), round(limit.deviations(limit.at(-3.0)), 6)
    (15.75, -3.0)
    """
    if len(before) < YEARS_NEEDED * season:
        return None
    pattern = seasonal_medians(before, season)
    plain = adjusted(before, season, pattern=pattern)
    span = season // 2
    windows = np.lib.stride_tricks.sliding_window_view(plain, span)
    levels = np.median(windows, axis=1)
    residuals = plain[span:] - levels[:-1]
    drift = float(np.median(residuals))
    scale = _scale(residuals - drift) * _ahead(len(before) // season)
    if scale <= ROUNDING * float(np.max(np.abs(before))):
        return None
    expected = float(levels[-1]) + drift + float(pattern[len(before) % season])
    return Limit(expected, scale)


def _ahead(years: int) -> float:
    """How much wider the next period scatters than those that the season was found from."""
    found_from = years - 1
    return math.sqrt((found_from + 1) / (found_from - 1))


def _scale(off: Numbers) -> float:
    distance = np.abs(off)
    return NORMAL * float(np.median(distance)) or NORMAL_MEAN * float(np.mean(distance))
