"""Whether a target will be reached: what was observed of it at the ends of periods, carried on to its deadline."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from xiandao.evaluate.methods.forecast import FEWEST, Way, forecast
from xiandao.evaluate.methods.progress import Target, chance_of
from xiandao.terms.period import Period, PeriodKind

CONFIDENCE: Final = 0.8
SURE: Final = 0.9
EVEN_CHANCE: Final = 0.5
LONGEST: Final = 60


class Verdict(StrEnum):
    """What can be said of a target.

    >>> Verdict.HOPEFUL.is_forecast, Verdict.FEW.is_forecast
    (True, False)
    """

    ATTAINED = "attained"
    SURE = "sure"
    HOPEFUL = "hopeful"
    DOUBTFUL = "doubtful"
    UNLIKELY = "unlikely"
    FLAT = "flat"
    FEW = "few"
    PAST = "past"
    OPEN = "open"

    @property
    def is_forecast(self) -> bool:
        """Whether a range stands behind it."""
        return self in {Verdict.SURE, Verdict.HOPEFUL, Verdict.DOUBTFUL, Verdict.UNLIKELY}


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure and the day that it stands for."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is expected at one time (year with its part)."""

    time: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TargetOutlook:
    """What can be said of a target; ``path`` holds the range from the last figure to the deadline, empty without one.

    ``count`` is how many figures there are, ``chance`` that of reaching the target (NaN where nothing is forecast).
    """

    verdict: Verdict
    count: int
    chance: float = float("nan")
    way: Way = ""
    path: tuple[Ahead, ...] = ()

    @property
    def last(self) -> Ahead | None:
        """What is expected at the deadline."""
        return self.path[-1] if self.path else None


def year_of(day: date) -> float:
    """Return a day as a year with its part: months are equally long, so that quarters are evenly spaced.

    >>> year_of(date(2026, 9, 30)), year_of(date(2026, 12, 31))
    (2026.75, 2027.0)
    """
    month = (day.month - 1 + day.day / monthrange(day.year, day.month)[1]) / 12
    return day.year + month


def day_of(time: float) -> date:
    """Return the day that a year with its part stands for, the inverse of ``year_of``.

    >>> day_of(2026.75), day_of(2027.0)
    (datetime.date(2026, 9, 30), datetime.date(2026, 12, 31))
    """
    months = time * 12 - 1e-6
    year, month = divmod(int(months), 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(length, max(1, round((months - int(months)) * length))))


def counted_up(days: Iterable[date], today: date) -> tuple[Observation, ...]:
    """Return how many records there were at the end of each quarter, from the first record to the last whole quarter.

    >>> found = counted_up([date(2026, 2, 1), date(2026, 2, 1), date(2026, 8, 1)], date(2026, 11, 22))
    >>> [(one.on.month, one.value) for one in found]
    [(3, 2.0), (6, 2.0), (9, 3.0)]
    """
    known = sorted(day for day in days if day <= today)
    found: list[Observation] = []
    if not known:
        return ()
    quarter = Period.of(PeriodKind.QUARTER, known[0])
    while quarter.end <= today:
        found.append(Observation(quarter.end, float(sum(day <= quarter.end for day in known))))
        quarter = quarter.next
    return tuple(found[-LONGEST:])


def outlook(
    seen: Sequence[Observation],
    target: Target | None,
    *,
    today: date,
    is_attained: bool = False,
    lowest: float | None = None,
    confidence: float = CONFIDENCE,
) -> TargetOutlook:
    """Return what can be said of a target by the figures observed.

    Args:
        seen: figures, oldest first, one for each day; those after the deadline do not count.
        target: value, comparator and deadline (``year_of``); None where the paper sets no deadline.
        today: the day that is asked about.
        is_attained: whether the figure that counts now satisfies the target.
        lowest: figure that cannot be passed downwards: 0, or the present count of what is never taken away.
        confidence: share of cases that the range is to hold.

    Raises:
        InputError: ``EVA-370`` two figures for one day.

    >>> seen = [Observation(date(2025, month, 30), value) for month, value in ((3, 6), (6, 9), (9, 13))]
    >>> found = outlook(seen, Target("先导区", 30, due=2027.0), today=date(2025, 11, 1))
    >>> found.verdict.value, round(found.last.low), round(found.last.high)
    ('hopeful', 25, 36)
    """
    due = None if target is None else target.due
    known = [one for one in seen if due is None or year_of(one.on) <= due]
    if is_attained:
        return TargetOutlook(Verdict.ATTAINED, len(known))
    if target is None:
        return TargetOutlook(Verdict.OPEN, len(known))
    if year_of(today) >= target.due:
        return TargetOutlook(Verdict.PAST, len(known))
    if len(known) < FEWEST:
        return TargetOutlook(Verdict.FEW, len(known))
    values = [one.value for one in known]
    if len(set(values)) == 1:
        return TargetOutlook(Verdict.FLAT, len(known))
    times = [year_of(one.on) for one in known]
    at = _times_ahead(times, target.due)
    found = forecast(times, values, at, confidence=confidence, lowest=lowest)
    ground = values[0] if target.baseline is None else target.baseline
    chance = chance_of(target, ground, found.outlooks[-1])
    path = tuple(Ahead(one.time, one.mean, one.low, one.high) for one in found.outlooks)
    return TargetOutlook(verdict_of(chance), len(known), chance, found.way, path)


def verdict_of(chance: float) -> Verdict:
    """Return the word for a chance of reaching the target.

    >>> [verdict_of(chance).value for chance in (0.95, 0.6, 0.2, 0.01)]
    ['sure', 'hopeful', 'doubtful', 'unlikely']
    """
    if chance >= SURE:
        return Verdict.SURE
    if chance >= EVEN_CHANCE:
        return Verdict.HOPEFUL
    return Verdict.DOUBTFUL if chance >= 1 - SURE else Verdict.UNLIKELY


def _times_ahead(times: Sequence[float], due: float) -> list[float]:
    """Return the times between the last figure and the deadline, as far apart as the figures; the deadline last."""
    gap = max(times[-1] - times[-2], (due - times[-1]) / LONGEST)
    found: list[float] = []
    while times[-1] + (len(found) + 1) * gap < due - gap / 100:
        found.append(times[-1] + (len(found) + 1) * gap)
    return [*found, due]
