"""A panel as a cube of units × periods × columns, with periods as points in time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.table import Table, Vector
from xiandao.terms.error import InputError

YEAR: Final = re.compile(r"(\d{4})年?$")
QUARTER: Final = re.compile(r"(\d{4})(?:年?第?|-)?[Qq]?([1-4])(?:季度)?$")
MONTH: Final = re.compile(r"(\d{4})[年-](0?[1-9]|1[0-2])月?$")


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """Units × periods × columns, NaN where missing; periods rise."""

    units: tuple[str, ...]
    periods: tuple[str, ...]
    times: Vector
    columns: tuple[str, ...]
    values: NDArray[np.float64]


def time_of(period: str) -> float:
    """Return a period as years and parts of a year: its first day.

    Raises:
        InputError: ``EVA-182`` neither a year nor a quarter or month of a year.

    >>> time_of("2024"), time_of("2024Q3"), time_of("2024-07"), time_of("2024年")
    (2024.0, 2024.5, 2024.5, 2024.0)
    """
    text = period.strip()
    if found := YEAR.match(text):
        return float(found[1])
    if found := MONTH.match(text):
        return int(found[1]) + (int(found[2]) - 1) / 12
    if found := QUARTER.match(text):
        return int(found[1]) + (int(found[2]) - 1) / 4
    try:
        return float(text)
    except ValueError:
        raise InputError(
            "EVA-182",
            f"读不懂期间“{period}”",
            "期间写年份、季度（2024Q3）或月份（2024-07）",
            {"period": period},
        ) from None


def cube_of(table: Table, *, times: Mapping[str, float] | None = None) -> Cube:
    """Return a panel as a cube; a unit that lacks a period has missing cells there.

    Args:
        table: rows of units and periods.
        times: point in time of each period, where it cannot be read from its name.

    Raises:
        InputError: ``EVA-182`` no periods, or periods that cannot be read.

    >>> table = Table(("a", "a"), ("x",), np.array([[2.0], [1.0]]), periods=("2021", "2020"))
    >>> cube_of(table).values[0, :, 0]
    array([1., 2.])
    """
    if not table.periods:
        raise InputError("EVA-182", "数据没有分期", "这项分析需要每行注明期间（Time）", {})
    when = {period: (times or {}).get(period, np.nan) for period in dict.fromkeys(table.periods)}
    when = {
        period: time_of(period) if np.isnan(time) else float(time) for period, time in when.items()
    }
    periods = sorted(when, key=lambda period: when[period])
    units = list(dict.fromkeys(table.units))
    row = {unit: place for place, unit in enumerate(units)}
    column = {period: place for place, period in enumerate(periods)}
    values = np.full((len(units), len(periods), len(table.columns)), np.nan)
    at = [row[unit] for unit in table.units], [column[period] for period in table.periods]
    values[at] = table.values
    return Cube(
        tuple(units),
        tuple(periods),
        np.array([when[one] for one in periods]),
        table.columns,
        values,
    )
