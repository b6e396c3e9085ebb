"""Trends of units in a panel: compound growth, slope, percentage change, with how much data each rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from xiandao.evaluate.methods.panel import cube_of
from xiandao.evaluate.methods.table import Table, Vector
from xiandao.terms.error import InputError

TOO_FEW: Final = "有数的期不足两个"
TOO_SHORT: Final = "往前数的期数不够"
NO_GROWTH: Final = "首末两期不是同号的非零数，算不出增长率"


@dataclass(frozen=True, slots=True)
class Trend:
    """The trend of one indicator of one unit.

    Args:
        unit: code.
        column: code of the indicator or aggregate.
        value: the trend, with the sign of the direction where asked; NaN where ``why`` says why.
        why: empty where there is a trend.
        availability: share of the periods that have a figure, before any interpolation.
        first: first period with a figure, among those used; empty where fewer than two have one.
        latest: last period with a figure.
    """

    unit: str
    column: str
    value: float
    why: str
    availability: float
    first: str
    latest: str


def compound_growth(y: Vector, t: Vector) -> float:
    """Return the compound annual growth rate from the first to the last figure.

    Args:
        y: figures, NaN where missing.
        t: points in time, in years.

    Returns:
        Rate (0.1 is 10 % a year), 0 where both are equal, NaN with fewer than two figures or without a rate.

    Source: COINr ``CAGR``: (y_T ⁄ y_0)^(1 ⁄ (t_T − t_0)) − 1.

    >>> round(compound_growth(np.array([100.0, np.nan, 121.0]), np.array([2020.0, 2021.0, 2022.0])), 12)
    0.1
    """
    y, t = _present(y, t)
    if len(y) < 2:
        return float("nan")
    if y[0] == y[-1]:
        return 0.0
    if y[0] * y[-1] <= 0:
        return float("nan")
    return float((y[-1] / y[0]) ** (1 / (t[-1] - t[0])) - 1)


def slope(y: Vector, t: Vector) -> float:
    """Return the slope of the least-squares line, in units of the figure a year; NaN with fewer than two.

    >>> slope(np.array([1.0, 3.0, 5.0]), np.array([0.0, 1.0, 2.0]))
    2.0
    """
    y, t = _present(y, t)
    if len(y) < 2:
        return float("nan")
    away = t - t.mean()
    return float(away @ (y - y.mean()) / (away @ away))


def percent_change(y: Vector, t: Vector, *, per: float = 1.0) -> float:
    """Return the change in per cent of the start, by regression where there are three figures or more.

    Args:
        y: figures, NaN where missing.
        t: points in time.
        per: length of time that the change is told for.

    Source: COINr ``prc_change``: with two figures from the first to the last; with more, slope · per over the
    fitted value at the first.

    >>> percent_change(np.array([10.0, 11.0]), np.array([2020.0, 2021.0]))
    10.0
    """
    y, t = _present(y, t)
    if len(y) < 2:
        return float("nan")
    if (y == y[0]).all():
        return 0.0
    rise = (y[-1] - y[0]) / (t[-1] - t[0]) if len(y) == 2 else slope(y, t)
    start = y[0] if len(y) == 2 else y.mean() + rise * (t[0] - t.mean())
    return float(rise * per / start * 100) if start != 0 else float("nan")


KINDS: Final[Mapping[str, Callable[[Vector, Vector], float]]] = MappingProxyType(
    {"cagr": compound_growth, "slope": slope, "percent_change": percent_change}
)


def trends(
    table: Table,
    *,
    kind: str = "cagr",
    directions: Mapping[str, int] | None = None,
    use_latest: int | None = None,
    interpolate: bool = False,
    times: Mapping[str, float] | None = None,
) -> tuple[Trend, ...]:
    """Return the trend of every column of every unit.

    Args:
        table: a panel.
        kind: ``cagr``, ``slope`` or ``percent_change``.
        directions: 1 or −1 by column; a trend is multiplied by it, so that more is better; 1 where not named.
        use_latest: only so many periods up to the last one with a figure.
        interpolate: missing figures between two others are put on the line between them first.
        times: point in time of each period, where it cannot be read from its name.

    Raises:
        InputError: ``EVA-183`` another kind, or fewer than two periods asked for; ``EVA-182`` as ``cube_of`` says.

    Source: COINr ``get_trends``.

    >>> table = Table(("a", "a"), ("x",), np.array([[1.0], [2.0]]), periods=("2020", "2021"))
    >>> found = trends(table)[0]
    >>> found.value, found.availability, found.first, found.latest
    (1.0, 1.0, '2020', '2021')
    """
    if kind not in KINDS or (use_latest is not None and use_latest < 2):
        raise InputError(
            "EVA-183",
            f"趋势的设定有误：{kind}，最近{use_latest}期",
            f"方法可以是{'、'.join(KINDS)}；最近期数至少为2",
            {"kind": kind, "use_latest": use_latest},
        )
    cube = cube_of(table, times=times)
    found = []
    for row, unit in enumerate(cube.units):
        for column, code in enumerate(cube.columns):
            raw = cube.values[row, :, column]
            part = _used(raw, use_latest)
            way = (directions or {}).get(code, 1)
            found.append(
                _trend(unit, code, raw, cube.times, cube.periods, part, kind, interpolate, way)
            )
    return tuple(found)


def _used(raw: Vector, use_latest: int | None) -> slice | None:
    present = np.flatnonzero(~np.isnan(raw))
    if use_latest is None or not len(present):
        return slice(0, len(raw))
    start = int(present[-1]) - use_latest + 1
    return slice(start, int(present[-1]) + 1) if start >= 0 else None


def _trend(
    unit: str,
    code: str,
    raw: Vector,
    t: Vector,
    periods: tuple[str, ...],
    part: slice | None,
    kind: str,
    interpolate: bool,
    way: int,
) -> Trend:
    if part is None:
        return Trend(unit, code, float("nan"), TOO_SHORT, float((~np.isnan(raw)).mean()), "", "")
    y = raw
    present = np.flatnonzero(~np.isnan(y))
    if interpolate and len(present) > 1:
        y = np.interp(t, t[present], y[present], left=np.nan, right=np.nan)
    y, when, original = y[part], t[part], raw[part]
    names = [
        period
        for period, figure in zip(periods[part], original, strict=True)
        if not np.isnan(figure)
    ]
    value = KINDS[kind](y, when)
    why = (
        ""
        if not np.isnan(value)
        else (TOO_FEW if np.count_nonzero(~np.isnan(y)) < 2 else NO_GROWTH)
    )
    first, latest = (names[0], names[-1]) if len(names) > 1 else ("", "")
    return Trend(unit, code, value * way, why, float((~np.isnan(original)).mean()), first, latest)


def _present(y: Vector, t: Vector) -> tuple[Vector, Vector]:
    kept = ~np.isnan(y)
    order = np.argsort(t[kept], kind="stable")
    return y[kept][order], t[kept][order]
