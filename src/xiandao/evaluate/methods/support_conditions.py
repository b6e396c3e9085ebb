"""Conditions of a support rule: what a line asks of an evaluation, what it saw, and by how much it missed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from xiandao.evaluate.methods.step import Option, checked
from xiandao.terms.error import InputError

KINDS: Final = ("grade", "band", "score", "pillar", "rank", "change", "veto")
CERTAIN, POSSIBLE = "certain", "possible"
OPTIONS: Final = (
    Option("on", "text", "", "看评价结果的哪一项", choices=KINDS, is_required=True, example='on = "grade"'),
    Option("among", "texts", (), "等级或档次，满足其一即可", example='among = ["A", "B"]'),
    Option("pillar", "text", "", "看哪一方面的得分", example='pillar = "NURTURE"'),
    Option("at_least", "number", None, "不低于多少分", example="at_least = 85"),
    Option("below", "number", None, "低于多少分", example="below = 60"),
    Option("within", "integer", None, "前几位以内", lowest=1, example="within = 5"),
    Option("within_share", "number", None, "前百分之几以内，0至1", lowest=0.01, highest=1,
           example="within_share = 0.2"),
    Option("beyond", "integer", None, "第几位以后", lowest=1, example="beyond = 10"),
    Option("surely", "text", CERTAIN, "位次区间：certain 整个在内，possible 有一部分在内",
           choices=(CERTAIN, POSSIBLE), example='surely = "possible"'),
    Option("struck", "boolean", True, "是否触发否决", example="struck = false"),
)  # fmt: skip
# Which keys a condition of each kind takes beside ``on``.
TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "grade": ("among",),
    "band": ("among",),
    "score": ("at_least", "below"),
    "pillar": ("pillar", "at_least", "below"),
    "rank": ("within", "within_share", "beyond", "surely"),
    "change": ("at_least", "below"),
    "veto": ("struck",),
}
POINTS: Final = ("score", "pillar", "change")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an evaluation says of one unit.

    Args:
        rank_low, rank_high: best and worst rank that the unit can be told with, of ``count`` units.
        scale: all grades, the best first, so that a step between two of them can be counted.
        pillars: score by code, None where there is none.
        change: of the score since the comparable edition before, None where there is none.
        vetoes: why a veto struck, empty where none did.
    """

    unit: str
    name: str
    score: float
    rank_low: int
    rank_high: int
    count: int
    grade: str = ""
    band: str = ""
    scale: tuple[str, ...] = ()
    pillars: Mapping[str, float | None] = field(default_factory=dict)
    change: float | None = None
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a line; ``condition_from`` makes it."""

    on: str
    among: tuple[str, ...] = ()
    pillar: str = ""
    at_least: float | None = None
    below: float | None = None
    within: int | None = None
    within_share: float | None = None
    beyond: int | None = None
    surely: str = CERTAIN
    struck: bool = True

    def last(self, count: int) -> int:
        """Return the last rank within, of so many units; a share is rounded down."""
        if self.within_share is None:
            return self.within or 0
        return math.floor(self.within_share * count + 1e-9)


@dataclass(frozen=True, slots=True)
class Seen:
    """A condition held against a unit.

    Args:
        figure: grade, band, points, the rank interval, or why a veto struck; None where there is no figure.
        gap: by how much it misses – points, ranks or grades –, None where it is met or that cannot be told.
        is_upward: meeting it takes a better result, not a worse one.
    """

    condition: Condition
    is_met: bool
    figure: str | float | tuple[Any, ...] | None
    gap: float | None = None
    is_upward: bool = True


def condition_from(data: Mapping[str, Any], place: str) -> Condition:
    """Return a condition from plain data.

    Args:
        place: what a message calls it.

    Raises:
        InputError: ``EVA-594`` it does not say what it asks for, or takes a key of another kind; ``EVA-050…053`` as
            ``step.checked`` says.

    >>> condition_from({"on": "rank", "within": 5}, "第1条").surely
    'certain'
    """
    given = checked(OPTIONS, data, place)
    strange = [name for name in data if name != "on" and name not in TAKES[given["on"]]]
    if strange:
        raise _wrong(place, f"“{given['on']}”的条件不用“{strange[0]}”", strange[0])
    found = Condition(**{**given, "among": tuple(given["among"])})
    if found.on in {"grade", "band"} and not found.among:
        raise _wrong(place, "没有写是哪几个等级或档次", "among")
    if found.on in POINTS and found.at_least is None and found.below is None:
        raise _wrong(place, "没有写分数线", "at_least")
    if found.on == "pillar" and not found.pillar:
        raise _wrong(place, "没有写是哪一方面", "pillar")
    edges = (found.within, found.within_share, found.beyond)
    if found.on == "rank" and sum(one is not None for one in edges) != 1:
        raise _wrong(place, "位次应写 within、within_share、beyond 三者之一", "within")
    return found


def _wrong(place: str, sentence: str, key: str) -> InputError:
    return InputError(
        "EVA-594", f"{place}写得不对：{sentence}", "请核对条件的写法", {"place": place, "key": key}
    )


def seen(condition: Condition, facts: Facts) -> Seen:
    """Return a condition held against a unit; what has no figure is not met.

    >>> unit = Facts("a", "甲区", 80.0, 3, 7, 20, grade="B", scale=("A", "B", "C"), pillars={"N": 82.7})
    >>> round(seen(Condition("pillar", pillar="N", at_least=85.0), unit).gap, 1)
    2.3
    >>> [seen(Condition("rank", within=5, surely=how), unit).is_met for how in ("certain", "possible")]
    [False, True]
    """
    if condition.on == "grade":
        return _graded(condition, facts)
    if condition.on == "band":
        return Seen(condition, facts.band in condition.among, facts.band or None)
    if condition.on == "veto":
        met = bool(facts.vetoes) == condition.struck
        return Seen(condition, met, facts.vetoes, is_upward=not condition.struck)
    if condition.on == "rank":
        return _ranked(condition, facts)
    figures = {"score": facts.score, "change": facts.change}
    figure = (
        facts.pillars.get(condition.pillar) if condition.on == "pillar" else figures[condition.on]
    )
    return _measured(condition, figure)


def _graded(condition: Condition, facts: Facts) -> Seen:
    if facts.grade in condition.among:
        return Seen(condition, True, facts.grade)
    if facts.grade not in facts.scale:
        return Seen(condition, False, facts.grade or None)
    at = facts.scale.index(facts.grade)
    wanted = [facts.scale.index(one) for one in condition.among if one in facts.scale]
    better = [one for one in wanted if one < at]
    gap = float(at - max(better)) if better else float(min(wanted) - at) if wanted else None
    return Seen(condition, False, facts.grade, gap, is_upward=bool(better))


def _ranked(condition: Condition, facts: Facts) -> Seen:
    interval = (facts.rank_low, facts.rank_high)
    if condition.beyond is not None:
        edge = facts.rank_low if condition.surely == CERTAIN else facts.rank_high
        gap = condition.beyond + 1 - edge
    else:
        edge = facts.rank_high if condition.surely == CERTAIN else facts.rank_low
        gap = edge - condition.last(facts.count)
    met = gap <= 0
    return Seen(condition, met, interval, None if met else float(gap), condition.beyond is None)


def _measured(condition: Condition, figure: float | None) -> Seen:
    if figure is None or math.isnan(figure):
        return Seen(condition, False, None, is_upward=condition.at_least is not None)
    if condition.at_least is not None and figure < condition.at_least:
        return Seen(condition, False, figure, condition.at_least - figure)
    if condition.below is not None and figure >= condition.below:
        return Seen(condition, False, figure, figure - condition.below, is_upward=False)
    return Seen(condition, True, figure)


def can_hold(conditions: Sequence[Condition]) -> bool:
    """Return whether one unit could meet all conditions; what cannot be told from the rule alone counts as yes.

    >>> can_hold([Condition("grade", among=("A",)), Condition("grade", among=("B",))])
    False
    >>> can_hold([Condition("rank", within=5), Condition("rank", beyond=5, surely="possible")])
    False
    """
    for kind in ("grade", "band"):
        sets = [set(one.among) for one in conditions if one.on == kind]
        if sets and not set.intersection(*sets):
            return False
    if len({one.struck for one in conditions if one.on == "veto"}) > 1:
        return False
    for key in {(one.on, one.pillar) for one in conditions if one.on in POINTS}:
        same = [one for one in conditions if (one.on, one.pillar) == key]
        low = max((one.at_least for one in same if one.at_least is not None), default=-math.inf)
        high = min((one.below for one in same if one.below is not None), default=math.inf)
        if low >= high:
            return False
    return _interval_holds([one for one in conditions if one.on == "rank"])


def _interval_holds(conditions: Sequence[Condition]) -> bool:
    """Return whether a rank interval could meet all; shares depend on the number of units and exclude nothing."""
    low_least, low_most, high_least, high_most = 1.0, math.inf, 1.0, math.inf
    for one in conditions:
        is_certain = one.surely == CERTAIN
        if one.within is not None and is_certain:
            high_most = min(high_most, one.within)
        elif one.within is not None:
            low_most = min(low_most, one.within)
        elif one.beyond is not None and is_certain:
            low_least = max(low_least, one.beyond + 1)
        elif one.beyond is not None:
            high_least = max(high_least, one.beyond + 1)
    return low_least <= min(low_most, high_most) and high_least <= high_most
