"""The documents of an emergence ranking as counts: titles by term and year, abstracts for the same terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.term_counts import fields_joined, vocabulary
from xiandao.sense.methods.tokens import titles

if TYPE_CHECKING:
    import polars as pl

MIN_TOTAL: Final = 5


@dataclass(frozen=True)
class Corpus:
    """Documents in the order of their years.

    Attributes:
        terms: the terms in alphabetical order.
        first_year: year of the first column.
        documents: documents per year.
        counts: documents per term and year that have the term in the text.
        begins: per year the first document; one more at the end.
        holds: documents × terms, a sparse matrix of ones.
        backed: documents per year that have a second text (an abstract).
        backing: documents per term and year that have the term in the second text.
        tokens: terms × words, a sparse matrix of ones.
    """

    terms: tuple[str, ...]
    first_year: int
    documents: NDArray[Any]
    counts: NDArray[Any]
    begins: NDArray[Any]
    holds: Any
    backed: NDArray[Any]
    backing: NDArray[Any]
    tokens: Any

    @property
    def last_year(self) -> int:
        """Return the year of the last column."""
        return self.first_year + len(self.documents) - 1


def corpus(
    papers: pl.DataFrame, *, text: list[str], second: str | None = None, year: str = "year"
) -> Corpus:
    """Count the terms of documents.

    Args:
        papers: one row per document; rows without a year must have been taken out.
        text: columns that the terms are read from.
        second: column with a longer text in which the same terms are counted, where there is one.
        year: column of the year.

    Returns:
        The counts; terms that occur in fewer than five documents of all years are left out, no
        year's ranking can have them.

    >>> import polars as pl
    >>> papers = pl.DataFrame({"year": [2020] * 5, "title": ["Quantum Chips: a survey"] * 5})
    >>> corpus(papers, text=["title"]).terms
    ('chips', 'quantum', 'quantum chips', 'survey')
    """
    import polars as pl
    from scipy import sparse

    papers = papers.sort(year, maintain_order=True)
    years = papers[year].to_numpy().astype(np.int64)
    first = int(years.min()) if len(years) else 0
    span = int(years.max()) - first + 1 if len(years) else 0
    column = (years - first).astype(np.int32)
    texts = fields_joined(papers, text)
    has = np.zeros(len(papers), bool)
    if second is not None:
        has = (papers[second].cast(pl.String).fill_null("").str.len_bytes() > 0).to_numpy()
        texts = pl.concat([texts, papers[second].cast(pl.String).fill_null("").alias("text")])
    found = vocabulary(texts, titles(), counted=len(papers), min_df=MIN_TOTAL)
    order = np.argsort(found.terms.to_numpy().astype(str), kind="stable")
    every = occurring(found.levels, found.begins, np.argsort(order))
    names = tuple(found.terms.gather(pl.Series(order, dtype=pl.UInt32)).to_list())
    holds = every[: len(papers)]
    per_year = sparse.csr_matrix(
        (np.ones(len(column), np.int32), (column, np.arange(len(column)))),
        shape=(span, len(papers)),
    )
    counts = np.asarray((per_year @ holds).todense()).T if span else np.zeros((0, 0), np.int32)
    backing = np.zeros_like(counts)
    if second is not None and span:
        backing = np.asarray((per_year @ every[len(papers) :]).todense()).T
    return Corpus(
        names, first, np.bincount(column, minlength=span), counts,
        np.searchsorted(column, np.arange(span + 1)), holds,
        np.bincount(column[has], minlength=span), backing, words_of(names),
    )  # fmt: skip


def occurring(levels: tuple[NDArray[Any], ...], begins: NDArray[Any], new: NDArray[Any]) -> Any:
    """Return texts × terms as a sparse matrix of ones; ``new`` gives each term its column."""
    from scipy import sparse

    from xiandao.sense.methods.term_counts_kernel import occurrences

    total: Any = None
    for level in levels:
        starts, found = occurrences(level, begins, len(new))
        ones = np.ones(len(found), np.int32)
        one = sparse.csr_matrix((ones, new[found], starts), shape=(len(begins) - 1, len(new)))
        total = one if total is None else total + one
    return total.tocsr()


def words_of(terms: tuple[str, ...]) -> Any:
    """Return terms × words as a sparse matrix of ones; a Han character is a word."""
    from scipy import sparse

    known: dict[str, int] = {}
    rows, columns = [], []
    for row, term in enumerate(terms):
        for word in set(re.findall(r"[a-z0-9]+|[^\sa-z0-9]", term)):
            rows.append(row)
            columns.append(known.setdefault(word, len(known)))
    ones = np.ones(len(rows), np.int32)
    return sparse.csr_matrix((ones, (rows, columns)), shape=(len(terms), max(len(known), 1)))
