"""The limits that indicators are scaled by: found in the data or frozen from an earlier edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np

from xiandao.evaluate.methods.step import Log
from xiandao.evaluate.methods.table import Mask, Matrix, Vector
from xiandao.terms.error import InputError

Constant = Literal["error", "neutral"]
# Figures that differ by rounding only are one figure: scaled up to 0…100 they would decide ranks.
ROUNDING: Final = 1e-13
LOG_COLUMNS: Final = ("indicator", "period", "kind", "low", "high", "direction")


def lowest_and_highest(x: Matrix) -> tuple[Vector, Vector]:
    """Return the smallest and the largest value of each column (rows × columns), NaN where all is missing.

    >>> lowest_and_highest(np.array([[1.0, np.nan], [3.0, 5.0]]))
    (array([1., 5.]), array([3., 5.]))
    """
    return np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)


def mean_and_deviation(x: Matrix) -> tuple[Vector, Vector]:
    """Return mean and standard deviation (divided by n − 1) of each column over what is not missing.

    >>> mean_and_deviation(np.array([[1.0], [3.0], [np.nan]]))
    (array([2.]), array([1.41421356]))
    """
    lacking = np.isnan(x)
    if not lacking.any():
        mean: Vector = np.mean(x, axis=0)
        return mean, np.std(x, axis=0, ddof=1) if len(x) > 1 else np.full_like(mean, np.nan)
    count = len(x) - np.count_nonzero(lacking, axis=0)
    mean = np.nansum(x, axis=0) / np.where(count, count, np.nan)
    squares = np.nansum((x - mean) ** 2, axis=0)
    return mean, np.sqrt(squares / np.where(count > 1, count - 1, np.nan))


def flat_columns(
    x: Matrix,
    low: Vector,
    high: Vector,
    *,
    labels: Sequence[str] = (),
    constant: Constant = "error",
) -> Mask:
    """Return which columns say nothing because all their values are equal.

    Args:
        x: rows × columns, or one column.
        low: smallest value of each column.
        high: largest value of each column.
        labels: names of the columns, for messages.
        constant: ``error`` refuses such columns, ``neutral`` lets them pass.

    Raises:
        InputError: ``EVA-150`` nothing but missing cells, ``EVA-153`` an infinite value, and unless neutral
            ``EVA-151`` all values equal, ``EVA-152`` a single value.

    >>> x = np.array([[1.0, 2.0], [1.0, 3.0]])
    >>> flat_columns(x, *lowest_and_highest(x), constant="neutral")
    array([ True, False])
    """
    lows, highs = np.atleast_1d(low), np.atleast_1d(high)
    flat: Mask = highs - lows <= ROUNDING * np.maximum(np.abs(lows), np.abs(highs))
    usable = np.isfinite(lows) & np.isfinite(highs)
    if usable.all() and (constant == "neutral" or not flat.any()):
        return flat
    _refuse_unusable(lows, highs, labels)
    place = int(np.flatnonzero(flat)[0])
    count = int(np.count_nonzero(~np.isnan(x.reshape(len(x), -1)[:, place])))
    name = told(labels, place)
    others = int(flat.sum()) - 1
    more = f"（另有{others}个指标也是这样）" if others else ""
    hint = '请从框架里去掉它，或设 constant = "neutral" 让它对各单元都取中间分'
    details = {"indicators": [told(labels, int(at)) for at in np.flatnonzero(flat)]}
    if count == 1:
        raise InputError("EVA-152", f"“{name}”只有一个单元有数，无从比较{more}", hint, details)
    raise InputError(
        "EVA-151", f"“{name}”各单元的数值全部相同，都是{lows[place]:g}{more}", hint, details
    )


def refuse_empty(x: Matrix, labels: Sequence[str] = ()) -> None:
    """Refuse columns with nothing but missing cells, or with an infinite value.

    Raises:
        InputError: ``EVA-150``, ``EVA-153``.
    """
    low, high = lowest_and_highest(x)
    _refuse_unusable(np.atleast_1d(low), np.atleast_1d(high), labels)


def _refuse_unusable(lows: Vector, highs: Vector, labels: Sequence[str]) -> None:
    for place in np.flatnonzero(np.isnan(lows)):
        raise InputError(
            "EVA-150",
            f"“{told(labels, int(place))}”没有一个单元有数",
            "请补数、先做插补，或从框架里去掉这个指标",
            {"indicators": [told(labels, int(place))]},
        )
    for place in np.flatnonzero(np.isinf(lows) | np.isinf(highs)):
        raise InputError(
            "EVA-153",
            f"“{told(labels, int(place))}”里有无穷大的数",
            "多半是除以了0，请核对分母或原始数据",
            {"indicators": [told(labels, int(place))]},
        )


def told(labels: Sequence[str], place: int) -> str:
    """Return what a column is called in messages."""
    return labels[place] if labels else f"第{place + 1}列"


def with_frozen(
    found: tuple[Vector, Vector],
    bounds: Mapping[str, Any] | None,
    codes: Sequence[str],
    *,
    known: Sequence[str] = (),
    positive_second: bool = False,
) -> tuple[Vector, Vector]:
    """Return limits with those of an earlier edition in place of what the data say.

    Args:
        found: two numbers a column, from the data.
        bounds: two numbers by code of indicator, in its own unit; codes that are no columns here are left out.
        codes: codes of the columns.
        known: all codes of indicators; empty takes ``codes``.
        positive_second: the second number is a standard deviation, not an upper limit.

    Raises:
        InputError: ``EVA-154`` bounds that are no two rising numbers, or of an indicator that does not exist.

    >>> with_frozen((np.array([1.0]), np.array([2.0])), {"a": [0, 10]}, ["a"])
    (array([0.]), array([10.]))
    """
    if not bounds:
        return found
    first, second = found[0].copy(), found[1].copy()
    for code, pair in bounds.items():
        is_known = code in (known or codes)
        # Indicators with a method of their own have bounds of another kind: those are checked there.
        if is_known and code not in codes:
            continue
        numbers = isinstance(pair, list | tuple) and all(
            isinstance(one, int | float) and not isinstance(one, bool) and np.isfinite(one)
            for one in pair
        )
        if not (
            is_known
            and numbers
            and len(pair) == 2
            and pair[1] > (0 if positive_second else pair[0])
        ):
            raise InputError(
                "EVA-154",
                f"bounds 里“{code}”的取值是 {pair!r}"
                + ("" if is_known else "，而框架里没有这个指标"),
                "写法如 rd = [2.1, 0.8]，先均值后标准差"
                if positive_second
                else "写法如 rd = [0.5, 6.0]，先下限后上限，下限小于上限",
                {"indicator": code, "bounds": pair},
            )
        at = codes.index(code)
        first[at], second[at] = pair
    return first, second


def frozen_from(log: Log, *, period: str | None = None) -> dict[str, list[float]]:
    """Return the bounds that the next edition writes after ``bounds =``, from the log of this one.

    Args:
        log: the log ``bounds`` of a build.
        period: which period's bounds, where each period has its own; the last where nothing is said.

    Indicators that were constant have no bounds to freeze and are left out.

    >>> row = ("a", "", "range", 0.0, 10.0, 1)
    >>> frozen_from(Log("bounds", LOG_COLUMNS, (row,)))
    {'a': [0.0, 10.0]}
    """
    rows = sorted(
        (row for row in log.rows if period is None or row[1] == period), key=lambda row: str(row[1])
    )
    return {
        str(row[0]): [float(row[3]), float(row[4])]
        for row in rows
        if row[4] > (0 if row[2] == "moments" else row[3])
    }
