"""What is told of a front: its papers, its trend, how new, how large, how fast, and who writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.growth import growth_rate

# A paper belongs to a front when it holds so many of its terms; one alone is chance.
TERMS_IN_PAPER: Final = 2
TREND_YEARS: Final = 10
RECENT: Final = 2
NEW_YEARS: Final = 3


@dataclass(frozen=True)
class FrontMeasures:
    """The figures of a front in a year.

    Attributes:
        papers: places of its papers of that year in the documents of the corpus.
        trend: papers per year, up to ten years, the last one last.
        documents: all documents of the same years.
        volume: papers of the year.
        share: of all documents of the year.
        growth: binary logarithm of the share of the last two years over that of the three before.
        novelty: the part of the uses of its terms that fell into the last three years, 0 to 1.
        score: novelty × volume × growth, 0 for a front that shrinks.
    """

    papers: NDArray[np.int64]
    trend: tuple[int, ...]
    documents: tuple[int, ...]
    volume: int
    share: float
    growth: float
    novelty: float
    score: float


def front_measures(
    corpus: Corpus, terms: Sequence[int], at: int, together: Any = None
) -> FrontMeasures:
    """Return the figures of a front in year ``at`` (a column) from documents of that year and earlier.

    Args:
        corpus: the counts.
        terms: numbers of the terms of the front.
        at: column of the year.
        together: documents × terms of longer texts, from which the papers of the year are told; trend and growth are
            always those of the corpus, since a jump in the coverage of longer texts would look like growth.

    Source: novelty, volume and growth as axes after Rotolo, Hicks & Martin, Research Policy 44 (2015),
    doi 10.1016/j.respol.2015.06.006; the share of growth as ``growth_rate``.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2018] * 8 + [2019] * 8, "title": ["stone"] * 8 + ["quantum: chip"] * 6 + ["chip"] * 2}
    >>> found = corpus(pl.DataFrame(rows), text=["title"])
    >>> told = front_measures(found, [0, 1], 1)
    >>> told.volume, told.trend, told.share, told.novelty
    (6, (0, 6), 0.75, 1.0)
    """
    begin, end = int(corpus.begins[at]), int(corpus.begins[at + 1])
    per_year = np.diff(np.searchsorted(_papers(corpus.holds[:end], terms), corpus.begins[: at + 2]))
    papers = begin + _papers((corpus.holds if together is None else together)[begin:end], terms)
    low = max(at - TREND_YEARS + 1, 0)
    volume, total = len(papers), int(corpus.documents[at])
    growth = growth_rate(per_year[None, :], corpus.documents, at=at, recent=RECENT, before=3)
    uses = corpus.counts[list(terms), : at + 1].sum(0)
    novelty = float(uses[max(at - NEW_YEARS + 1, 0) :].sum()) / max(float(uses.sum()), 1.0)
    rate = float(growth[0])
    return FrontMeasures(
        papers,
        tuple(per_year[low : at + 1].tolist()),
        tuple(corpus.documents[low : at + 1].tolist()),
        volume, volume / max(total, 1), rate, novelty, novelty * volume * max(rate, 0.0),
    )  # fmt: skip


def _papers(holds: Any, terms: Sequence[int]) -> NDArray[np.int64]:
    held = np.asarray(holds[:, list(terms)].sum(1)).ravel()
    return np.flatnonzero(held >= TERMS_IN_PAPER).astype(np.int64)
