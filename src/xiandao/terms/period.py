"""Periods of statistics and planning: month, quarter, half, year, cumulation, span, five-year plan."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from xiandao.terms.error import TermError
from xiandao.terms.numeral import chinese
from xiandao.terms.numeral import parse as parse_number
from xiandao.terms.term import Term

# From the Sixth plan on every plan covers five years from a year that ends in 1 or 6.
_FIRST_PLAN, _LAST_PLAN = 6, 40
_FOURTEENTH_START = 2021
_MONTHS = 12
_YEAR = r"(?P<year>[12]\d{3}|[〇○零一二三四五六七八九]{4})"
_DASH = r"\s*(?:[-‐‑–—―－~～]{1,2}|至|到)\s*"
_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("plan", r"P(?P<number>\d{1,2})"),
        ("plan", r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,3})五[”\"]?(?:时期|期间|规划|计划)?"),
        ("span", rf"{_YEAR}年?{_DASH}(?P<last>[12]\d{{3}})年?"),
        ("half", r"(?P<year>\d{4})H(?P<number>[12])"),
        ("half", rf"{_YEAR}年(?P<half>[上下])半年"),
        ("quarter", r"(?P<year>\d{4})Q(?P<number>[1-4])"),
        ("quarter", rf"{_YEAR}年第?(?P<number>[1-4一二三四])季度?"),
        ("cumulative", r"(?P<year>\d{4})M01-(?P<number>\d{2})"),
        ("cumulative", rf"(?:{_YEAR}年)?0?1月?{_DASH}(?P<number>\d{{1,2}})月(?:份|累计)?"),
        ("cumulative", rf"(?:{_YEAR}年)?前(?P<quarters>[二两三四])季度"),
        ("month", r"(?P<year>\d{4})-(?P<number>\d{2})"),
        ("month", rf"{_YEAR}年(?P<number>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月份?"),
        ("year", rf"{_YEAR}(?:年(?:度|全年)?)?"),
    )
)


class PeriodKind(Term):
    """How a period is cut out of the calendar."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季"
    HALF = "half", "半年"
    YEAR = "year", "年"
    CUMULATIVE = "cumulative", "累计", "从一月起到某月止"
    SPAN = "span", "多年"
    PLAN = "plan", "五年规划"


_LENGTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A period; ``number`` is the month, quarter or half, the last month of a cumulation, the
    last year of a span or the ordinal of a plan, and 0 for a year.

    Raises:
        TermError: ``TRM-111`` where there is no such period.

    >>> half = Period.parse("2025年上半年")
    >>> half.code, half.start.isoformat(), half.end.isoformat(), half.next.label
    ('2025H1', '2025-01-01', '2025-06-30', '2025年下半年')
    """

    kind: PeriodKind
    year: int
    number: int = 0

    def __post_init__(self) -> None:
        limits = {
            PeriodKind.YEAR: (0, 0),
            PeriodKind.HALF: (1, 2),
            PeriodKind.QUARTER: (1, 4),
            PeriodKind.MONTH: (1, _MONTHS),
            PeriodKind.CUMULATIVE: (2, _MONTHS),
            PeriodKind.SPAN: (self.year + 1, 2999),
            PeriodKind.PLAN: (_FIRST_PLAN, _LAST_PLAN),
        }
        low, high = limits[self.kind]
        is_plan_year = self.kind is not PeriodKind.PLAN or self.year == _plan_start(self.number)
        if not (1000 <= self.year <= 2999 and low <= self.number <= high and is_plan_year):
            raise TermError(
                "TRM-111",
                f"没有这样的期间：{self.kind.label} {self.year} {self.number}",
                "请核对年份与月份、季度的数字",
                {"kind": self.kind.value, "year": self.year, "number": self.number},
            )

    @classmethod
    def parse(cls, text: str, *, year: int | None = None) -> Period:
        """Read a period as officials write it, or one of the codes.

        Args:
            text: 2025年上半年, 2025年二季度, 2025年1—6月, 2024—2026年, “十四五”, 2025Q2, 2025-06 …
            year: the year that “1—6月” without a year belongs to.

        Raises:
            TermError: ``TRM-110`` where the text names no period, ``TRM-111`` no such period.

        >>> [Period.parse(t).code for t in ("2025年二季度", "2024—2026年", "“十五五”时期", "2025年6月")]
        ['2025Q2', '2024-2026', 'P15', '2025-06']
        >>> Period.parse("1—6月", year=2025).label
        '2025年1—6月'
        """
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        for kind, pattern in _PATTERNS:
            match = pattern.fullmatch(plain)
            if match:
                found = _from_match(PeriodKind(kind), match.groupdict(), year)
                if found is not None:
                    return found
        raise TermError(
            "TRM-110",
            f"“{text}”不是可以识别的期间",
            "请写成例如 2025年、2025年上半年、2025年二季度、2025年1—6月、2025年6月",
            {"text": text},
        )

    @classmethod
    def of(cls, kind: PeriodKind, day: date) -> Period:
        """The month, quarter, half, year or five-year plan in which a day lies.

        >>> Period.of(PeriodKind.QUARTER, date(2026, 11, 22)).label
        '2026年四季度'
        """
        if kind is PeriodKind.PLAN:
            number = (day.year - _FOURTEENTH_START) // 5 + 14
            return cls(kind, _plan_start(number), number)
        if kind is PeriodKind.YEAR:
            return cls(kind, day.year)
        return cls(kind, day.year, (day.month - 1) // _LENGTHS[kind] + 1)

    @property
    def start(self) -> date:
        """First day."""
        length = _LENGTHS.get(self.kind, 0)
        is_part = length and self.kind is not PeriodKind.YEAR
        return date(self.year, (self.number - 1) * length + 1 if is_part else 1, 1)

    @property
    def end(self) -> date:
        """Last day."""
        if self.kind is PeriodKind.SPAN:
            return date(self.number, 12, 31)
        if self.kind is PeriodKind.PLAN:
            return date(self.year + 4, 12, 31)
        months = self.number if self.kind is PeriodKind.CUMULATIVE else _LENGTHS[self.kind]
        month = self.start.month + months - 1
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def code(self) -> str:
        """The short form for files and databases: 2025, 2025H1, 2025Q2, 2025-06, 2025M01-06, P14."""
        return {
            PeriodKind.YEAR: f"{self.year}",
            PeriodKind.HALF: f"{self.year}H{self.number}",
            PeriodKind.QUARTER: f"{self.year}Q{self.number}",
            PeriodKind.MONTH: f"{self.year}-{self.number:02d}",
            PeriodKind.CUMULATIVE: f"{self.year}M01-{self.number:02d}",
            PeriodKind.SPAN: f"{self.year}-{self.number}",
            PeriodKind.PLAN: f"P{self.number}",
        }[self.kind]

    @property
    def label(self) -> str:
        """The form official texts use."""
        if self.kind is PeriodKind.PLAN:
            return f"“{chinese(self.number)}五”时期"
        if self.kind is PeriodKind.SPAN:
            return f"{self.year}—{self.number}年"
        part = {
            PeriodKind.HALF: f"{'上' if self.number == 1 else '下'}半年",
            PeriodKind.QUARTER: f"{chinese(self.number)}季度",
            PeriodKind.MONTH: f"{self.number}月",
            PeriodKind.CUMULATIVE: f"1—{self.number}月",
        }
        return f"{self.year}年{part.get(self.kind, '')}"

    @property
    def next(self) -> Period:
        """The period of the same kind that follows; after 1—6月 comes 1—7月."""
        return self._shifted(1)

    @property
    def previous(self) -> Period:
        """The period of the same kind before; before 1—2月 comes 1—12月 of the year before."""
        return self._shifted(-1)

    @property
    def year_before(self) -> Period:
        """上年同期: the same part of the year before; for plans and spans the one before."""
        if self.kind in {PeriodKind.PLAN, PeriodKind.SPAN}:
            return self.previous
        return Period(self.kind, self.year - 1, self.number)

    def contains(self, other: Period | date) -> bool:
        """Whether a day or a whole period lies in this one.

        >>> Period.parse("十四五").contains(Period.parse("2025年二季度"))
        True
        """
        first, last = (other, other) if isinstance(other, date) else (other.start, other.end)
        return self.start <= first and last <= self.end

    def _shifted(self, step: int) -> Period:
        if self.kind is PeriodKind.YEAR:
            return Period(self.kind, self.year + step)
        if self.kind is PeriodKind.PLAN:
            return Period(self.kind, self.year + 5 * step, self.number + step)
        if self.kind is PeriodKind.SPAN:
            length = (self.number - self.year + 1) * step
            return Period(self.kind, self.year + length, self.number + length)
        low = 2 if self.kind is PeriodKind.CUMULATIVE else 1
        high = _MONTHS // _LENGTHS.get(self.kind, 1)
        years, offset = divmod(self.number - low + step, high - low + 1)
        return Period(self.kind, self.year + years, offset + low)

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end, self.code) < (other.start, other.end, other.code)

    def __str__(self) -> str:
        return self.label


def _plan_start(number: int) -> int:
    return _FOURTEENTH_START + 5 * (number - 14)


def _from_match(
    kind: PeriodKind, parts: dict[str, str | None], default: int | None
) -> Period | None:
    if kind is PeriodKind.PLAN:
        number = int(parse_number(parts.get("number") or parts["plan"] or ""))
        return Period(kind, _plan_start(number), number)
    written = parts["year"]
    year = int(parse_number(written)) if written else default
    if year is None:
        return None
    if parts.get("half"):
        return Period(kind, year, 1 if parts["half"] == "上" else 2)
    if parts.get("quarters"):
        return Period(kind, year, 3 * int(parse_number(parts["quarters"] or "")))
    number_text = parts.get("number") or parts.get("last") or "0"
    number = int(parse_number(number_text))
    if kind is PeriodKind.CUMULATIVE and number == 1:
        return Period(PeriodKind.MONTH, year, 1)
    return Period(kind, year, number)
