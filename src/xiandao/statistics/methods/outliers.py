"""Values that stand out in their class: Hidiroglou–Berthelot for changes, modified z for levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
U: Final = 0.4
A: Final = 0.05
C: Final = 20.0
QUARTILES: Final = (25.0, 75.0)
_MODIFIED_Z: Final = 0.6745
Z_LIMIT: Final = 3.5


@dataclass(frozen=True, slots=True)
class ChangeOutliers:
    """``effects`` E per unit (NaN where there is no ratio), the two bounds, and which units lie outside."""

    effects: Floats
    lower: float
    upper: float
    is_outlier: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LevelOutliers:
    """Modified z ``scores`` (NaN where there is none), the ``median`` level, and which units lie beyond the limit."""

    scores: Floats
    median: float
    is_outlier: NDArray[np.bool_]


def changes(
    current: Floats,
    previous: Floats,
    *,
    u: float = U,
    a: float = A,
    c: float = C,
    percentiles: tuple[float, float] = QUARTILES,
) -> ChangeOutliers:
    """Find changes between two periods that stand out, large units weighing more.

    r = y_t / y_{t-1}; s = 1 - r_M / r where r < r_M, else r / r_M - 1; E = s · max(y_t, y_{t-1})^U;
    d_L = max(E_M - E_Q1, |A·E_M|), d_U = max(E_Q3 - E_M, |A·E_M|); outside [E_M - C·d_L, E_M + C·d_U].
    Only units with positive values in both periods take part.

    Args:
        current: y_t, shape (n,), NaN where missing.
        previous: y_{t-1}, shape (n,), in the same unit.
        u: weight of size, 0.3 to 0.5.
        a: guards against a tiny spread.
        c: width, 4 to 40; the wider the fewer.
        percentiles: 10 and 90 where many ratios are equal (Hidiroglou & Emond 2018).

    Source: Hidiroglou & Berthelot (1986), Survey Methodology 12, 73-83.

    >>> previous = np.array([100.0, 200, 300, 400, 500, 600])
    >>> changes(np.array([101.0, 199, 303, 396, 505, 6000]), previous).is_outlier.tolist()
    [False, False, False, False, False, True]
    """
    effects = np.full(current.shape, np.nan)
    # A comparison with NaN is false, so missing values stay out.
    takes_part = (current > 0) & (previous > 0) & np.isfinite(current) & np.isfinite(previous)
    if not takes_part.any():
        return ChangeOutliers(effects, np.nan, np.nan, np.zeros(current.shape, dtype=np.bool_))
    now, before = current[takes_part], previous[takes_part]
    ratio = now / before
    middle = float(np.median(ratio))
    symmetric = np.where(ratio < middle, 1 - middle / ratio, ratio / middle - 1)
    effects[takes_part] = symmetric * np.maximum(now, before) ** u
    low, median, high = np.percentile(effects[takes_part], [percentiles[0], 50.0, percentiles[1]])
    floor = abs(a * median)
    lower = float(median - c * max(median - low, floor))
    upper = float(median + c * max(high - median, floor))
    return ChangeOutliers(effects, lower, upper, (effects < lower) | (effects > upper))


def levels(values: Floats, *, limit: float = Z_LIMIT) -> LevelOutliers:
    """Find levels that stand out among the logarithms of positive values.

    z = 0.6745 · (x - median) / MAD with x = ln y; no outlier where the MAD is 0.

    Args:
        values: shape (n,), NaN where missing.
        limit: on \\|z\\|.

    Source: Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers.

    >>> levels(np.array([90.0, 100, 105, 110, 120, 9000])).is_outlier.tolist()
    [False, False, False, False, False, True]
    """
    scores = np.full(values.shape, np.nan)
    takes_part = (values > 0) & np.isfinite(values)
    if not takes_part.any():
        return LevelOutliers(scores, np.nan, np.zeros(values.shape, dtype=np.bool_))
    logs = np.log(values[takes_part])
    middle = float(np.median(logs))
    spread = float(np.median(np.abs(logs - middle)))
    if spread > 0:
        scores[takes_part] = _MODIFIED_Z * (logs - middle) / spread
    median = float(np.median(values[takes_part]))
    return LevelOutliers(scores, median, np.abs(scores) > limit)
