"""Periods are read as officials write them, and written back in the same words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.terms.error import TermError
from xiandao.terms.period import Period, PeriodKind

YEARS = st.integers(1990, 2090)
PERIODS = st.one_of(
    st.builds(Period, st.just(PeriodKind.YEAR), YEARS),
    st.builds(Period, st.just(PeriodKind.HALF), YEARS, st.integers(1, 2)),
    st.builds(Period, st.just(PeriodKind.QUARTER), YEARS, st.integers(1, 4)),
    st.builds(Period, st.just(PeriodKind.MONTH), YEARS, st.integers(1, 12)),
    st.builds(Period, st.just(PeriodKind.CUMULATIVE), YEARS, st.integers(2, 12)),
    st.builds(lambda y, n: Period(PeriodKind.SPAN, y, y + n), YEARS, st.integers(1, 9)),
    st.builds(
        lambda n: Period(PeriodKind.PLAN, 2021 + 5 * (n - 14), n),
        st.integers(8, 30),
    ),
)


@given(PERIODS)
def test_code_and_label_lead_back_to_the_period(period):
    assert Period.parse(period.code) == period
    assert Period.parse(period.label) == period


@given(PERIODS)
def test_next_and_previous_undo_each_other_and_move_forward(period):
    assert period.next.previous == period
    assert period.previous.next == period
    assert period.previous < period < period.next


@given(PERIODS.filter(lambda p: p.kind is not PeriodKind.CUMULATIVE))
def test_the_next_period_begins_the_day_after_this_one_ends(period):
    assert period.next.start == period.end + timedelta(days=1)


@given(PERIODS)
def test_a_period_contains_its_own_days_and_no_others(period):
    assert period.contains(period)
    assert period.contains(period.start)
    assert period.contains(period.end)
    assert not period.contains(period.end + timedelta(days=1))


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)))
def test_the_period_of_a_day_contains_the_day(day):
    for kind in ("month", "quarter", "half", "year", "plan"):
        assert Period.of(PeriodKind(kind), day).contains(day)


@pytest.mark.parametrize(
    ("text", "code", "start", "end"),
    [
        ("2025年上半年", "2025H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025年二季度", "2025Q2", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025年第2季度", "2025Q2", date(2025, 4, 1), date(2025, 6, 30)),
        ("二〇二五年", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("２０２５年度", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025年 1—6月", "2025M01-06", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025年1-6月份", "2025M01-06", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025年前三季度", "2025M01-09", date(2025, 1, 1), date(2025, 9, 30)),
        ("2025年1至1月", "2025-01", date(2025, 1, 1), date(2025, 1, 31)),
        ("2024年2月", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025年十二月", "2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("十四五", "P14", date(2021, 1, 1), date(2025, 12, 31)),
        ("“十五五”期间", "P15", date(2026, 1, 1), date(2030, 12, 31)),
        ("“二十五”时期", "P20", date(2051, 1, 1), date(2055, 12, 31)),
        ("2024—2026年", "2024-2026", date(2024, 1, 1), date(2026, 12, 31)),
        ("2024年至2026年", "2024-2026", date(2024, 1, 1), date(2026, 12, 31)),
    ],
)
def test_every_wording_is_understood(text, code, start, end):
    period = Period.parse(text)
    assert (period.code, period.start, period.end) == (code, start, end)


def test_a_cumulation_without_a_year_takes_the_year_of_its_form():
    assert Period.parse("1—6月", year=2025).label == "2025年1—6月"
    with pytest.raises(TermError):
        Period.parse("1—6月")


def test_the_same_part_of_the_year_before_is_not_the_period_before():
    quarter = Period.parse("2025Q1")
    assert quarter.year_before.code == "2024Q1"
    assert quarter.previous.code == "2024Q4"
    assert Period.parse("2025M01-02").previous.code == "2024M01-12"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "TRM-110"), ("去年", "TRM-110"), ("2025Q5", "TRM-110"), ("2025年13月", "TRM-111"),
     ("2025-00", "TRM-111"), ("2026—2024年", "TRM-111"), ("三五", "TRM-111"), ("2025年3—6月", "TRM-110")],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_examples(text, code):
    with pytest.raises(TermError) as caught:
        Period.parse(text)
    assert caught.value.code == code
    assert caught.value.hint
