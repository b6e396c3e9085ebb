"""Series of a panel: where a unit's earlier and later figures of an indicator stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.row_keys import Places, coded
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.terms.error import InputError

Grid = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """How the rows of a panel are laid out by period and unit.

    Args:
        rows: periods × units, number of the row, −1 where the unit has none of that period.
        periods: in order.
        times: of the periods as numbers, for straight lines between them.
        at: for each row its period and unit, as numbers.
    """

    rows: Grid
    periods: tuple[str, ...]
    times: Vector
    at: tuple[Places, Places]

    def laid(self, x: Vector) -> Matrix:
        """Return a column of the table as periods × units, NaN where there is nothing."""
        found = np.full(self.rows.shape, np.nan)
        found[self.at] = x
        return found


def times_of(periods: tuple[str, ...]) -> tuple[tuple[str, ...], Vector]:
    """Return distinct periods in order with their times; numbers count as such, other words are evenly spaced.

    >>> times_of(("2020", "2018", "2018"))
    (('2018', '2020'), array([2018., 2020.]))
    >>> times_of(("2024Q2", "2024Q1"))
    (('2024Q1', '2024Q2'), array([0., 1.]))
    """
    distinct = sorted(set(periods))
    try:
        numbers = [float(period) for period in distinct]
    except ValueError:
        return tuple(distinct), np.arange(len(distinct), dtype=np.float64)
    order = sorted(range(len(distinct)), key=numbers.__getitem__)
    return tuple(distinct[place] for place in order), np.array([numbers[place] for place in order])


def shape_of(table: Table) -> Shape:
    """Return how a panel is laid out.

    Raises:
        InputError: ``EVA-112`` all rows are of one period.
    """
    if not table.is_panel:
        raise InputError(
            "EVA-112",
            "数据只有一个时期，不能按时间序列插补",
            "请给出多个时期的数据，或换用 mean、group_mean 等方法",
            {"periods": sorted(set(table.periods))},
        )
    periods, times = times_of(table.periods)
    known = {period: place for place, period in enumerate(periods)}
    units = coded(table.units)
    at = np.fromiter(map(known.__getitem__, table.periods), dtype=np.intp, count=len(table.periods))
    rows = np.full((len(periods), len(units.labels)), -1, dtype=np.intp)
    rows[at, units.codes] = np.arange(len(table.units))
    return Shape(rows, periods, times, (at, units.codes))


def before(series: Matrix) -> Grid:
    """Return for each cell the last period up to it that has a figure, −1 where none has.

    >>> before(np.array([[np.nan], [5.0], [np.nan]])).ravel()
    array([-1,  1,  1])
    """
    places = np.where(np.isnan(series), -1, np.arange(len(series))[:, None])
    return np.maximum.accumulate(places, axis=0)


def after(series: Matrix) -> Grid:
    """Return for each cell the first period from it on that has a figure, the number of periods where none has."""
    places = np.where(np.isnan(series), len(series), np.arange(len(series))[:, None])
    return np.minimum.accumulate(places[::-1], axis=0)[::-1]
