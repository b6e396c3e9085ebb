"""Deadlines count by the calendar of the province pack, from today where the site stands."""

from datetime import UTC, date, datetime

from django.utils import timezone

from xiandao.casework.queries import clock


def test_today_is_the_day_in_china_not_in_greenwich(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 21, 17, 0, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 22)


def test_the_calendar_is_that_of_the_pack_in_use(settings):
    for name in ("demo", "zhejiang", "jiangsu"):
        settings.XIANDAO_PACK = name
        assert clock.calendar().is_working_day(date(2026, 10, 10))
        assert not clock.calendar().is_working_day(date(2026, 10, 1))
