"""Statistics of each indicator with flags for what deserves a look: gaps, zeros, few distinct figures, outliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.moments import moments, passes
from xiandao.evaluate.methods.table import Table, Vector

COLUMNS: Final = (
    "indicator", "min", "max", "mean", "median", "sd", "skew", "kurtosis", "available", "nonzero", "unique", "same",
    "share_available", "share_nonzero", "share_unique", "share_same", "flag_available", "flag_nonzero", "flag_unique",
    "flag_outliers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below which share an indicator is flagged, and beyond which skewness and kurtosis together."""

    available: float = 0.65
    nonzero: float = 0.5
    unique: float = 0.5
    skew: float = 2.0
    kurtosis: float = 3.5


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics of one indicator; None where there is nothing to compute them from.

    ``same`` is how many cells have the most frequent figure. Shares of non-zero, distinct and equal figures are of
    the figures that are there.
    """

    indicator: str
    min: float | None
    max: float | None
    mean: float | None
    median: float | None
    sd: float | None
    skew: float | None
    kurtosis: float | None
    available: int
    nonzero: int
    unique: int
    same: int
    share_available: float
    share_nonzero: float | None
    share_unique: float | None
    share_same: float | None
    flag_available: bool
    flag_nonzero: bool
    flag_unique: bool
    flag_outliers: bool

    def row(self) -> tuple[Any, ...]:
        """Return the statistics in the order of ``COLUMNS``."""
        return tuple(getattr(self, name) for name in COLUMNS)


def statistics_of(table: Table, thresholds: Thresholds | None = None) -> tuple[Statistics, ...]:
    """Return the statistics of each indicator.

    Args:
        table: figures, NaN where missing.
        thresholds: for the flags.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3; COINr (``get_stats``).

    >>> found = statistics_of(Table(tuple("ABCD"), ("x",), np.array([[1.0], [1.0], [0.0], [np.nan]])))[0]
    >>> found.available, found.nonzero, found.unique, found.same, found.flag_available
    (3, 2, 2, 2, False)
    """
    limits = thresholds or Thresholds()
    found = moments(table.values)
    skew, kurtosis, sd = found.skew, found.kurtosis, found.sd
    good = passes(skew, kurtosis, limits.skew, limits.kurtosis)
    rows = []
    for place, code in enumerate(table.columns):
        x = table.values[:, place]
        there = np.sort(x[~np.isnan(x)])
        shape = [_plain(one[place]) for one in (found.mean, sd, skew, kurtosis)]
        rows.append(_one(code, there, len(x), shape, limits, is_good=bool(good[place])))
    return tuple(rows)


def _plain(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _one(
    code: str,
    there: Vector,
    rows: int,
    shape: list[float | None],
    limits: Thresholds,
    *,
    is_good: bool,
) -> Statistics:
    count = len(there)
    starts = np.flatnonzero(np.diff(there, prepend=np.nan) != 0)
    runs = np.diff(np.append(starts, count))
    nonzero, unique = int(np.count_nonzero(there)), len(starts)
    same = int(runs.max(initial=0))
    mean, sd, skew, kurtosis = shape
    nonzero_share, unique_share = _share(nonzero, count), _share(unique, count)
    return Statistics(
        code,
        float(there[0]) if count else None,
        float(there[-1]) if count else None,
        mean,
        float(np.median(there)) if count else None,
        sd,
        skew,
        kurtosis,
        count,
        nonzero,
        unique,
        same,
        count / rows if rows else 0.0,
        nonzero_share,
        unique_share,
        _share(same, count),
        flag_available=count < limits.available * rows,
        flag_nonzero=nonzero_share is None or nonzero_share < limits.nonzero,
        flag_unique=unique_share is None or unique_share < limits.unique,
        flag_outliers=not is_good,
    )


def _share(number: int, count: int) -> float | None:
    return number / count if count else None
