"""Confidence intervals of Sobol indices: rows of the sample drawn again, all factors and the variance with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xiandao.evaluate.methods.sobol import First, indices_of, moments
from xiandao.evaluate.methods.table import Matrix


@dataclass(frozen=True, slots=True)
class Intervals:
    """Bounds of S1 and ST, each shaped as the index itself."""

    s1_low: Matrix
    s1_high: Matrix
    st_low: Matrix
    st_high: Matrix


def bootstrap_intervals(
    a: Matrix,
    b: Matrix,
    ab: Matrix,
    *,
    samples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    first: First = "saltelli",
) -> Intervals:
    """Return percentile intervals of the indices of one or several outputs.

    A row is drawn with all it has: y_A, y_B and every y_ABi. The variance is that of the rows drawn.

    Args:
        a: results of A, N or N × outputs; ``b`` and ``ab`` as ``sobol_indices`` takes them.
        samples: how often rows are drawn.
        confidence: share of samples inside the interval.
        seed: of the draws.
        first: estimator of the first order.

    Source: Archer, Saltelli & Sobol (1997), J. Statistical Computation and Simulation 58, 99–120.

    >>> from xiandao.evaluate.methods.designs import saltelli
    >>> x = saltelli(256, 2, seed=1)
    >>> y = 2 * x[..., 0] + x[..., 1]
    >>> found = bootstrap_intervals(y[0], y[1], y[2:], samples=200)
    >>> bool(found.s1_low[0] < 0.8 < found.s1_high[0])
    True
    """
    rng = np.random.default_rng(seed)
    rows = len(a)
    s1s, sts = [], []
    # Counts of 200 samples at a time keep the matrix small for large N.
    for start in range(0, samples, 200):
        size = min(200, samples - start)
        drawn = rng.integers(0, rows, (size, rows)) + rows * np.arange(size)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=size * rows).reshape(size, rows)
        s1, st = indices_of(
            moments(a, b, ab, counts / rows, first=first), first=first, shape=ab.shape
        )
        s1s.append(s1.reshape(size, *st.shape[-(ab.ndim - 1) :]))
        sts.append(st.reshape(s1s[-1].shape))
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    s1_low, s1_high = np.quantile(np.concatenate(s1s), tails, axis=0)
    st_low, st_high = np.quantile(np.concatenate(sts), tails, axis=0)
    return Intervals(s1_low, s1_high, st_low, st_high)
