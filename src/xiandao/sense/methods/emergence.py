"""Emergence ranking: which terms of a year are most likely to take off, seen from that year only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_features import FEATURES
from xiandao.sense.methods.emergence_lessons import PRIOR, Lessons, Taught
from xiandao.sense.methods.emergence_pool import pool
from xiandao.sense.methods.emergence_terms import MIN_TOTAL, Corpus
from xiandao.sense.methods.emergence_windows import all_features

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Ranking:
    """Scores of the terms of each year.

    Attributes:
        scores: columns ``year``, ``term``, ``score``; best first within a year.
        weights: per year the weight of each feature in the weighted sum.
        trust: per year how much the trees count beside the weighted sum, 0 to 1.
        unscored: candidates given that have fewer than five documents up to their year, as (year, term).
    """

    scores: pl.DataFrame
    weights: Mapping[int, NDArray[np.float64]]
    trust: Mapping[int, float]
    unscored: tuple[tuple[int, str], ...]


def emergence(
    corpus: Corpus,
    years: Iterable[int],
    *,
    candidates: Mapping[int, Iterable[str]] | None = None,
    learn: bool = True,
) -> Ranking:
    """Rank the terms of every year by a weighted sum of normal scores and by randomised trees.

    At year Y only documents up to Y are read. The weights start equal and are learned, as the trees
    are, from earlier years of the same corpus with what had become of their terms by Y: year Y − 3
    and before with three years of outcome, Y − 2 with two, Y − 1 with one. The trees count for
    nothing until take-offs have been seen and for as much as the weighted sum after many.

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
    given = {year: list(dict.fromkeys((candidates or {}).get(year, []))) for year in wanted}
    lessons = Lessons(corpus)
    number = {term: one for one, term in enumerate(corpus.terms)}
    tables: list[pl.DataFrame] = []
    taught: dict[int, Taught] = {}
    untaught = Taught(np.full(len(FEATURES), PRIOR), None, 0)
    unscored: list[tuple[int, str]] = []
    for year in wanted:
        at = year - corpus.first_year
        enough = corpus.counts[:, : at + 1].sum(1) >= MIN_TOTAL
        extra = [number[term] for term in given[year] if term in number and enough[number[term]]]
        unscored += [
            (year, term) for term in given[year] if term not in number or not enough[number[term]]
        ]
        own = pool(corpus, at)
        chosen = np.concatenate([own, np.setdiff1d(np.array(extra, np.int64), own)])
        taught[year] = lessons.taught(at) if learn else untaught
        score = np.zeros(0)
        if len(chosen):
            score = taught[year].scores(all_features(corpus, chosen, at))
        names = [corpus.terms[one] for one in chosen.tolist()]
        lost = [term for one, term in unscored if one == year]
        tables += [scored(year, names, score), scored(year, lost, below(score, len(lost)))]
    scores = pl.concat([scored(0, [], np.zeros(0)), *tables]).sort(
        ["year", "score", "term"], descending=[False, True, False]
    )
    return Ranking(
        scores,
        {year: one.weights for year, one in taught.items()},
        {year: one.trust if one.cases else 0.0 for year, one in taught.items()},
        tuple(unscored),
    )


def scored(year: int, terms: list[str], score: NDArray[np.float64]) -> pl.DataFrame:
    """Return terms of a year with their scores as rows of the ranking."""
    import polars as pl

    schema = {"year": pl.Int64, "term": pl.String, "score": pl.Float64}
    return pl.DataFrame({"year": [year] * len(terms), "term": terms, "score": score}, schema)


def below(score: NDArray[np.float64], times: int) -> NDArray[np.float64]:
    """Return the score of candidates that cannot be judged: one below every other of their year, not of later ones.

    >>> below(np.array([2.0, -0.5]), 2).tolist(), below(np.zeros(0), 1).tolist()
    ([-1.5, -1.5], [-1.0])
    """
    return np.full(times, score.min(initial=0.0) - 1.0)
