"""Fences beyond which figures count as outliers: a number of points, quartiles, the median deviation, percentiles."""

from __future__ import annotations

from typing import Final

import numpy as np

from xiandao.evaluate.methods.table import Vector
from xiandao.terms.error import InputError

# Makes the median absolute deviation of normal figures their standard deviation.
NORMAL: Final = 1.482602218505602
Fences = tuple[float, float]


def fences_points(x: Vector, *, points: int = 1, side: str = "both") -> Fences:
    """Return the figures next to the ``points`` most extreme ones.

    Args:
        x: figures, none missing.
        points: how many at each end.
        side: ``both``, ``high`` or ``low``.

    Raises:
        InputError: ``EVA-124`` there are not enough figures to leave any between.

    Source: W. J. Dixon, Simplified estimation from censored normal samples, Ann. Math. Stat. 31 (1960) 385–391.

    >>> fences_points(np.array([1.0, 2.0, 3.0, 50.0]), points=1)
    (2.0, 3.0)
    """
    needed = points * (2 if side == "both" else 1)
    if needed >= len(x):
        raise InputError(
            "EVA-124",
            f"只有{len(x)}个数，不能缩尾{needed}个",
            "请调小 points",
            {"count": len(x), "points": points},
        )
    low = float(np.partition(x, points)[points]) if side != "high" else float(x.min())
    last = len(x) - 1 - points
    high = float(np.partition(x, last)[last]) if side != "low" else float(x.max())
    return low, high


def fences_quartile(x: Vector, *, k: float = 1.5) -> Fences:
    """Return the quartiles moved outwards by ``k`` times their distance.

    Args:
        x: figures, none missing. Quartiles are interpolated linearly (type 7).
        k: 1.5 for outliers, 3 for far ones.

    Source: J. W. Tukey, Exploratory Data Analysis (1977).

    >>> fences_quartile(np.array([1.0, 2.0, 3.0, 4.0, 100.0]))
    (-1.0, 7.0)
    """
    low, high = np.percentile(x, [25, 75])
    return float(low - k * (high - low)), float(high + k * (high - low))


def fences_mad(x: Vector, *, k: float = 3.5) -> Fences:
    """Return the median ± ``k`` times the median absolute deviation (times 1.4826).

    Source: C. Leys et al., Detecting outliers, J. Exp. Soc. Psych. 49 (2013) 764–766.

    >>> [round(one, 3) for one in fences_mad(np.array([1.0, 2.0, 3.0, 4.0, 100.0]), k=3)]
    [-1.448, 7.448]
    """
    centre = float(np.median(x))
    reach = k * NORMAL * float(np.median(np.abs(x - centre)))
    return centre - reach, centre + reach


def fences_percentile(x: Vector, *, low: float = 5.0, high: float = 95.0) -> Fences:
    """Return two percentiles, interpolated linearly (type 7).

    Args:
        x: figures, none missing.
        low: 0 to 100.
        high: 0 to 100, above ``low``.

    Raises:
        InputError: ``EVA-125`` the lower one is not below the higher.

    >>> fences_percentile(np.array([0.0, 50.0, 100.0]), low=10, high=90)
    (10.0, 90.0)
    """
    if not low < high:
        raise InputError(
            "EVA-125", f"low（{low}）应小于 high（{high}）", "例如 low = 5、high = 95", {}
        )
    found = np.percentile(x, [low, high])
    return float(found[0]), float(found[1])


def within(x: Vector, fences: Fences, *, to: str = "fence") -> Vector:
    """Return figures drawn in to the fences, or to the nearest figure inside them; missing cells stay.

    Raises:
        InputError: ``EVA-126`` there are outliers, and the fences leave nothing between them.

    >>> within(np.array([1.0, 2.0, 9.0]), (0.0, 5.0), to="nearest")
    array([1., 2., 2.])
    """
    low, high = fences
    if not ((x < low) | (x > high)).any():
        return x
    if not low < high:
        raise InputError(
            "EVA-126",
            "多半的数相同，上下限重合，缩尾后会全部相等",
            "请换一种处理方法，或不处理这个指标",
            {"value": low},
        )
    if to == "nearest":
        inside = x[(x >= low) & (x <= high)]
        low, high = (float(inside.min()), float(inside.max())) if len(inside) else (low, high)
    return np.clip(x, low, high)
