"""Fill gaps with what the other indicators let one expect, when all are jointly normal (EM algorithm)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.fills import Fill, filled, leave_option
from xiandao.evaluate.methods.row_keys import Places, over_option, row_keys
from xiandao.evaluate.methods.step import Option, Outcome
from xiandao.evaluate.methods.table import Mask, Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

OPTIONS: Final = (
    Option(
        "ridge", "number", 0.01, "加在相关矩阵对角线上的数，单元少于指标时防止过度拟合；默认 0.01",
        lowest=0, highest=1, example="ridge = 0.05",
    ),
    Option("max_iterations", "integer", 500, "最多迭代次数，默认 500", lowest=1, example="max_iterations = 1000"),
    Option("tolerance", "number", 1e-6, "两次迭代之间的最大变化小于此数即停，标准差为 1；默认 1e-6", lowest=0),
    over_option("period"),
    leave_option(False),
)  # fmt: skip

# From here on the covariance is far enough from singular for the quick solution.
SAFE_RIDGE: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """A matrix without gaps, the standard deviation of each filled cell (0 elsewhere), and how many rounds it took."""

    values: Matrix
    spread: Matrix
    iterations: int


def em_filled(
    values: Matrix, *, ridge: float = 0.01, max_iterations: int = 500, tolerance: float = 1e-6
) -> Expected:
    """Return gaps replaced by their conditional means under a multivariate normal distribution.

    Args:
        values: units × indicators, NaN where missing; each column has at least two different figures.
        ridge: added to the diagonal of the correlation matrix.
        max_iterations: rounds at most.
        tolerance: largest change of a standardised mean or covariance at which it stops.

    Raises:
        InputError: ``EVA-113`` it does not settle.

    Source: A. P. Dempster, N. M. Laird, D. B. Rubin, Maximum likelihood from incomplete data via the EM algorithm,
        JRSS B 39 (1977) 1–38; R. J. A. Little, D. B. Rubin, Statistical Analysis with Missing Data (2002), 11.2.

    >>> x = np.array([[1.0, 2.0], [2.0, 4.1], [3.0, 5.9], [4.0, np.nan]])
    >>> float(em_filled(x, ridge=0.0).values[3, 1].round(2))
    7.9
    """
    shift, size = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    size = np.where(size > 0, size, 1.0)
    z, missing = (values - shift) / size, np.isnan(values)
    patterns = [(p, np.flatnonzero((missing == p).all(axis=1))) for p in np.unique(missing, axis=0)]
    mean, cover = np.zeros(z.shape[1]), np.eye(z.shape[1])
    moved, rounds = np.inf, 0
    while moved > tolerance:
        if rounds == max_iterations:
            raise InputError(
                "EVA-113",
                f"期望最大化插补迭代{max_iterations}次仍未收敛",
                "请调大 max_iterations 或 ridge，或换用 knn、group_mean",
                {"moved": float(moved)},
            )
        rounds += 1
        full, rest, _ = _expect(z, patterns, mean, cover, ridge)
        new_mean = full.mean(axis=0)
        apart = full - new_mean
        new_cover = (apart.T @ apart + rest) / len(z) + ridge * np.eye(z.shape[1])
        moved = max(np.abs(new_mean - mean).max(), np.abs(new_cover - cover).max())
        mean, cover = new_mean, new_cover
    full, _, spread = _expect(z, patterns, mean, cover, ridge)
    return Expected(np.where(missing, full * size + shift, values), spread * size, rounds)


def _expect(
    z: Matrix, patterns: list[tuple[Mask, Places]], mean: Vector, cover: Matrix, ridge: float
) -> tuple[Matrix, Matrix, Matrix]:
    full, rest, spread = z.copy(), np.zeros_like(cover), np.zeros_like(z)
    for gone, rows in patterns:
        if not gone.any():
            continue
        known = ~gone
        inner = _solved(cover[np.ix_(known, known)], cover[np.ix_(known, gone)], ridge)
        full[np.ix_(rows, gone)] = mean[gone] + (z[np.ix_(rows, known)] - mean[known]) @ inner
        left = cover[np.ix_(gone, gone)] - cover[np.ix_(gone, known)] @ inner
        rest[np.ix_(gone, gone)] += left * len(rows)
        spread[np.ix_(rows, gone)] = np.sqrt(np.maximum(np.diag(left), 0.0))
    return full, rest, spread


def _solved(among: Matrix, across: Matrix, ridge: float) -> Matrix:
    """Return the regression of gaps on what is known; with a ridge the matrix has an inverse."""
    if ridge >= SAFE_RIDGE:
        return np.asarray(np.linalg.solve(among, across), dtype=np.float64)
    return np.asarray(np.linalg.lstsq(among, across, rcond=None)[0], dtype=np.float64)


def em_fills(
    table: Table, *, ridge: float, max_iterations: int, tolerance: float, over: str
) -> Iterator[Fill]:
    """Yield what fills each gap; indicators without two figures take no part."""
    keys = row_keys(table, "", over)
    for number, label in enumerate(keys.labels):
        rows = keys.rows(number)
        values = table.values[rows]
        missing = np.isnan(values)
        if not missing.any():
            continue
        fit = (~missing).sum(axis=0) > 1
        full, spread = values.copy(), np.zeros_like(values)
        if fit.any():
            found = em_filled(
                values[:, fit], ridge=ridge, max_iterations=max_iterations, tolerance=tolerance
            )
            full[:, fit], spread[:, fit] = found.values, found.spread
        for place in np.flatnonzero(missing.any(axis=0)):
            gaps = np.flatnonzero(missing[:, place])
            yield Fill(int(place), rows[gaps], full[gaps, place], "", spread[gaps, place], label)


def impute_em(
    table: Table,
    framework: Framework,
    *,
    ridge: float = 0.01,
    max_iterations: int = 500,
    tolerance: float = 1e-6,
    over: str = "period",
    leave: bool = False,
) -> Outcome:
    """Return the table with gaps filled by what the other indicators let one expect.

    Raises:
        InputError: ``EVA-113`` it does not settle, ``EVA-110`` an indicator has fewer than two figures.
    """
    fills = em_fills(
        table, ridge=ridge, max_iterations=max_iterations, tolerance=tolerance, over=over
    )
    return filled(table, framework, "em", fills, leave=leave)
