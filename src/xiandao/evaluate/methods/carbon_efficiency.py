"""碳效码: carbon per value added as a level within all industry and a grade within the enterprise's own industry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.ranking import TOLERANCE
from xiandao.evaluate.methods.table import Vector
from xiandao.terms.error import InputError

LEVEL_LIMITS: Final = (0.6, 2.0)
LEVEL_NAMES: Final = ("低碳", "中碳", "高碳")
GRADE_LIMITS: Final = (0.6, 0.8, 1.2, 2.0)


@dataclass(frozen=True, slots=True)
class CarbonCode:
    """The code of one enterprise, and what one grade better takes.

    Args:
        unit: code of the enterprise.
        industry: the industry that it is compared within.
        intensity: L, tonnes per 10 000 yuan of value added.
        level: name of the level of L.
        ratio: K, L divided by the mean L of the industry.
        grade: 1 is best.
        percentile: share of the enterprises of the industry with a higher L, 0 to 1; those equal count half.
        target: L that the next better grade takes; NaN in the best grade.
        less_carbon: tonnes to save for it at the same value added and mean of the industry, 0 in the best grade.
        more_value: 10 000 yuan of value added to gain for it at the same carbon, 0 in the best grade.
    """

    unit: str
    industry: str
    intensity: float
    level: str
    ratio: float
    grade: int
    percentile: float
    target: float
    less_carbon: float
    more_value: float


def carbon_codes(
    units: Sequence[str],
    carbon: Vector,
    value_added: Vector,
    industries: Sequence[str],
    *,
    deducted: Vector | None = None,
    means: Mapping[str, float] | None = None,
    mean_of: str = "totals",
    level_limits: Sequence[float] = LEVEL_LIMITS,
    level_names: Sequence[str] = LEVEL_NAMES,
    grade_limits: Sequence[float] = GRADE_LIMITS,
) -> tuple[CarbonCode, ...]:
    """Return the carbon code of every enterprise.

    Args:
        units: codes.
        carbon: tonnes of CO₂ from all energy used in the period.
        value_added: value added of the same period by the income approach, 10 000 yuan, above 0.
        industries: industry of each enterprise.
        deducted: tonnes for own carbon-free power and sinks; what is left is not below 0.
        means: mean L of industries, as published; those not named are computed.
        mean_of: how a mean is computed: ``totals`` (carbon of all ÷ value added of all) or ``units`` (mean of L).
        level_limits: upper limits of levels of L but the last; who is at a limit is still within.
        level_names: one more than limits.
        grade_limits: upper limits of grades of K but the last.

    Raises:
        InputError: ``EVA-178`` an industry whose mean is not above 0, ``EVA-179`` carbon missing or below 0, value
            added missing or not above 0, ``EVA-180`` limits that do not rise.

    Source: 《规上工业企业碳效等级评价方法》: L ≤ 0.6 低碳, ≤ 2.0 中碳, above 高碳; K ≤ 0.6, 0.8, 1.2, 2.0.

    >>> codes = carbon_codes(["a", "b"], np.array([50.0, 150.0]), np.array([100.0, 100.0]), ["纺织", "纺织"])
    >>> [(one.intensity, one.level, one.ratio, one.grade) for one in codes]
    [(0.5, '低碳', 0.5, 1), (1.5, '中碳', 1.5, 4)]
    >>> codes[1].target, codes[1].less_carbon, codes[1].more_value
    (1.2, 30.0, 25.0)
    """
    _refuse_limits(level_limits, level_names, grade_limits)
    _refuse_figures(units, carbon, value_added)
    net = np.maximum(carbon - (0.0 if deducted is None else deducted), 0.0)
    intensity = net / value_added
    named = np.array(industries)
    found: list[CarbonCode | None] = [None] * len(units)
    for industry in dict.fromkeys(industries):
        rows = np.flatnonzero(named == industry)
        mean = _mean(industry, net[rows], value_added[rows], means or {}, mean_of)
        better = _shares_above(intensity[rows])
        ratio = intensity[rows] / mean
        grades = graded(ratio, grade_limits)
        for place, row in enumerate(rows.tolist()):
            grade = int(grades[place])
            target = grade_limits[grade - 2] * mean if grade > 1 else float("nan")
            has_target = grade > 1 and target > 0
            found[row] = CarbonCode(
                units[row],
                industry,
                float(intensity[row]),
                level_names[int(graded(intensity[row : row + 1], level_limits)[0]) - 1],
                float(ratio[place]),
                grade,
                float(better[place]),
                float(target),
                float(net[row] - target * value_added[row]) if has_target else 0.0,
                float(net[row] / target - value_added[row]) if has_target else 0.0,
            )
    return tuple(one for one in found if one is not None)


def graded(values: Vector, limits: Sequence[float]) -> NDArray[np.intp]:
    """Return the class of each value, 1 up to one more than there are limits; a limit belongs to the class below it.

    >>> graded(np.array([0.6, 0.61, 3.0]), (0.6, 2.0))
    array([1, 2, 3])
    """
    upper = np.asarray(limits, dtype=np.float64)
    return np.searchsorted(upper + TOLERANCE * np.abs(upper), values, side="left") + 1


def _shares_above(intensity: Vector) -> Vector:
    ordered = np.sort(intensity)
    below = np.searchsorted(ordered, intensity, side="left")
    upto = np.searchsorted(ordered, intensity, side="right")
    others = max(len(ordered) - 1, 1)
    return (len(ordered) - upto + (upto - below - 1) / 2) / others


def _mean(
    industry: str, net: Vector, value: Vector, means: Mapping[str, float], mean_of: str
) -> float:
    if industry in means:
        mean = float(means[industry])
    elif mean_of == "totals":
        mean = float(net.sum() / value.sum())
    else:
        mean = float((net / value).mean())
    if not mean > 0:
        raise InputError(
            "EVA-178",
            f"行业“{industry}”的碳排放强度均值是{mean:g}，无法对标",
            "请核对该行业的碳排放数据，或给出公布的行业均值",
            {"industry": industry},
        )
    return mean


def _refuse_limits(level: Sequence[float], names: Sequence[str], grade: Sequence[float]) -> None:
    for limits in (level, grade):
        if not len(limits) or limits[0] <= 0 or (np.diff(limits) <= 0).any():
            raise InputError(
                "EVA-180", f"分级界限{list(limits)}不是从小到大的正数", "请从小到大写，都大于0", {}
            )
    if len(names) != len(level) + 1:
        raise InputError(
            "EVA-180", "水平的名称应比界限多一个", "例如界限0.6、2.0对应低碳、中碳、高碳", {}
        )


def _refuse_figures(units: Sequence[str], carbon: Vector, value: Vector) -> None:
    for wrong, what in (
        (~(carbon >= 0), "碳排放量缺失或小于0"),
        (~(value > 0), "增加值缺失或不大于0"),
    ):
        if wrong.any():
            bad = [units[place] for place in np.flatnonzero(wrong).tolist()]
            more = f"等{len(bad)}家企业" if len(bad) > 1 else ""
            raise InputError(
                "EVA-179",
                f"“{bad[0]}”{more}{what}，算不出碳效",
                "请核对数据；确实亏损的企业请先移出名单，另行标注",
                {"units": bad},
            )
