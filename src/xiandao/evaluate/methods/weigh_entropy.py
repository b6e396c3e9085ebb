"""Entropy weights: an indicator counts the more, the more unevenly it is spread over the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import measured, share_out

# Blocks of this many cells stay in the processor's cache between the logarithm and the sum.
BLOCK: Final = 1 << 14
HINT: Final = (
    '熵值法要求非负：请先用 minmax 归一化，或写上 negatives = "shift" 把各列平移到最小值为零'
)


@dataclass(frozen=True, slots=True)
class EntropyWeights:
    """Weights (sum one) with what they were made of, each by column."""

    weights: Vector
    entropy: Vector
    divergence: Vector


def entropy_weights(
    x: Matrix, *, negatives: Literal["refuse", "shift"] = "refuse", names: Sequence[str] = ()
) -> EntropyWeights:
    """Return entropy weights, w_j = d_j / Σ d with d_j = 1 − e_j and e_j = −Σ_i p_ij ln p_ij / ln n.

    A share of zero adds nothing (p ln p → 0). Missing cells are left out, n is then the number of figures of the
    column. In a panel each row is a unit in a period.

    Args:
        x: rows × columns, ≥ 0, any unit (weights do not change with it), NaN where missing.
        negatives: ``shift`` moves columns with negative figures up so that their smallest is zero.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-204`` negative figures, ``EVA-205`` only zeros, and as ``figures`` says.

    Source: Shannon (1948); Zou, Yun and Sun (2006), J. Environ. Sci. 18(5), 1020-1023.

    >>> found = entropy_weights(np.array([[1.0, 1.0], [1.0, 3.0], [2.0, 0.0]]))
    >>> found.weights.round(4)
    array([0.0989, 0.9011])
    """
    kept = measured(x, names)
    if negatives == "shift" and (kept.low < 0).any():
        kept = measured(kept.values - np.minimum(kept.low, 0.0), names)
    kept.refuse_negative(HINT)
    kept.refuse_zero_columns()
    kept.refuse_constant()
    divergence = _divergence(kept.values)
    return EntropyWeights(share_out(divergence, names), 1.0 - divergence, divergence)


def _divergence(x: Matrix) -> Vector:
    """Return 1 − e; with y = x/mean that is Σ y ln y / (n ln n), which loses no digits when e is close to one."""
    count = np.full(x.shape[1], len(x))
    total = x.sum(axis=0)
    has_gaps = bool(np.isnan(total).any())
    if has_gaps:
        count = (~np.isnan(x)).sum(axis=0)
        total = np.nansum(x, axis=0)
    scale = count / total
    found = np.zeros(x.shape[1])
    # Blocks run along what lies side by side in memory: a column each, or all columns of some rows.
    width = 1 if x.flags.f_contiguous else x.shape[1]
    step = max(1, BLOCK // width)
    for first, start in product(range(0, x.shape[1], width), range(0, len(x), step)):
        at = slice(first, first + width)
        y = x[start : start + step, at] * scale[at]
        if has_gaps:
            # One is the neutral value here: 1 · ln 1 = 0.
            y[np.isnan(y)] = 1.0
        logs = np.maximum(y, np.finfo(np.float64).tiny)
        np.log(logs, out=logs)
        found[at] += np.einsum("ij,ij->j", y, logs)
    size = np.maximum(count, 2)
    return np.asarray(np.maximum(found / (size * np.log(size)), 0.0))
