"""Grey relational analysis: how close the shape of a unit is to the best of every column."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.column_scale import Scale, scaled
from xiandao.evaluate.methods.power_means import arithmetic, weighted
from xiandao.evaluate.methods.table import Matrix, Vector


def grey_relational(x: Matrix, w: Vector, *, rho: float = 0.5, scale: Scale = "minmax") -> Vector:
    """Return the grey relational grade of each row with the best of each column.

    The coefficient of a cell is (Δmin + ρ·Δmax) / (Δ + ρ·Δmax), Δ its distance to the best, Δmin and Δmax over all
    cells; the grade is its weighted mean.

    Args:
        x: rows × children, more is better, NaN where missing: then of the others.
        w: weights of the children, ≥ 0.
        rho: distinguishing coefficient, above 0 up to 1.
        scale: how columns are scaled first; ``none`` for what is on one scale.

    Returns:
        Above 0, up to 1, 1 best; NaN for a row without figures.

    Source: Deng Julong, Introduction to grey system theory, Journal of Grey System 1 (1989).

    >>> grey_relational(np.array([[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]]), np.array([0.75, 0.25]))
    array([0.5       , 0.5       , 0.83333333])
    """
    x, w = weighted(x, w)
    z = scaled(x, scale)
    apart = np.nanmax(z, axis=0) - z
    least, most = float(np.nanmin(apart)), float(np.nanmax(apart))
    if most <= 0:
        return arithmetic(np.where(np.isnan(z), np.nan, 1.0), w)
    return arithmetic((least + rho * most) / (apart + rho * most), w)
