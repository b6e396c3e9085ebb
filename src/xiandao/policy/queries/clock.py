"""Which day it is and which quarter that is; the calendar is the one that deadlines are counted by."""

from datetime import date

from xiandao.casework.queries.clock import calendar, today
from xiandao.terms.period import Period, PeriodKind

__all__ = ["calendar", "quarter", "today"]


def quarter(day: date) -> str:
    """Return the code of the quarter a day lies in, such as 2026Q4."""
    return Period.of(PeriodKind.QUARTER, day).code
