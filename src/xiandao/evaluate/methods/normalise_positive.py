"""Making normalised values positive, for means that have no meaning at or below zero."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.table import Matrix
from xiandao.terms.error import InputError


def positive_rescale(x: Matrix, *, smallest: float = 1.0) -> tuple[Matrix, float]:
    """Return values of which none is below ``smallest``, and what was added to all of them.

    All columns are moved by the same amount, so that what one point is worth stays the same everywhere.

    Args:
        x: normalised values, rows × columns, NaN where missing.
        smallest: what the lowest value becomes; nothing changes where no value is below it.

    Raises:
        InputError: ``EVA-158`` a smallest value that is not above 0.

    >>> values, shift = positive_rescale(np.array([[0.0, 50.0], [100.0, 20.0]]))
    >>> values
    array([[  1.,  51.],
           [101.,  21.]])
    >>> shift
    1.0
    """
    if not smallest > 0:
        raise InputError(
            "EVA-158", f"positive 是{smallest:g}", "positive 应大于0，例如 1", {"value": smallest}
        )
    lowest = float(np.fmin.reduce(x, axis=None))
    shift = max(0.0, smallest - lowest) if np.isfinite(lowest) else 0.0
    return (x + shift if shift else x), shift
