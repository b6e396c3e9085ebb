"""The papers of an emergence ranking as they come: which rows can be used, which cannot and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.sense.methods.calendar_years import calendar_years
from xiandao.sense.methods.citation_account import short

if TYPE_CHECKING:
    import polars as pl

EARLIEST, LATEST = 1500, 2200
EXAMPLES: Final = 5


@dataclass(frozen=True)
class PapersAccount:
    """How many rows were read, and how many were left out for which reason.

    Attributes:
        rows: rows read.
        without_year: rows without a usable year; left out.
        other_language: rows of languages that were not asked for; left out.
        without_text: rows whose text is empty; they count as documents.
        examples: the first rows without a year, as number of the row (from 1) and what stands there.

    >>> PapersAccount(3, 1, 0, 0, ((2, "in press"),)).lines()
    ['读取文献3篇', '没有可用年份的1篇未计入。例如：第2篇（in press）']
    """

    rows: int
    without_year: int
    other_language: int
    without_text: int
    examples: tuple[tuple[int, str], ...] = ()

    def lines(self) -> list[str]:
        """Return the account in sentences."""
        told = [f"读取文献{self.rows}篇"]
        if self.without_year:
            some = "、".join(f"第{row}篇（{found}）" for row, found in self.examples)
            example = f"。例如：{some}" if some else ""
            told.append(f"没有可用年份的{self.without_year}篇未计入{example}")
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

    years = calendar_years(papers[year])
    return pl.select(pl.when(years.is_between(EARLIEST, LATEST)).then(years).alias(year))[year]


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

    Raises:
        InputError: ``SEN-011`` the column of years tells none by its type.

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
        len(papers), len(papers) - len(known), len(known) - len(kept), kept.filter(empty).height,
        undated(papers[year], dated[year]),
    )  # fmt: skip
    return kept, account


def undated(told: pl.Series, years: pl.Series) -> tuple[tuple[int, str], ...]:
    """Return the first rows without a usable year: number of the row from 1, and what the column tells there.

    Args:
        told: the column as it came.
        years: the years read from it, null where there is none.
    """
    lost = years.is_null().arg_true().head(EXAMPLES)
    found = [short(str(one)) if one not in (None, "") else "空" for one in told.gather(lost)]
    return tuple((row + 1, one) for row, one in zip(lost, found, strict=True))
