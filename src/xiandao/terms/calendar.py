"""Working days: weekends, public holidays and the 调休 days on which people work instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Holidays and 调休 working days of the years whose official notices are known.

    A date outside these years counts by its day of the week alone; ``covers`` tells, so that a
    page can say that the notice for that year has not been published yet.

    Args:
        holidays: days off by notice, weekends inside a holiday included.
        workdays: Saturdays and Sundays on which people work.

    >>> calendar = WorkingCalendar(frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))
    >>> calendar.is_working_day(date(2026, 10, 1)), calendar.is_working_day(date(2026, 10, 10))
    (False, True)
    >>> calendar.covers(date(2026, 1, 1)), calendar.covers(date(2027, 1, 1))
    (True, False)
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def covers(self, day: date) -> bool:
        """Whether the notice of that year is part of the data."""
        return day.year in self.years

    @property
    def years(self) -> frozenset[int]:
        """The years whose notices are known."""
        return frozenset(day.year for day in self.holidays | self.workdays)

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on that day."""
        if day in self.workdays:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add_working_days(self, start: date, days: int) -> date:
        """The day that lies ``days`` working days after ``start``, the start not counted.

        With 0 the first working day from ``start`` on; negative numbers count backwards.

        >>> friday = date(2026, 11, 20)
        >>> WorkingCalendar().add_working_days(friday, 1).isoformat()
        '2026-11-23'
        >>> WorkingCalendar().add_working_days(date(2026, 11, 22), 0).isoformat()
        '2026-11-23'
        """
        step = -_DAY if days < 0 else _DAY
        day, left = start, abs(days)
        if not left:
            while not self.is_working_day(day):
                day += step
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and with ``end``; negative if before.

        It answers “剩余几个工作日” on the day ``start`` for a deadline ``end``.

        >>> WorkingCalendar().working_days_between(date(2026, 11, 20), date(2026, 11, 24))
        2
        >>> WorkingCalendar().working_days_between(date(2026, 11, 24), date(2026, 11, 20))
        -2
        """
        if end < start:
            return -self.working_days_between(end, start)
        span = (end - start).days
        weeks, rest = divmod(span, 7)
        weekend_free = weeks * 5 + sum(
            (start + timedelta(days=weeks * 7 + n)).weekday() < _SATURDAY
            for n in range(1, rest + 1)
        )
        lost = sum(
            start < day <= end and day.weekday() < _SATURDAY and day not in self.workdays
            for day in self.holidays
        )
        gained = sum(start < day <= end and day.weekday() >= _SATURDAY for day in self.workdays)
        return weekend_free - lost + gained
