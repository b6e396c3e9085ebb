"""Ways to bring indicators onto one scale that keep only the order: ranks, Borda scores, percentile ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from xiandao.evaluate.methods.normalise_bounds import Constant, flat_columns, lowest_and_highest
from xiandao.evaluate.methods.normalise_linear import Direction, neutral
from xiandao.evaluate.methods.table import Matrix, Vector

Ties = Literal["min", "average", "max"]


def rank_scores(
    x: Matrix,
    *,
    direction: Direction = 1,
    ties: Ties = "min",
    tolerance: float = 0.0,
    constant: Constant = "error",
    labels: Sequence[str] = (),
) -> Matrix:
    """Return ranks as scores: the worst is 1, the best is the number of values.

    Args:
        x: rows × columns, NaN where missing.
        direction: 1 or −1, one for all columns or one each.
        ties: what equal values share: the smallest of their ranks, the average or the largest.
        tolerance: neighbours are equal where they differ by no more than this share of the larger; 0 for the same
            double only, as in R.
        constant: ``error``, or ``neutral`` for the middle rank.
        labels: names of the columns, for messages.

    Raises:
        InputError: as ``flat_columns`` says.

    Source: COINr ``n_rank`` (R ``rank``, ties "min", missing kept).

    >>> rank_scores(np.array([3.0, 1.0, 3.0, np.nan]))
    array([ 2.,  1.,  2., nan])
    >>> rank_scores(np.array([0.3, 0.1 + 0.2, 0.0])), rank_scores(np.array([0.3, 0.1 + 0.2, 0.0]), tolerance=1e-12)
    (array([2., 3., 1.]), array([2., 2., 1.]))
    """
    low, high = lowest_and_highest(x)
    flat = flat_columns(x, low, high, labels=labels, constant=constant)
    signed = (x * np.asarray(direction)).reshape(len(x), -1)
    out = np.empty_like(signed, order="F")
    for column in range(signed.shape[1]):
        out[:, column] = _ranked(signed[:, column], ties, tolerance)
    shaped: Matrix = out.reshape(x.shape, order="F")
    if not flat.any():
        return shaped
    counts = np.count_nonzero(~np.isnan(signed), axis=0)
    for place in np.flatnonzero(flat):
        only = np.arange(len(flat)) == place
        shaped = neutral(shaped, x, only, (counts[place] + 1) / 2)
    return shaped


def _ranked(values: Vector, ties: Ties, tolerance: float) -> Vector:
    order = np.argsort(values, kind="stable")
    count = int(np.count_nonzero(~np.isnan(values)))
    ordered = values[order[:count]]
    gaps = np.diff(ordered) > tolerance * np.maximum(np.abs(ordered[1:]), np.abs(ordered[:-1]))
    starts = np.flatnonzero(np.concatenate([[True], gaps]))
    ends = np.concatenate([starts[1:], [count]])
    shared = {"min": starts + 1.0, "max": ends * 1.0, "average": (starts + 1 + ends) / 2}[ties]
    found = np.full(len(values), np.nan)
    found[order[:count]] = np.repeat(shared, ends - starts)
    return found


def borda(
    x: Matrix,
    *,
    direction: Direction = 1,
    lower: float | None = None,
    upper: float | None = None,
    ties: Ties = "min",
    tolerance: float = 0.0,
    constant: Constant = "error",
    labels: Sequence[str] = (),
) -> Matrix:
    """Return Borda scores: how many values are worse; between ``lower`` and ``upper`` where these are given.

    Args:
        x: rows × columns, NaN where missing.
        direction: 1 or −1, one for all columns or one each.
        lower: score of nobody worse; None for 0.
        upper: score of everybody else worse; None for their number.
        ties: as in ``rank_scores``.
        tolerance: as in ``rank_scores``.
        constant: as in ``rank_scores``.
        labels: names of the columns, for messages.

    Raises:
        InputError: as ``flat_columns`` says.

    Source: COINr ``n_borda``: rank − 1.

    >>> borda(np.array([5.0, 7.0, 9.0]))
    array([0., 1., 2.])
    >>> borda(np.array([5.0, 7.0, 9.0]), lower=60, upper=100)
    array([ 60.,  80., 100.])
    """
    ranked = rank_scores(
        x, direction=direction, ties=ties, tolerance=tolerance, constant=constant, labels=labels
    )
    scores: Matrix = ranked - 1
    if lower is None and upper is None:
        return scores
    base = 0.0 if lower is None else lower
    others = np.maximum(np.count_nonzero(~np.isnan(x), axis=0) - 1, 1)
    found: Matrix = scores / others * ((others if upper is None else upper) - base) + base
    return found


def percentile(
    x: Matrix,
    *,
    direction: Direction = 1,
    scale: float = 1.0,
    ties: Ties = "min",
    tolerance: float = 0.0,
    constant: Constant = "error",
    labels: Sequence[str] = (),
) -> Matrix:
    """Return percentile ranks: the share of the other values that are worse, times ``scale``.

    Args:
        x: rows × columns, NaN where missing.
        direction: 1 or −1, one for all columns or one each.
        scale: score of the best.
        ties: as in ``rank_scores``.
        tolerance: as in ``rank_scores``.
        constant: as in ``rank_scores``.
        labels: names of the columns, for messages.

    Raises:
        InputError: as ``flat_columns`` says.

    Source: COINr ``n_prank``: (rank − 1) ⁄ (n − 1).

    >>> percentile(np.array([5.0, 7.0, 9.0]), scale=100)
    array([  0.,  50., 100.])
    """
    return borda(
        x, direction=direction, lower=0.0, upper=scale, ties=ties, tolerance=tolerance, constant=constant,
        labels=labels,
    )  # fmt: skip
