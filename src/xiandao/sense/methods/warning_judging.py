"""Judge every period of a series by a rule, each from what was known by then."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from xiandao.sense.methods.robust_limits import YEARS_NEEDED, robust_limit
from xiandao.sense.methods.turning_points import smoothed, turning_points
from xiandao.sense.methods.warning_colour import Colour, mildest
from xiandao.sense.methods.warning_rules import Direction, Measure, Rule
from xiandao.sense.methods.warning_series import Series
from xiandao.terms.term import Term

DIGITS: Final = 6
PERCENT: Final = 100.0


class Unjudged(Term):
    """Why a period gets no judgement."""

    NO_DATA = "no-data", "本期没有数据"
    FEW_UNITS = "few-units", "可比单位太少"
    SHORT = "short", "历史太短"
    NO_BASE = "no-base", "上年同期没有可比数，或其合计为0"
    BROKEN = "broken", "此前三年数据不连续（缺期、单位前后期不衔接，或比率口径遇到零、负数）"
    FLAT = "flat", "历史没有波动，无从比较"


@dataclass(frozen=True, slots=True)
class Judged:
    """A period under a rule: what was measured, the colour after persistence, or why there is none.

    ``raw`` is the colour of this period alone, ``gap`` how far it lies off what was expected (percent, for a
    deviation of ratios), ``streak`` the periods in a row at the colour or graver.
    """

    at: int
    units: int
    value: float | None = None
    cause: Unjudged | None = None
    raw: Colour | None = None
    colour: Colour | None = None
    gap: float | None = None
    streak: int = 0


def judged(series: Series, rule: Rule) -> tuple[Judged, ...]:
    """Return the judgement of every period, holes included; later periods never enter an earlier one.

    >>> import numpy as np
    >>> from xiandao.sense.methods.warning_book import shipped
    >>> from xiandao.sense.methods.warning_series import Scope
    >>> growth = np.array([np.nan] * 4 + [5.0, 4.0, 3.0, 2.0, -12.0, -15.0])
    >>> some = np.ones(10)
    >>> one = Series("revenue", Scope(), 4, 8100, some, growth, np.full(10, 5), some, some)
    >>> [str(period.colour) for period in judged(one, shipped().rules[0])][-2:]
    ['None', 'orange']
    """
    measures = {
        Measure.GROWTH: _growth,
        Measure.DEVIATION: _deviation,
        Measure.TURNING: _turning,
    }
    periods = measures[rule.measure](series, rule)
    earlier = np.cumsum(np.isfinite(series.value)) - np.isfinite(series.value)
    checked = [
        _refused(period, series, rule, int(earlier[place])) for place, period in enumerate(periods)
    ]
    return tuple(_persistent(checked, place, rule) for place in range(len(checked)))


def _growth(series: Series, rule: Rule) -> list[Judged]:
    return [_of(series, rule, place, value) for place, value in enumerate(series.growth.tolist())]


def _turning(series: Series, rule: Rule) -> list[Judged]:
    """Smoothed growth; a colour only where a turn to the bad side is confirmed."""
    smooth = np.round(smoothed(series.growth, rule.smooth), DIGITS)
    is_bad = rule.direction is Direction.DOWN
    turns = {
        one.confirmed
        for one in turning_points(smooth, confirm=rule.confirm)
        if one.is_down == is_bad
    }
    found = [_of(series, rule, place, value) for place, value in enumerate(smooth.tolist())]
    return [one if place in turns else replace(one, raw=None) for place, one in enumerate(found)]


def _of(series: Series, rule: Rule, place: int, value: float) -> Judged:
    at, units = series.start + place, int(series.compared[place])
    if math.isnan(value):
        return Judged(at, units, cause=Unjudged.NO_BASE)
    return Judged(at, units, value, raw=rule.colour_of(value))


def _deviation(series: Series, rule: Rule) -> list[Judged]:
    """Robust deviations of each period from the unbroken run before it."""
    levels, begins = series.linked(ratio=rule.ratio)
    found = []
    for place in range(len(series)):
        at, units = series.start + place, int(series.compared[place])
        before = levels[begins[place] : place]
        if len(before) < YEARS_NEEDED * series.season:
            is_short = np.isfinite(series.value[:place]).sum() < YEARS_NEEDED * series.season
            cause = Unjudged.SHORT if is_short else Unjudged.BROKEN
            found.append(Judged(at, units, cause=cause))
            continue
        limit = robust_limit(before, series.season)
        if limit is None:
            found.append(Judged(at, units, cause=Unjudged.FLAT))
            continue
        value = round(limit.deviations(float(levels[place])), DIGITS)
        off = float(levels[place]) - limit.expected
        gap = PERCENT * math.expm1(min(off, 700.0)) if rule.ratio else None
        found.append(Judged(at, units, value, raw=rule.colour_of(value), gap=gap))
    return found


def _refused(period: Judged, series: Series, rule: Rule, earlier: int) -> Judged:
    """The period without value and colour where there is too little to judge it by."""
    place = period.at - series.start
    cause = period.cause
    if math.isnan(series.value[place]):
        cause = Unjudged.NO_DATA
    elif earlier < rule.history:
        cause = Unjudged.SHORT
    elif cause is None and period.units < rule.units:
        cause = Unjudged.FEW_UNITS
    return period if cause is None else Judged(period.at, period.units, cause=cause)


def _persistent(periods: Sequence[Judged], place: int, rule: Rule) -> Judged:
    """The period with the mildest colour of those in a row that the rule asks for, and its streak."""
    first = place - rule.persistence + 1
    colour = (
        mildest(tuple(one.raw for one in periods[max(first, 0) : place + 1]))
        if first >= 0
        else None
    )
    if colour is None:
        return periods[place]
    streak = 0
    while streak <= place and mildest((periods[place - streak].raw, colour)) is colour:
        streak += 1
    return replace(periods[place], colour=colour, streak=streak)
