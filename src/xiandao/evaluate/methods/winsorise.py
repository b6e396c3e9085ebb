"""Draw in the most extreme figures one after the other until skewness or kurtosis is within its limit."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np

from xiandao.evaluate.methods.moments import shape_of, sums_of
from xiandao.evaluate.methods.table import Vector

# Of columns longer than this only the tails are sorted; what lies between is summed up once.
SHORT: Final = 4_000
SAMPLE: Final = 4_000
BEYOND: Final = 8
Sums = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Check:
    """Whether skewness and kurtosis are within limits; both NaN and passing where they cannot be told."""

    is_passing: bool
    skew: float
    kurtosis: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What passes: |skewness| below ``skew`` or excess kurtosis below ``kurtosis``."""

    skew: float = 2.0
    kurtosis: float = 3.5

    def check(self, sums: Sums) -> Check:
        """Return the check of one column from its sums of powers."""
        skew, kurtosis = shape_of(sums)
        unknown = isnan(skew) or isnan(kurtosis)
        return Check(unknown or abs(skew) < self.skew or kurtosis < self.kurtosis, skew, kurtosis)


@dataclass(frozen=True, slots=True)
class Caps:
    """Between which figures a column was drawn in, how many cells that changed, and the check afterwards."""

    low: float
    high: float
    points: int
    check: Check


class Tails:
    """The sorted ends of a column, and the sums of powers of what lies between them."""

    def __init__(self, x: Vector, size: int) -> None:
        self.count = len(x)
        self.inner: Sums | None = None
        if self.count <= max(SHORT, 2 * size + 2):
            self.ends, self.low_end = np.sort(x), self.count
            return
        low, high, body = _by_sample(x)
        if min(len(low), len(high)) < size:
            low, high, body = _by_size(x, size)
        self.low_end = len(low)
        self.ends = np.sort(np.concatenate([low, high]))
        self.inner = sums_of(body)

    def sums(self, ends: Vector) -> Sums:
        """Return the sums of powers of the column with other figures at its ends."""
        if self.inner is None:
            return sums_of(ends)
        count, inner, second, third, fourth = self.inner
        mean = (count * inner + float(ends.sum())) / self.count
        off, apart = inner - mean, ends - mean
        squares = apart * apart
        return (
            float(self.count),
            mean,
            second + count * off**2 + float(squares.sum()),
            third + 3 * off * second + count * off**3 + float(squares.dot(apart)),
            fourth
            + 4 * off * third
            + 6 * off**2 * second
            + count * off**4
            + float(squares.dot(squares)),
        )

    def next_high(self, ends: Vector) -> int | None:
        """Return where the figures equal to the largest begin; None where the next one is not among the ends."""
        start = int(np.searchsorted(ends, ends[-1], side="left"))
        edge = 0 if self.inner is None else self.low_end
        return start if start > edge else None

    def next_low(self, ends: Vector) -> int | None:
        """Return where the figures equal to the smallest stop; None where the next one is not among the ends."""
        stop = int(np.searchsorted(ends, ends[0], side="right"))
        edge = len(ends) if self.inner is None else self.low_end
        return stop if stop < edge else None


Cut = tuple[Vector, Vector, Vector]


def _by_size(x: Vector, size: int) -> Cut:
    """Return the lowest and the highest figures, so many of each, and the others."""
    parted = np.partition(x, [size, len(x) - size - 1])
    return parted[:size], parted[len(x) - size :], parted[size : len(x) - size]


def _by_sample(x: Vector) -> Cut:
    """Return some five-hundredth of the figures from each end, and the others; much faster than ``_by_size``."""
    sample = np.sort(x[:: max(1, len(x) // SAMPLE)])
    low, high = np.flatnonzero(x < sample[BEYOND]), np.flatnonzero(x > sample[-1 - BEYOND])
    return x[low], x[high], np.delete(x, np.concatenate([low, high]))


def winsorised(
    x: Vector, *, max_points: int | None = 5, limits: Limits | None = None, force: bool = False
) -> Caps:
    """Return between which figures a column has to be drawn in.

    While the column fails and fewer than ``max_points`` cells are winsorised, all cells equal to the largest get the
    next largest figure where the skewness is not negative, else those equal to the smallest the next smallest. Cells
    at the end that was moved last count together, so ties may overshoot the limit. A column is never made constant.

    Args:
        x: figures, none missing.
        max_points: how many cells at most; None for no limit.
        limits: what passes.
        force: go on to ``max_points`` even where the column passes.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008); W. Becker, COINr (``winsorise``).

    >>> caps = winsorised(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]))
    >>> caps.high, caps.points
    (30.0, 1)
    """
    chosen = limits or Limits()
    size = 16 if max_points is None else max_points + 2
    while True:
        found = _run(Tails(x, size), max_points, chosen, force=force)
        if found is not None:
            return found
        size *= 8


def _run(tails: Tails, max_points: int | None, limits: Limits, *, force: bool) -> Caps | None:
    """Return the caps, or None where more of the ends must be sorted."""
    ends = tails.ends.copy()
    highs = lows = 0
    check = limits.check(tails.sums(ends))
    while (force or not check.is_passing) and (max_points is None or highs + lows < max_points):
        is_high = not check.skew < 0
        place = tails.next_high(ends) if is_high else tails.next_low(ends)
        if place is None and tails.inner is not None:
            return None
        if place is None or _is_last_step(
            ends, is_high=is_high, place=place, is_whole=tails.inner is None
        ):
            break
        if is_high:
            highs, ends[place:] = len(ends) - place, ends[place - 1]
        else:
            lows, ends[:place] = place, ends[place]
        check = limits.check(tails.sums(ends))
    return Caps(float(ends[0]), float(ends[-1]), highs + lows, check)


def _is_last_step(ends: Vector, *, is_high: bool, place: int, is_whole: bool) -> bool:
    """Whether one more step would leave nothing but equal figures."""
    return is_whole and bool(ends[place - 1] == ends[0] if is_high else ends[place] == ends[-1])
