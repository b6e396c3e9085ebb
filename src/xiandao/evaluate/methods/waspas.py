"""WASPAS: a blend of the weighted sum and the weighted product."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.column_scale import Scale, scaled
from xiandao.evaluate.methods.positive import need
from xiandao.evaluate.methods.power_means import arithmetic, geometric, weighted
from xiandao.evaluate.methods.table import Matrix, Vector


def waspas(x: Matrix, w: Vector, *, blend: float = 0.5, scale: Scale = "max") -> Vector:
    """Return λ times the weighted arithmetic mean plus 1 − λ times the weighted geometric mean of each row.

    Args:
        x: rows × children, above zero, more is better, NaN where missing: then of the others.
        w: weights of the children; they are made to sum to one.
        blend: λ, 0 … 1.
        scale: how columns are scaled first: divided by their largest value in the publication.

    Raises:
        InputError: ``EVA-251`` zeros or negative values.

    Source: Zavadskas, Turskis, Antucheviciene and Zakarevicius, Optimization of weighted aggregated sum product
    assessment, Elektronika ir Elektrotechnika 122 (2012).

    >>> waspas(np.array([[1.0, 4.0], [4.0, 4.0]]), np.array([0.5, 0.5]))
    array([0.5625, 1.    ])
    """
    need((x > 0) | (w <= 0), x, "WASPAS", "大于零")
    x, w = weighted(x, w)
    z = scaled(x, scale)
    return np.asarray(blend * arithmetic(z, w) + (1.0 - blend) * geometric(z, w))
