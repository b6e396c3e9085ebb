"""Who beats whom: the share of runs in which one unit ranks before another."""

from __future__ import annotations

from typing import Any

import numpy as np

from xiandao.evaluate.methods.rank_statistics import Ranks
from xiandao.evaluate.methods.table import Mask, Matrix, Vector


def beats(ranked: Ranks, weights: Vector | None = None) -> Matrix:
    """Return the chance that the unit of the row ranks before that of the column.

    Ties count for neither, so a pair and its mirror sum to one less the chance of a tie.

    Args:
        ranked: runs × units, 0 where a unit has no score; such runs do not count for its pairs.
        weights: chance of each run; equal where None.

    Returns:
        units × units; NaN where two units never both have a score, 0 on the diagonal.

    >>> beats(np.array([[1, 2], [1, 2], [2, 1], [1, 1]], dtype=np.uint16)).tolist()
    [[0.0, 0.5], [0.25, 0.0]]
    """
    size = ranked.shape[1]
    columns: np.ndarray[Any, Any] = np.ascontiguousarray(ranked.T)
    present: Mask = np.greater(columns, 0)
    complete = bool(present.all())
    found = np.empty((size, size))
    for place, own in enumerate(columns):
        before = own[None, :] < columns
        if weights is None and complete:
            found[place] = before.mean(axis=1)
            continue
        both = present[place][None, :] & present
        chance = np.full(len(ranked), 1.0 / len(ranked)) if weights is None else weights
        together = both @ chance
        found[place] = (before & both) @ chance / np.where(together > 0, together, np.nan)
    return found


def dominance(chances: Matrix, threshold: float = 0.95) -> Matrix:
    """Return 1 where the row beats the column in at least the share ``threshold`` of the runs, else 0.

    >>> dominance(np.array([[0.0, 0.97], [0.03, 0.0]])).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    return (chances >= threshold).astype(np.float64)
