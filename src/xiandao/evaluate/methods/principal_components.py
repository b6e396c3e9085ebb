"""Principal components of indicators, and the varimax rotation of their loadings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.association import correlated, covariances
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import figures
from xiandao.terms.error import InputError

ROUNDS: Final = 200
SETTLED: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Components:
    """Principal components, largest first.

    ``eigenvalues`` and ``explained`` (share of the variance) by component; ``directions`` (unit vectors) and
    ``loadings`` (directions × √eigenvalue; correlations with the component) are columns × components, each with a
    positive sum, so that their sign does not depend on the machine.
    """

    eigenvalues: Vector
    explained: Vector
    directions: Matrix
    loadings: Matrix


def principal_components(
    x: Matrix,
    *,
    of: Literal["correlation", "covariance"] = "correlation",
    names: Sequence[str] = (),
) -> Components:
    """Return the principal components of the columns.

    Args:
        x: rows × columns; missing cells leave out the pair (correlation) or the row (covariance).
        of: whether columns are standardised first.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-203`` a constant column, ``EVA-209`` too few rows without gaps, and as ``figures`` says.

    Source: Hotelling (1933), J. Educ. Psychol. 24; OECD/JRC (2008), Handbook, ch. 4.

    >>> found = principal_components(np.array([[1.0, 2.0], [2.0, 4.1], [3.0, 5.9], [4.0, 8.0]]))
    >>> found.eigenvalues.round(3), found.loadings[:, 0].round(3)
    (array([2., 0.]), array([1., 1.]))
    """
    kept = figures(x, names)
    if of == "covariance":
        if (~np.isnan(kept).any(axis=1)).sum() < 2:
            raise InputError(
                "EVA-209", "没有缺失的单元不足两个", "请先补缺，或改用 correlation", {}
            )
        matrix = covariances(kept)
    else:
        matrix = correlated(kept)
        _refuse_unknown(matrix)
    values, vectors = np.linalg.eigh(matrix)
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
    return Components(values, values / values.sum(), vectors, vectors * np.sqrt(values))


def varimax(loadings: Matrix, *, is_normalised: bool = True) -> Matrix:
    """Return loadings rotated so that each column has few large ones; the row sums of squares stay.

    Args:
        loadings: columns × components.
        is_normalised: rows are brought to unit length for the rotation, as Kaiser proposed.

    Source: Kaiser (1958), Psychometrika 23(3), 187-200.

    >>> varimax(np.array([[0.7, 0.7], [0.7, -0.7]])).round(4) + 0.0
    array([[0.9899, 0.    ],
           [0.    , 0.9899]])
    """
    rows, size = loadings.shape
    if size < 2:
        return loadings.copy()
    length = (
        np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if is_normalised else np.ones((rows, 1))
    )
    length = np.where(length > 0, length, 1.0)
    x = loadings / length
    for _ in range(ROUNDS):
        if max(_turn_pair(x, one, other) for one, other in combinations(range(size), 2)) < SETTLED:
            break
    found = x * length
    found = found * np.where(found.sum(axis=0) < 0, -1.0, 1.0)
    order = np.argsort(-(found**2).sum(axis=0), kind="stable")
    return np.asarray(found[:, order])


def _turn_pair(x: Matrix, one: int, other: int) -> float:
    """Turn two columns in their plane to the best angle, in place, and return the angle."""
    a, b = x[:, one].copy(), x[:, other].copy()
    u, v = a * a - b * b, 2.0 * a * b
    above = 2.0 * (u @ v - u.sum() * v.sum() / len(x))
    below = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / len(x)
    if np.hypot(above, below) < SETTLED:
        return 0.0
    angle = float(np.arctan2(above, below)) / 4.0
    x[:, one], x[:, other] = (
        a * np.cos(angle) + b * np.sin(angle),
        b * np.cos(angle) - a * np.sin(angle),
    )
    return abs(angle)


def _refuse_unknown(matrix: Matrix) -> None:
    if np.isnan(matrix).any():
        raise InputError(
            "EVA-209",
            "有两个指标没有足够的共同单元，无法计算相关系数",
            "请先补缺，或去掉缺失过多的指标",
            {"pairs": np.argwhere(np.isnan(matrix)).tolist()},
        )
