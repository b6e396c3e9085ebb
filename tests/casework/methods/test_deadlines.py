"""Deadlines count working days with the official holidays and the 调休 days."""

from datetime import date

import pytest

from xiandao.casework.methods.deadlines import (
    Step,
    deadline,
    escalation,
    escalation_steps,
    next_reminder_on,
    remaining,
    spoken,
    task_deadline,
)
from xiandao.casework.methods.stages import Stage, Transition
from xiandao.terms.pack import load_pack

CALENDAR = load_pack("demo").calendar


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        # 2026: 1–7 October are free, Saturday 10 October and Sunday 20 September are worked.
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 24), 5, date(2026, 10, 9)),
        (date(2026, 10, 3), 2, date(2026, 10, 9)),
    ],
)
def test_a_deadline_over_the_national_holiday_of_2026_lands_on_the_right_day(start, days, expected):
    assert deadline(start, days, CALENDAR) == expected


def test_the_time_left_is_said_in_working_days():
    assert remaining(date(2026, 10, 12), date(2026, 9, 30), CALENDAR) == "剩余 4 个工作日"
    assert remaining(date(2026, 9, 30), date(2026, 10, 10), CALENDAR) == "已逾期 3 个工作日"
    assert remaining(date(2026, 9, 30), date(2026, 9, 30), CALENDAR) == "今日到期"
    assert remaining(None, date(2026, 9, 30), CALENDAR) == "未设期限"


def test_a_deadline_is_spoken_with_its_weekday():
    assert spoken(date(2026, 10, 10)) == "2026年10月10日（星期六）"


def test_the_step_comes_before_the_case_and_the_case_before_the_stage():
    keeps = Stage("work", "办理", deadline_days=10, keeps_case_deadline=True)
    own = Stage("work", "办理", deadline_days=10)
    back = Transition("back", "退回", ("a",), "work", ("owner",), deadline_days=1)
    arrived, due = date(2026, 11, 20), date(2027, 1, 4)

    def of(step, stage, case_due):
        return task_deadline(
            step, stage, arrived=arrived, case_due=case_due, calendar=CALENDAR
        )  # fmt: skip

    assert of(back, keeps, due) == date(2026, 11, 23)
    assert of(None, keeps, due) == due
    assert of(None, keeps, None) == of(None, own, due) == date(2026, 12, 4)
    assert of(None, Stage("open", "待办"), due) is None


def test_the_next_reminder_waits_the_gap_of_working_days():
    wednesday = date(2026, 9, 30)
    assert next_reminder_on(None, 3, wednesday, CALENDAR) == wednesday
    assert next_reminder_on(wednesday, 3, date(2026, 10, 1), CALENDAR) == date(2026, 10, 10)
    assert next_reminder_on(wednesday, 3, date(2026, 11, 2), CALENDAR) == date(2026, 11, 2)


def test_the_ladder_climbs_with_the_working_days_that_have_passed():
    due = date(2026, 9, 30)
    days = (
        date(2026, 9, 25),
        date(2026, 9, 29),
        date(2026, 10, 7),
        date(2026, 10, 8),
        date(2026, 10, 30),
    )
    labels = [found.label if (found := escalation(due, day, CALENDAR)) else None for day in days]
    assert labels == [None, "到期提醒", "到期提醒", "逾期催办", "报请协调"]
    assert escalation(None, due, CALENDAR) is None


def test_another_ladder_can_be_given():
    steps = (Step(1, "甲", "乙"),)
    assert escalation(date(2026, 11, 20), date(2026, 11, 23), CALENDAR, steps) == steps[0]


def test_the_ladder_reminds_bodies_before_and_after_the_deadline():
    steps = escalation_steps()
    assert [step.after for step in steps] == sorted(step.after for step in steps)
    assert steps[0].after < 0 < steps[-1].after
    assert all("单位" in step.whom for step in steps)
