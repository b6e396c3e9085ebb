"""Term counts by year as one table expression, for engines that read tables larger than memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xiandao.terms.error import InputError

# What separates words: the complement of the pattern's letters, spelled so that every engine means the same by it.
BETWEEN: Final = r"[^\p{L}\p{N}_]+"
LEAST_LETTERS: Final = 2
LONGEST: Final = 3


def term_table(
    papers: Any, *, text: Sequence[str] = ("title", "abstract"), min_df: int = 5, longest: int = 3
) -> Any:
    """Return an Ibis expression of term, year, df.

    The array form, ``term_counts`` with ``han=False``, is the specification; the counts are the same on every engine.

    Args:
        papers: Ibis table with ``id`` (distinct), ``year`` (whole number; rows without one are left out) and texts.
        text: the columns of text; nothing reaches from one to the next.
        min_df: papers, in all years together, that a term is found in at least.
        longest: words in the longest term, 1 to 3.

    Raises:
        InputError: ``SEN-020`` a parameter is out of range.

    Source: as ``term_counts``.

    >>> import ibis, pyarrow
    >>> rows = {"id": [1, 2], "year": [2020, 2021], "title": ["Deep nets", "deep nets, deep"]}
    >>> expression = term_table(ibis.memtable(pyarrow.table(rows)), text=["title"], min_df=2)
    >>> expression.order_by("term", "year").term.to_pyarrow().to_pylist()
    ['deep', 'deep', 'deep nets', 'deep nets', 'nets', 'nets']
    """
    if min_df < 1 or not 1 <= longest <= LONGEST:
        raise InputError("SEN-020", "最少篇数或词组长度不对", f"最少篇数从1起，长度从1到{LONGEST}")
    dated = papers.filter(papers.year.notnull())
    found = _united([terms_of(dated, column, longest) for column in text]).distinct()
    by_year = found.group_by(["term", "year"]).agg(df=lambda t: t.count())
    totals = by_year.group_by("term").agg(total=lambda t: t.df.sum())
    enough = totals.filter(totals.total >= min_df).select("term")
    return by_year.join(enough, "term").select("term", "year", "df")


def terms_of(papers: Any, column: str, longest: int) -> Any:
    """Return id, year and term of every place in one column of text."""
    import ibis

    texts = papers.select("id", "year", word=papers[column].fill_null("").lower().re_split(BETWEEN))
    words = texts.unnest("word", offset="place")
    words = words.filter(words.word.length() >= LEAST_LETTERS)
    order = ibis.window(group_by="id", order_by="place")
    named = words.mutate(
        second=words.word.lead(1).over(order), third=words.word.lead(2).over(order)
    )
    terms = [named.word, named.word + " " + named.second]
    terms.append(terms[1] + " " + named.third)
    # Where no word follows, the sum is null.
    parts = [named.select("id", "year", term=term) for term in terms[:longest]]
    return _united([part.filter(part.term.notnull()) for part in parts])


def _united(tables: list[Any]) -> Any:
    first, *rest = tables
    return first.union(*rest) if rest else first
