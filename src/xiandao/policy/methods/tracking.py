"""Where a commitment stands against time: linear expected progress (时序进度), attainment, and the delay between.

    expected(t) = b + (v − b)·(t − t₀)/(t₁ − t₀)      share = (x − b)/(v − b)

b baseline, v target value, x current value, t₀ start (issue of the paper or of the year), t₁ deadline.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from xiandao.terms.period import Period, PeriodKind


@dataclass(frozen=True, slots=True)
class CountingRule:
    """Which records count toward a target."""

    code: str
    label: str
    about: str
    stages: tuple[str, ...]


@cache
def counting_rules() -> dict[str, CountingRule]:
    """Return the counting rules by code, in the order of the data file.

    >>> counting_rules()["accepted"].stages
    ('认定',)
    """
    text = files("xiandao.policy").joinpath("data/counting.toml").read_text(encoding="utf-8")
    return {
        code: CountingRule(code, row["label"], row["about"], tuple(row["stages"]))
        for code, row in tomllib.loads(text).items()
    }


def counted_stages() -> tuple[str, ...]:
    """Return every stage that some rule counts, in the order of the data file.

    >>> counted_stages()
    ('认定', '培育')
    """
    return tuple(
        dict.fromkeys(stage for rule in counting_rules().values() for stage in rule.stages)
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A target against time on the day ``on``; shares are parts of one, ``None`` where they cannot be said."""

    value: Decimal | None
    target: Decimal | None
    share: Decimal | None
    expected: Decimal | None
    expected_share: Decimal | None
    attained: bool
    on: date | None = None

    @property
    def share_pct(self) -> Decimal | None:
        """Attainment in percent, to a whole number."""
        return None if self.share is None else (self.share * 100).quantize(Decimal(1))

    @property
    def expected_shown(self) -> Decimal | None:
        """Expected value as a table shows it: to one decimal."""
        return None if self.expected is None else self.expected.quantize(Decimal("0.1"))

    @property
    def behind(self) -> Decimal:
        """How far attainment lags behind expected progress, in parts of one (0 where it does not)."""
        if self.attained or self.expected_share is None:
            return Decimal(0)
        return max(Decimal(0), self.expected_share - (self.share or Decimal(0)))


def elapsed(start: date | None, due: date | None, today: date) -> Decimal | None:
    """Return which part of the time between start and deadline has passed, within 0…1.

    >>> elapsed(date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 2))
    Decimal('0.5')
    """
    if start is None or due is None or due <= start:
        return None
    part = Decimal((today - start).days) / Decimal((due - start).days)
    return min(Decimal(1), max(Decimal(0), part))


def standing(
    value: Decimal | None,
    target: Decimal | None,
    *,
    comparator: str = "eq",
    baseline: Decimal | None = None,
    tolerance_pct: Decimal | None = None,
    start: date | None = None,
    due: date | None = None,
    today: date,
) -> Standing:
    """Return where a target stands on the day.

    Args:
        value: current value in the target's unit, ``None`` where nothing was reported.
        target: the value asked for; its lower end where it is a range.
        comparator: ge, gt, le, lt, eq or approx; with le and lt a value at or under the target attains it.
        baseline: value at the start; 0 where the paper gives none.
        tolerance_pct: how far below an approximate target still counts as attained, in percent.
        start: first day of the trajectory.
        due: last day of the trajectory.
        today: the day on which the value stood so.

    >>> s = standing(Decimal(24), Decimal(30), comparator="approx", tolerance_pct=Decimal(10),
    ...              start=date(2026, 1, 1), due=date(2026, 12, 31), today=date(2026, 7, 2))
    >>> s.share, s.expected, s.attained
    (Decimal('0.8'), Decimal('15.0'), False)
    """
    if target is None:
        return Standing(value, None, None, None, None, attained=False)
    ground = baseline or Decimal(0)
    distance = target - ground
    part = elapsed(start, due, today)
    if value is None:
        expected = None if part is None else ground + distance * part
        return Standing(None, target, None, expected, part, attained=False, on=today)
    if comparator in {"le", "lt"}:
        attained = value < target if comparator == "lt" else value <= target
        return Standing(value, target, None, None, None, attained=attained)
    share = (value - ground) / distance if distance else Decimal(1)
    floor = target
    if comparator == "approx" and tolerance_pct:
        floor = target - abs(target) * tolerance_pct / 100
    reached = value > floor if comparator == "gt" else value >= floor
    if distance < 0:
        reached = value <= target
    expected = None if part is None else ground + distance * part
    return Standing(value, target, share, expected, part, attained=reached, on=today)


@cache
def last_quarter_end(today: date) -> date:
    """Return the last day of the last finished quarter: reports can be expected to tell of it.

    >>> last_quarter_end(date(2026, 11, 22))
    datetime.date(2026, 9, 30)
    """
    return Period.of(PeriodKind.QUARTER, today).previous.end


def count(stages: Iterable[str], rule: CountingRule) -> int:
    """Return how many of the records count by the rule.

    >>> count(["认定", "培育", "认定"], counting_rules()["accepted"])
    2
    """
    wanted = frozenset(rule.stages)
    return sum(stage in wanted for stage in stages)
