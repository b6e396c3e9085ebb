"""Fill gaps of a unit from its own other periods, and say from which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.fills import Fill, column_gaps, filled, leave_option
from xiandao.evaluate.methods.panel_series import Grid, Shape, after, before, shape_of
from xiandao.evaluate.methods.step import Option, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

LEAVE: Final = leave_option(True)
LATEST: Final = (
    Option(
        "max_lookback", "integer", None, "最多回看几个时期；不写为不限", lowest=1, example="max_lookback = 2"
    ),
    LEAVE,
)  # fmt: skip
BEYOND: Final = (
    Option(
        "beyond", "text", "nearest", "首尾之外：nearest 用最近一期的数，none 不填；默认 nearest",
        choices=("nearest", "none"), example='beyond = "none"',
    ),
    LEAVE,
)  # fmt: skip
# Of each cell the periods before and after from which it is filled; −1 in the first where nothing fills it.
Sources = tuple[Grid, Grid]
SourceOf = Callable[[Matrix], Sources]


def sources_latest(series: Matrix, *, max_lookback: int | None = None) -> Sources:
    """Return for each cell the last period that has a figure, up to so many periods back.

    Args:
        series: periods × units, NaN where missing.
        max_lookback: None for no limit.

    >>> sources_latest(np.array([[1.0], [np.nan], [np.nan]]), max_lookback=1)[0].ravel()
    array([ 0,  0, -1])
    """
    found = before(series)
    if max_lookback is not None:
        found = np.where(np.arange(len(series))[:, None] - found > max_lookback, -1, found)
    return found, found


def sources_linear(series: Matrix, *, beyond: str = "nearest", single: str = "leave") -> Sources:
    """Return for each cell the periods between which a straight line is drawn.

    Args:
        series: periods × units, NaN where missing.
        beyond: ``nearest`` takes the nearest figure before the first and after the last one; ``none`` does not.
        single: ``leave`` a series with one figure as it is, or ``carry`` that figure to all periods.
    """
    first, second = before(series), after(series)
    none_before, none_after = first < 0, second >= len(series)
    empty = none_before & none_after
    if beyond == "nearest":
        first, second = np.where(none_before, second, first), np.where(none_after, first, second)
        lacking = empty
    else:
        lacking = none_before | none_after
    one = (~np.isnan(series)).sum(axis=0) == 1
    if single == "carry":
        only = np.argmax(~np.isnan(series), axis=0)
        first, second = np.where(one, only, first), np.where(one, only, second)
        lacking = lacking & ~one
    else:
        lacking = lacking | one
    return np.where(lacking, -1, first), np.where(lacking, -1, second)


def sources_constant(series: Matrix, *, beyond: str = "nearest") -> Sources:
    """Return for each cell the last period that has a figure; before the first one that one.

    ``beyond`` ``none`` fills only between two figures.
    """
    first, second = before(series), after(series)
    if beyond == "none":
        found = np.where(second >= len(series), -1, first)
    else:
        found = np.where(first < 0, np.where(second >= len(series), -1, second), first)
    return found, found


def between(series: Matrix, times: Vector, sources: Sources) -> Matrix:
    """Return the values on the straight lines between the sources; NaN where there are none.

    >>> series = np.array([[1.0], [np.nan], [4.0]])
    >>> between(series, np.array([2018.0, 2019.0, 2021.0]), sources_linear(series)).ravel()
    array([1., 2., 4.])
    """
    first, second = (np.maximum(one, 0) for one in sources)
    low, high = (
        np.take_along_axis(series, first, axis=0),
        np.take_along_axis(series, second, axis=0),
    )
    length = times[second] - times[first]
    share = np.divide(
        times[:, None] - times[first], length, out=np.zeros_like(low), where=length > 0
    )
    found: Matrix = np.where(sources[0] < 0, np.nan, low + (high - low) * share)
    return found


def panel_fills(table: Table, sources_of: SourceOf) -> Iterator[Fill]:
    """Yield what fills each gap from the same unit in other periods."""
    shape = shape_of(table)
    for place, rows in column_gaps(table):
        series = shape.laid(table.values[:, place])
        sources = sources_of(series)
        at = shape.at[0][rows], shape.at[1][rows]
        values = between(series, shape.times, sources)[at]
        told = [
            _told(shape, one, two)
            for one, two in zip(sources[0][at].tolist(), sources[1][at].tolist(), strict=True)
        ]
        wheres = [table.units[row] for row in rows] if np.isnan(values).any() else ""
        spread = _spread(series, shape, sources)[at]
        yield Fill(place, rows, values, told, spread, wheres)


def _told(shape: Shape, one: int, two: int) -> str:
    if one < 0:
        return ""
    return shape.periods[one] if one == two else f"{shape.periods[one]}~{shape.periods[two]}"


def _spread(series: Matrix, shape: Shape, sources: Sources) -> Matrix:
    """Return how far a figure wanders over the gap: a random walk, tied at both ends where it is interpolated."""
    change = np.diff(series, axis=0) / np.sqrt(np.diff(shape.times))[:, None]
    steps = change[~np.isnan(change)]
    rate = float(np.sqrt(np.mean(steps * steps))) if len(steps) else 0.0
    first, second = (shape.times[np.maximum(one, 0)] for one in sources)
    now = shape.times[:, None]
    length = second - first
    tied = np.abs((now - first) * (second - now))
    inner = np.divide(tied, length, out=np.abs(now - first), where=length > 0)
    found: Matrix = rate * np.sqrt(inner)
    return found


def impute_latest(
    table: Table, framework: Framework, *, max_lookback: int | None = None, leave: bool = True
) -> Outcome:
    """Return the panel with gaps filled by the last figure of the unit.

    Raises:
        InputError: ``EVA-112`` no panel; ``EVA-110`` where ``leave`` is off and a unit has no earlier figure.
    """

    def sources_of(series: Matrix) -> Sources:
        return sources_latest(series, max_lookback=max_lookback)

    return filled(table, framework, "panel_latest", panel_fills(table, sources_of), leave=leave)


def impute_linear(
    table: Table, framework: Framework, *, beyond: str = "nearest", leave: bool = True
) -> Outcome:
    """Return the panel with gaps on straight lines; a series with one figure stays, which is told."""

    def sources_of(series: Matrix) -> Sources:
        return sources_linear(series, beyond=beyond)

    return filled(table, framework, "panel_linear", panel_fills(table, sources_of), leave=leave)


def impute_linear_constant(
    table: Table, framework: Framework, *, beyond: str = "nearest", leave: bool = True
) -> Outcome:
    """Return the panel with gaps on straight lines; a series with one figure has it throughout."""

    def sources_of(series: Matrix) -> Sources:
        return sources_linear(series, beyond=beyond, single="carry")

    fills = panel_fills(table, sources_of)
    return filled(table, framework, "panel_linear_constant", fills, leave=leave)


def impute_steps(
    table: Table, framework: Framework, *, beyond: str = "nearest", leave: bool = True
) -> Outcome:
    """Return the panel with gaps filled by the figure before, at the start by the one after; as ``impute_latest``."""

    def sources_of(series: Matrix) -> Sources:
        return sources_constant(series, beyond=beyond)

    return filled(table, framework, "panel_constant", panel_fills(table, sources_of), leave=leave)
