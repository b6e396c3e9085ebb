"""Was a rule right: its alarms on a series' own past against what came after, with the rate of false alarms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xiandao.sense.methods.warning_colour import Colour
from xiandao.sense.methods.warning_judging import Judged
from xiandao.sense.methods.warning_rules import Rule
from xiandao.sense.methods.warning_series import Series

PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class BackTest:
    """Counts of periods: judged, with an alarm, runs of alarms, known outcome, followed by a real decline.

    ``usual_known`` and ``usual_followed`` count all judged periods with a known outcome: what blind alarms would hit.
    """

    periods: int
    judged: int
    alarms: int
    runs: int
    known: int
    followed: int
    usual_known: int
    usual_followed: int
    colours: tuple[tuple[Colour, int], ...] = ()

    @property
    def alarm_rate(self) -> float | None:
        """Percent of judged periods with an alarm."""
        return _percent(self.alarms, self.judged)

    @property
    def persistence(self) -> float | None:
        """Periods that a run of alarms lasts on average."""
        return self.alarms / self.runs if self.runs else None

    @property
    def false_rate(self) -> float | None:
        """Percent of alarms with a known outcome that no real decline followed."""
        return _percent(self.known - self.followed, self.known)

    @property
    def usual_rate(self) -> float | None:
        """Percent of all judged periods that a real decline followed."""
        return _percent(self.usual_followed, self.usual_known)

    def sentence(self) -> str:
        """The figures in words.

        >>> BackTest(40, 20, 4, 2, 3, 2, 18, 6).sentence()
        '此前可判断20期，预警4期（占20.0%，平均每次持续2.0期）；结果已明的3期中应验2期，误报率33.3%；任取一期，其后发生实际下滑的占33.3%'
        >>> BackTest(9, 0, 0, 0, 0, 0, 0, 0).sentence()
        '此前没有可判断的期，误报率未知'
        """
        if not self.judged:
            return "此前没有可判断的期，误报率未知"
        usual = (
            ""
            if self.usual_rate is None
            else f"；任取一期，其后发生实际下滑的占{self.usual_rate:.1f}%"
        )
        if not self.alarms:
            return f"此前可判断{self.judged}期，未发生预警，误报率未知{usual}"
        head = (
            f"此前可判断{self.judged}期，预警{self.alarms}期"
            f"（占{self.alarm_rate:.1f}%，平均每次持续{self.persistence:.1f}期）"
        )
        if not self.known:
            return f"{head}；结果均未明，误报率未知{usual}"
        return f"{head}；结果已明的{self.known}期中应验{self.followed}期，误报率{self.false_rate:.1f}%{usual}"


def backtest(series: Series, periods: Sequence[Judged], rule: Rule, *, until: int) -> BackTest:
    """Return how a rule did on the periods before ``until``, with outcomes known at ``until``.

    An alarm was right where growth reached the limit of ``rule.decline`` in enough of the next periods.
    Its outcome is unknown while that may still happen: in periods not yet over or without growth.

    Args:
        series: the series; growth after ``until`` is not read.
        periods: its judgements, as ``judged`` returns them.
        rule: the rule.
        until: place in time.

    >>> from xiandao.sense.methods.warning_book import shipped
    >>> from xiandao.sense.methods.warning_judging import judged
    >>> from xiandao.sense.methods.warning_series import Scope
    >>> import numpy as np
    >>> growth = np.array([5.0] * 8 + [-12.0, -15.0, -9.0, -7.0, 1.0, 1.0])
    >>> some = np.ones(14)
    >>> one = Series("revenue", Scope(), 4, 8100, some, growth, np.full(14, 5), some, some)
    >>> rule = shipped().rules[0]
    >>> found = backtest(one, judged(one, rule), rule, until=8113)
    >>> found.judged, found.alarms, found.runs, found.known, found.followed
    (5, 3, 1, 1, 1)
    """
    growth = series.growth[: max(until - series.start + 1, 0)].tolist()
    past = [one for one in periods if one.at < until]
    whole = [one for one in past if one.cause is None]
    outcomes = {one.at: _outcome(growth, one.at - series.start, rule) for one in whole}
    alarms = [one for one in whole if one.colour]
    known = [outcomes[one.at] for one in alarms if outcomes[one.at] is not None]
    usual = [outcome for outcome in outcomes.values() if outcome is not None]
    places = {one.at for one in alarms}
    return BackTest(
        periods=len(past), judged=len(whole), alarms=len(alarms),
        runs=sum(place - 1 not in places for place in places),
        known=len(known), followed=sum(map(bool, known)),
        usual_known=len(usual), usual_followed=sum(map(bool, usual)),
        colours=tuple((one, sum(alarm.colour is one for alarm in alarms)) for one in Colour),
    )  # fmt: skip


def _outcome(growth: Sequence[float], place: int, rule: Rule) -> bool | None:
    """Whether a real decline followed; none while it may still."""
    window = growth[place + 1 : place + 1 + rule.decline.within]
    hits = sum(rule.is_beyond(value, rule.decline.growth) for value in window)
    open_still = rule.decline.within - len(window) + sum(map(math.isnan, window))
    if hits >= rule.decline.periods:
        return True
    return None if hits + open_still >= rule.decline.periods else False


def _percent(part: int, whole: int) -> float | None:
    return PERCENT * part / whole if whole else None
