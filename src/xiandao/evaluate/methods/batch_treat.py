"""Draw in outliers of very many columns at once, by the rule of ``treat_skew`` and with its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.moments import Moments, passes
from xiandao.evaluate.methods.row_keys import Places
from xiandao.evaluate.methods.table import Mask, Matrix, Vector
from xiandao.evaluate.methods.transform import SHARE
from xiandao.evaluate.methods.treat_skew import Plan, treated
from xiandao.evaluate.methods.winsorise import Limits

# Columns whose moments are made at once: what lies between stays in the cache, and the memory is used again.
CHUNK: Final = 512


def treat_columns(values: Matrix, options: Mapping[str, Any]) -> Matrix:
    """Return columns winsorised, and transformed where that is not enough.

    Args:
        values: rows × columns without gaps; written over.
        options: of the step ``treat`` by skewness and kurtosis; neither groups nor forced indicators.

    Raises:
        InputError: as the transformation says.

    Source: as ``winsorise.winsorised``, which does one column.
    """
    limits = Limits(float(options["skew"]), float(options["kurtosis"]))
    found = dense_moments(values)
    skew = found.skew
    bad = np.flatnonzero(~passes(skew, found.kurtosis, limits.skew, limits.kurtosis))
    if not len(bad):
        return values
    columns = np.ascontiguousarray(values[:, bad])
    most = None if options["limit"] == "none" else int(options["max_points"])
    low, high, good = caps(columns, skew[bad], most, limits)
    values[:, bad] = np.clip(columns, low, high)
    then = options["then"]
    rest = np.flatnonzero(~good) if then != "none" else np.zeros(0, dtype=np.intp)
    if then == "log" and not options["combine"]:
        values[:, bad[rest]] = spread_logs(columns[:, rest])
        return values
    plan = Plan(limits, most, then, options["combine"], options["lambda"], options["shift"])
    for place in rest:
        values[:, bad[place]] = treated(columns[:, place], plan).values
    return values


def spread_logs(columns: Matrix) -> Matrix:
    """Return log(x − min + 0.01·(max − min)) of each column; columns of two figures stay as they are.

    Source: as ``transform.log_spread``, which does one column.
    """
    low, high = columns.min(axis=0), columns.max(axis=0)
    two = ((columns == low) | (columns == high)).all(axis=0)
    span = np.where(two, 1.0, high - low)
    return np.where(two, columns, np.log(columns - low + SHARE * span))


def dense_moments(values: Matrix) -> Moments:
    """Return the moments of columns without gaps, as ``moments`` does in more passes.

    >>> float(dense_moments(np.array([[1.0], [2.0], [3.0]])).sd[0])
    1.0
    """
    rows, columns = values.shape
    mean = values.sum(axis=0) / rows
    sums = np.empty((3, columns))
    for start in range(0, columns, CHUNK):
        part = slice(start, start + CHUNK)
        apart = values[:, part] - mean[part]
        squares = apart * apart
        squares.sum(axis=0, out=sums[0, part])
        np.einsum("ij,ij->j", squares, apart, out=sums[1, part])
        np.einsum("ij,ij->j", squares, squares, out=sums[2, part])
    return Moments(np.full(columns, float(rows)), mean, *sums)


def caps(
    columns: Matrix, skew: Vector, most: int | None, limits: Limits
) -> tuple[Vector, Vector, Mask]:
    """Return the lowest and highest figure that each column keeps, and whether it passes then.

    Args:
        columns: rows × columns, all of which fail.
        skew: of each column.
        most: cells to winsorise at most; None for no limit.
        limits: what passes.
    """
    ordered = np.sort(columns, axis=0)
    size, every = ordered.shape
    good, at = np.zeros(every, dtype=bool), np.arange(every)
    first, last = runs_of_ties(ordered)
    # Cells up to ``lo`` have the lowest figure that is left, those from ``hi`` the highest.
    lo, hi = last[0].copy(), first[-1].copy()
    lows, highs = np.zeros(every, dtype=np.intp), np.zeros(every, dtype=np.intp)
    work = ordered.copy()
    while len(at):
        rising = ~(skew < 0)
        place = np.clip(np.where(rising, hi[at] - 1, lo[at] + 1), 0, size - 1)
        other = ordered[np.where(rising, lo[at], hi[at]), at]
        # One more step must not leave nothing but equal figures.
        going = ordered[place, at] != other
        if most is not None:
            going &= lows[at] + highs[at] < most
        if not going.all():
            at, work, rising, place = at[going], work[:, going], rising[going], place[going]
        up, down = at[rising], at[~rising]
        highs[up], lows[down] = size - hi[up], lo[down] + 1
        hi[up], lo[down] = first[place[rising], up], last[place[~rising], down]
        np.clip(work, ordered[lo[at], at], ordered[hi[at], at], out=work)
        found = dense_moments(work)
        skew = found.skew
        ok = passes(skew, found.kurtosis, limits.skew, limits.kurtosis)
        good[at[ok]] = True
        at, work, skew = at[~ok], work[:, ~ok], skew[~ok]
    every_one = np.arange(every)
    return ordered[lo, every_one], ordered[hi, every_one], good


def runs_of_ties(ordered: Matrix) -> tuple[Places, Places]:
    """Return for each figure of sorted columns the first and the last place of its equals.

    >>> first, last = runs_of_ties(np.array([[1.0], [1.0], [2.0]]))
    >>> first[:, 0].tolist(), last[:, 0].tolist()
    ([0, 0, 2], [1, 1, 2])
    """
    size, columns = ordered.shape
    first, last = np.empty((2, size, columns), dtype=np.intp)
    first[:], last[:] = np.arange(size)[:, None], np.arange(size)[:, None]
    same = ordered[1:] == ordered[:-1]
    tied = np.flatnonzero(same.any(axis=0))
    chosen = same[:, tied]
    up, down = first[:, tied], last[:, tied]
    for row in range(1, size):
        np.copyto(up[row], up[row - 1], where=chosen[row - 1])
        np.copyto(down[-row - 1], down[-row], where=chosen[-row])
    first[:, tied], last[:, tied] = up, down
    return first, last
