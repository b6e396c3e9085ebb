"""Deadlines in working days, what is left of them, and who is to be reminded when."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from xiandao.casework.methods.stages import Stage, Transition
from xiandao.terms.calendar import WorkingCalendar

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: so many working days after the deadline somebody is reminded."""

    after: int
    label: str
    whom: str

    @property
    def days(self) -> int:
        """How many working days lie between the step and the deadline."""
        return abs(self.after)


def deadline(start: date, working_days: int, calendar: WorkingCalendar) -> date:
    """Return the last day of a period of working days; the day it starts on does not count.

    Source: 《中华人民共和国民法典》第二百零一条 (the first day is not counted).

    >>> notice = frozenset(date(2026, 10, day) for day in range(1, 8))
    >>> calendar = WorkingCalendar(notice, frozenset({date(2026, 10, 10)}))
    >>> deadline(date(2026, 9, 30), 3, calendar).isoformat()
    '2026-10-10'
    """
    return calendar.add_working_days(start, working_days)


def task_deadline(
    step: Transition | None,
    stage: Stage,
    *,
    arrived: date,
    case_due: date | None,
    calendar: WorkingCalendar,
) -> date | None:
    """Return until when the task at a stage is to be done.

    The step's own days come first, then the deadline of the case where the stage keeps it, then the
    stage's days; None where nobody has set one.

    >>> stage = Stage("work", "办理", deadline_days=2)
    >>> found = task_deadline(None, stage, arrived=date(2026, 11, 20), case_due=None, calendar=WorkingCalendar())
    >>> found.isoformat() if found else None
    '2026-11-24'
    """
    if step is not None and step.deadline_days is not None:
        return deadline(arrived, step.deadline_days, calendar)
    if stage.keeps_case_deadline and case_due is not None:
        return case_due
    if stage.deadline_days is not None:
        return deadline(arrived, stage.deadline_days, calendar)
    return None


def remaining(due_on: date | None, today: date, calendar: WorkingCalendar) -> str:
    """Return in words how much time is left.

    >>> calendar = WorkingCalendar()
    >>> remaining(date(2026, 11, 24), date(2026, 11, 20), calendar)
    '剩余 2 个工作日'
    >>> remaining(date(2026, 11, 18), date(2026, 11, 20), calendar), remaining(None, date(2026, 11, 20), calendar)
    ('已逾期 2 个工作日', '未设期限')
    """
    if due_on is None:
        return "未设期限"
    if due_on == today:
        return "今日到期"
    left = calendar.working_days_between(today, due_on)
    return f"剩余 {left} 个工作日" if due_on > today else f"已逾期 {-left} 个工作日"


def spoken(due_on: date) -> str:
    """Return a deadline as official prose writes it, with the day of the week.

    >>> spoken(date(2026, 11, 24))
    '2026年11月24日（星期二）'
    """
    return f"{due_on.year}年{due_on.month}月{due_on.day}日（星期{WEEKDAYS[due_on.weekday()]}）"


def next_reminder_on(
    reminded_on: date | None, gap_days: int, today: date, calendar: WorkingCalendar
) -> date:
    """Return the first day on which the next reminder (催办) may be sent: today, or after the gap.

    >>> next_reminder_on(date(2026, 11, 20), 3, date(2026, 11, 23), WorkingCalendar()).isoformat()
    '2026-11-25'
    """
    if reminded_on is None:
        return today
    return max(today, deadline(reminded_on, gap_days, calendar))


@cache
def escalation_steps() -> tuple[Step, ...]:
    """Return the ladder of ``data/escalation.toml``, earliest step first.

    >>> [step.after for step in escalation_steps()]
    [-2, 1, 5, 10]
    """
    text = files("xiandao.casework").joinpath("data/escalation.toml").read_text(encoding="utf-8")
    steps = (Step(row["after"], row["label"], row["whom"]) for row in tomllib.loads(text)["steps"])
    return tuple(sorted(steps, key=lambda step: step.after))


def escalation(
    due_on: date | None,
    today: date,
    calendar: WorkingCalendar,
    steps: tuple[Step, ...] | None = None,
) -> Step | None:
    """Return the highest step that has been reached on the day, or None before the first.

    >>> calendar = WorkingCalendar()
    >>> found = escalation(date(2026, 11, 16), date(2026, 11, 23), calendar)
    >>> found.label if found else None
    '书面督办'
    >>> escalation(date(2026, 12, 31), date(2026, 11, 23), calendar) is None
    True
    """
    if due_on is None:
        return None
    passed = calendar.working_days_between(due_on, today)
    reached = [step for step in steps or escalation_steps() if step.after <= passed]
    return reached[-1] if reached else None
