"""Linear ways to bring indicators onto one scale: base + span · (x − zero) ⁄ (one − zero)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from xiandao.evaluate.methods.normalise_bounds import (
    Constant,
    flat_columns,
    lowest_and_highest,
    mean_and_deviation,
    told,
)
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError

Limits = tuple[Vector, Vector]
Direction = int | Vector
# Cells of one block: what is read, scaled and written then stays in the cache of the processor.
BLOCK: Final = 1 << 15


def on_line(
    x: Matrix,
    zero: Vector,
    one: Vector,
    *,
    base: float = 0.0,
    span: float = 1.0,
    out: Matrix | None = None,
) -> Matrix:
    """Return base + span · (x − zero) ⁄ (one − zero), column by column.

    Args:
        x: rows × columns, or one column.
        zero: what scores ``base``, one value a column.
        one: what scores ``base + span``.
        base: score of ``zero``.
        span: what is between the two scores.
        out: where the scores are put, ``x`` itself may be; a new matrix where nothing is said.

    >>> on_line(np.array([[5.0], [10.0]]), np.array([0.0]), np.array([10.0]), span=100.0)
    array([[ 50.],
           [100.]])
    """
    width = np.where(one == zero, 1.0, one - zero)
    if out is None:
        out = np.empty(x.shape, order="F")
    if x.size <= 4 * BLOCK or x.ndim == 1:
        _scale(x, zero, width, base, span, out)
        return out
    for column in range(x.shape[1]):
        for start in range(0, len(x), BLOCK):
            part = (slice(start, start + BLOCK), column)
            _scale(x[part], zero[column], width[column], base, span, out[part])
    return out


def _scale(x: Matrix, zero: Vector, width: Vector, base: float, span: float, out: Matrix) -> None:
    np.subtract(x, zero, out=out)
    np.divide(out, width, out=out)
    if span != 1:
        np.multiply(out, span, out=out)
    # Adding 0 as well: what is worst where less is better would otherwise be −0.
    np.add(out, base, out=out)


def _along(direction: Direction, low: Vector, high: Vector) -> Limits:
    """Return the worse and the better of two limits."""
    rising = np.asarray(direction) > 0
    return np.where(rising, low, high), np.where(rising, high, low)


def minmax(
    x: Matrix,
    *,
    direction: Direction = 1,
    lower: float = 0.0,
    upper: float = 100.0,
    limits: Limits | None = None,
    clip: bool = False,
    constant: Constant = "error",
    labels: Sequence[str] = (),
    out: Matrix | None = None,
) -> Matrix:
    """Return values scaled so that the worst is ``lower`` and the best is ``upper``.

    Args:
        x: rows × columns, NaN where missing.
        direction: 1 where more is better, −1 where less is; one for all columns or one each.
        lower: score of the worst.
        upper: score of the best.
        limits: lowest and highest value of each column, where they are not to be found in ``x``.
        clip: values beyond the limits get the score of the limit.
        constant: ``error``, or ``neutral`` for the middle of the scale.
        labels: names of the columns, for messages.
        out: where the scores are put, as in ``on_line``.

    Raises:
        InputError: ``EVA-150`` … ``EVA-153`` as ``flat_columns`` says.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5; COINr ``n_minmax``;
    with ``lower=60, upper=100`` the efficacy coefficient method 功效系数法.

    >>> minmax(np.array([[1.0, 9.0], [2.0, 5.0], [3.0, 1.0]]), direction=np.array([1, -1]))
    array([[  0.,   0.],
           [ 50.,  50.],
           [100., 100.]])
    """
    low, high = limits or lowest_and_highest(x)
    flat = flat_columns(x, low, high, labels=labels, constant=constant)
    out = on_line(x, *_along(direction, low, high), base=lower, span=upper - lower, out=out)
    if clip:
        np.clip(out, min(lower, upper), max(lower, upper), out=out)
    return neutral(out, x, flat, (lower + upper) / 2) if flat.any() else out


def neutral(
    out: Matrix, x: Matrix, flat: Vector | np.ndarray[tuple[int], np.dtype[np.bool_]], score: float
) -> Matrix:
    """Put one score into the columns that say nothing; missing cells stay missing."""
    columns = out.reshape(len(out), -1, order="F")
    given = x.reshape(len(x), -1, order="F")
    columns[:, flat] = np.where(np.isnan(given[:, flat]), np.nan, score)
    return columns.reshape(out.shape, order="F")


def zscore(
    x: Matrix,
    *,
    direction: Direction = 1,
    mean: float = 0.0,
    sd: float = 1.0,
    moments: Limits | None = None,
    constant: Constant = "error",
    labels: Sequence[str] = (),
) -> Matrix:
    """Return values with a chosen mean and standard deviation.

    Args:
        x: rows × columns, NaN where missing.
        direction: 1 or −1, one for all columns or one each.
        mean: mean of the scores.
        sd: standard deviation (n − 1) of the scores.
        moments: mean and standard deviation of each column, where they are not to be found in ``x``.
        constant: ``error``, or ``neutral`` for ``mean``.
        labels: names of the columns, for messages.

    Raises:
        InputError: as ``flat_columns`` says.

    Source: OECD/JRC Handbook (2008), step 5; COINr ``n_zscore``.

    >>> zscore(np.array([[1.0], [2.0], [3.0]])).ravel()
    array([-1.,  0.,  1.])
    """
    middle, deviation = moments or mean_and_deviation(x)
    low, high = (
        lowest_and_highest(x) if moments is None else (middle - deviation, middle + deviation)
    )
    flat = flat_columns(x, low, high, labels=labels, constant=constant)
    out = on_line(x, middle, middle + np.asarray(direction) * deviation, base=mean, span=sd)
    return neutral(out, x, flat, mean) if flat.any() else out


def goalposts(
    x: Matrix,
    *,
    low: Vector,
    high: Vector,
    direction: Direction = 1,
    scale: float = 1.0,
    clip: bool = True,
    labels: Sequence[str] = (),
) -> Matrix:
    """Return the share of the way from one goalpost to the other.

    Args:
        x: rows × columns, NaN where missing.
        low: lower goalpost of each column, in its own unit.
        high: upper goalpost.
        direction: where −1, the way goes from the upper post to the lower.
        scale: score at the end of the way.
        clip: beyond the posts the score is 0 or ``scale``.
        labels: names of the columns, for messages.

    Raises:
        InputError: ``EVA-156`` the lower post is not below the upper one.

    Source: COINr ``n_goalposts``; without ``clip`` and with ``scale=100`` its ``n_scaled`` (GII 2020).

    >>> goalposts(np.array([1.0, 12.0]), low=np.array(0.0), high=np.array(10.0), direction=-1)
    array([0.9, 0. ])
    """
    for place in np.flatnonzero(~(np.atleast_1d(high) > np.atleast_1d(low))):
        raise InputError(
            "EVA-156",
            f"“{told(labels, int(place))}”的下限{np.atleast_1d(low)[place]:g}"
            f"不小于上限{np.atleast_1d(high)[place]:g}",
            "请改正 low 和 high，都按指标的原单位填写，与指标方向无关",
            {"indicator": told(labels, int(place))},
        )
    out = on_line(x, *_along(direction, low, high), span=scale)
    return np.clip(out, min(0.0, scale), max(0.0, scale), out=out) if clip else out


def distance_to(
    x: Matrix,
    goal: Vector,
    *,
    direction: Direction = 1,
    limits: Limits | None = None,
    scale: float = 1.0,
    capped: bool = False,
    labels: Sequence[str] = (),
    what: str = "目标值",
) -> Matrix:
    """Return the share of the way from the worst value to a goal.

    Args:
        x: rows × columns, NaN where missing.
        goal: what scores ``scale``, in the unit of each column.
        direction: where −1, the worst is the highest value and the goal lies below it.
        limits: lowest and highest value of each column, where they are not to be found in ``x``.
        scale: score at the goal.
        capped: beyond the goal nothing more is given.
        labels: names of the columns, for messages.
        what: what the goal is called in messages.

    Raises:
        InputError: ``EVA-156`` nobody is short of the goal and scores are not capped, ``EVA-150``, ``EVA-153``.

    Source: COINr ``n_dist2targ``, ``n_dist2ref``: (x − min) ⁄ (goal − min), for −1 (max − x) ⁄ (max − goal).

    >>> distance_to(np.array([0.0, 4.0, 10.0]), np.array(8.0), capped=True)
    array([0. , 0.5, 1. ])
    >>> distance_to(np.array([2.0, 6.0, 10.0]), np.array(2.0), direction=-1)
    array([1. , 0.5, 0. ])
    """
    low, high = limits or lowest_and_highest(x)
    flat_columns(x, low, high, labels=labels, constant="neutral")
    worst, _ = _along(direction, low, high)
    reached = np.atleast_1d((goal - worst) * np.asarray(direction) <= 0)
    if reached.any() and not capped:
        place = int(np.flatnonzero(reached)[0])
        raise InputError(
            "EVA-156",
            f"“{told(labels, place)}”的{what}{np.broadcast_to(goal, reached.shape)[place]:g}"
            f"不优于现有最差值{np.atleast_1d(worst)[place]:g}",
            "请核对它的数值和指标方向；若各单元确已全部达到，请设 capped = true，都按满分计",
            {"indicator": told(labels, place)},
        )
    out = on_line(x, worst, goal, span=scale)
    if capped:
        np.minimum(out, scale, out=out)
    return neutral(out, x, reached, scale) if reached.any() else out
