"""MEREC weights: an indicator counts by how much the standing of units changes when it is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import measured, share_out

HINT: Final = "MEREC 要求各值大于零：请把数据归一化到正的区间（例如 1 至 100），或写上 lift = 1"


def merec_weights(
    x: Matrix, *, directions: Sequence[int] | None = None, names: Sequence[str] = ()
) -> Vector:
    """Return MEREC weights; they sum to one.

    With n_ij = min_j / x_ij (less is better: x_ij / max_j), S_i = ln(1 + Σ_j |ln n_ij| / m), S'_ij the same without
    column j (divided by m still), the weight is in proportion to Σ_i |S'_ij − S_i|.

    Args:
        x: rows × columns, > 0 and complete.
        directions: 1 more is better, −1 less is better; all 1 where not given.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-206`` zeros or negative figures, ``EVA-208`` missing cells, and as ``figures`` says.

    Source: Keshavarz-Ghorabaee et al. (2021), Symmetry 13(4), 525.

    >>> merec_weights(np.array([[1.0, 2.0], [2.0, 3.0], [4.0, 2.0]])).round(4)
    array([0.8476, 0.1524])
    """
    kept = measured(x, names)
    kept.refuse_zeros(HINT)
    kept.refuse_gaps("请先在方案里加上 impute 步骤")
    kept.refuse_constant()
    values = kept.values
    rising = (
        np.ones(values.shape[1], dtype=bool) if directions is None else np.array(directions) > 0
    )
    share = np.where(rising, kept.low / values, values / kept.high)
    logs = np.abs(np.log(share))
    total = logs.sum(axis=1, keepdims=True)
    size = values.shape[1]
    whole = np.log1p(total / size)
    without = np.log1p((total - logs) / size)
    return share_out(np.abs(without - whole).sum(axis=0), names)
