"""Years and dates as files write them."""

import datetime

import pytest

from xiandao.sense.methods.record_dates import Moment, moment, month_of, plausible


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (2021, (2021, None, None)),
        (2021.0, (2021, None, None)),
        ("2021.0", (2021, None, None)),
        ("２０２１年３月", (2021, 3, None)),
        ("2021年3月15日", (2021, 3, 15)),
        ("2021-03-15 08:30", (2021, 3, 15)),
        ("2021/3", (2021, 3, None)),
        ("20210315", (2021, 3, 15)),
        (20210315, (2021, 3, 15)),
        ("2021-02-31", (2021, 2, None)),
        ("2021-13", (2021, None, None)),
        ("March 5, 2021", (2021, 3, 5)),
        ("Summer 2021", (2021, None, None)),
        (datetime.date(2021, 3, 15), (2021, 3, 15)),
        (datetime.datetime(2021, 3, 15, 8), (2021, 3, 15)),
        ("2021-03-15T00:00:00Z", (2021, 3, 15)),
    ],
)
def test_a_time_is_read_as_it_is_written(value, known):
    assert moment(value) == Moment(*known)


@pytest.mark.parametrize(
    "value", [None, float("nan"), float("inf"), "", "NaN", "NaT", "null", "无"]
)
def test_what_is_absent_is_no_time_and_no_mistake(value):
    assert moment(value) == Moment()


@pytest.mark.parametrize("value", ["soon", "12", "99999", True])
def test_what_cannot_be_read_is_told_from_what_is_absent(value):
    assert moment(value) is None


def test_a_day_is_a_date_only_where_it_exists():
    assert Moment(2021, 2, 30).date() is None
    assert Moment(2021, 2, 28).date() == datetime.date(2021, 2, 28)


def test_months_have_numbers_and_names():
    told = ["3", 3, 3.0, "03", "三", "Mar.", "July 5-10th", "13", None]
    assert [month_of(one) for one in told] == [3, 3, 3, 3, None, 3, 7, None, None]


def test_the_future_and_the_distant_past_are_no_years():
    assert [plausible(one, 2026) for one in (2027, 2026, 1499, None)] == [
        "future",
        "",
        "ancient",
        "",
    ]
