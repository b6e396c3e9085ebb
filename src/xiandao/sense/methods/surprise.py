"""Surprise of a term: how far its recent count lies above the expected one, in standard deviations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.growth import window


def surprise(
    counts: NDArray[np.int_],
    documents: NDArray[np.int_],
    *,
    at: int,
    recent: int = 2,
    before: int = 3,
) -> NDArray[np.float64]:
    """Return z = (a − e) / √(e (1 + N_a / N_b)) with e = (b + 1) N_a / N_b.

    Args:
        counts: documents with the term, terms × years.
        documents: all documents, per year.
        at: column of the last year seen.
        recent: years in the recent period (a of N_a documents).
        before: years in the period before it (b of N_b documents).

    Returns:
        One number per term; zeros where one period has no documents.

    Source: difference of two Poisson rates, the noise of both periods counted.

    >>> z = surprise(np.array([[2, 2, 2, 9, 11]]), np.array([100] * 5), at=4)
    >>> z.round(2).tolist()
    [5.5]
    """
    new, total = window(counts, documents, at, recent)
    old, earlier = window(counts, documents, at - recent, before)
    if not total or not earlier:
        return np.zeros(len(counts))
    expected = (old + 1) / earlier * total
    return np.asarray((new - expected) / np.sqrt(expected * (1 + total / earlier)), np.float64)
