"""What is to come of a series, as a range; says plainly when there are too few figures to say anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from xiandao.evaluate.methods.smoothing import smoothed
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.table import Vector

Way = Literal["", "regression", "holt", "damped"]
FEWEST: Final = 3
HOLT_FROM: Final = 6
DAMPED_FROM: Final = 10
EVEN: Final = 1e-6
TITLES: Final = {"regression": "线性回归", "holt": "霍尔特线性趋势平滑", "damped": "阻尼趋势平滑"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected at one time: the middle, the ends of the range, and what a chance is reckoned from."""

    time: float
    mean: float
    low: float
    high: float
    deviation: float
    freedom: int

    def chance_above(self, value: float) -> float:
        """Return the chance that the figure is at least ``value``.

        >>> Outlook(2030, 10.0, 8.0, 12.0, 1.0, 5).chance_above(10.0)
        0.5
        """
        if self.deviation == 0:
            return float(self.mean >= value)
        from scipy.special import stdtr

        return float(stdtr(self.freedom, (self.mean - value) / self.deviation))


@dataclass(frozen=True, slots=True)
class Forecast:
    """Ranges for the times asked for; none, with the reason in ``sentence``, where ``is_possible`` is false."""

    is_possible: bool
    way: Way
    count: int
    confidence: float
    outlooks: tuple[Outlook, ...]
    sentence: str


def forecast(
    times: Sequence[float],
    values: Sequence[float],
    at: Sequence[float],
    *,
    confidence: float = 0.8,
    way: Way = "",
    lowest: float | None = None,
    highest: float | None = None,
    unit: str = "",
) -> Forecast:
    """Return ranges of a series at later times, the range from Student's t.

    Three to five figures: linear regression with its prediction interval. Six to nine: Holt's linear trend. Ten and
    more: the damped trend. Unevenly spaced figures: always regression.

    Args:
        times: years, or parts of years; missing figures may be NaN.
        values: the figures.
        at: later times.
        confidence: share of cases that the range is to hold.
        way: ``regression``, ``holt`` or ``damped`` to choose oneself.
        lowest: figure that cannot be passed downwards, such as 0.
        highest: figure that cannot be passed upwards, such as 100 for a percentage.
        unit: of measure, for the sentence.

    Raises:
        InputError: ``EVA-370`` lists of different length, a time that stands twice, a time asked for that is not
            later, a confidence outside 0…1, or a way that the series is too short or too uneven for.

    Source: Draper & Smith (1998), Applied Regression Analysis, §3.1; Hyndman et al. (2008); Gardner & McKenzie (1985).

    >>> found = forecast([2021, 2022, 2023, 2024], [10.0, 12.0, 13.0, 15.0], [2025], unit="亿元")
    >>> found.sentence
    '按2021—2024年4期数据以线性回归推算，2025年预计在15.6—17.4亿元之间（80%区间，中值16.5亿元）'
    >>> forecast([2024, 2025], [1.0, 2.0], [2026]).sentence
    '只有2期数据，至少要有3期才能推算，暂不预测'
    """
    t, y = _series(times, values)
    _refuse(t, at, confidence)
    if len(t) < FEWEST:
        told = f"只有{len(t)}期数据，至少要有{FEWEST}期才能推算，暂不预测"
        return Forecast(False, "", len(t), confidence, (), told)
    chosen = _way(t, np.asarray(at, dtype=np.float64), way)
    if chosen == "regression":
        found = [_regressed(t, y, float(time)) for time in at]
    else:
        fitted, gap = smoothed(y, damped=chosen == "damped"), float(t[1] - t[0])
        steps = [max(1, round((time - t[-1]) / gap)) for time in at]
        found = [(fitted.mean(step), fitted.spread(step), fitted.freedom) for step in steps]
    outlooks = tuple(
        _ranged(float(time), *one, confidence, lowest, highest)
        for time, one in zip(at, found, strict=True)
    )
    return Forecast(
        True, chosen, len(t), confidence, outlooks, _sentence(t, chosen, outlooks, confidence, unit)
    )


def _series(times: Sequence[float], values: Sequence[float]) -> tuple[Vector, Vector]:
    t, y = np.asarray(times, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if t.shape != y.shape or len(set(t.tolist())) != len(t):
        raise InputError(
            "EVA-370",
            "观测的时间与数值个数不等，或同一时间出现两次",
            "每个时间给一个数值",
            {"times": len(t), "values": len(y)},
        )
    kept = np.isfinite(t) & np.isfinite(y)
    order = np.argsort(t[kept])
    return t[kept][order], y[kept][order]


def _refuse(t: Vector, at: Sequence[float], confidence: float) -> None:
    early = [time for time in at if len(t) and not time > t[-1]]
    if early or not 0 < confidence < 1:
        raise InputError(
            "EVA-370",
            f"{early[0]:g}不晚于最后一期数据" if early else f"置信水平是{confidence:g}",
            "预测的时间应晚于最后一期数据；置信水平大于0、小于1",
            {"early": early, "confidence": confidence},
        )


def _way(t: Vector, at: Vector, wanted: Way) -> Way:
    gaps = np.diff(t)
    steps = (at - t[-1]) / gaps[0]
    is_even = np.ptp(gaps) <= EVEN * gaps[0] and bool(
        (np.abs(steps - np.round(steps)) < 0.01).all()
    )
    n = len(t)
    if not wanted:
        if not is_even or n < HOLT_FROM:
            return "regression"
        return "damped" if n >= DAMPED_FROM else "holt"
    if wanted != "regression" and (not is_even or n < HOLT_FROM + (wanted == "damped")):
        raise InputError(
            "EVA-370",
            f"这列数据不能用{TITLES[wanted]}推算",
            f"平滑需要等间隔的至少{HOLT_FROM}期数据；请改用 regression",
            {"way": wanted, "count": n},
        )
    return wanted


def _regressed(t: Vector, y: Vector, time: float) -> tuple[float, float, int]:
    """Return the expected figure, the standard deviation of its prediction, and the degrees of freedom."""
    n, middle = len(t), float(t.mean())
    width = float(((t - middle) ** 2).sum())
    slope = float(((t - middle) * (y - y.mean())).sum()) / width
    left = y - y.mean() - slope * (t - middle)
    variance = float(left @ left) / (n - 2)
    grown = 1 + 1 / n + (time - middle) ** 2 / width
    return float(y.mean()) + slope * (time - middle), float(np.sqrt(variance * grown)), n - 2


def _ranged(
    time: float,
    mean: float,
    deviation: float,
    freedom: int,
    confidence: float,
    lowest: float | None,
    highest: float | None,
) -> Outlook:
    from scipy.special import stdtrit

    half = float(stdtrit(freedom, 0.5 + confidence / 2)) * deviation
    ends = np.clip(
        [mean, mean - half, mean + half],
        -np.inf if lowest is None else lowest,
        np.inf if highest is None else highest,
    )
    return Outlook(time, float(ends[0]), float(ends[1]), float(ends[2]), deviation, freedom)


def _sentence(
    t: Vector, way: Way, outlooks: Sequence[Outlook], confidence: float, unit: str
) -> str:
    start = f"按{t[0]:g}—{t[-1]:g}年{len(t)}期数据以{TITLES[way]}推算"
    told = [
        f"{one.time:g}年预计在{_number(one.low)}—{_number(one.high)}{unit}之间"
        f"（{confidence:.0%}区间，中值{_number(one.mean)}{unit}）"
        for one in outlooks
    ]
    return f"{start}，{'；'.join(told)}"


def _number(value: float) -> str:
    """Write a figure with one decimal, small ones with three significant digits."""
    return f"{value:.1f}" if abs(value) >= 10 or value == 0 else f"{value:.3g}"
