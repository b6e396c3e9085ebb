"""A target against what was observed: the required line, where the figure stands, and whether it will be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.forecast import Forecast, Outlook, forecast
from xiandao.terms.error import InputError
from xiandao.terms.quantity import Comparator

Path = Literal["linear", "compound"]
AT_MOST: Final = (Comparator.LE, Comparator.LT)


class Status(StrEnum):
    """Where a target stands.

    >>> Status.BEHIND.label
    '低于时序'
    """

    ATTAINED = "attained"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    LAGGING = "lagging"
    MISSED = "missed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """What people read."""
        return _LABELS[self]


_LABELS: Final = {
    Status.ATTAINED: "达成",
    Status.ON_PACE: "按序时",
    Status.BEHIND: "低于时序",
    Status.LAGGING: "滞后",
    Status.MISSED: "未达成",
    Status.UNKNOWN: "暂无数据",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached when, from where.

    Without a baseline the first observation is the baseline. ``tolerance`` is the relative shortfall that 左右 allows.
    """

    name: str
    value: float
    due: float
    comparator: Comparator = Comparator.GE
    baseline: float | None = None
    start: float | None = None
    unit: str = ""
    tolerance: float = 0.1


@dataclass(frozen=True, slots=True)
class Rule:
    """When a figure counts as behind: it lacks so many percentage points of the way from baseline to target."""

    behind_points: float = 5.0
    lagging_points: float = 20.0


RULE: Final = Rule()


@dataclass(frozen=True, slots=True)
class Progress:
    """A target with its last observation.

    ``required`` is where the line stands at that time, ``gap`` what the figure is better (+) or worse (−) than it,
    ``share`` the part of the way done; NaN where nothing is known. ``chance`` is that of reaching the target by the
    forecast, NaN without one. ``line`` holds year and required figure from start to due.
    """

    target: Target
    status: Status
    time: float
    value: float
    required: float
    gap: float
    share: float
    expected_share: float
    line: tuple[tuple[float, float], ...]
    forecast: Forecast | None
    chance: float
    sentence: str


def progress(
    target: Target,
    times: Sequence[float],
    values: Sequence[float],
    *,
    path: Path = "linear",
    rule: Rule = RULE,
    confidence: float = 0.8,
) -> Progress:
    """Return where a target stands, and what is to be expected of it.

    Args:
        target: the target.
        times: years (or parts) of observations; those after ``due`` do not count.
        values: figures in the unit of the target, NaN where missing.
        path: ``linear``, or ``compound`` for the same growth rate every year.
        rule: how far behind the line is 低于时序, and how far 滞后.
        confidence: of the forecast's range.

    Raises:
        InputError: ``EVA-371`` a target that is not later than its start, or growth between figures that are not
            above zero; ``EVA-370`` as ``forecast`` says.

    >>> target = Target("未来产业产值", 200.0, 2027, baseline=100.0, start=2022, unit="亿元")
    >>> found = progress(target, [2022, 2023, 2024, 2025], [100.0, 118.0, 135.0, 152.0])
    >>> found.required, found.status.label, round(found.share, 2)
    (160.0, '低于时序', 0.52)
    >>> found.sentence
    '未来产业产值2025年为152亿元，序时要求160亿元，低8亿元，低于时序；2027年预计在185.4—188.2亿元之间，按目前走势难以达成'
    """
    t, y = _known(target, times, values)
    start, ground = _ground(target, t, y)
    if not t:
        line = _line(target, start, ground, path) if ground is not None else ()
        nothing = (float("nan"),) * 6
        told = f"{target.name}暂无观测数据，无法判断进度"
        return Progress(target, Status.UNKNOWN, *nothing, line, None, float("nan"), told)
    base = y[0] if ground is None else ground
    line = _line(target, start, base, path)
    time, value = t[-1], y[-1]
    required = _required(target, start, base, time, path)
    sign = -1.0 if target.comparator in AT_MOST or target.value < base else 1.0
    way = target.value - base
    share, expected = ((value - base) / way, (required - base) / way) if way else (1.0, 1.0)
    status = _status(target, base, time, value, (expected - share) * 100, rule)
    seen = forecast(t, y, [target.due], confidence=confidence) if time < target.due else None
    chance = (
        chance_of(target, base, seen.outlooks[0]) if seen and seen.is_possible else float("nan")
    )
    found = Progress(
        target, status, time, value, required, sign * (value - required), share, expected, line,
        seen, chance, "",
    )  # fmt: skip
    return _with_sentence(found)


def is_met(target: Target, value: float, base: float) -> bool:
    """Return whether a figure satisfies a target.

    A target below its baseline is met from above, as one that says 不超过 is.

    >>> is_met(Target("能耗强度", 0.4, 2025), 0.39, 0.5)
    True
    """
    if target.comparator is Comparator.LT:
        return value < target.value
    if target.comparator is Comparator.GT:
        return value > target.value
    slack = abs(target.value) * target.tolerance if target.comparator is Comparator.APPROX else 0.0
    if target.comparator is Comparator.LE or target.value < base:
        return value <= target.value + slack
    return value >= target.value - slack


def _known(
    target: Target, times: Sequence[float], values: Sequence[float]
) -> tuple[list[float], list[float]]:
    t, y = np.asarray(times, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if t.shape != y.shape:
        raise InputError(
            "EVA-370", "观测的时间与数值个数不等", "每个时间给一个数值", {"times": len(t)}
        )
    kept = np.isfinite(y) & (t <= target.due)
    order = np.argsort(t[kept])
    return t[kept][order].tolist(), y[kept][order].tolist()


def _ground(target: Target, t: Sequence[float], y: Sequence[float]) -> tuple[float, float | None]:
    start = target.start
    if start is None:
        start = t[0] if t else target.due - 1
    ground = target.baseline
    if ground is None and y:
        ground = y[0]
    late = t and target.start is None and start >= target.due
    if start >= target.due and not late:
        raise InputError(
            "EVA-371",
            f"“{target.name}”的目标年{target.due:g}不晚于起始年{start:g}",
            "请核对起始年和目标年",
            {"start": start, "due": target.due},
        )
    return start, ground


def _required(target: Target, start: float, base: float, time: float, path: Path) -> float:
    part = 1.0 if target.due <= start else min(1.0, max(0.0, (time - start) / (target.due - start)))
    if path == "linear":
        return base + (target.value - base) * part
    if base <= 0 or target.value <= 0:
        raise InputError(
            "EVA-371",
            f"“{target.name}”的基数或目标不大于0，不能按相同增速推算",
            '请改用直线推算（path = "linear"）',
            {"baseline": base, "value": target.value},
        )
    return float(base * (target.value / base) ** part)


def _line(target: Target, start: float, base: float, path: Path) -> tuple[tuple[float, float], ...]:
    years = [start, *np.arange(np.floor(start) + 1, target.due), target.due]
    return tuple((float(year), _required(target, start, base, float(year), path)) for year in years)


def _status(
    target: Target, base: float, time: float, value: float, lacking: float, rule: Rule
) -> Status:
    met, is_due = is_met(target, value, base), time >= target.due
    if target.comparator in AT_MOST and base <= target.value:
        # A ceiling that was kept from the start has no way to go: it is kept or broken.
        if met:
            return Status.ATTAINED if is_due else Status.ON_PACE
        return Status.MISSED if is_due else Status.LAGGING
    if met:
        return Status.ATTAINED
    if is_due:
        return Status.MISSED
    if lacking <= rule.behind_points:
        return Status.ON_PACE
    return Status.BEHIND if lacking <= rule.lagging_points else Status.LAGGING


def chance_of(target: Target, base: float, seen: Outlook) -> float:
    """Return the chance that a target is reached by what is expected at its time.

    Args:
        target: the target; one below its baseline ``base`` is reached from above.
        base: figure at the start.
        seen: what is expected when the target is due.

    >>> chance_of(Target("先导区", 30, due=2027, comparator=Comparator.LE), 0, Outlook(2027, 30, 28, 32, 1, 5))
    0.5
    """
    slack = abs(target.value) * target.tolerance if target.comparator is Comparator.APPROX else 0.0
    if target.comparator in AT_MOST or target.value < base:
        return 1.0 - seen.chance_above(target.value + slack)
    return seen.chance_above(target.value - slack)


def _with_sentence(found: Progress) -> Progress:
    target, unit = found.target, found.target.unit
    sign = found.value - found.required
    apart = "与之持平" if sign == 0 else f"{'高' if sign > 0 else '低'}{abs(sign):.4g}{unit}"
    told = (
        f"{target.name}{found.time:g}年为{found.value:.6g}{unit}，"
        f"序时要求{found.required:.6g}{unit}，{apart}，{found.status.label}"
    )
    seen = found.forecast
    if seen is not None and not seen.is_possible:
        told += f"；{seen.sentence}"
    elif seen is not None:
        told += f"；{_expected(seen.outlooks[0], unit)}，{_judged(found.chance)}"
    return replace(found, sentence=told)


def _expected(one: Outlook, unit: str) -> str:
    digits = 1 if abs(one.mean) >= 10 else 3
    return f"{one.time:g}年预计在{one.low:.{digits}f}—{one.high:.{digits}f}{unit}之间"


def _judged(chance: float) -> str:
    if chance >= 0.9:
        return "按目前走势可以达成"
    if chance > 0.1:
        return f"有可能达成（约{chance:.0%}）"
    return "按目前走势难以达成"
