"""What became of a term: whether its share took off in the years after it was ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

HORIZON: Final = 3
LEAST_DOCUMENTS: Final = 20
LEAST_RATIO: Final = 1.5
LEAST_Z: Final = 4.0


@dataclass(frozen=True)
class Outcome:
    """Per term: binary logarithm of future over recent share, its surprise, future documents, whether it took off."""

    growth: NDArray[np.float64]
    z: NDArray[np.float64]
    documents: NDArray[Any]
    took_off: NDArray[np.bool_]


def outcome(
    counts: NDArray[Any], documents: NDArray[Any], *, at: int, horizon: int = HORIZON
) -> Outcome:
    """Compare the ``horizon`` years after column ``at`` with the two years up to it.

    A term takes off with 1.5 times the share, z ≥ 4 and 20 documents in three years; for a shorter
    horizon documents shrink
    in proportion and z with its root.

    Args:
        counts: documents with the term, terms × years.
        documents: all documents, per year.
        at: column of the year in which the term was ranked.
        horizon: years looked ahead; all of them must be in the table.

    Raises:
        ValueError: the table ends before the horizon.

    Source: "exceptional growth", Klavans, Boyack & Murdick, PLoS ONE 2020; noise of both periods counted.

    >>> outcome(np.array([[1, 1, 9, 9, 9]]), np.array([100] * 5), at=1).took_off.tolist()
    [True]
    """
    if at + horizon >= len(documents):
        raise ValueError("the label window is not closed")
    recent = slice(max(at - 1, 0), at + 1)
    share = (counts[:, recent].sum(1) + 1) / documents[recent].sum()
    ahead = slice(at + 1, at + 1 + horizon)
    total, found = max(int(documents[ahead].sum()), 1), counts[:, ahead].sum(1)
    expected = share * total
    z = (found - expected) / np.sqrt(expected * (1 + total / documents[recent].sum()))
    growth = np.log2((found + 1.5) / total / share)
    least = round(LEAST_DOCUMENTS * horizon / HORIZON)
    took_off = (z >= LEAST_Z * np.sqrt(horizon / HORIZON)) & (growth >= np.log2(LEAST_RATIO))
    return Outcome(growth, z, found, took_off & (found >= least))
