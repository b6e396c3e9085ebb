"""Fronts of research by year with identities that stay from year to year and from run to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.front_graph import FrontRules, clusters
from xiandao.sense.methods.front_lineage import Step, Terms, identities, lineage
from xiandao.sense.methods.front_measures import FrontMeasures, front_measures

YearFronts = Mapping[int, Mapping[str, Terms]]


@dataclass(frozen=True)
class Front:
    """A front in one year.

    Attributes:
        year: the year.
        name: its identity.
        terms: its terms, the most central first.
        ties: per term the documents shared with the other terms, summed over these.
        df: per term the documents of the year.
        measures: its figures.
    """

    year: int
    name: str
    terms: tuple[str, ...]
    ties: tuple[int, ...]
    df: tuple[int, ...]
    measures: FrontMeasures


@dataclass(frozen=True)
class Fronts:
    """The fronts of all years, by year and falling score, and what became of each from year to year."""

    fronts: tuple[Front, ...]
    steps: tuple[Step, ...]


def fronts(
    corpus: Corpus,
    years: Sequence[int],
    *,
    rules: FrontRules | None = None,
    previous: YearFronts | None = None,
    together: Any = None,
) -> Fronts:
    """Find the fronts of each year, each from documents of that year and earlier.

    Args:
        corpus: the counts.
        years: rising; years without documents have no fronts.
        rules: what a front is made of.
        previous: terms by identity and year of an earlier run; its identities are kept.
        together: documents × terms of longer texts, that tell which terms go together and the papers of a year.

    Returns:
        Fronts and their lineage. With the same input the same; with a later year more, the years before stay.

    Source: matching of clusters over time as in Hopcroft, Khan, Kulis & Selman, PNAS 101 (2004),
    doi 10.1073/pnas.0307750100.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> old, new = ["stone"] * 200, ["quantum: chip: qubit"] * 9
    >>> rows = {"year": [2015] * 400 + [2018] * 209 + [2019] * 209, "title": [*old, *old, *old, *new, *old, *new]}
    >>> found = fronts(corpus(pl.DataFrame(rows), text=["title"]), range(2017, 2020))
    >>> [(front.year, front.terms, front.measures.volume) for front in found.fronts]
    [(2018, ('chip', 'quantum', 'qubit'), 9), (2019, ('chip', 'quantum', 'qubit'), 9)]
    >>> [step.event for step in found.steps]
    ['new', 'continued']
    """
    told = previous or {}
    chosen = rules or FrontRules()
    taken = {name for some in told.values() for name in some}
    before: Mapping[str, Terms] = told.get(min(years) - 1, {}) if years else {}
    every: list[Front] = []
    steps: list[Step] = []
    for year in years:
        now = _of_year(corpus, year, chosen, before, told.get(year), taken, together)
        taken |= {front.name for front in now}
        every += sorted(now, key=lambda front: (-front.measures.score, front.name))
        after = {front.name: frozenset(front.terms) for front in now}
        steps += lineage(before, after, year)
        before = after
    return Fronts(tuple(every), tuple(steps))


def _of_year(
    corpus: Corpus, year: int, rules: FrontRules, before: Mapping[str, Terms],
    known: Mapping[str, Terms] | None, taken: set[str], together: Any,
) -> list[Front]:  # fmt: skip
    at = year - corpus.first_year
    if not 0 <= at < len(corpus.documents):
        return []
    found = clusters(corpus, at, rules, together)
    terms = [tuple(corpus.terms[one] for one in some.terms) for some in found]
    names = identities(
        before, [frozenset(some) for some in terms], year=year, known=known, taken=taken
    )
    return [
        Front(
            year, name, spelled, some.ties, tuple(corpus.counts[list(some.terms), at].tolist()),
            front_measures(corpus, some.terms, at, together),
        )
        for some, spelled, name in zip(found, terms, names, strict=True)
    ]  # fmt: skip
