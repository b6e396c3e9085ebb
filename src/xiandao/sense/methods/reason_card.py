"""The reason card of a signal: the figures behind it, and the five attributes of an emerging technology with words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.bursts import bursts
from xiandao.sense.methods.emergence_features import above_peak, raw_features
from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.growth import growth_rate
from xiandao.sense.methods.surprise import surprise

SERIES: Final = 10


@dataclass(frozen=True)
class Attribute:
    """One attribute: its name, a number, what the number is."""

    name: str
    value: float
    meaning: str


@dataclass(frozen=True)
class ReasonCard:
    """Why a term is a signal in a year.

    Attributes:
        term: the term.
        year: the year it is seen from.
        counts: documents per year, the last ten years.
        first_seen: first year with a document.
        share: share of the documents of the year.
        z: surprise of two years against the three before.
        window: the years compared, in words.
        sources: documents of the year with the term in the title and, where there are any, in the abstract.
        attributes: novelty, growth, coherence, impact, uncertainty.
    """

    term: str
    year: int
    counts: dict[int, int]
    first_seen: int | None
    share: float
    z: float
    window: str
    sources: dict[str, int]
    attributes: tuple[Attribute, ...]


def reason_card(corpus: Corpus, term: str, year: int) -> ReasonCard:
    """Return the card of a term, from documents up to ``year`` only.

    Args:
        corpus: the counts.
        term: in the spelling of the corpus.
        year: a year of the corpus.

    Raises:
        KeyError: the corpus does not hold the term or the year.

    Source: attributes after Rotolo, Hicks & Martin, Research Policy 2015.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2019] * 9 + [2020] * 9, "title": ["stone"] * 9 + ["chip"] * 9}
    >>> card = reason_card(corpus(pl.DataFrame(rows), text=["title"]), "chip", 2020)
    >>> card.first_seen, card.share, card.counts
    (2020, 1.0, {2019: 0, 2020: 9})
    """
    at = year - corpus.first_year
    if term not in corpus.terms or not 0 <= at < len(corpus.documents):
        raise KeyError(term if term not in corpus.terms else year)
    one = np.array([corpus.terms.index(term)])
    counts, documents = corpus.counts[one, : at + 1], corpus.documents[: at + 1]
    seen = np.flatnonzero(counts[0])
    years = range(max(at - SERIES + 1, 0), at + 1)
    first = corpus.first_year + int(seen[0]) if len(seen) else None
    return ReasonCard(
        term, year, {corpus.first_year + k: int(counts[0, k]) for k in years}, first,
        float(counts[0, at] / max(documents[at], 1)),
        float(surprise(counts, documents, at=at)[0]),
        f"{year - 1}—{year}年与{year - 4}—{year - 2}年相比",
        {"title": int(counts[0, at]), "abstract": int(corpus.backing[one[0], at])},
        attributes(corpus, one, at, counts, documents),
    )  # fmt: skip


def attributes(
    corpus: Corpus, one: NDArray[Any], at: int, counts: NDArray[Any], documents: NDArray[Any]
) -> tuple[Attribute, ...]:
    """Return the five attributes of a term."""
    raw = raw_features(corpus, one, at)
    total = int(counts[0].sum())
    recent = int(counts[0, max(at - 2, 0) :].sum())
    novelty = recent / total if total else 0.0
    growth = float(growth_rate(counts, documents, at=at, recent=2, before=3)[0])
    burst = float(bursts(counts, documents).weight(at)[0])
    # Relative width of the 95 % interval of a Poisson count.
    doubt = 1.96 / float(np.sqrt(max(recent, 1)))
    peak = float(above_peak(counts, documents, at)[0])
    return (
        Attribute("新颖性", novelty, f"历年{total}篇中近三年占{novelty:.0%}"),
        Attribute(
            "增长速度", growth, f"近两年份额是前三年的{2**growth:.1f}倍，突现权重{burst:.1f}"
        ),
        Attribute(
            "凝聚性", float(raw["variants"][0]), f"变体词同步增长的意外度{raw['variants'][0]:.1f}"
        ),
        Attribute("影响力", peak, f"近两年份额是以往最高年份的{np.exp(peak):.1f}倍"),
        Attribute("不确定性", doubt, f"近三年{recent}篇，计数的相对误差约±{doubt:.0%}"),
    )
