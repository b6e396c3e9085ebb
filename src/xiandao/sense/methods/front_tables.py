"""Fronts as tables: what they are, their terms, trend, papers, organisations and lineage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.sense.methods.emergence_terms import Corpus, corpus
from xiandao.sense.methods.front_lineage import Terms
from xiandao.sense.methods.fronts import Fronts

if TYPE_CHECKING:
    import polars as pl

NAMED_TERMS: Final = 5
MOST_ORGANISATIONS: Final = 20
DIGITS: Final = 6


def together(papers: pl.DataFrame, counted: Corpus, text: Sequence[str], year: str) -> Any:
    """Return documents × terms where the terms of a corpus are found again in further columns; none for one column.

    Args:
        papers: the papers that the corpus was counted from.
        counted: the corpus, from the first column alone.
        text: all columns.
        year: column of the year.

    >>> import polars as pl
    >>> rows = {"year": [2020] * 5, "title": ["chip"] * 5, "abstract": ["qubit"] * 5}
    >>> papers = pl.DataFrame(rows)
    >>> together(papers, corpus(papers, text=["title"]), ["title", "abstract"], "year").toarray().ravel().tolist()
    [1, 1, 1, 1, 1]
    """
    if not text[1:]:
        return None
    longer = corpus(papers, text=list(text), year=year)
    place = {term: number for number, term in enumerate(longer.terms)}
    return longer.holds[:, [place[term] for term in counted.terms]]


def front_tables(found: Fronts) -> dict[str, pl.DataFrame]:
    """Return ``fronts``, ``terms``, ``trend`` and ``lineage`` as tables.

    >>> from xiandao.sense.methods.fronts import Fronts
    >>> {name: len(table) for name, table in front_tables(Fronts((), ())).items()}
    {'fronts': 0, 'terms': 0, 'trend': 0, 'lineage': 0}
    """
    rows: dict[str, list[tuple[Any, ...]]] = {"fronts": [], "terms": [], "trend": []}
    for front in found.fronts:
        told = front.measures
        figures = (
            round(one, DIGITS) for one in (told.share, told.growth, told.novelty, told.score)
        )
        label = "、".join(front.terms[:NAMED_TERMS])
        rows["fronts"].append(
            (front.year, front.name, label, len(front.terms), told.volume, *figures)
        )
        for term, tie, df in zip(front.terms, front.ties, front.df, strict=True):
            rows["terms"].append((front.year, front.name, term, df, tie))
        first = front.year - len(told.trend) + 1
        for place, (papers, every) in enumerate(zip(told.trend, told.documents, strict=True)):
            rows["trend"].append((front.year, front.name, first + place, papers, every))
    steps = [
        (step.year, step.front, step.event, step.other, round(step.overlap, DIGITS))
        for step in found.steps
    ]
    return {
        name: _table(SCHEMAS[name], lines) for name, lines in {**rows, "lineage": steps}.items()
    }


SCHEMAS: Final = {
    "fronts": "year:i front:s label:s terms:i papers:i share:f growth:f novelty:f score:f",
    "terms": "year:i front:s term:s df:i ties:i",
    "trend": "year:i front:s in_year:i papers:i documents:i",
    "lineage": "year:i front:s event:s other:s overlap:f",
}


def _table(columns: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    import polars as pl

    kinds = {"i": pl.Int64, "s": pl.String, "f": pl.Float64}
    named = (one.split(":") for one in columns.split())
    return pl.DataFrame(rows, schema={name: kinds[kind] for name, kind in named}, orient="row")


def front_papers(found: Fronts, ids: pl.Series) -> pl.DataFrame:
    """Return year, front and id of every paper of every front.

    Args:
        found: the fronts.
        ids: of the documents in the order of the corpus.

    >>> import polars as pl
    >>> front_papers(Fronts((), ()), pl.Series(["a"])).columns
    ['year', 'front', 'id']
    """
    import polars as pl

    sizes = [len(front.measures.papers) for front in found.fronts]
    places = [front.measures.papers for front in found.fronts]
    every = np.concatenate(places) if places else np.zeros(0, np.int64)
    years = np.repeat(np.array([front.year for front in found.fronts], np.int64), sizes)
    names = [
        front.name for front, size in zip(found.fronts, sizes, strict=True) for _ in range(size)
    ]
    named = pl.Series(names, dtype=pl.String)
    return pl.DataFrame({"year": years, "front": named, "id": ids.gather(every)})


def front_organisations(found: Fronts, organisations: pl.Series) -> pl.DataFrame:
    """Return the twenty organisations of each front with the most papers; one counts once in a paper.

    Args:
        found: the fronts.
        organisations: a list of names per document, in the order of the corpus.

    >>> import polars as pl
    >>> front_organisations(Fronts((), ()), pl.Series([["a"]])).columns
    ['year', 'front', 'organisation', 'papers']
    """
    import polars as pl

    numbers = pl.Series(np.arange(len(organisations)))
    rows = front_papers(found, numbers).with_columns(
        organisations.gather(front_papers(found, numbers)["id"]).alias("organisation")
    )
    rows = rows.filter(pl.col("organisation").list.len() > 0).explode("organisation")
    name = pl.col("organisation").cast(pl.String).str.strip_chars()
    rows = rows.with_columns(name).filter(pl.col("organisation").str.len_bytes() > 0).unique()
    counts = rows.group_by("year", "front", "organisation").agg(
        pl.len().cast(pl.Int64).alias("papers")
    )
    order = ["year", "front", "papers", "organisation"]
    ranked = counts.sort(order, descending=[False, False, True, False])
    return ranked.group_by("year", "front", maintain_order=True).head(MOST_ORGANISATIONS)


def fronts_of(table: pl.DataFrame) -> Mapping[int, Mapping[str, Terms]]:
    """Return terms by year and identity from a table of terms of an earlier run.

    >>> import polars as pl
    >>> rows = {"year": [2020, 2020], "front": ["F1", "F1"], "term": ["a", "b"]}
    >>> sorted(fronts_of(pl.DataFrame(rows))[2020]["F1"])
    ['a', 'b']
    """
    told: dict[int, dict[str, set[str]]] = {}
    for year, front, term in table.select("year", "front", "term").iter_rows():
        told.setdefault(int(year), {}).setdefault(str(front), set()).add(str(term))
    return {
        year: {name: frozenset(terms) for name, terms in some.items()}
        for year, some in told.items()
    }
