"""Ranks in many runs, and what they say of each unit: intervals, mean, chance to be among the first k."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.ranking import TOLERANCE, ranks
from xiandao.evaluate.methods.table import Mask, Matrix, Table, Vector

# Rank 0 stands for no score: whole numbers need a quarter of the memory, and sort and count faster.
Ranks = NDArray[np.uint16] | NDArray[np.uint32]
CHUNK = 1_000_000
WIDE = 256


def run_ranks(scores: Matrix) -> Ranks:
    """Return ranks within each run: 1 highest, ties the smallest rank, 0 where there is no score.

    The same ranks as ``ranks`` gives column by column, scores that differ by rounding only being tied.

    Args:
        scores: runs × units, NaN where there is none.

    >>> run_ranks(np.array([[0.1 + 0.2, 0.3, 0.5], [1.0, np.nan, 2.0]])).tolist()
    [[2, 2, 1], [2, 0, 1]]
    """
    kind = np.uint16 if scores.shape[1] < 2**16 else np.uint32
    found = np.empty(scores.shape, dtype=kind)
    close = np.zeros(len(scores), dtype=bool)
    if scores.shape[1] > WIDE:
        _row_by_row(scores, found, close)
    else:
        step = CHUNK // max(1, scores.shape[1])
        for start in range(0, len(scores), step):
            part = slice(start, start + step)
            _at_once(scores[part], found[part], close[part])
    # Where a score is missing or two scores nearly coincide, the careful way decides.
    doubtful = np.flatnonzero(close)
    for start in range(0, len(doubtful), 1024):
        rows = doubtful[start : start + 1024]
        careful = ranks(scores[rows].T).T
        found[rows] = np.where(np.isnan(careful), 0, careful).astype(kind)
    return found


def panel_ranks(scores: Matrix, table: Table) -> Ranks:
    """Return ranks of each run, in a panel within each period: runs × rows."""
    if not table.is_panel:
        return run_ranks(scores)
    found = np.zeros(scores.shape, dtype=np.uint32 if scores.shape[1] >= 2**16 else np.uint16)
    for rows in table.slices().values():
        found[:, rows] = run_ranks(np.ascontiguousarray(scores[:, rows]))
    return found


def _at_once(scores: Matrix, found: Ranks, close: Mask) -> None:
    size = scores.shape[1]
    order = np.argsort(scores, axis=1)
    downwards = np.arange(size, 0, -1).astype(found.dtype)
    np.put_along_axis(found, order, downwards[None, :], axis=1)
    ordered = np.take_along_axis(scores, order, axis=1)
    unit = np.maximum(np.abs(ordered[:, :1]), np.abs(ordered[:, -1:])) * TOLERANCE
    # A missing score sorts last; written this way round it counts as doubtful, too.
    close[:] = (~(ordered[:, 1:] - ordered[:, :-1] > unit)).any(axis=1) | np.isnan(ordered[:, -1])


def _row_by_row(scores: Matrix, found: Ranks, close: Mask) -> None:
    """Do wide rows one by one: each stays in the cache of the processor."""
    size = scores.shape[1]
    downwards = np.arange(size, 0, -1).astype(found.dtype)
    for row, own in enumerate(scores):
        places = np.argsort(own)
        found[row, places] = downwards
        ordered = own.take(places)
        unit = max(abs(ordered[0]), abs(ordered[-1])) * TOLERANCE
        close[row] = not (ordered[1:] - ordered[:-1]).min() > unit


@dataclass(frozen=True)
class RankDistribution:
    """How often each unit had each rank.

    Args:
        shares: units × (units + 1), the share of runs at each rank; column 0 holds runs without a score.
        runs: how many runs, each of the same chance; 0 where chances differ.
    """

    shares: Matrix
    runs: int = 0

    @cached_property
    def present(self) -> Vector:
        """Return the share of runs in which each unit has a score."""
        found: Vector = 1.0 - self.shares[:, 0]
        return found

    @cached_property
    def _cumulated(self) -> Matrix:
        safe = np.where(self.present > 0, self.present, np.nan)
        found: Matrix = np.cumsum(self.shares[:, 1:], axis=1) / safe[:, None]
        return found

    @cached_property
    def mean(self) -> Vector:
        """Return the mean rank over the runs with a score."""
        numbers = np.arange(1, self.shares.shape[1])
        found: Vector = (
            self.shares[:, 1:] @ numbers / np.where(self.present > 0, self.present, np.nan)
        )
        return found

    @cached_property
    def sd(self) -> Vector:
        """Return the standard deviation of ranks (n − 1 does not apply: runs are all there are)."""
        numbers = np.arange(1, self.shares.shape[1])
        squares = self.shares[:, 1:] @ numbers**2 / np.where(self.present > 0, self.present, np.nan)
        return np.sqrt(np.maximum(squares - self.mean**2, 0.0))

    def quantile(self, q: float) -> Vector:
        """Return a quantile of the rank of each unit, over the runs with a score.

        Of runs of the same chance linear between order statistics (definition 7 of Hyndman & Fan, as R and NumPy
        do), else the smallest rank whose cumulated chance reaches ``q``.

        >>> distribution(np.array([[1, 2], [1, 2], [2, 1]], dtype=np.uint16)).quantile(0.5).tolist()
        [1.0, 2.0]
        """
        if not self.runs:
            places = (self._cumulated < q - 1e-12).sum(axis=1) + 1.0
            return np.where(self.present > 0, places, np.nan)
        counts = np.rint(self.shares[:, 1:] * self.runs)
        reached = np.cumsum(counts, axis=1)
        place = (reached[:, -1] - 1) * q
        below = (reached <= np.floor(place + 1e-9)[:, None]).sum(axis=1) + 1.0
        above = (reached <= np.ceil(place - 1e-9)[:, None]).sum(axis=1) + 1.0
        found = below + (above - below) * (place - np.floor(place + 1e-9))
        return np.where(self.present > 0, found, np.nan)

    def top(self, k: int) -> Vector:
        """Return the chance of each unit to be among the first ``k``; of runs with a score.

        >>> distribution(np.array([[1, 2], [1, 2], [2, 1]], dtype=np.uint16)).top(1).round(3).tolist()
        [0.667, 0.333]
        """
        found: Vector = self._cumulated[:, min(max(k, 1), self._cumulated.shape[1]) - 1]
        return found if k > 0 else np.zeros_like(found)


def distribution(ranked: Ranks, weights: Vector | None = None) -> RankDistribution:
    """Return how often each unit had each rank.

    Args:
        ranked: runs × units as ``run_ranks`` gives them.
        weights: chance of each run, summing to one; equal where None.
    """
    runs, size = ranked.shape
    columns = np.ascontiguousarray(ranked.T)
    shares = np.empty((size, size + 1))
    for place, column in enumerate(columns):
        shares[place] = np.bincount(column, weights=weights, minlength=size + 1)
    if weights is None:
        shares /= max(runs, 1)
    return RankDistribution(shares, runs if weights is None else 0)


def weighted_quantiles(
    values: Matrix, levels: tuple[float, ...], weights: Vector | None = None
) -> Matrix:
    """Return quantiles of each column, missing values left out: levels × columns.

    With equal weights linear between order statistics (definition 7 of Hyndman & Fan, R's and NumPy's own);
    with weights the smallest value whose cumulated weight reaches the level.

    Args:
        values: runs × columns.
        levels: between 0 and 1.
        weights: chance of each run; equal where None.

    >>> weighted_quantiles(np.array([[1.0], [2.0], [4.0]]), (0.5,)).tolist()
    [[2.0]]
    >>> weighted_quantiles(np.array([[1.0], [2.0], [4.0]]), (0.5,), np.array([0.6, 0.2, 0.2])).tolist()
    [[1.0]]
    """
    found = np.full((len(levels), values.shape[1]), np.nan)
    for place in range(values.shape[1]):
        column = values[:, place]
        kept = ~np.isnan(column)
        if not kept.any():
            continue
        if weights is None:
            found[:, place] = np.quantile(column[kept], levels)
            continue
        order = np.argsort(column[kept])
        cumulated = np.cumsum(weights[kept][order])
        places = np.searchsorted(cumulated, np.array(levels) * cumulated[-1] - 1e-12)
        found[:, place] = column[kept][order][np.minimum(places, len(order) - 1)]
    return found
