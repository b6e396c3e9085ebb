"""Slope of a term: the trend of its share over some years, plain or in units of its noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def share_slope(
    counts: NDArray[np.int_],
    documents: NDArray[np.int_],
    *,
    at: int,
    years: int = 4,
    by_noise: bool = False,
) -> NDArray[np.float64]:
    """Return the least-squares slope of the yearly share.

    Args:
        counts: documents with the term, terms × years.
        documents: all documents, per year.
        at: column of the last year seen.
        years: years in the trend; fewer where the series is shorter.
        by_noise: divide by the square root of the mean share of the last two years, to which
            sampling noise is proportional.

    Returns:
        One number per term, share per year (divided by the root of a share with ``by_noise``).

    Source: ordinary least squares; the root is the standard deviation of a Poisson count.

    >>> share_slope(np.array([[1, 2, 3, 4]]), np.array([100] * 4), at=3).round(4).tolist()
    [0.01]
    """
    low = max(at - years + 1, 0)
    total = documents[low : at + 1]
    step = np.arange(len(total)) - (len(total) - 1) / 2
    # The same small amount for every term keeps a year with few documents from ruling the trend.
    share = (counts[:, low : at + 1] + 0.5) / (total + 10) if by_noise else (
        counts[:, low : at + 1] / np.maximum(total, 1)
    )  # fmt: skip
    found = share @ step / max(float(step @ step), 1.0)
    if by_noise:
        last = slice(max(at - 1, 0), at + 1)
        found = found / np.sqrt((counts[:, last].sum(1) + 1) / max(documents[last].sum(), 1))
    return np.asarray(found, np.float64)
