"""When works appeared: years or days as whole numbers, and where a window of years ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.calendar_years import FARTHEST, as_plain, days_of_text, whole
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

Unit = Literal["year", "day"]
Whole = NDArray[np.int64]
MONTHS: Final = 12


@dataclass(frozen=True)
class Times:
    """Times of works: years, or days since 1970-01-01.

    Attributes:
        values: one whole number per work, 0 where there is none.
        known: whether the work has a time.
        unit: ``year`` or ``day``.
    """

    values: Whole
    known: NDArray[np.bool_]
    unit: Unit


def times_of(column: pl.Series) -> Times:
    """Return the times that a column tells.

    Args:
        column: whole years as numbers or text (also ``2012.0``), or dates (``2012-07-31``), instants; what
            cannot be read is no time.

    Raises:
        InputError: ``SEN-011`` the column is of a type that tells no time.

    >>> import polars as pl
    >>> times_of(pl.Series(["2012", "2012.0", None, "in press"])).known.tolist()
    [True, True, False, False]
    >>> times_of(pl.Series([2012.0, float("nan"), 2012.5])).known.tolist()
    [True, False, False]
    """
    import polars as pl

    column = as_plain(column)
    if column.dtype == pl.String:
        years, days = whole(column), days_of_text(column)
        column = years if years.count() >= days.count() else days
    elif column.dtype == pl.Datetime:
        column = column.cast(pl.Date)
    elif column.dtype != pl.Date:
        column = whole(column)
    unit: Unit = "day" if column.dtype == pl.Date else "year"
    numbers = column.to_physical().cast(pl.Int64, strict=False)
    known = (numbers.is_not_null() & numbers.is_between(-FARTHEST, FARTHEST)).fill_null(False)
    values = np.where(known.to_numpy(), numbers.fill_null(0).to_numpy(), 0)
    return Times(values, known.to_numpy(), unit)


def window_ends(times: Whole, unit: Unit, window: float) -> Whole:
    """Return the last time that still belongs to the window of each work.

    Args:
        times: years or days.
        unit: which of them.
        window: years, more than 0; of days also parts of a year that are whole months.

    Returns:
        Time + window; of days the anniversary, 28 February where there is no 29th.

    Raises:
        InputError: ``SEN-012`` the window is no such number.

    >>> window_ends(np.array([2012]), "year", 5).tolist()
    [2017]
    >>> leap_day = np.array(["2012-02-29"], "datetime64[D]").astype(np.int64)
    >>> window_ends(leap_day, "day", 2.5).astype("datetime64[D]").tolist()
    [datetime.date(2014, 8, 29)]
    """
    steps = window if unit == "year" else window * MONTHS
    if not (0 < window <= FARTHEST and float(steps).is_integer()):
        hint = "请填写大于0的整数年" + ("" if unit == "year" else "，或整月，例如2.5年")
        raise InputError("SEN-012", f"窗口不能是{window:g}年", hint, {"window": window})
    if unit == "year":
        return times + int(steps)
    days = times.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    ahead = months + int(steps)
    last_day = ((ahead + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype(np.int64)
    ends = ahead.astype("datetime64[D]").astype(np.int64) + (days - months).astype(np.int64)
    found: Any = np.minimum(ends, last_day)
    return np.asarray(found, np.int64)
