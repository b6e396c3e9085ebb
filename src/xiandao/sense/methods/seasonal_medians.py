"""What belongs to the season: medians of what a moving year leaves, cleaned of outliers once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# The median of absolute deviations of a normal distribution is 1/1.4826 of its standard deviation.
NORMAL: Final = 1.4826
CLIPPED_AT: Final = 3.0
SEASONS_NEEDED: Final = 2


def seasonal_medians(values: Numbers, season: int) -> Numbers:
    """Return the seasonal part of each position, summing to zero over a year.

    A centred moving mean of a year (half weight for both ends) is the trend; the median over the years
    of what it leaves is the season. Values further than three robust deviations from both are drawn in
    and the season is found once more, so that one strange month does not become a habit.

    Args:
        values: a series without holes, at least two years.
        season: periods of a year, 12 or 4.

    Returns:
        ``season`` numbers; the first belongs to the position of the first value.

    Raises:
        ValueError: the series is shorter than two years.

    Source: Cleveland et al. 1990 (STL) in the simplest robust form, with medians instead of loess.

    >>> wave = np.tile([3.0, -1.0, -2.0, 0.0], 4) + np.arange(16.0)
    >>> seasonal_medians(wave, 4).tolist()
    [3.0, -1.0, -2.0, 0.0]
    """
    if len(values) < SEASONS_NEEDED * season:
        raise ValueError("shorter than two years")
    trend = _moving_year(values, season)
    pattern = _medians(values - trend, season)
    left = values - trend - _spread_out(pattern, len(values))
    scale = NORMAL * float(np.nanmedian(np.abs(left - np.nanmedian(left))))
    if scale <= 0:
        return pattern
    drawn_in = left - np.clip(left, -CLIPPED_AT * scale, CLIPPED_AT * scale)
    cleaned = values - np.nan_to_num(drawn_in)
    return _medians(cleaned - _moving_year(cleaned, season), season)


def adjusted(values: Numbers, season: int, *, pattern: Numbers) -> Numbers:
    """Return the values without their season.

    >>> adjusted(np.array([5.0, 1.0, 6.0]), 2, pattern=np.array([2.0, -2.0])).tolist()
    [3.0, 3.0, 4.0]
    """
    return values - _spread_out(pattern[:season], len(values))


def _moving_year(values: Numbers, season: int) -> Numbers:
    """Trend where a whole year lies around a period, nan at both ends."""
    weights = np.ones(season + 1) / season
    weights[[0, -1]] /= 2
    trend = np.full(len(values), np.nan)
    half = season // 2
    trend[half : len(values) - half] = np.convolve(values, weights, mode="valid")
    return trend


def _medians(left: Numbers, season: int) -> Numbers:
    pattern = np.array([np.nanmedian(left[place::season]) for place in range(season)])
    return np.asarray(pattern - pattern.mean(), np.float64)


def _spread_out(pattern: Numbers, length: int) -> Numbers:
    return np.resize(pattern, length)
