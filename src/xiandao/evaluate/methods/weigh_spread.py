"""Weights by spread: standard deviation, variance, coefficient of variation or Gini coefficient of each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from xiandao.evaluate.methods.association import deviations
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import measured, share_out

Measure = Literal["std", "variance", "variation", "gini"]


def spread_weights(
    x: Matrix, *, measure: Measure = "std", rescale: bool = False, names: Sequence[str] = ()
) -> Vector:
    """Return weights in proportion to the spread of each column; they sum to one.

    Args:
        x: rows × columns, NaN where missing.
        measure: ``std`` and ``variance`` (n − 1), ``variation`` (std over mean), ``gini``; the last two for ≥ 0.
        rescale: bring each column to 0…1 first.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-203`` a constant column, ``EVA-204`` negative figures, and as ``figures`` says.

    Source: Li et al. (2009) (Gini); Jahan et al. (2012), Materials & Design 33 (std).

    >>> spread_weights(np.array([[0.0, 0.0], [1.0, 3.0]]))
    array([0.25, 0.75])
    """
    kept = measured(x, names)
    kept.refuse_constant()
    if rescale:
        kept = measured((kept.values - kept.low) / (kept.high - kept.low), names)
    if measure in {"std", "variance"}:
        std = deviations(kept.values)
        return share_out(std if measure == "std" else std**2, names)
    kept.refuse_negative("请先用 minmax 归一化，或改用 std、variance")
    if measure == "variation":
        return share_out(deviations(kept.values) / np.nanmean(kept.values, axis=0), names)
    return share_out(gini(kept.values), names)


def gini(x: Matrix) -> Vector:
    """Return the Gini coefficient of each column, Σ_i Σ_k |x_i − x_k| / (2 n² mean), missing cells left out.

    >>> gini(np.array([[1.0], [1.0], [4.0]]))
    array([0.33333333])
    """
    ordered = np.sort(x, axis=0)
    count = (~np.isnan(ordered)).sum(axis=0)
    place = np.arange(1, len(x) + 1)[:, None]
    total = np.nansum(ordered, axis=0)
    weighted = np.nansum((2 * place - count - 1) * ordered, axis=0)
    found: Vector = np.maximum(weighted / (count * total), 0.0)
    return found
