"""Absolute gain of a term: by how much its share of the documents rose in a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def absolute_gain(
    counts: NDArray[np.int_], documents: NDArray[np.int_], *, at: int
) -> NDArray[np.float64]:
    """Return the share in year ``at`` less the share in the year before.

    Args:
        counts: documents with the term, terms × years.
        documents: all documents, per year.
        at: column of the last year seen.

    Returns:
        One number per term, a difference of shares.

    Source: definition.

    >>> absolute_gain(np.array([[10, 30]]), np.array([100, 200]), at=1).round(3).tolist()
    [0.05]
    """
    share = counts[:, max(at - 1, 0) : at + 1] / np.maximum(documents[max(at - 1, 0) : at + 1], 1)
    return np.asarray(share[:, -1] - (share[:, 0] if at else 0.0), np.float64)
