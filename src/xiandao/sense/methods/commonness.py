"""Commonness of a pair of classes: its count over the count expected from how often each is combined at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.pair_counts import PairCounts


def commonness(counts: PairCounts) -> NDArray[np.float64]:
    """Return N_ij · N / (N_i · N_j) of each pair, N_i the pairs that class i takes part in and N all pairs.

    Args:
        counts: pairs among the works of one year.

    Returns:
        One positive number per pair; a work's rarity is −ln of the 10th percentile of its pairs.

    Source: Lee, Walsh & Wang, Creativity in scientific teams, Research Policy 44 (2015),
    doi 10.1016/j.respol.2014.10.007.

    >>> from scipy import sparse
    >>> from xiandao.sense.methods.pair_counts import pair_counts
    >>> holds = sparse.csr_matrix([[1, 1, 0], [1, 1, 0], [1, 0, 1]])
    >>> commonness(pair_counts(holds)).round(3).tolist()
    [1.0, 1.0]
    """
    size = len(counts.df)
    taken = np.bincount(counts.first, counts.observed, size)
    taken += np.bincount(counts.second, counts.observed, size)
    total = float(counts.observed.sum())
    return np.asarray(
        counts.observed * total / (taken[counts.first] * taken[counts.second]), np.float64
    )


def rarity(low: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return −ln of low percentiles of commonness: the higher, the rarer what a work combines.

    Source: the same.

    >>> rarity(np.array([1.0, 0.5])).round(3).tolist()
    [0.0, 0.693]
    """
    # Adding zero turns −0 into 0.
    return np.asarray(-np.log(low) + 0.0, np.float64)
