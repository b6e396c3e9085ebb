"""EDAS: distances above and below the average of every column."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.positive import need
from xiandao.evaluate.methods.power_means import arithmetic, weighted
from xiandao.evaluate.methods.table import Matrix, Vector


def edas(x: Matrix, w: Vector) -> Vector:
    """Return the appraisal score of each row.

    Args:
        x: rows × children, not below zero, more is better, NaN where missing: then of the others.
        w: weights of the children; they are made to sum to one.

    Returns:
        0 … 1, 1 best; NaN for a row without figures.

    Raises:
        InputError: ``EVA-251`` negative values.

    Source: Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis, Multi-criteria inventory classification using a new
    method of evaluation based on distance from average solution, Informatica 26 (2015).

    >>> edas(np.array([[1.0, 3.0], [3.0, 1.0], [3.0, 3.0]]), np.array([0.5, 0.5])).round(4)
    array([0.25, 0.25, 1.  ])
    """
    need((x >= 0) | (w <= 0), x, "EDAS", "不小于零")
    x, w = weighted(x, w)
    average = np.nanmean(x, axis=0)
    apart = (x - average) / np.where(average > 0, average, 1.0)
    # The average of equal numbers may differ from them by rounding; the scores below divide by the largest distance.
    apart[np.abs(apart) < 1e-12] = 0.0
    above = arithmetic(np.where(np.isnan(apart), np.nan, np.maximum(apart, 0.0)), w)
    below = arithmetic(np.where(np.isnan(apart), np.nan, np.maximum(-apart, 0.0)), w)
    most, least = float(np.nanmax(above)), float(np.nanmax(below))
    gain = above / (most if most > 0 else 1.0)
    loss = below / (least if least > 0 else 1.0)
    return np.asarray(0.5 * (gain + 1.0 - loss))
