"""Atypical combinations: how far the count of a pair of classes lies from what chance alone would give."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.pair_counts import PairCounts


def atypical(counts: PairCounts) -> NDArray[np.float64]:
    """Return z = (observed − mean) / deviation of each pair; below zero it is rarer than chance.

    The null: each class keeps its number of works, the works that hold it are drawn without replacement and
    independently of other classes. The common works of two classes then follow the hypergeometric
    distribution with mean d₁d₂/N and variance d₁d₂/N · (N − d₁)/N · (N − d₂)/(N − 1).

    Args:
        counts: pairs among the works of one year, so that the null keeps years apart.

    Returns:
        One number per pair; 0 where chance leaves no choice (a class that every work holds).

    Source: z of pairs by Uzzi, Mukherjee, Stringer & Jones, Science 342 (2013), doi 10.1126/science.1240474;
    the hypergeometric null of Teece, Rumelt, Dosi & Winter 1994, doi 10.1016/0167-2681(94)90094-9, instead of shuffles.

    >>> from scipy import sparse
    >>> from xiandao.sense.methods.pair_counts import pair_counts
    >>> holds = sparse.csr_matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 1]])
    >>> atypical(pair_counts(holds)).round(3).tolist()
    [1.0, -1.0]
    """
    one, other = (counts.df[side].astype(np.float64) for side in (counts.first, counts.second))
    total = float(max(counts.works, 1))
    mean = one * other / total
    variance = mean * (total - one) / total * (total - other) / max(total - 1.0, 1.0)
    found = np.zeros(len(mean))
    np.divide(counts.observed - mean, np.sqrt(variance), out=found, where=variance > 0)
    return found
