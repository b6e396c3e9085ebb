"""Exact Sobol indices of a result that is known for every combination of discrete factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class ExactIndices:
    """Shares of the variance.

    Args:
        s1: of each factor alone, d or d × outputs.
        st: of each factor with all its interactions.
        pairs: by two places of factors the share of their interaction.
        variance: of the output.
    """

    s1: Matrix
    st: Matrix
    pairs: dict[tuple[int, int], Matrix]
    variance: Matrix


def exact_indices(
    results: Matrix, sizes: Sequence[int], probabilities: Sequence[Vector] | None = None
) -> ExactIndices:
    """Return the indices of a result given for every combination, nothing being estimated.

    V(E[y | x_i]) / V and E[V(y | all but x_i)] / V are sums over the response array.

    Args:
        results: one row a combination in the order of ``enumerated(sizes)``; combinations or combinations ×
            outputs.
        sizes: how many levels each factor has.
        probabilities: of the levels of each factor; equal where None.

    Returns:
        Indices; 0 where the output does not vary.

    Raises:
        InputError: ``EVA-321`` not one result a combination, or a result missing.

    Source: Sobol (1993), Mathematical Modelling and Computational Experiments 1, 407–414.

    >>> found = exact_indices(np.array([0.0, 1.0, 1.0, 4.0]), [2, 2])
    >>> found.s1.round(3).tolist(), found.st.round(3).tolist()
    ([0.444, 0.444], [0.556, 0.556])
    """
    if len(results) != int(np.prod(sizes)) or not np.isfinite(results).all():
        raise InputError(
            "EVA-321",
            f"精确敏感度需要全部{int(np.prod(sizes))}种组合的结果，现在不全",
            "请先去掉失败的备选方案，或改用抽样设计",
            {"rows": len(results), "sizes": list(sizes)},
        )
    chances = [
        np.full(size, 1 / size)
        if probabilities is None
        else np.asarray(probabilities[place], dtype=np.float64)
        for place, size in enumerate(sizes)
    ]
    array = results.reshape(*sizes, *results.shape[1:])
    array = array - mean_over(array, chances, range(len(sizes)))
    variance = mean_over(array**2, chances, range(len(sizes))).reshape(results.shape[1:])
    largest = np.abs(results).max(axis=0, initial=0.0) ** 2
    varies = variance > 1e-24 * np.where(largest > 0, largest, 1.0)
    safe = np.where(varies, variance, 1.0)

    def share(kept: Sequence[int]) -> Matrix:
        """Return the variance that the factors named explain, interactions among them included."""
        gone = [place for place in range(len(sizes)) if place not in kept]
        means = mean_over(array, chances, gone)
        found = mean_over(means**2, chances, kept).reshape(results.shape[1:]) / safe
        return np.where(varies, found, 0.0)

    every = range(len(sizes))
    s1 = np.array([share([place]) for place in every])
    rest = np.array([share([other for other in every if other != place]) for place in every])
    pairs = {
        (i, j): share([i, j]) - s1[i] - s1[j] for i, j in combinations(every, 2) if len(sizes) > 2
    }
    if len(sizes) == 2:
        pairs[0, 1] = np.where(varies, 1.0, 0.0) - s1.sum(axis=0)
    return ExactIndices(s1, np.where(varies, 1.0 - rest, 0.0), pairs, variance)


def mean_over(array: Matrix, chances: Sequence[Vector], places: Sequence[int]) -> Matrix:
    """Return the mean over the levels of some factors, whose axes keep length one."""
    found = array
    # The longest axis first: what remains is smallest.
    for place in sorted(places, key=lambda one: -len(chances[one])):
        found = np.expand_dims(
            np.tensordot(chances[place], np.moveaxis(found, place, 0), axes=(0, 0)), place
        )
    return found
