"""The company of a term: how surprising are the terms in the same documents, and how alike are those documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.surprise import surprise

LOW: Final = -2.0
HIGH: Final = 8.0
ACTIVE: Final = 5
# Documents by which what is said of a term with few is drawn to the mean of all.
DRAWN: Final = 5.0


@dataclass(frozen=True)
class Neighbours:
    """Per term: surprise of variants and of companions, likeness of its documents, number of companions, tie to one."""

    variants: NDArray[np.float64]
    companions: NDArray[np.float64]
    likeness: NDArray[np.float64]
    partners: NDArray[np.float64]
    attached: NDArray[np.float64]


def neighbours(corpus: Corpus, chosen: NDArray[Any], at: int) -> Neighbours:
    """Return for each chosen term what stands beside it.

    Variants share a word with the term; each counts by the overlap of documents (Jaccard), which
    lets a term borrow strength
    from its longer, shorter and inflected forms. Companions share no word; each counts by the
    number of common documents. Likeness is the number of companions that two documents of the term
    share on average: high for the papers of one competition, low for something taken up by many.
    The tie is the part of its documents (less one) that hold its most frequent companion.

    Args:
        corpus: the counts.
        chosen: numbers of the terms.
        at: column of the last year seen; documents of that year and the year before are read.

    Source: shrinkage towards a group mean, Efron & Morris 1975.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2019] * 9 + [2020] * 9, "title": ["stone"] * 9 + ["Quantum Chips"] * 9}
    >>> found = corpus(pl.DataFrame(rows), text=["title"])
    >>> neighbours(found, np.array([0]), 1).companions.round(2).tolist()
    [0.0]
    """
    from scipy import sparse

    counts = corpus.counts
    active = np.flatnonzero(counts[:, max(at - 2, 0) : at + 1].sum(1) >= ACTIVE)
    z = np.clip(surprise(counts[active], corpus.documents, at=at), LOW, HIGH)
    rows = corpus.holds[corpus.begins[max(at - 1, 0)] : corpus.begins[at + 1]]
    mine, theirs = rows[:, chosen].astype(np.float64).tocsc(), rows[:, active].astype(np.float64)
    common = (mine.T @ theirs).tocsr()
    kin = (corpus.tokens[chosen] @ corpus.tokens[active].T).tocsr()
    kin.data[:] = 1
    variants = common.multiply(kin).tocoo()
    df_mine, df_theirs = np.asarray(mine.sum(0)).ravel(), np.asarray(theirs.sum(0)).ravel()
    overlap = variants.data / (df_mine[variants.row] + df_theirs[variants.col] - variants.data)
    overlap[chosen[variants.row] == active[variants.col]] = 0.0
    weight = np.bincount(variants.row, overlap, len(chosen))
    pull = np.bincount(variants.row, overlap * z[variants.col], len(chosen)) / (weight + 0.3)
    others = common - sparse.csr_matrix(common.multiply(kin))
    others.eliminate_zeros()
    total = np.asarray(others.sum(1)).ravel()
    pairs = others.multiply(others).sum(1)
    likeness = drawn_to_mean(np.asarray(pairs).ravel() - total, df_mine * (df_mine - 1), DRAWN**2)
    most = np.asarray(sparse.csr_matrix(others).max(axis=1).todense()).ravel()
    return Neighbours(
        pull, np.asarray(others @ z).ravel() / (total + 3.0), likeness,
        np.diff(sparse.csr_matrix(others).indptr).astype(np.float64),
        drawn_to_mean(np.maximum(most - 1, 0), df_mine, DRAWN),
    )  # fmt: skip


def drawn_to_mean(
    found: NDArray[np.float64], size: NDArray[np.float64], by: float
) -> NDArray[np.float64]:
    """Return ``found / size`` drawn to the ratio of the sums as by ``by`` more cases of it.

    Source: empirical Bayes with a fixed prior weight, Efron & Morris 1975.

    >>> drawn_to_mean(np.array([1.0, 5.0]), np.array([1.0, 9.0]), 1.0).round(2).tolist()
    [0.8, 0.56]
    """
    mean = float(found.sum()) / max(float(size.sum()), 1.0)
    return np.asarray((found + by * mean) / (size + by), np.float64)
