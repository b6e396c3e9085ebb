"""Duty: rules of who owes a form, deadlines in working days, completeness and timeliness."""

from datetime import date

import pytest

from xiandao.statistics.methods import duty
from xiandao.statistics.methods.duty import DutyRule, UnitFacts, owes
from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.error import InputError
from xiandao.terms.period import Period

UNIT = UnitFacts("E-1", "enterprise", "990101", "Z-A", "quantum", is_above_size=True)


@pytest.mark.parametrize(
    ("rule", "is_owed"),
    [
        ({}, True),
        ({"above_size": True}, True),
        ({"above_size": False}, True),
        ({"high_tech": True}, False),
        ({"industries": ["quantum", "hydrogen"]}, True),
        ({"industries": ["hydrogen"]}, False),
        ({"zones": ["Z-A"]}, True),
        ({"zones": ["Z"]}, False),
        ({"regions": ["990100"]}, True),
        ({"regions": ["990101"]}, True),
        ({"regions": ["990102"]}, False),
        ({"regions": ["990200", "990000"]}, True),
        ({"zones": ["Z-A"], "high_tech": True}, False),
    ],
)
def test_every_part_of_a_rule_must_fit(rule, is_owed):
    assert owes(DutyRule.parse(rule), "enterprise", UNIT) is is_owed


def test_a_form_of_zones_is_owed_by_no_enterprise_whatever_the_rule():
    assert not owes(DutyRule(), "zone", UNIT)


@pytest.mark.parametrize(
    "raw",
    [{"people": []}, {"above_size": 1}, {"zones": "Z-A"}, {"regions": [990100]}, {"zones": [None]}],
)
def test_a_rule_that_says_something_else_is_refused(raw):
    with pytest.raises(InputError) as caught:
        DutyRule.parse(raw)
    assert caught.value.code == "STA-301"


def test_a_rule_is_kept_as_it_was_read():
    raw = {"high_tech": True, "industries": ["hydrogen", "quantum"], "zones": ["Z-A"]}
    assert DutyRule.parse(raw).raw == raw


@pytest.mark.parametrize(
    ("frequency", "period", "fits"),
    [
        ("month", "2026-10", True),
        ("quarter", "2026Q3", True),
        ("half", "2026H1", True),
        ("year", "2026", True),
        ("year", "2026Q4", False),
        ("month", "2026M01-10", False),
    ],
)
def test_a_period_fits_the_frequency_of_its_form(frequency, period, fits):
    assert duty.fits(frequency, Period.parse(period)) is fits


def test_the_usual_deadline_skips_holidays_and_counts_days_worked_instead():
    holidays = frozenset(date(2026, 10, day) for day in range(1, 8))
    calendar = WorkingCalendar(holidays, frozenset({date(2026, 10, 10)}))
    due = duty.due_after(Period.parse("2026-09"), "month", calendar)
    assert due == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("filed", "today", "word"),
    [
        (date(2026, 11, 27), date(2026, 12, 31), "按时"),
        (date(2026, 11, 28), date(2026, 12, 31), "逾期"),
        (None, date(2026, 11, 27), "未到期"),
        (None, date(2026, 11, 28), "逾期"),
    ],
)
def test_the_last_day_itself_is_in_time(filed, today, word):
    assert duty.timeliness("city", filed, date(2026, 11, 27), today).label == word


def test_every_stage_of_a_return_has_its_word_on_the_board():
    words = {stage: duty.completeness(stage) for stage in
             ("draft", "returned", "city", "province", "approved", "void")}  # fmt: skip
    assert [one.label if one else None for one in words.values()] == [
        "未报", "退回", "已报", "已报", "通过", None,
    ]  # fmt: skip
