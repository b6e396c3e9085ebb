"""Working days with the 调休 calendar as data."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.pack import load_pack

CALENDAR = load_pack("demo").calendar
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_as_many_working_days_lie_between_as_were_added(start, days):
    end = CALENDAR.add_working_days(start, days)
    assert CALENDAR.is_working_day(end)
    if CALENDAR.is_working_day(start) or days > 0:
        assert CALENDAR.working_days_between(start, end) == days


@given(DAYS, DAYS)
def test_the_count_is_the_sum_over_the_days(start, end):
    first, last = sorted((start, end))
    span = (last - first).days
    one_by_one = sum(CALENDAR.is_working_day(first + timedelta(n + 1)) for n in range(span))
    assert CALENDAR.working_days_between(first, last) == one_by_one


def test_the_national_day_of_2026_is_skipped_and_the_exchanged_saturday_counts():
    assert CALENDAR.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CALENDAR.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert CALENDAR.working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3


def test_beyond_the_notices_only_weekends_are_free_and_the_calendar_says_so():
    assert CALENDAR.is_working_day(date(2028, 10, 2))
    assert not CALENDAR.covers(date(2028, 10, 2))
    assert CALENDAR.covers(date(2026, 3, 3))


def test_without_data_every_weekday_is_a_working_day():
    assert WorkingCalendar().is_working_day(date(2026, 10, 1))
    assert not WorkingCalendar().covers(date(2026, 10, 1))


def test_adding_nothing_gives_the_first_day_on_which_offices_are_open():
    assert CALENDAR.add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 8)
    assert CALENDAR.add_working_days(date(2026, 10, 8), 0) == date(2026, 10, 8)
