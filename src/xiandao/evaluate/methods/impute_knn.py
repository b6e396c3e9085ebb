"""Fill gaps of a unit from the units most like it in what both have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.fills import Fill, filled, leave_option
from xiandao.evaluate.methods.row_keys import GROUP, Places, over_option, row_keys
from xiandao.evaluate.methods.step import Option, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

# Distances are computed for so many pairs of rows at once, so that memory stays bounded.
PAIRS: Final = 4_000_000
OPTIONS: Final = (
    Option("k", "integer", 5, "取最相近的几个单元，默认 5", lowest=1, example="k = 5"),
    Option(
        "weights", "text", "uniform", "uniform 简单平均，distance 按距离的倒数加权；默认 uniform",
        choices=("uniform", "distance"), example='weights = "distance"',
    ),
    Option(
        "standardise", "boolean", True, "先把各指标标准化（减均值、除以标准差）再算距离；默认 true",
        example="standardise = true",
    ),
    GROUP,
    over_option("period"),
    leave_option(False),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Filled values of one column with the standard deviation of the donors (n − 1)."""

    values: Vector
    spread: Vector


def distances(rows: Matrix, others: Matrix) -> Matrix:
    """Return Euclidean distances in what both have, scaled up to all columns; NaN where they share nothing.

    Args:
        rows: a × columns, NaN where missing.
        others: b × columns.

    Source: J. K. Dixon, Pattern recognition with partly missing data, IEEE Trans. SMC 9 (1979) 617–621.

    >>> distances(np.array([[0.0, np.nan]]), np.array([[3.0, 1.0], [np.nan, 1.0]])).round(4)
    array([[4.2426,    nan]])
    """
    here, there = ~np.isnan(rows), ~np.isnan(others)
    first, second = np.where(here, rows, 0.0), np.where(there, others, 0.0)
    one, two = here.astype(np.float64), there.astype(np.float64)
    squares = (first * first) @ two.T + one @ (second * second).T - 2 * (first @ second.T)
    shared = one @ two.T
    with np.errstate(all="ignore"):
        found = np.sqrt(np.maximum(squares, 0.0) * rows.shape[1] / shared)
    return np.where(shared > 0, found, np.nan)


def nearest(x: Vector, apart: Matrix, *, k: int = 5, weights: str = "uniform") -> Neighbours:
    """Return for each receiver the mean of the k nearest donors.

    Args:
        x: figures of the donors, none missing.
        apart: receivers × donors, NaN where they cannot be compared. A receiver that can be compared with nobody
            gets the mean of all donors.
        k: how many donors.
        weights: ``uniform``, or ``distance`` for inverse distances; donors at distance zero then count alone.

    Source: O. Troyanskaya et al., Missing value estimation methods for DNA microarrays, Bioinformatics 17 (2001).

    >>> nearest(np.array([1.0, 3.0, 9.0]), np.array([[0.1, 0.2, 5.0]]), k=2).values
    array([2.])
    """
    k = min(k, len(x))
    far = np.where(np.isnan(apart), np.inf, apart)
    order = np.argsort(far, axis=1, kind="stable")[:, :k]
    chosen, lengths = x[order], np.take_along_axis(far, order, axis=1)
    w = np.isfinite(lengths).astype(np.float64)
    if weights == "distance":
        with np.errstate(divide="ignore"):
            inverse = np.where(w > 0, 1 / lengths, 0.0)
        same = np.isinf(inverse)
        w = np.where(same.any(axis=1, keepdims=True), same.astype(np.float64), inverse)
    total = w.sum(axis=1)
    alone = total == 0
    safe = np.where(alone, 1.0, total)
    values = np.where(alone, x.mean(), (w * chosen).sum(axis=1) / safe)
    number = (w > 0).sum(axis=1)
    squares = (w * (chosen - values[:, None]) ** 2).sum(axis=1) / safe
    whole = float(x.std(ddof=1)) if len(x) > 1 else 0.0
    spread = np.where(number > 1, np.sqrt(squares * number / np.maximum(number - 1, 1)), whole)
    return Neighbours(values, spread)


def _standard(values: Matrix) -> Matrix:
    there = ~np.isnan(values)
    count = np.maximum(there.sum(axis=0), 1)
    apart = values - np.where(there, values, 0.0).sum(axis=0) / count
    sd = np.sqrt(np.where(there, apart * apart, 0.0).sum(axis=0) / count)
    found: Matrix = apart / np.where(sd > 0, sd, 1.0)
    return found


def knn_fills(
    table: Table, *, k: int, weights: str, standardise: bool, group: str, over: str
) -> Iterator[Fill]:
    """Yield what fills each gap from the nearest units of its set of rows."""
    keys = row_keys(table, group, over)
    for number, label in enumerate(keys.labels):
        rows = keys.rows(number)
        values = table.values[rows]
        missing = np.isnan(values)
        lines = np.flatnonzero(missing.any(axis=1))
        scaled = _standard(values) if standardise else values
        for start in range(0, len(lines), step := max(1, PAIRS // max(len(rows), 1))):
            some = lines[start : start + step]
            apart = distances(scaled[some], scaled)
            for place in np.flatnonzero(missing[some].any(axis=0)).tolist():
                yield _one(values[:, place], rows, some, apart, place, (k, weights, label))
    for place in range(len(table.columns)):
        rows = np.flatnonzero(np.isnan(table.values[:, place]) & (keys.codes < 0))
        if len(rows):
            yield Fill(place, rows, np.full(len(rows), np.nan), "", None, "未分组")


def _one(
    x: Vector, rows: Places, some: Places, apart: Matrix, place: int, how: tuple[int, str, str]
) -> Fill:
    k, weights, label = how
    gaps = np.flatnonzero(np.isnan(x[some]))
    donors = np.flatnonzero(~np.isnan(x))
    if not len(donors):
        nothing = np.full(len(gaps), np.nan)
        return Fill(place, rows[some[gaps]], nothing, "", nothing, label)
    found = nearest(x[donors], apart[np.ix_(gaps, donors)], k=k, weights=weights)
    return Fill(place, rows[some[gaps]], found.values, "", found.spread)


def impute_knn(
    table: Table,
    framework: Framework,
    *,
    k: int = 5,
    weights: str = "uniform",
    standardise: bool = True,
    group: str = "",
    over: str = "period",
    leave: bool = False,
) -> Outcome:
    """Return the table with gaps filled from the k nearest units that have the indicator.

    Raises:
        InputError: ``EVA-100`` no such grouping, ``EVA-110`` nobody has the indicator.
    """
    fills = knn_fills(table, k=k, weights=weights, standardise=standardise, group=group, over=over)
    return filled(table, framework, "knn", fills, leave=leave)
