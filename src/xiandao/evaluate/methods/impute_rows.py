"""Fill gaps of a unit from its own other indicators, brought to one scale first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.fills import Fill, filled, leave_option
from xiandao.evaluate.methods.row_keys import over_option, row_keys
from xiandao.evaluate.methods.step import Option, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

OPTIONS: Final = (
    Option(
        "within", "text", "parent", "用哪些指标：parent 同一上级的指标，all 全部指标；默认 parent",
        choices=("parent", "all"), example='within = "parent"',
    ),
    Option(
        "level", "integer", None, "改用同属某一层上级的指标：写层级，2 为指标的上一层；不写按 within",
        lowest=2, example="level = 3",
    ),
    Option(
        "normalise", "boolean", True, "先把各指标按最小值、最大值化到 0 至 1 并统一方向，填好再还原；默认 true",
        example="normalise = false",
    ),
    over_option("period"),
    leave_option(False),
)  # fmt: skip


def row_centres(values: Matrix, *, statistic: str = "mean") -> Vector:
    """Return the mean or median of what each row has; NaN where it has nothing.

    >>> row_centres(np.array([[0.0, 1.0, np.nan], [np.nan, np.nan, np.nan]]))
    array([0.5, nan])
    """
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    if statistic == "mean":
        sums = np.where(there, values, 0.0).sum(axis=1)
        found: Vector = np.full(len(values), np.nan)
        np.divide(sums, count, out=found, where=count > 0)
        return found
    ordered = np.sort(values, axis=1)
    last = np.maximum(count - 1, 0)
    rows = np.arange(len(values))
    low, high = ordered[rows, last // 2], ordered[rows, (last + 1) // 2]
    centre: Vector = low + (high - low) / 2
    return centre


def families(
    columns: tuple[str, ...], framework: Framework, within: str, level: int | None
) -> list[list[int]]:
    """Return the columns that may fill each other."""
    found: dict[str, list[int]] = {}
    for place, code in enumerate(columns):
        above = framework[code].parent
        if level is not None:
            while framework[above].parent and framework.level_of(above) < level:
                above = framework[above].parent
        found.setdefault(above if within == "parent" or level is not None else "", []).append(place)
    return list(found.values())


def _scale(values: Matrix, directions: Vector, *, normalise: bool) -> tuple[Vector, Vector]:
    """Return start and length of the scale of each column; length NaN for a constant, which is no donor."""
    if not normalise:
        return np.zeros(values.shape[1]), np.ones(values.shape[1])
    full = ~np.isnan(values).all(axis=0)
    low, high = np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    low[full], high[full] = np.nanmin(values[:, full], axis=0), np.nanmax(values[:, full], axis=0)
    start = np.where(directions > 0, low, high)
    length = (high - low) * directions
    return start, np.where(length == 0, np.nan, length)


def row_fills(
    table: Table,
    framework: Framework,
    statistic: str,
    *,
    within: str,
    level: int | None,
    normalise: bool,
    over: str,
) -> Iterator[Fill]:
    """Yield what fills each gap from the same row."""
    keys = row_keys(table, "", over)
    for family in families(table.columns, framework, within, level):
        directions = np.array(
            [framework[table.columns[place]].direction for place in family], dtype=float
        )
        for number, _ in enumerate(keys.labels):
            rows = keys.rows(number)
            values = table.values[np.ix_(rows, np.array(family))]
            missing = np.isnan(values)
            if not missing.any():
                continue
            start, length = _scale(values, directions, normalise=normalise)
            scaled = (values - start) / length
            centre, spread = row_centres(scaled, statistic=statistic), _row_spreads(scaled)
            # An indicator that is the same for everybody is known without asking the others.
            known = np.isnan(length) & ~np.isnan(start)
            for inner in np.flatnonzero(missing.any(axis=0)):
                gaps = np.flatnonzero(missing[:, inner])
                found = centre[gaps] * length[inner] + start[inner]
                sure = spread[gaps] * abs(length[inner])
                if known[inner]:
                    found, sure = np.full(len(gaps), start[inner]), np.zeros(len(gaps))
                wheres = [table.units[row] for row in rows[gaps]] if np.isnan(found).any() else ""
                yield Fill(family[inner], rows[gaps], found, "", sure, wheres)


def _row_spreads(scaled: Matrix) -> Vector:
    there = ~np.isnan(scaled)
    count = there.sum(axis=1)
    apart = np.where(there, scaled - row_centres(scaled)[:, None], 0.0)
    found: Vector = np.zeros(len(scaled))
    np.divide((apart * apart).sum(axis=1), count - 1, out=found, where=count > 1)
    return np.sqrt(found)


def impute_row_mean(
    table: Table,
    framework: Framework,
    *,
    within: str = "parent",
    level: int | None = None,
    normalise: bool = True,
    over: str = "period",
    leave: bool = False,
) -> Outcome:
    """Return the table with gaps filled by the mean of the unit's other indicators, on a scale of 0 to 1.

    Raises:
        InputError: ``EVA-110`` a unit has none of the indicators, or nobody has the indicator.

    Source: W. Becker et al., COINr: An R package for developing composite indicators, JOSS 7 (2022) 4567.
    """
    fills = row_fills(
        table, framework, "mean", within=within, level=level, normalise=normalise, over=over
    )
    return filled(table, framework, "row_mean", fills, leave=leave)


def impute_row_median(
    table: Table,
    framework: Framework,
    *,
    within: str = "parent",
    level: int | None = None,
    normalise: bool = True,
    over: str = "period",
    leave: bool = False,
) -> Outcome:
    """Return the table with gaps filled by the median of the unit's other indicators; as ``impute_row_mean``."""
    fills = row_fills(
        table, framework, "median", within=within, level=level, normalise=normalise, over=over
    )
    return filled(table, framework, "row_median", fills, leave=leave)
