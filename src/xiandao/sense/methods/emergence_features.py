"""What an emergence ranking looks at, each a rank among the terms of the year turned into a normal score."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.bursts import rise
from xiandao.sense.methods.emergence_neighbours import neighbours
from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.slope import share_slope
from xiandao.sense.methods.surprise import surprise

FEATURES: Final = (
    "rise", "fresh_rise", "slope", "peak", "surprise_1v2", "surprise_1v3", "surprise_2v3",
    "companions", "variants", "abstracts", "size", "breadth", "freedom",
)  # fmt: skip
# Below this many documents with an abstract in either period, what abstracts say is left out
# (coverage, not emergence).
LEAST_BACKED: Final = 300


def features(corpus: Corpus, chosen: NDArray[Any], at: int) -> NDArray[np.float64]:
    """Return terms × ``FEATURES`` for year ``at``; only columns up to it are read.

    Args:
        corpus: the counts.
        chosen: numbers of the terms.
        at: column of the last year seen.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2019] * 9 + [2020] * 9, "title": ["old stone"] * 9 + ["new chip"] * 9}
    >>> found = corpus(pl.DataFrame(rows), text=["title"])
    >>> features(found, np.array([0, 3]), 1).shape
    (2, 13)
    """
    raw = raw_features(corpus, chosen, at)
    return np.stack([normal_scores(raw[name]) for name in FEATURES], axis=1)


def raw_features(corpus: Corpus, chosen: NDArray[Any], at: int) -> dict[str, NDArray[np.float64]]:
    """Return the features before ranking, in their own units, and the number of partners."""
    counts, documents = corpus.counts[chosen, : at + 1], corpus.documents[: at + 1]
    beside = neighbours(corpus, chosen, at)
    abstracts = np.zeros(len(chosen))
    if has_abstracts(corpus, at):
        abstracts = surprise(corpus.backing[chosen], corpus.backed, at=at)
    return {
        "rise": rise(counts, documents, at=at),
        "fresh_rise": rise(counts, documents, at=at, scale=3.0, years=6),
        "slope": share_slope(counts, documents, at=at, by_noise=True),
        "peak": above_peak(counts, documents, at),
        "surprise_1v2": surprise(counts, documents, at=at, recent=1, before=2),
        "surprise_1v3": surprise(counts, documents, at=at, recent=1),
        "surprise_2v3": surprise(counts, documents, at=at),
        "companions": beside.companions,
        "variants": beside.variants,
        "abstracts": abstracts,
        "size": counts[:, at].astype(np.float64),
        "breadth": -beside.likeness,
        "freedom": -beside.attached,
        "partners": beside.partners,
    }


def has_abstracts(corpus: Corpus, at: int) -> bool:
    """Return whether enough documents of two years and of the three before have a second text."""
    recent, before = (
        corpus.backed[max(at - 1, 0) : at + 1],
        corpus.backed[max(at - 4, 0) : max(at - 1, 0)],
    )
    return bool(min(recent.sum(), before.sum()) > LEAST_BACKED)


def above_peak(counts: NDArray[Any], documents: NDArray[Any], at: int) -> NDArray[np.float64]:
    """Return the logarithm of the share of the last two years over the highest yearly share before them.

    >>> above_peak(np.array([[1, 1, 9, 9]]), np.array([100] * 4), 3).round(1).tolist()
    [1.9]
    """
    low = max(at - 1, 0)
    now = (counts[:, low : at + 1].sum(1) + 1) / max(documents[low : at + 1].sum(), 1)
    before = (counts[:, :low] + 0.5) / (documents[:low] + 10)
    peak = before.max(1) if low else np.full(len(counts), 1e-5)
    return np.asarray(np.log(now / np.maximum(peak, 1e-5)), np.float64)


def normal_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normal quantile of each value's rank; equal values share their mean rank.

    Source: van der Waerden 1952; ranks (r − ½)/n.

    >>> normal_scores(np.array([3.0, 1.0, 2.0])).round(2).tolist()
    [0.97, -0.97, 0.0]
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    if not len(values):
        return np.zeros(0)
    return np.asarray(ndtri((rankdata(values) - 0.5) / len(values)), np.float64)
