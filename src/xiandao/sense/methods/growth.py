"""Growth rate of a term: how many times its share of the documents is that of the time before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def growth_rate(
    counts: NDArray[np.int_],
    documents: NDArray[np.int_],
    *,
    at: int,
    recent: int = 1,
    before: int = 1,
) -> Numbers:
    """Return the binary logarithm of recent share over earlier share, with half a document added to each.

    Args:
        counts: documents with the term, terms × years.
        documents: all documents, per year.
        at: column of the last year seen; later columns are not read.
        recent: years in the recent period.
        before: years in the period before it.

    Returns:
        One number per term; 1 means doubled.

    Source: share growth as in Klavans, Boyack & Murdick, PLoS ONE 2020.

    >>> growth_rate(np.array([[10, 20]]), np.array([100, 100]), at=1).round(2).tolist()
    [0.97]
    """
    new, total = window(counts, documents, at, recent)
    old, earlier = window(counts, documents, at - recent, before)
    ratio = (new + 0.5) / max(total, 1.0) / ((old + 0.5) / max(earlier, 1.0))
    return np.asarray(np.log2(ratio), np.float64)


def window(
    counts: NDArray[np.int_], documents: NDArray[np.int_], at: int, years: int
) -> tuple[Numbers, float]:
    """Return counts and documents of the years that end with column ``at``; years before the first are empty.

    >>> window(np.array([[1, 2, 4]]), np.array([10, 10, 10]), 2, 2)
    (array([6.]), 20.0)
    """
    low, high = max(at - years + 1, 0), max(at + 1, 0)
    return counts[:, low:high].sum(1).astype(np.float64), float(documents[low:high].sum())
