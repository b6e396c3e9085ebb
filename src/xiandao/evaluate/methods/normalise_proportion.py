"""Ways to bring indicators onto one scale by division: by the largest, the sum, the norm or a base value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.normalise_bounds import flat_columns, lowest_and_highest, told
from xiandao.evaluate.methods.normalise_linear import Direction
from xiandao.evaluate.methods.table import Mask, Matrix, Vector
from xiandao.terms.error import InputError

Divisor = Literal["max", "max_abs", "sum", "vector"]
Negative = Literal["reciprocal", "one_minus", "negate"]
TURN_HINT: Final = 'negative 改用 "one_minus"，或为它换一种方法，例如 minmax'
RATIO_HINT: Final = "请为它换一种方法，例如 goalposts 或 minmax"


def proportion(
    x: Matrix,
    *,
    by: Divisor,
    direction: Direction = 1,
    negative: Negative = "reciprocal",
    divisors: Vector | None = None,
    scale: float = 1.0,
    labels: Sequence[str] = (),
) -> Matrix:
    """Return each value divided by one number of its column.

    Args:
        x: rows × columns, NaN where missing.
        by: the largest value, the largest absolute value, the sum, or the root of the sum of squares.
        direction: 1 or −1, one for all columns or one each.
        negative: what is done where less is better: ``reciprocal`` takes 1 ⁄ x for x (so the largest gives
            min ⁄ x), ``one_minus`` takes 1 − the result, ``negate`` takes −x for x.
        divisors: the divisor of each column, where it is not to be found in ``x``; of what is divided, so of 1 ⁄ x
            with ``reciprocal``.
        scale: what the quotient is multiplied by.
        labels: names of the columns, for messages.

    Raises:
        InputError: ``EVA-157`` a divisor of 0, a value that is not above 0 where its reciprocal is needed, and
            where more is better a largest value or a sum below 0, which would turn the order round.

    Source: pymcdm ``max_``, ``linear_`` (reciprocal), ``sum_``, ``vector_normalization``; scikit-criteria
    ``MaxAbsScaler``, ``SumScaler``, ``VectorScaler`` after ``InvertMinimize`` or ``NegateMinimize``;
    COINr ``n_fracmax`` (negate, which gives larger scores to worse values where all are above 0).

    >>> proportion(np.array([2.0, 4.0]), by="max")
    array([0.5, 1. ])
    >>> proportion(np.array([2.0, 4.0]), by="max", direction=-1)
    array([1. , 0.5])
    """
    falling = np.broadcast_to(np.asarray(direction) < 0, x.shape[1:])
    y = turned(x, falling, negative, labels=labels) if falling.any() else x
    divisor = (
        divisor_of(y, by, falling & (negative == "negate"), labels=labels)
        if divisors is None
        else divisors
    )
    out: Matrix = np.asfortranarray(y / divisor)
    if negative == "one_minus" and falling.any():
        out = np.where(falling, 1 - out, out)
    return out * scale if scale != 1 else out


def turned(x: Matrix, falling: Mask, negative: Negative, *, labels: Sequence[str] = ()) -> Matrix:
    """Return what is divided: x itself, and where less is better 1 ⁄ x or −x as asked.

    Raises:
        InputError: ``EVA-157`` a value that is not above 0 where its reciprocal is needed.
    """
    if negative == "one_minus":
        return x
    if negative == "negate":
        return np.where(falling, -x, x)
    refuse_not_positive(x, falling, "方向为越小越好，要用倒数计算", TURN_HINT, labels=labels)
    return np.where(falling, 1 / np.where(falling, x, 1.0), x)


def refuse_not_positive(
    x: Matrix, where: Mask, why: str, hint: str, *, labels: Sequence[str] = ()
) -> None:
    """Refuse columns with values that are not above 0.

    Raises:
        InputError: ``EVA-157``.
    """
    bad = np.atleast_1d(((x <= 0) & where).any(axis=0))
    for place in np.flatnonzero(bad):
        raise InputError(
            "EVA-157",
            f"“{told(labels, int(place))}”里有不大于0的数，而它{why}",
            hint,
            {"indicator": told(labels, int(place))},
        )


def divisor_of(y: Matrix, by: Divisor, negated: Mask, *, labels: Sequence[str] = ()) -> Vector:
    """Return the divisor of each column.

    Raises:
        InputError: ``EVA-150``, ``EVA-153``, ``EVA-157`` as ``proportion`` says.
    """
    low, high = lowest_and_highest(y)
    flat_columns(y, low, high, labels=labels, constant="neutral")
    if by == "max":
        found = high
    elif by == "max_abs":
        found = np.maximum(np.abs(low), np.abs(high))
    elif by == "sum":
        found = np.nansum(y, axis=0)
    else:
        found = np.sqrt(np.nansum(y * y, axis=0))
    bad = np.atleast_1d((found == 0) | ((found < 0) & ~negated))
    for place in np.flatnonzero(bad):
        raise InputError(
            "EVA-157",
            f"“{told(labels, int(place))}”要除以的数是{np.atleast_1d(found)[place]:g}，算不出比例",
            "这种方法要求数值有正的最大值或合计，请为它换一种方法，例如 minmax",
            {"indicator": told(labels, int(place))},
        )
    return np.asarray(found, dtype=np.float64)


def ratio_to_base(
    x: Matrix,
    base: Matrix | Vector,
    *,
    direction: Direction = 1,
    scale: float = 100.0,
    cap: float | None = None,
    labels: Sequence[str] = (),
) -> Matrix:
    """Return each value as a share of a base value: x ⁄ base, where less is better base ⁄ x, times ``scale``.

    Args:
        x: rows × columns, NaN where missing.
        base: one value a column, or one a cell; in the unit of the column, above 0.
        direction: 1 or −1, one for all columns or one each.
        scale: score at the base.
        cap: highest score; None for none.
        labels: names of the columns, for messages.

    Raises:
        InputError: ``EVA-157`` a base that is not above 0, or a value that is not where less is better.

    Source: index with a fixed base 定基指数 (base period = 100); 亩均论英雄 (value ⁄ base, capped).

    >>> ratio_to_base(np.array([30.0, 10.0]), np.array(15.0), cap=150)
    array([150.        ,  66.66666667])
    >>> ratio_to_base(np.array([2.0, 4.0]), np.array(2.0), direction=-1)
    array([100.,  50.])
    """
    falling = np.broadcast_to(np.asarray(direction) < 0, x.shape[1:])
    bases = np.broadcast_to(base, x.shape)
    bad = np.atleast_1d((bases <= 0).any(axis=0))
    for place in np.flatnonzero(bad):
        raise InputError(
            "EVA-157",
            f"“{told(labels, int(place))}”的基准值不大于0",
            "基准值应大于0，请核对 base 或基期数据",
            {"indicator": told(labels, int(place))},
        )
    if falling.any():
        refuse_not_positive(
            x, falling, "方向为越小越好，要用基准值除以它", RATIO_HINT, labels=labels
        )
        top, bottom = np.where(falling, bases, x), np.where(falling, x, bases)
    else:
        top, bottom = x, bases
    out: Matrix = np.asfortranarray(top / bottom)
    out *= scale
    return out if cap is None else np.minimum(out, cap, out=out)
