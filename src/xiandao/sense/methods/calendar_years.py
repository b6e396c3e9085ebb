"""Years as they come in columns: numbers, numbers with a decimal point, texts, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

# Beyond this a number is no time, and a window added to it could leave 64 bits.
FARTHEST: Final = 10**12


def calendar_years(column: pl.Series) -> pl.Series:
    """Return the year that each row tells, null where it tells none.

    Args:
        column: whole years as numbers or text (``2016``, ``2016.0``), dates, instants, texts that start with a
            date (``2016-05-01``).

    Raises:
        InputError: ``SEN-011`` the column is of a type that tells no year.

    >>> import polars as pl
    >>> calendar_years(pl.Series(["2016", " 2016.0", "2016-05-01", "2016.5", "in press", None])).to_list()
    [2016, 2016, 2016, None, None, None]
    """
    import polars as pl

    column = as_plain(column)
    if column.dtype in (pl.Date, pl.Datetime):
        return column.dt.year().cast(pl.Int64)
    if column.dtype != pl.String:
        return whole(column)
    return whole(column).fill_null(days_of_text(column).dt.year().cast(pl.Int64))


def as_plain(column: pl.Series) -> pl.Series:
    """Return a column of numbers, of text without blanks around it, or of dates; categories become text.

    Raises:
        InputError: ``SEN-011`` the column is of none of these types.

    >>> import polars as pl
    >>> as_plain(pl.Series([" 2016 "], dtype=pl.Categorical)).to_list()
    ['2016']
    """
    import polars as pl

    kind = column.dtype
    if kind == pl.String or kind in (pl.Categorical, pl.Enum):
        return column.cast(pl.String).str.strip_chars()
    if kind.is_numeric() or kind in (pl.Date, pl.Datetime, pl.Null):
        return column
    raise InputError(
        "SEN-011",
        f"列“{column.name}”不是时间",
        "请用写着年份或日期的列，例如 2012 或 2012-07-31",
        {"column": column.name, "type": str(kind)},
    )


def whole(column: pl.Series) -> pl.Series:
    """Return numbers, or texts that are numbers, as whole ones; null where they are not whole or too far.

    >>> import polars as pl
    >>> whole(pl.Series([2012.0, 2012.5, float("inf"), float("nan")])).to_list()
    [2012, None, None, None]
    """
    import polars as pl

    number = column.cast(pl.Float64, strict=False)
    fits = number.is_finite() & (number == number.floor()) & (number.abs() <= FARTHEST)
    return pl.select(pl.when(fits).then(number).cast(pl.Int64).alias(column.name)).to_series()


def days_of_text(column: pl.Series) -> pl.Series:
    """Return the dates that texts start with, null where they start with none.

    >>> import polars as pl
    >>> days_of_text(pl.Series(["2016-05-01T08:00", "May"])).to_list()
    [datetime.date(2016, 5, 1), None]
    """
    return column.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
