"""Years of columns of every type that tells one; the same rule for works, papers and candidates."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from xiandao.sense.methods.calendar_years import FARTHEST, calendar_years, whole
from xiandao.sense.methods.citation_times import times_of
from xiandao.sense.methods.emergence_papers import usable_papers
from xiandao.terms.error import InputError

NOON = dt.datetime(2016, 5, 1, 12)


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([2016, None]),
        pl.Series([2016.0, float("nan")]),
        pl.Series(["2016.0", "2016.5"]),
        pl.Series(["2016", "in press"], dtype=pl.Categorical),
        pl.Series([Decimal("2016.0"), None]),
        pl.Series([2016, 2**63], dtype=pl.UInt64),
        pl.Series([NOON.date(), None]),
        pl.Series([NOON, None], dtype=pl.Datetime("us", "UTC")),
        pl.Series(["2016-05-01T12:00", "May"]),
    ],
)
def test_years_are_read_from_every_type_that_tells_them(column):
    assert calendar_years(column).to_list() == [2016, None]
    assert times_of(column).known.tolist() == [True, False]
    kept, account = usable_papers(pl.DataFrame({"year": column, "t": ["a", "b"]}), text=["t"])
    assert kept["year"].to_list() == [2016]
    assert account.without_year == 1


@pytest.mark.parametrize("value", [True, dt.time(1), dt.timedelta(1), b"2016", [2016]])
def test_types_that_tell_no_year_are_refused(value):
    for read in (calendar_years, times_of):
        with pytest.raises(InputError) as caught:
            read(pl.Series("year", [value]))
        assert caught.value.code == "SEN-011"


def test_numbers_too_far_to_be_years_are_none():
    assert whole(pl.Series([FARTHEST, 10 * FARTHEST])).to_list() == [FARTHEST, None]


def test_the_first_papers_without_a_year_are_named_with_what_stands_there():
    table = pl.DataFrame({"year": ["2016", "in press", "", None, "1", "9" * 99, "nan"], "t": "a"})
    _, account = usable_papers(table, text=["t"])
    assert [row for row, _ in account.examples] == [2, 3, 4, 5, 6]
    assert "没有可用年份的6篇未计入。例如：第2篇（in press）、第3篇（空）" in account.lines()[1]
    assert len(account.lines()[1]) < 150
