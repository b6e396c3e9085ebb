"""Weights learned from the past of the corpus itself: logistic regression drawn towards fixed weights."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
STEPS: Final = 25


def learned_weights(
    inputs: Numbers, labels: Numbers, importance: Numbers, *, prior: Numbers, ridge: float
) -> Numbers:
    """Return the weights that maximise the penalised likelihood, by Newton's method.

    Args:
        inputs: cases × features.
        labels: 0 or 1 per case.
        importance: weight of each case.
        prior: weight of each feature before anything is learned.
        ridge: how strongly weights are drawn to the prior; it counts like that many cases.

    Returns:
        One weight per feature; the prior where there are no cases or no positive ones.

    Source: Le Cessie & van Houwelingen 1992, ridge logistic regression (here around a prior mean).

    >>> x = np.array([[2.0], [1.0], [-1.0], [-2.0]])
    >>> learned_weights(x, np.array([1.0, 1, 0, 0]), np.ones(4), prior=np.array([0.5]), ridge=1.0).round(2).tolist()
    [1.25]
    """
    if not len(inputs) or not labels.any():
        return prior
    design = np.column_stack([np.ones(len(inputs)), inputs])
    centre = np.concatenate([[-5.0], prior])
    penalty = np.full(len(centre), float(ridge))
    # The intercept is free: it does not change an order.
    penalty[0] = 1e-3
    weights = centre.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        curve = importance * chance * (1 - chance) + 1e-9
        slope = design.T @ (importance * (labels - chance)) - penalty * (weights - centre)
        matrix = (design * curve[:, None]).T @ design + np.diag(penalty)
        step = np.clip(np.linalg.solve(matrix, slope), -2, 2)
        weights = weights + step
        if np.abs(step).max() < 1e-7:
            break
    return np.asarray(weights[1:], np.float64)
