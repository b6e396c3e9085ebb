"""New links to growing terms: how surprising are the terms that stand in the same documents."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.surprise import surprise

LOW: Final = -2.0
HIGH: Final = 8.0
ACTIVE: Final = 5


def neighbours(
    corpus: Corpus, chosen: NDArray[Any], at: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each chosen term the surprise of its variants and that of its companions.

    Variants share a word with the term; each counts by the overlap of documents (Jaccard), which
    lets a term borrow strength
    from its longer, shorter and inflected forms. Companions share no word; each counts by the
    number of common documents.

    Args:
        corpus: the counts.
        chosen: numbers of the terms.
        at: column of the last year seen; documents of that year and the year before are read.

    Source: shrinkage towards a group mean, Efron & Morris 1975.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2019] * 9 + [2020] * 9, "title": ["stone"] * 9 + ["Quantum Chips"] * 9}
    >>> found = corpus(pl.DataFrame(rows), text=["title"])
    >>> variants, companions = neighbours(found, np.array([0]), 1)
    >>> companions.round(2).tolist()
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
    total = np.asarray(others.sum(1)).ravel()
    return pull, np.asarray(others @ z).ravel() / (total + 3.0)
