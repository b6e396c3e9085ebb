"""CRITIC weights: an indicator counts by its contrast and by its conflict with the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from xiandao.evaluate.methods.association import correlated, deviations
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import ROUNDING, measured, share_out


@dataclass(frozen=True, slots=True)
class CriticWeights:
    """Weights (sum one) with contrast σ, conflict Σ(1 − r) and information σ·Σ(1 − r) by column."""

    weights: Vector
    contrast: Vector
    conflict: Vector
    information: Vector


def critic_weights(
    x: Matrix,
    *,
    rescale: bool = True,
    kind: Literal["pearson", "spearman", "kendall"] = "pearson",
    names: Sequence[str] = (),
) -> CriticWeights:
    """Return CRITIC weights, w_j ∝ σ_j Σ_k (1 − r_jk).

    Args:
        x: rows × columns, more is better, NaN where missing (correlations then over the pairs present).
        rescale: σ after min–max scaling of each column, as published; otherwise of the figures as they are.
        kind: of correlation.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-203`` a constant column, and as ``figures`` says.

    Source: Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22(7), 763-770.

    >>> critic_weights(np.array([[1.0, 3.0, 2.0], [2.0, 5.0, 1.0], [4.0, 1.0, 1.0]])).weights.round(4)
    array([0.3731, 0.2851, 0.3418])
    """
    kept = measured(x, names)
    kept.refuse_constant()
    contrast = deviations(kept.values)
    if rescale:
        contrast = contrast / (kept.high - kept.low)
    r = correlated(kept.values, kind=kind)
    apart = 1.0 - r
    # Columns in proportion differ from perfect correlation by rounding only.
    conflict: Vector = np.where(apart > ROUNDING, apart, 0.0).sum(axis=0)
    information = np.maximum(contrast * conflict, 0.0)
    if kept.values.shape[1] == 1:
        # One indicator alone is in conflict with nothing, and still carries the whole weight.
        return CriticWeights(np.ones(1), contrast, conflict, information)
    return CriticWeights(share_out(information, names), contrast, conflict, information)
