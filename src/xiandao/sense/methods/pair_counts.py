"""How many works hold each pair of classes (venues of references, patent classes), counted once per work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
# Pairs written out at a time, some 100 MB with what is sorted beside them.
PAIRS_A_BLOCK: Final = 2_000_000


@dataclass(frozen=True)
class PairCounts:
    """The pairs of classes that occur.

    Attributes:
        keys: of each pair, ``first * len(df) + second`` with first < second, rising.
        observed: works that hold both.
        df: works that hold each class.
        works: all works.
    """

    keys: Integers
    observed: Integers
    df: Integers
    works: int

    @property
    def first(self) -> Integers:
        """Return the lower class of each pair."""
        return np.asarray(self.keys // max(len(self.df), 1), np.int64)

    @property
    def second(self) -> Integers:
        """Return the higher class of each pair."""
        return np.asarray(self.keys % max(len(self.df), 1), np.int64)


def pair_counts(holds: Any) -> PairCounts:
    """Count the works of every pair of classes.

    Args:
        holds: works × classes, a sparse matrix of ones.

    Returns:
        The pairs that occur. Work grows with the sum of squares of the classes of a work, memory with the pairs.

    Source: the matrix of co-occurrence of Breschi, Lissoni & Malerba, Research Policy 32 (2003),
    doi 10.1016/S0048-7333(02)00004-5.

    >>> from scipy import sparse
    >>> found = pair_counts(sparse.csr_matrix([[1, 1, 0], [1, 1, 1], [0, 0, 1]]))
    >>> list(zip(found.first.tolist(), found.second.tolist(), found.observed.tolist()))
    [(0, 1, 2), (0, 2, 1), (1, 2, 1)]
    """
    from scipy import sparse

    ones = sparse.csr_matrix(holds, dtype=np.int64)
    both = sparse.triu(ones.T @ ones, k=1, format="coo")
    classes = int(ones.shape[1])
    keys = both.row.astype(np.int64) * classes + both.col.astype(np.int64)
    order = np.argsort(keys, kind="stable")
    df = np.bincount(ones.indices, minlength=classes).astype(np.int64)
    return PairCounts(keys[order], both.data[order].astype(np.int64), df, int(ones.shape[0]))


def pairs_by_work(holds: Any, counts: PairCounts) -> Iterator[tuple[Integers, Integers]]:
    """Yield blocks of (work, place of its pair in ``counts``), the pairs of a work never torn apart.

    Args:
        holds: works × classes with rising classes in each row; all their pairs are in ``counts``.
        counts: the pairs.

    >>> from scipy import sparse
    >>> holds = sparse.csr_matrix([[1, 1, 0], [1, 1, 1]])
    >>> [(work.tolist(), at.tolist()) for work, at in pairs_by_work(holds, pair_counts(holds))]
    [([0, 1, 1, 1], [0, 0, 1, 2])]
    """
    starts, classes = holds.indptr.astype(np.int64), holds.indices.astype(np.int64)
    sizes = np.diff(starts)
    until = np.concatenate(([0], np.cumsum(sizes * (sizes - 1) // 2)))
    row = 0
    while row < len(sizes):
        block = int(np.searchsorted(until, until[row] + PAIRS_A_BLOCK, side="right")) - 1
        end = min(max(block, row + 1), len(sizes))
        work = np.repeat(np.arange(row, end), sizes[row:end])
        place = np.arange(starts[row], starts[end])
        partners = starts[work + 1] - place - 1
        one = np.repeat(place, partners)
        begin = np.repeat(np.cumsum(partners) - partners, partners)
        other = one + 1 + np.arange(len(one)) - begin
        keys = classes[one] * len(counts.df) + classes[other]
        yield np.repeat(work, partners), np.searchsorted(counts.keys, keys)
        row = end


def percentile_by_work(work: Integers, values: Numbers, works: int, share: float) -> Numbers:
    """Return the percentile of the values of each work, between two values in proportion; NaN where it has none.

    Args:
        work: of each value.
        values: any order.
        works: how many works there are.
        share: 0.1 for the 10th percentile.

    Source: definition 7 of Hyndman & Fan 1996, as ``numpy.percentile``.

    >>> percentile_by_work(np.array([0, 0, 0, 2]), np.array([3.0, 1.0, 2.0, 5.0]), 3, 0.5).tolist()
    [2.0, nan, 5.0]
    """
    found = np.full(works, np.nan)
    order = np.lexsort((values, work))
    ranked = values[order]
    size = np.bincount(work, minlength=works)
    has = np.flatnonzero(size)
    start = (np.cumsum(size) - size)[has]
    place = start + share * (size[has] - 1)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, start + size[has] - 1)
    found[has] = ranked[low] + (place - low) * (ranked[high] - ranked[low])
    return found
