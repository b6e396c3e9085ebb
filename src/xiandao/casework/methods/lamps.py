"""Lamps (状态灯) 绿 黄 橙 红 灰: how a task stands against its deadline, as shape, word and colour."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.error import XiandaoError


class Tone(StrEnum):
    """How serious a lamp is, as pages name it."""

    OK = "ok"
    SOON = "soon"
    LATE = "late"
    OVER = "over"
    IDLE = "idle"


# Worst first: this order decides which lamp speaks for a group.
TONES = (Tone.OVER, Tone.LATE, Tone.SOON, Tone.OK, Tone.IDLE)
COLOURS = {Tone.OK: "绿", Tone.SOON: "黄", Tone.LATE: "橙", Tone.OVER: "红", Tone.IDLE: "灰"}
SHAPES = {Tone.OK: "●", Tone.SOON: "▲", Tone.LATE: "▲", Tone.OVER: "■", Tone.IDLE: "○"}
_RANK = {tone: rank for rank, tone in enumerate(TONES)}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many calendar days on a lamp changes; ``orange_from`` is None where orange is off."""

    soon_within: int
    orange_from: int | None
    red_from: int

    @classmethod
    def parse(cls, text: str) -> Thresholds:
        """Read thresholds from TOML.

        Raises:
            XiandaoError: ``CAS-004`` where they are not in ascending order.

        >>> Thresholds.parse("soon_within_days=7\\norange=false\\norange_from_days=8\\nred_from_days=15")
        Thresholds(soon_within=7, orange_from=None, red_from=8)
        """
        row = tomllib.loads(text)
        soon, orange, red = row["soon_within_days"], row["orange_from_days"], row["red_from_days"]
        if not (soon >= 0 and 1 <= orange <= red):
            raise XiandaoError(
                "CAS-004",
                "状态灯的天数不是从小到大",
                "请核对 lamps.toml 中的天数",
                {"row": dict(row)},
            )
        return cls(soon, orange, red) if row["orange"] else cls(soon, None, orange)


@dataclass(frozen=True, slots=True)
class Lamp:
    """What a lamp shows; ``days`` is how many calendar days it is late, negative: still to go."""

    colour: str
    tone: str
    word: str
    days: int | None = None
    shape: str = "●"


@cache
def default_thresholds() -> Thresholds:
    """Return the thresholds of ``data/lamps.toml``, read once.

    >>> default_thresholds()
    Thresholds(soon_within=7, orange_from=8, red_from=15)
    """
    text = files("xiandao.casework").joinpath("data/lamps.toml").read_text(encoding="utf-8")
    return Thresholds.parse(text)


def lamp(
    due_on: date | None,
    done_on: date | None,
    started: bool,
    today: date,
    calendar: WorkingCalendar,
    thresholds: Thresholds | None = None,
) -> Lamp:
    """Return the lamp of one task or milestone.

    Args:
        due_on: the deadline; None for what goes on without one (持续推进).
        done_on: when it was finished, None while it is open.
        started: whether work has begun.
        today: the day that is asked about.
        calendar: says how many working days are left.
        thresholds: by default those of ``data/lamps.toml``.

    Source: 绿 正常或办结; 黄 七日内到期或滞后 1–7 日; 橙 滞后 8–14 日; 红 滞后 15 日及以上; 灰 未启动.

    >>> today, calendar = date(2026, 11, 20), WorkingCalendar()
    >>> lamp(date(2026, 11, 11), None, True, today, calendar).word
    '滞后 9 天'
    >>> lamp(date(2026, 11, 24), None, True, today, calendar)
    Lamp(colour='黄', tone='soon', word='剩 2 个工作日', days=-4, shape='▲')
    >>> lamp(date(2027, 6, 30), None, False, today, calendar).word
    '未启动'
    """
    limits = thresholds or default_thresholds()
    if done_on is not None:
        return lit(Tone.OK, "已办结", None if due_on is None else (done_on - due_on).days)
    if due_on is None:
        return lit(Tone.OK, "推进中") if started else lit(Tone.IDLE, "未启动")
    late = (today - due_on).days
    if late > 0:
        return lit(_lateness(late, limits), f"滞后 {late} 天", late)
    if -late <= limits.soon_within:
        left = calendar.working_days_between(today, due_on)
        return lit(Tone.SOON, "今日到期" if late == 0 else f"剩 {left} 个工作日", late)
    return lit(Tone.OK, "正常", late) if started else lit(Tone.IDLE, "未启动", late)


def worst(lamps: Iterable[Lamp]) -> Lamp | None:
    """Return the lamp that speaks for a group: the most serious, among equals the latest; None for none.

    >>> today, calendar = date(2026, 11, 20), WorkingCalendar()
    >>> days = (date(2026, 11, 19), date(2026, 11, 1), date(2027, 1, 1))
    >>> found = worst(lamp(day, None, True, today, calendar) for day in days)
    >>> found.word if found else None
    '滞后 19 天'
    """
    return min(lamps, key=lambda one: (_RANK[Tone(one.tone)], -(one.days or 0)), default=None)


def tally(lamps: Iterable[Lamp]) -> Mapping[str, int]:
    """Return how many lamps show each tone, worst tone first, every tone present.

    >>> tally([])
    {'over': 0, 'late': 0, 'soon': 0, 'ok': 0, 'idle': 0}
    """
    counts = {tone.value: 0 for tone in TONES}
    for one in lamps:
        counts[one.tone] += 1
    return counts


def _lateness(days: int, limits: Thresholds) -> Tone:
    if days >= limits.red_from:
        return Tone.OVER
    if limits.orange_from is not None and days >= limits.orange_from:
        return Tone.LATE
    return Tone.SOON


def lit(tone: Tone, word: str, days: int | None = None) -> Lamp:
    """Return the lamp of a tone in its colour and shape, for a rule that knows more than deadlines.

    >>> lit(Tone.LATE, "待核实")
    Lamp(colour='橙', tone='late', word='待核实', days=None, shape='▲')
    """
    return Lamp(COLOURS[tone], tone.value, word, days, SHAPES[tone])
