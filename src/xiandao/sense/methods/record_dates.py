"""When a work appeared, from whatever a file says about it."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

EARLIEST: Final = 1500
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ABSENT: Final = frozenset({"", "nan", "nat", "none", "null", "n/a", "na", "-", "--", "\\n", "无"})
_NUMBER: Final = re.compile(r"(\d{4})(?:\.0*)?")
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})?(?:\.0*)?")
_ORDERED: Final = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2}))?(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_NAMED: Final = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE)
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """Year, month and day as far as they are known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def date(self) -> datetime.date | None:
        """Return the day, where it is known and exists."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def moment(value: Any) -> Moment | None:
    """Return what a value says about a time; None where it says something that cannot be read.

    Args:
        value: a date, a number or a text; what is absent (None, NaN, "null") gives an empty moment.

    >>> moment("2021年3月"), moment(float("nan")) == moment(None) == Moment()
    (Moment(year=2021, month=3, day=None), True)
    >>> moment("2021.0")
    Moment(year=2021, month=None, day=None)
    >>> moment("5 March 2021"), moment("soon")
    (Moment(year=2021, month=3, day=5), None)
    """
    if isinstance(value, datetime.date):
        return Moment(value.year, value.month, value.day)
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return Moment()
    text = unicodedata.normalize("NFKC", str(value)[:100]).strip()
    if text.casefold() in _ABSENT:
        return Moment()
    if found := _NUMBER.fullmatch(text):
        return Moment(int(found[1]))
    if found := _DIGITS.fullmatch(text) or _ORDERED.search(text):
        return _checked(int(found[1]), int(found[2]), int(found[3] or 0))
    return _in_words(text)


def _checked(year: int, month: int, day: int) -> Moment:
    if not 1 <= month <= 12:
        return Moment(year)
    known = Moment(year, month, day or None)
    return known if known.date() else Moment(year, month)


def _in_words(text: str) -> Moment | None:
    years = _YEAR.search(text)
    if years is None:
        return None
    month = _NAMED.search(text)
    if month is None:
        return Moment(int(years[1]))
    day = _DAY.search(text)
    return _checked(int(years[1]), _MONTHS.index(month[1].lower()) + 1, int(day[1]) if day else 0)


def month_of(value: Any) -> int | None:
    """Return a month from a number or a name, None where there is none.

    >>> month_of("July"), month_of("3月"), month_of(13), month_of(None)
    (7, 3, None, None)
    """
    text = unicodedata.normalize("NFKC", str("" if value is None else value)[:40])
    if found := re.fullmatch(r"\s*(\d{1,2})(?:\.0*)?\s*月?\s*", text):
        return int(found[1]) if 1 <= int(found[1]) <= 12 else None
    named = _NAMED.search(text)
    return _MONTHS.index(named[1].lower()) + 1 if named else None


def plausible(year: int | None, latest: int) -> str:
    """Return why a year cannot be used: ``future`` or ``ancient``; nothing where it can.

    >>> plausible(2031, 2026), plausible(12, 2026), plausible(2020, 2026)
    ('future', 'ancient', '')
    """
    if year is None or EARLIEST <= year <= latest:
        return ""
    return "future" if year > latest else "ancient"
