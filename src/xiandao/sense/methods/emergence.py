"""Emergence ranking: which terms of a year are most likely to take off, seen from that year only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_features import FEATURES, features
from xiandao.sense.methods.emergence_pool import pool
from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.emergence_weights import learned_weights
from xiandao.sense.methods.takeoffs import HORIZON, outcome

if TYPE_CHECKING:
    import polars as pl

# Every feature counts the same until the corpus has taught otherwise.
PRIOR: Final = 0.25
RIDGE: Final = 200.0
FADING: Final = 0.9
# Years of a corpus before the first year that is learned from: windows need a past.
PAST: Final = 5
# Terms a year has at least to be learned from.
LEAST_POOL: Final = 100


@dataclass(frozen=True)
class Ranking:
    """Scores of the terms of each year.

    Attributes:
        scores: columns ``year``, ``term``, ``score``; best first within a year.
        weights: per year the weight of each feature.
        unscored: candidates given that have no place in the vocabulary, as (year, term).
    """

    scores: pl.DataFrame
    weights: Mapping[int, NDArray[np.float64]]
    unscored: tuple[tuple[int, str], ...]


def emergence(
    corpus: Corpus,
    years: Iterable[int],
    *,
    candidates: Mapping[int, Iterable[str]] | None = None,
    learn: bool = True,
) -> Ranking:
    """Rank the terms of every year by a weighted sum of normal scores.

    At year Y only documents up to Y are read. The weights start equal and are learned from earlier
    years of the same corpus
    whose label window is closed at Y: year Y − 3 and before with three years of outcome, Y − 2 with
    two, Y − 1 with one.

    Args:
        corpus: the counts.
        years: years to rank; those outside the corpus give nothing.
        candidates: per year further terms to score, in the spelling of the corpus (lower case, one space).
        learn: whether weights are learned; otherwise all features count the same.

    Raises:
        Nothing for short corpora: with too little past the equal weights stay.

    Source: own combination; its parts name theirs.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2019] * 9 + [2020] * 104, "title": ["stone"] * 9 + ["chip"] * 5 + ["ox"] * 99}
    >>> emergence(corpus(pl.DataFrame(rows), text=["title"]), [2020]).scores.rows()
    [(2020, 'chip', 0.0)]
    """
    import polars as pl

    wanted = sorted(year for year in set(years) if corpus.first_year <= year <= corpus.last_year)
    given = {year: list((candidates or {}).get(year, [])) for year in wanted}
    lessons = Lessons(corpus)
    number = {term: one for one, term in enumerate(corpus.terms)}
    tables: list[pl.DataFrame] = []
    weights: dict[int, NDArray[np.float64]] = {}
    unscored: list[tuple[int, str]] = []
    for year in wanted:
        at = year - corpus.first_year
        extra = [number[term] for term in given[year] if term in number]
        unscored += [(year, term) for term in given[year] if term not in number]
        own = pool(corpus, at)
        chosen = np.concatenate([own, np.setdiff1d(np.array(extra, np.int64), own)])
        weights[year] = lessons.weights(at) if learn else np.full(len(FEATURES), PRIOR)
        score = features(corpus, chosen, at) @ weights[year] if len(chosen) else np.zeros(0)
        names = [corpus.terms[one] for one in chosen.tolist()]
        table = pl.DataFrame({"year": [year] * len(names), "term": names, "score": score})
        tables.append(table.cast({"year": pl.Int64, "term": pl.String}))
    tables.append(unseen(unscored, tables))
    scores = pl.concat(tables).sort(["year", "score", "term"], descending=[False, True, False])
    return Ranking(scores, weights, tuple(unscored))


def unseen(terms: list[tuple[int, str]], tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the candidates that the vocabulary does not hold, below every other."""
    import polars as pl

    lows = [float(str(table["score"].min())) for table in tables if len(table)]
    lowest = min(lows, default=0.0) - 1.0
    rows = {
        "year": [year for year, _ in terms],
        "term": [term for _, term in terms],
        "score": [lowest] * len(terms),
    }
    return pl.DataFrame(rows, schema={"year": pl.Int64, "term": pl.String, "score": pl.Float64})


class Lessons:
    """What earlier years teach; each year's features are computed once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.known: dict[int, tuple[NDArray[Any], NDArray[np.float64]]] = {}

    def case(self, at: int) -> tuple[NDArray[Any], NDArray[np.float64]]:
        """Return the pool of a year and its features."""
        if at not in self.known:
            chosen = pool(self.corpus, at)
            enough = len(chosen) >= LEAST_POOL
            found = features(self.corpus, chosen, at) if enough else np.zeros((0, len(FEATURES)))
            self.known[at] = (chosen if enough else chosen[:0], found)
        return self.known[at]

    def weights(self, at: int) -> NDArray[np.float64]:
        """Return the weights that can be known at the end of year ``at``."""
        counts, documents = self.corpus.counts[:, : at + 1], self.corpus.documents[: at + 1]
        inputs, labels, importance = [], [], []
        for past in range(PAST, at):
            chosen, found = self.case(past)
            if not len(chosen):
                continue
            ahead = min(HORIZON, at - past)
            label = outcome(counts[chosen], documents, at=past, horizon=ahead).took_off
            inputs.append(found)
            labels.append(label.astype(np.float64))
            importance.append(np.full(len(chosen), FADING ** (at - past)))
        prior = np.full(len(FEATURES), PRIOR)
        if not inputs:
            return prior
        return learned_weights(
            np.vstack(inputs), np.concatenate(labels), np.concatenate(importance),
            prior=prior, ridge=RIDGE,
        )  # fmt: skip
