"""Skewness and kurtosis of columns as spreadsheets and SAS define them, in as few passes as rounding allows."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from xiandao.evaluate.methods.table import Mask, Matrix, Vector

# Below this many cells one pass over the matrix beats a loop over its columns.
SMALL: Final = 200_000
# Products of more than ten thousand figures would wake threads that only wait for each other.
BLOCK: Final = 8_192
ROUNDING: Final = 8 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Of each column: how many figures, their mean, sums of the powers 2, 3 and 4 of what they differ from it."""

    count: Vector
    mean: Vector
    second: Vector
    third: Vector
    fourth: Vector

    @property
    def varies(self) -> Mask:
        """Return which columns are no constants."""
        allowed = self.count * (ROUNDING * np.abs(self.mean)) ** 2
        found: Mask = self.second > allowed
        return found

    @property
    def skew(self) -> Vector:
        """Return the skewness G1; NaN for fewer than three figures and for constants."""
        n = self.count
        fit = (n > 2) & self.varies
        with np.errstate(all="ignore"):
            found = np.sqrt(n) * self.third / self.second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        return np.where(fit, found, np.nan)

    @property
    def kurtosis(self) -> Vector:
        """Return the excess kurtosis G2; NaN for fewer than four figures and for constants."""
        n = self.count
        fit = (n > 3) & self.varies
        with np.errstate(all="ignore"):
            raw = n * self.fourth / self.second**2 - 3
            found = ((n + 1) * raw + 6) * (n - 1) / ((n - 2) * (n - 3))
        return np.where(fit, found, np.nan)

    @property
    def sd(self) -> Vector:
        """Return the standard deviation with n − 1."""
        with np.errstate(all="ignore"):
            return np.where(self.count > 1, np.sqrt(self.second / (self.count - 1)), np.nan)


def moments(values: Matrix) -> Moments:
    """Return the moments of each column; missing cells are left out.

    Args:
        values: rows × columns, NaN where missing.

    Source: D. N. Joanes, C. A. Gill, Comparing measures of sample skewness and kurtosis, The Statistician 47 (1998).

    >>> found = moments(np.array([[1.0], [2.0], [3.0], [10.0], [np.nan]]))
    >>> [round(float(number[0]), 6) for number in (found.count, found.mean, found.skew, found.kurtosis)]
    [4.0, 4.0, 1.763633, 3.228]
    """
    if values.size <= SMALL:
        return _at_once(values)
    parts = [_one(values[:, place]) for place in range(values.shape[1])]
    return Moments(*(np.array(kept) for kept in zip(*parts, strict=True)))


def shape_of(sums: tuple[float, float, float, float, float]) -> tuple[float, float]:
    """Return skewness G1 and excess kurtosis G2 of one column, NaN where they cannot be told.

    Args:
        sums: count, mean and sums of powers as ``Moments`` has them; plain numbers, for loops over few figures.

    >>> shape_of((3.0, 0.0, 2.0, 0.0, 2.0))
    (0.0, nan)
    """
    n, mean, second, third, fourth = sums
    if n < 3 or not second > n * (ROUNDING * mean) ** 2:
        return float("nan"), float("nan")
    skew = sqrt(n) * third / second**1.5 * sqrt(n * (n - 1)) / (n - 2)
    if n < 4:
        return skew, float("nan")
    raw = n * fourth / second**2 - 3
    return skew, ((n + 1) * raw + 6) * (n - 1) / ((n - 2) * (n - 3))


def sums_of(x: Vector) -> tuple[float, float, float, float, float]:
    """Return count, mean and sums of powers of one vector; missing figures are left out."""
    return _one(x)


def moments_of(x: Vector) -> Moments:
    """Return the moments of one vector, as columns of one."""
    return moments(x.reshape(-1, 1))


def _at_once(values: Matrix) -> Moments:
    missing = np.isnan(values)
    count = len(values) - missing.sum(axis=0, dtype=np.float64)
    safe = np.maximum(count, 1)
    mean = np.where(missing, 0.0, values).sum(axis=0) / safe
    apart = np.where(missing, 0.0, values - mean)
    squares = apart * apart
    return Moments(
        count,
        np.where(count > 0, mean, np.nan),
        squares.sum(axis=0),
        (squares * apart).sum(axis=0),
        (squares * squares).sum(axis=0),
    )


def _one(x: Vector) -> tuple[float, float, float, float, float]:
    total = float(x.sum())
    if np.isnan(total):
        x = x[~np.isnan(x)]
        total = float(x.sum())
    if not len(x):
        return 0.0, np.nan, 0.0, 0.0, 0.0
    mean = total / len(x)
    sums = [0.0, 0.0, 0.0]
    # Blocks stay in the cache of the processor, so the column is read from memory only once.
    for start in range(0, len(x), BLOCK):
        apart = x[start : start + BLOCK] - mean
        squares = apart * apart
        sums[0] += float(np.dot(apart, apart))
        sums[1] += float(np.dot(squares, apart))
        sums[2] += float(np.dot(squares, squares))
    return float(len(x)), mean, sums[0], sums[1], sums[2]


def passes(skew: Vector, kurtosis: Vector, skew_limit: float, kurtosis_limit: float) -> Mask:
    """Return which columns pass: skewness or kurtosis below its limit, or neither can be told."""
    unknown = np.isnan(skew) | np.isnan(kurtosis)
    found: Mask = (np.abs(skew) < skew_limit) | (kurtosis < kurtosis_limit) | unknown
    return found
