"""Rules of early warning as data: what is measured, which limit is which colour, what counts as a real decline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from xiandao.sense.methods.warning_colour import Colour
from xiandao.terms.term import Term

ALL: Final = "*"
# No colour from a handful of points, whatever a rule says.
LEAST_HISTORY: Final = 8


class Measure(Term):
    """What a rule looks at."""

    GROWTH = "growth", "同比", "可比口径同比增速（%）"
    DEVIATION = "deviation", "偏离", "季节调整后偏离历史常态的程度（稳健标准差的倍数）"
    TURNING = (
        "turning",
        "拐点",
        "可比口径同比的移动平均由增转降（或由降转增）并得到确认时的数值（%）",
    )


class Direction(Term):
    """On which side it is bad."""

    DOWN = "down", "不高于", "越低越差"
    UP = "up", "不低于", "越高越差"


@dataclass(frozen=True, slots=True)
class Decline:
    """What history counts as an alarm that was right: growth at or beyond a limit, in enough of the next periods."""

    within: int
    growth: float
    periods: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``thresholds`` from the gravest colour to the mildest, at least one."""

    code: str
    name: str
    indicators: tuple[str, ...]
    measure: Measure
    direction: Direction
    thresholds: Mapping[Colour, float]
    units: int
    persistence: int
    history: int
    decline: Decline
    clause: str = ""
    reason: str = ""
    smooth: int = 1
    confirm: int = 2
    ratio: bool = True

    def looks_at(self, indicator: str) -> bool:
        """Whether the rule is meant for an indicator."""
        return ALL in self.indicators or indicator in self.indicators

    def is_beyond(self, value: float, limit: float) -> bool:
        """Whether a value is at or beyond a limit on the bad side."""
        return value <= limit if self.direction is Direction.DOWN else value >= limit

    def colour_of(self, value: float) -> Colour | None:
        """The gravest colour whose limit the value reaches."""
        beyond = (one for one, limit in self.thresholds.items() if self.is_beyond(value, limit))
        return next(beyond, None)


@dataclass(frozen=True, slots=True)
class Indicator:
    """How an indicator is called, its unit, and whether a negative value is impossible."""

    code: str
    name: str
    unit: str = ""
    nonnegative: bool = False


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules in their order and what is known of the indicators."""

    rules: tuple[Rule, ...]
    indicators: Mapping[str, Indicator] = field(default_factory=dict)

    def indicator(self, code: str) -> Indicator:
        """What is known of an indicator; its code where nothing is."""
        return self.indicators.get(code) or Indicator(code, code)
