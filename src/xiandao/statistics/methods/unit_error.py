"""Figures in the wrong unit: 10, 1,000 or 10,000 times what they should be, or that part of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

# Factor, and the ratios to the predicted value between which it is taken for an error of that factor.
BANDS: Final = ((10.0, 7.0, 13.5), (1000.0, 350.0, 1350.0), (10000.0, 3500.0, 13500.0))


def factor(value: float, predicted: float) -> float:
    """Return by how much a value must be divided to be in the right unit; 1 where it seems right.

    The predicted value is the clean figure of the period before, else an imputed or a register figure.

    Source: thousand pounds correction, ONS Statistical Methods Library: 350 < y / ŷ < 1350 for 1,000; the same
    band for 10,000 (万元) and a narrower one for 10 (千元 for 万元), both ways.

    >>> factor(812_000.0, 800.0), factor(85.0, 800.0), factor(900.0, 800.0), factor(5.0, 0.0)
    (1000.0, 0.1, 1.0, 1.0)
    """
    if value <= 0 or predicted <= 0:
        return 1.0
    for times, low, high in BANDS:
        if low * predicted < value < high * predicted:
            return times
        if low * value < predicted < high * value:
            return 1 / times
    return 1.0


def factors(values: NDArray[np.float64], predicted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``factor`` for many values at once; missing values (NaN) count as right.

    Args:
        values: shape (n,), as reported.
        predicted: shape (n,), in the same unit.

    >>> factors(np.array([812_000.0, 900.0, np.nan]), np.array([800.0, 800.0, 1.0]))
    array([1000.,    1.,    1.])
    """
    found = np.ones_like(values)
    is_known = (values > 0) & (predicted > 0)
    for times, low, high in BANDS:
        found[is_known & (values > low * predicted) & (values < high * predicted)] = times
        found[is_known & (predicted > low * values) & (predicted < high * values)] = 1 / times
    return found
