"""Which day and quarter it is."""

from datetime import date

import pytest

from xiandao.policy.queries.clock import calendar, quarter, today


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 1, 1), "2026Q1"),
        (date(2026, 3, 31), "2026Q1"),
        (date(2026, 10, 1), "2026Q4"),
        (date(2026, 12, 31), "2026Q4"),
    ],
)
def test_a_day_lies_in_its_quarter(day, code):
    assert quarter(day) == code


def test_the_calendar_knows_the_holidays_of_this_year_and_today_is_the_site_s_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 10, 1))
    assert today() == date(2026, 10, 1)
    assert not calendar().is_working_day(today())
