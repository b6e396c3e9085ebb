"""The same counts through more windows: what the trees of an emergence ranking may ask beyond its features."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.bursts import rise
from xiandao.sense.methods.emergence_features import (
    FEATURES,
    has_abstracts,
    normal_scores,
    raw_features,
)
from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.gain import absolute_gain
from xiandao.sense.methods.growth import growth_rate
from xiandao.sense.methods.slope import share_slope
from xiandao.sense.methods.surprise import surprise

Numbers = NDArray[np.float64]
# Recent years against how many before.
SURPRISES: Final = ((1, 1), (2, 2), (3, 3), (2, 9))
GROWTHS: Final = ((1, 1), (2, 3), (2, 9))
WIDE: Final = 10


def all_features(corpus: Corpus, chosen: NDArray[Any], at: int) -> Numbers:
    """Return normal scores of terms: the columns of ``FEATURES``, then those of the further windows.

    Args:
        corpus: the counts.
        chosen: numbers of the terms.
        at: column of the last year seen; later ones are not read.

    Source: the parts name theirs.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2019] * 9 + [2020] * 9, "title": ["old stone"] * 9 + ["new chip"] * 9}
    >>> all_features(corpus(pl.DataFrame(rows), text=["title"]), np.array([0, 3]), 1).shape
    (2, 36)
    """
    raw = raw_features(corpus, chosen, at)
    further = [*counts_in_windows(corpus, chosen, at), *abstracts_in_windows(corpus, chosen, at)]
    columns = [*(raw[name] for name in FEATURES), raw["partners"], *further]
    return np.stack([normal_scores(one) for one in columns], axis=1)


def counts_in_windows(corpus: Corpus, chosen: NDArray[Any], at: int) -> list[Numbers]:
    """Return surprise, growth, slope, gain, burst, age and level over further windows."""
    counts, documents = corpus.counts[chosen, : at + 1], corpus.documents[: at + 1]
    recent, ever = counts[:, max(at - 1, 0) :].sum(1), counts.sum(1)
    seen = np.argmax(counts > 0, axis=1)
    return [
        *(surprise(counts, documents, at=at, recent=new, before=old) for new, old in SURPRISES),
        *(growth_rate(counts, documents, at=at, recent=new, before=old) for new, old in GROWTHS),
        share_slope(counts, documents, at=at, years=3, by_noise=True),
        share_slope(counts, documents, at=at, years=6, by_noise=True),
        share_slope(counts, documents, at=at),
        absolute_gain(counts, documents, at=at),
        rise(counts, documents, at=at, scale=1.5, years=8),
        rise(counts, documents, at=at, scale=4.0, years=6),
        (at - seen).astype(np.float64),
        unrest(counts, documents, at),
        (ever - recent + 1) / (recent + 1),
        recent / np.maximum(ever, 1),
        np.asarray(recent, np.float64),
    ]


def unrest(counts: NDArray[Any], documents: NDArray[Any], at: int) -> Numbers:
    """Return how far the root of the share moves from year to year, in units of its noise."""
    low = max(at - WIDE + 2, 0)
    root = np.sqrt(counts[:, low : at + 1] / np.maximum(documents[low : at + 1], 1))
    steps = np.abs(np.diff(root, axis=1)).sum(1) / max(at - low, 1)
    total = max(int(documents[max(at - 1, 0) : at + 1].sum()), 1)
    level = counts[:, max(at - 1, 0) : at + 1].sum(1) / total
    return np.asarray(steps / np.sqrt(np.maximum(level, 1e-9)), np.float64)


def abstracts_in_windows(corpus: Corpus, chosen: NDArray[Any], at: int) -> list[Numbers]:
    """Return level, surprise and slope in the second text; zeros where too few documents have one."""
    if not has_abstracts(corpus, at):
        return [np.zeros(len(chosen))] * 4
    counts, documents = corpus.backing[chosen, : at + 1], corpus.backed[: at + 1]
    return [
        counts[:, at].astype(np.float64),
        surprise(counts, documents, at=at, recent=1, before=1),
        surprise(counts, documents, at=at, recent=1, before=2),
        share_slope(counts, documents, at=at, years=3, by_noise=True),
    ]
