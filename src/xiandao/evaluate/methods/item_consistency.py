"""Cronbach's alpha: how well items that are meant to measure one thing go together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import figures
from xiandao.terms.error import InputError


def cronbach_alpha(
    x: Matrix,
    *,
    is_standardised: bool = False,
    missing: Literal["pairs", "rows"] = "pairs",
    names: Sequence[str] = (),
) -> float:
    """Return Cronbach's alpha, k/(k − 1) · (1 − tr S / Σ S) of the covariance matrix S.

    Args:
        x: rows × items, all of one direction.
        is_standardised: of the correlation matrix instead.
        missing: covariances over the pairs present, or over rows without gaps.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-211`` fewer than two items or covariances that add up to zero, and as ``figures`` says.

    Source: Cronbach (1951), Psychometrika 16(3), 297-334.

    >>> round(cronbach_alpha(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 5.0]])), 4)
    0.9474
    """
    kept = figures(x, names)
    if missing == "rows":
        kept = figures(kept[~np.isnan(kept).any(axis=1)], names)
    matrix = pairwise_covariances(kept)
    if is_standardised:
        size = np.sqrt(np.diag(matrix))
        # With gaps the deviation of a column is taken over all cells it has, the covariance over pairs.
        matrix = matrix / np.outer(size, size)
    count, total = len(matrix), float(matrix.sum())
    if count < 2 or np.isnan(total) or abs(total) < 1e-300:
        raise InputError(
            "EVA-211",
            "无法计算克朗巴哈系数",
            "至少要有两个指标，两两之间都有共同的单元",
            {"columns": list(names)},
        )
    return count / (count - 1) * (1.0 - float(np.trace(matrix)) / total)


def alpha_without(x: Matrix, *, is_standardised: bool = False) -> Vector:
    """Return alpha with each item left out in turn: an item that raises it does not fit the others.

    >>> alpha_without(np.array([[1.0, 2.0, 9.0], [2.0, 3.0, 1.0], [3.0, 5.0, 4.0]])).round(2)
    array([-0.87, -0.81,  0.95])
    """
    return np.array(
        [
            cronbach_alpha(np.delete(x, place, axis=1), is_standardised=is_standardised)
            for place in range(x.shape[1])
        ]
    )


def pairwise_covariances(x: Matrix) -> Matrix:
    """Return covariances (n − 1) over the rows that both columns have.

    >>> pairwise_covariances(np.array([[1.0, 2.0], [3.0, 2.5], [5.0, np.nan]]))
    array([[4.   , 0.5  ],
           [0.5  , 0.125]])
    """
    here = ~np.isnan(x)
    y = np.where(here, x - np.nanmean(x, axis=0), 0.0)
    mask = here.astype(np.float64)
    n, sums = mask.T @ mask, y.T @ mask
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Matrix = (y.T @ y - sums * sums.T / n) / np.where(n > 1, n - 1, np.nan)
    return found
