"""Moran's I: whether neighbours are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Moran:
    """Moran's I.

    Args:
        i: above ``expected`` neighbours are alike, below it they differ.
        expected: −1 ⁄ (n − 1), where places are as at random.
        z: distance from it in standard deviations, under normality.
        p: share of the permutations that are at least as far from their mean, two-sided.
        local: share of each place in I; they sum to n · I.
    """

    i: float
    expected: float
    z: float
    p: float
    local: Vector


def moran(
    y: Vector, neighbours: Matrix, *, seed: int, permutations: int = 999, by_row: bool = True
) -> Moran:
    """Return Moran's I of places.

    Args:
        y: one a place, no missing, not all equal.
        neighbours: places × places, ≥ 0, 0 on the diagonal; 1 for neighbours, or any weights.
        seed: of the permutations.
        permutations: how many.
        by_row: weights of a place are made to sum to 1 first; places without neighbours stay without.

    Raises:
        InputError: ``EVA-191`` figures or weights as they may not be.

    Source: Moran (1950), Biometrika 37; Cliff, Ord (1981), Spatial Processes, variance under normality;
    Anselin (1995), local indicators.

    >>> line = np.eye(4, k=1) + np.eye(4, k=-1)
    >>> found = moran(np.array([1.0, 2.0, 3.0, 4.0]), line, seed=1)
    >>> round(found.i, 6), round(found.expected, 6)
    (0.4, -0.333333)
    """
    size = len(y)
    away = y - y.mean() if size else y
    fits = (
        neighbours.shape == (size, size)
        and (neighbours >= 0).all()
        and not np.diag(neighbours).any()
    )
    if size < 3 or not fits or not neighbours.sum() > 0 or not away @ away > 0:
        raise InputError(
            "EVA-191",
            "莫兰指数无法计算：数据缺失或全部相同，或邻接矩阵不合要求",
            "至少3个地区；邻接矩阵为地区×地区，不小于0，对角线为0，不能全为0",
            {"places": size},
        )
    sums = neighbours.sum(axis=1, keepdims=True)
    w = (
        np.divide(neighbours, sums, out=np.zeros_like(neighbours), where=sums > 0)
        if by_row
        else neighbours
    )
    whole = w.sum()
    scale = size / (whole * (away @ away))
    local = scale * away * (w @ away)
    found = float(local.sum())
    expected = -1 / (size - 1)
    s1, s2 = ((w + w.T) ** 2).sum() / 2, ((w.sum(axis=0) + w.sum(axis=1)) ** 2).sum()
    variance = (size**2 * s1 - size * s2 + 3 * whole**2) / ((size**2 - 1) * whole**2) - expected**2
    stream = np.random.default_rng(seed)
    shuffled = np.array([stream.permutation(away) for _ in range(permutations)])
    drawn = scale * np.einsum("pi,pi->p", shuffled, shuffled @ w.T)
    middle = drawn.mean()
    extreme = int((np.abs(drawn - middle) >= abs(found - middle) - 1e-12).sum())
    return Moran(
        found,
        expected,
        float((found - expected) / np.sqrt(variance)),
        (extreme + 1) / (permutations + 1),
        local * size,
    )
