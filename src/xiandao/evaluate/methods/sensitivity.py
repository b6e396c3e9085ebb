"""Which factors matter: Sobol indices of a design's results, exact where all combinations were run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from xiandao.evaluate.methods.bootstrap import Intervals, bootstrap_intervals
from xiandao.evaluate.methods.sobol import First, sobol_indices
from xiandao.evaluate.methods.sobol_exact import exact_indices
from xiandao.evaluate.methods.table import Matrix, Vector


@dataclass(frozen=True)
class Sensitivity:
    """Shares of the variance of each output.

    Args:
        factors: names.
        outputs: what the columns of the indices are.
        s1, st: factors × outputs.
        intervals: bounds of both; None where indices are exact or no intervals were asked for.
        pairs: by two names the share of their interaction, of each output; exact designs only.
        variance: of each output.
        rows: how many rows of the sample (of all combinations) were used.
        all_rows: how many there are.
        is_exact: nothing was estimated.
    """

    factors: tuple[str, ...]
    outputs: tuple[str, ...]
    s1: Matrix
    st: Matrix
    intervals: Intervals | None
    pairs: dict[tuple[str, str], Vector]
    variance: Vector
    rows: int
    all_rows: int
    is_exact: bool

    @property
    def interactions(self) -> Vector:
        """Return the share of the variance that no factor explains alone."""
        return np.where(self.variance > 0, 1.0 - self.s1.sum(axis=0), 0.0)


def enumerated_sensitivity(
    results: Matrix,
    names: Sequence[str],
    outputs: Sequence[str],
    sizes: Sequence[int],
    chances: Sequence[Vector],
) -> Sensitivity | None:
    """Return exact indices; None where a combination has no result, for factors are then not independent.

    Args:
        results: combinations × outputs, in the order of ``enumerated``.
        names: of the factors.
        outputs: names of the columns.
        sizes: levels of each factor.
        chances: probability of each level of each factor.

    >>> results, halves = np.array([[0.0], [0.0], [0.0], [2.0]]), [np.full(2, 0.5)] * 2
    >>> enumerated_sensitivity(results, ["a", "b"], ["y"], [2, 2], halves).s1.round(3).tolist()
    [[0.333], [0.333]]
    """
    if not np.isfinite(results).all():
        return None
    found = exact_indices(results, sizes, chances)
    pairs = {(names[i], names[j]): np.asarray(share) for (i, j), share in found.pairs.items()}
    count = len(results)
    return Sensitivity(
        tuple(names),
        tuple(outputs),
        found.s1,
        found.st,
        None,
        pairs,
        found.variance,
        count,
        count,
        is_exact=True,
    )


def sampled_sensitivity(
    results: Matrix,
    names: Sequence[str],
    outputs: Sequence[str],
    *,
    bootstraps: int,
    confidence: float,
    seed: int,
    estimator: str = "saltelli",
) -> Sensitivity | None:
    """Return estimated indices with intervals; None where fewer than two rows have all their results.

    A row of the sample is used where all its d + 2 runs have a result.

    Args:
        results: (d + 2) × N × outputs, in the order of ``saltelli``.
        names: of the factors.
        outputs: names of the last axis.
        bootstraps: how often rows are drawn again; 0 for no intervals.
        confidence: of the intervals.
        seed: of the bootstrap.
        estimator: of the first order.
    """
    whole = np.asarray(np.isfinite(results).all(axis=(0, 2)))
    if whole.sum() < 2:
        return None
    kept = results[:, whole]
    a, b, ab = kept[0], kept[1], kept[2:]
    first = cast(First, estimator)
    s1, st = sobol_indices(a, b, ab, first=first)
    intervals = None
    if bootstraps:
        intervals = bootstrap_intervals(
            a, b, ab, samples=bootstraps, confidence=confidence, seed=seed, first=first
        )
    return Sensitivity(
        tuple(names),
        tuple(outputs),
        s1,
        st,
        intervals,
        {},
        kept[:2].reshape(-1, kept.shape[2]).var(axis=0),
        int(whole.sum()),
        len(whole),
        is_exact=False,
    )
