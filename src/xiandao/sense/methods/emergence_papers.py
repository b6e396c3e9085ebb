"""The papers of an emergence ranking as they come: which rows can be used, which cannot and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

EARLIEST, LATEST = 1500, 2200


@dataclass(frozen=True)
class PapersAccount:
    """How many rows were read, and how many were left out for which reason."""

    rows: int
    without_year: int
    other_language: int
    without_text: int

    def lines(self) -> list[str]:
        """Return the account in sentences."""
        told = [f"读取文献{self.rows}篇"]
        if self.without_year:
            told.append(f"没有可用年份的{self.without_year}篇未计入")
        if self.other_language:
            told.append(f"语种不在所选范围的{self.other_language}篇未计入")
        if self.without_text:
            told.append(f"文本为空的{self.without_text}篇计入文献总数，不产生术语")
        return told


def whole_years(papers: pl.DataFrame, year: str) -> pl.Series:
    """Return the year of each paper as a whole number, null where it is none or out of all reason.

    Args:
        papers: one row per paper.
        year: column with numbers, texts or dates.

    >>> import polars as pl
    >>> whole_years(pl.DataFrame({"year": ["2020", "nan", "soon", "99999"]}), "year").to_list()
    [2020, None, None, None]
    """
    import polars as pl

    number = pl.col(year)
    if papers.schema[year].is_temporal():
        number = number.dt.year()
    else:
        number = number.cast(pl.Float64, strict=False)
        number = pl.when(number.is_finite()).then(number)
        number = number.cast(pl.Int64, strict=False)
    number = number.cast(pl.Int64)
    told = pl.when(number.is_between(EARLIEST, LATEST)).then(number).alias(year)
    return papers.select(told)[year]


def usable_papers(
    papers: pl.DataFrame,
    *,
    text: list[str],
    year: str = "year",
    language: str | None = None,
    languages: tuple[str, ...] = (),
) -> tuple[pl.DataFrame, PapersAccount]:
    """Leave out papers without a year and, where a language is known and not wanted, of other languages.

    Args:
        papers: one row per paper; the year may be a number, a text, a date or not there.
        text: columns with the text, to count empty ones.
        year: column of the year.
        language: column of the language, where there is one; an empty language passes.
        languages: languages that pass; none given lets all pass.

    Returns:
        The papers with a whole number as year, and the account.

    >>> import polars as pl
    >>> papers = pl.DataFrame({"year": ["2020", "nan", None], "title": ["a", "b", "c"]})
    >>> kept, account = usable_papers(papers, text=["title"])
    >>> len(kept), account.without_year
    (1, 2)
    """
    import polars as pl

    dated = papers.with_columns(whole_years(papers, year))
    known = dated.drop_nulls(year)
    kept = known
    if language is not None and languages:
        told = pl.col(language)
        kept = known.filter(told.is_null() | (told == "") | told.is_in(list(languages)))
    empty = pl.all_horizontal(
        pl.col(one).cast(pl.String).fill_null("").str.strip_chars() == "" for one in text
    )
    account = PapersAccount(
        len(papers), len(papers) - len(known), len(known) - len(kept), kept.filter(empty).height
    )
    return kept, account
