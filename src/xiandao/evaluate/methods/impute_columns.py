"""Fill gaps of an indicator with the mean or median of those who have it: all, those of the group, of the period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.fills import Fill, column_gaps, filled, leave_option
from xiandao.evaluate.methods.row_keys import GROUP, Keys, Places, over_option, row_keys
from xiandao.evaluate.methods.step import Option, Outcome
from xiandao.evaluate.methods.table import Mask, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

ALL: Final = (over_option("period"), leave_option(False))
GROUPED: Final = (
    Option("group", "text", "", GROUP.about, is_required=True, example=GROUP.example),
    *ALL,
)
CONSTANT: Final = (
    Option(
        "value",
        "number",
        None,
        "填入的数，用指标自己的计量单位",
        is_required=True,
        example="value = 0",
    ),
)


def centres(
    x: Vector, codes: Places, *, statistic: str = "mean", sets: int | None = None
) -> Vector:
    """Return the mean or median of each set of rows; NaN for a set in which nobody has a figure.

    Args:
        x: figures, NaN where missing.
        codes: number of the set of each row, −1 for none.
        statistic: ``mean`` or ``median``.
        sets: how many sets there are; found where it is not said.

    >>> centres(np.array([1.0, np.nan, 3.0, 8.0]), np.array([0, 0, 0, 1]))
    array([2., 8.])
    """
    count = (int(codes.max(initial=-1)) + 1) if sets is None else sets
    missing = np.isnan(x)
    if statistic == "median":
        there = ~missing & (codes >= 0)
        return _medians(x[there], codes[there], count)
    # One more set, the first, takes the rows that belong to none.
    shifted = codes + 1
    sizes = np.bincount(shifted, minlength=count + 1)
    return _means(x, np.flatnonzero(missing), shifted, sizes)


def _means(x: Vector, gaps: Places, shifted: Places, sizes: Places) -> Vector:
    """Return the means of sets; ``shifted`` are their numbers from one, nought for none, ``sizes`` their rows."""
    figures = x.copy()
    figures[gaps] = 0.0
    numbers = (sizes - np.bincount(shifted[gaps], minlength=len(sizes)))[1:]
    sums = np.bincount(shifted, weights=figures, minlength=len(sizes))[1:]
    found: Vector = np.full(len(numbers), np.nan)
    np.divide(sums, numbers, out=found, where=numbers > 0)
    return found


def spreads(x: Vector, codes: Places, sets: int) -> Vector:
    """Return the standard deviation (n − 1) of each set; that of the whole column where a set has one figure."""
    there = ~np.isnan(x) & (codes >= 0)
    kept, figures = codes[there], x[there]
    numbers = np.bincount(kept, minlength=sets)
    apart = figures - centres(x, codes, sets=sets)[kept]
    squares = np.bincount(kept, weights=apart * apart, minlength=sets)
    whole = float(figures.std(ddof=1)) if len(figures) > 1 else 0.0
    found = np.full(sets, whole)
    np.divide(squares, numbers - 1, out=found, where=numbers > 1)
    return np.where(numbers > 1, np.sqrt(np.abs(found)), whole)


def _medians(x: Vector, codes: Places, count: int) -> Vector:
    order = np.lexsort((x, codes))
    ordered = x[order]
    numbers = np.bincount(codes, minlength=count)
    starts = np.cumsum(numbers) - numbers
    found = np.full(count, np.nan)
    full: Mask = numbers > 0
    low = ordered[(starts + (numbers - 1) // 2)[full]]
    high = ordered[(starts + numbers // 2)[full]]
    found[full] = low + (high - low) / 2
    return found


def centre_fills(
    table: Table, keys: Keys, statistic: str, *, with_spread: bool = False
) -> Iterator[Fill]:
    """Yield what fills each column from the sets of rows."""
    sets = len(keys.labels)
    shifted = keys.codes + 1
    sizes = np.bincount(shifted, minlength=sets + 1)
    for place, rows in column_gaps(table):
        x = table.values[:, place]
        codes = keys.codes[rows]
        # Rows without a group have nothing to be filled from; their number −1 takes the NaN put behind the others.
        if statistic == "mean":
            found = _means(x, rows, shifted, sizes)
        else:
            found = centres(x, keys.codes, statistic=statistic, sets=sets)
        values = np.append(found, np.nan)[codes]
        spread = np.append(spreads(x, keys.codes, sets), np.nan)[codes] if with_spread else None
        labels = (*keys.labels, "未分组")
        wheres = [labels[code] for code in codes] if np.isnan(values).any() else ""
        yield Fill(place, rows, values, "", spread, wheres)


def impute_mean(
    table: Table, framework: Framework, *, over: str = "period", leave: bool = False
) -> Outcome:
    """Return the table with gaps filled by the mean of the indicator.

    Raises:
        InputError: ``EVA-110`` nobody has the indicator.
    """
    fills = centre_fills(table, row_keys(table, "", over), "mean")
    return filled(table, framework, "mean", fills, leave=leave)


def impute_median(
    table: Table, framework: Framework, *, over: str = "period", leave: bool = False
) -> Outcome:
    """Return the table with gaps filled by the median of the indicator; raises as ``impute_mean``."""
    fills = centre_fills(table, row_keys(table, "", over), "median")
    return filled(table, framework, "median", fills, leave=leave)


def impute_group_mean(
    table: Table, framework: Framework, *, group: str, over: str = "period", leave: bool = False
) -> Outcome:
    """Return the table with gaps filled by the mean of the indicator over the unit's group.

    Raises:
        InputError: ``EVA-100`` no such grouping, ``EVA-110`` nobody of a group has the indicator.
    """
    fills = centre_fills(table, row_keys(table, group, over), "mean")
    return filled(table, framework, "group_mean", fills, leave=leave)


def impute_group_median(
    table: Table, framework: Framework, *, group: str, over: str = "period", leave: bool = False
) -> Outcome:
    """Return the table with gaps filled by the median over the unit's group; raises as ``impute_group_mean``."""
    fills = centre_fills(table, row_keys(table, group, over), "median")
    return filled(table, framework, "group_median", fills, leave=leave)


def constant_fills(table: Table, value: float) -> Iterator[Fill]:
    """Yield the same number for each gap; it is taken as certain."""
    for place, rows in column_gaps(table):
        yield Fill(place, rows, np.full(len(rows), float(value)), "", np.zeros(len(rows)))


def impute_constant(table: Table, framework: Framework, *, value: Any) -> Outcome:
    """Return the table with one number in all gaps.

    Raises:
        InputError: ``EVA-111`` the number is not finite.
    """
    if not np.isfinite(value):
        raise InputError(
            "EVA-111", f"填入的数不能是 {value!r}", "请写一个有限的数字", {"value": value}
        )
    return filled(table, framework, "constant", constant_fills(table, value), leave=False)
