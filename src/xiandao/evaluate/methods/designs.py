"""Which runs are made: every combination, random ones, or the matrices from which Sobol indices are estimated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.table import Matrix, Vector

Levels = NDArray[np.int64]
# Above this many combinations the runs are sampled.
LARGEST_ENUMERATION: Final = 100_000


def enumerated(sizes: Sequence[int]) -> Levels:
    """Return every combination of the levels of some factors, the last factor changing fastest.

    Args:
        sizes: how many levels each factor has.

    >>> enumerated([2, 2]).tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """
    return np.indices(tuple(sizes)).reshape(len(sizes), -1).T.astype(np.int64)


def random_points(runs: int, factors: int, *, seed: int) -> Matrix:
    """Return independent points of the unit cube, runs × factors.

    >>> random_points(3, 2, seed=1).shape
    (3, 2)
    """
    return np.random.default_rng(seed).random((runs, factors))


def saltelli(runs: int, factors: int, *, seed: int, points: str = "sobol") -> Matrix:
    """Return the points from which first-order and total indices are estimated.

    Args:
        runs: N, the rows of each matrix.
        factors: d.
        seed: of the scrambling, or of the random points.
        points: ``sobol`` a scrambled Sobol sequence of dimension 2d (one sequence for A and B), ``random``
            independent points.

    Returns:
        (d + 2) × N × d: A, B, then for each factor i the matrix AB_i, which is A with column i from B.

    Source: Saltelli et al. (2010), Computer Physics Communications 181, 259–270; the sequence after Owen (1998).

    >>> a, b, ab = saltelli(4, 1, seed=1)
    >>> bool((ab == b).all())
    True
    """
    if points == "sobol":
        both = scrambled(runs, 2 * factors, seed)
    else:
        both = np.random.default_rng(seed).random((runs, 2 * factors))
    a, b = both[:, :factors], both[:, factors:]
    found = np.empty((factors + 2, runs, factors))
    found[0], found[1], found[2:] = a, b, a
    for factor in range(factors):
        found[2 + factor, :, factor] = b[:, factor]
    return found


def scrambled(runs: int, dimensions: int, seed: int) -> Matrix:
    """Return the first points of a scrambled Sobol sequence; balanced where ``runs`` is a power of two."""
    from scipy.stats import qmc

    # The generator warns of any other number than a power of two: draw the next power and keep the first.
    drawn = qmc.Sobol(dimensions, rng=np.random.default_rng(seed)).random_base2(
        max(runs - 1, 0).bit_length()
    )
    return np.asarray(drawn[:runs], dtype=np.float64)


def levels_of(points: Vector, probabilities: Vector) -> Levels:
    """Return which level of a factor each point of [0, 1) stands for.

    The unit interval itself is divided, each level having its probability as width; which points happen to be
    in the sample has no influence.

    Args:
        points: any shape, in [0, 1).
        probabilities: of the levels, summing to one.

    >>> levels_of(np.array([0.0, 0.3, 0.49, 0.5, 0.74]), np.array([0.5, 0.25, 0.25])).tolist()
    [0, 0, 0, 1, 1]
    """
    edges = np.cumsum(probabilities)[:-1]
    return np.searchsorted(edges, points, side="right").astype(np.int64)
