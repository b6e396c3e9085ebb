"""Many sets of weights at random: around given ones, anywhere, or within ranges; for the analysis of uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from xiandao.evaluate.methods.table import Matrix
from xiandao.terms.error import InputError

# Exchanges between pairs of weights, for each weight, after which a draw has forgotten where it began.
SWEEPS: Final = 30


def weight_multipliers(
    noise: Mapping[int, float],
    levels: Mapping[str, int],
    codes: Sequence[str],
    *,
    sets: int,
    seed: int,
) -> Matrix:
    """Return by what weights are multiplied: uniform on 1 ± noise at the levels named, 1 elsewhere.

    Args:
        noise: by level of nodes (1 indicators), each from 0 to 1.
        levels: level of each node.
        codes: the node of each column.
        sets: how many.
        seed: of the draws.

    Returns:
        sets × codes.

    Raises:
        InputError: ``EVA-243`` a level without nodes or noise that is not from 0 to 1.

    Source: Becker (2024), COINr 1.1.14, ``get_noisy_weights``.

    >>> found = weight_multipliers({2: 0.25}, {"P": 2, "a": 1}, ("P", "a"), sets=3, seed=1)
    >>> bool((np.abs(found[:, 0] - 1) <= 0.25).all()), found[:, 1].tolist()
    (True, [1.0, 1.0, 1.0])
    """
    known = {levels[code] for code in codes}
    for level, share in noise.items():
        if level not in known or not 0 <= share <= 1:
            raise InputError(
                "EVA-243",
                f"第{level}层的权重扰动是{share}",
                f"层级可以是{'、'.join(map(str, sorted(known)))}，幅度从0到1（0.25 即上下25%）",
                {"level": level, "factor": share},
            )
    width = np.array([noise.get(levels[code], 0.0) for code in codes])
    drawn = np.random.default_rng(seed).uniform(-1.0, 1.0, (sets, len(codes)))
    return np.asarray(1.0 + drawn * width)


def simplex_weights(
    size: int,
    *,
    count: int,
    seed: int,
    around: Sequence[float] | None = None,
    strength: float = 0.0,
) -> Matrix:
    """Return sets of weights from a Dirichlet distribution; each sums to one.

    Args:
        size: how many weights.
        count: how many sets.
        seed: of the draws.
        around: the mean; with it α = around · strength, without it α = 1: every set is as likely as any other.
        strength: > 0, the larger the nearer to the mean.

    Raises:
        InputError: ``EVA-244`` a mean that is not positive or of another size, or a strength that is not positive.

    >>> simplex_weights(3, count=5, seed=0).sum(axis=1)
    array([1., 1., 1., 1., 1.])
    """
    alpha = np.ones(size)
    if around is not None:
        mean = np.array(around, dtype=np.float64)
        if len(mean) != size or not (mean > 0).all() or not strength > 0:
            raise InputError(
                "EVA-244",
                f"中心权重应有{size}个，都大于零，集中程度也应大于零",
                "集中程度越大，抽到的权重越靠近中心，例如100",
                {"around": mean.tolist(), "strength": strength},
            )
        alpha = mean / mean.sum() * strength
    return np.random.default_rng(seed).dirichlet(alpha, count)


def ranged_weights(
    lows: Sequence[float], highs: Sequence[float], *, count: int, seed: int
) -> Matrix:
    """Return sets of weights, each sum one, evenly from all those within the ranges that experts gave.

    Pairs of weights exchange what they can (Gibbs sampling), all sets at once.

    Args:
        lows: smallest weight of each, ≥ 0.
        highs: largest weight of each, ≤ 1.
        count: how many sets.
        seed: of the draws.

    Raises:
        InputError: ``EVA-249`` ranges upside down or outside 0…1, or with no set that sums to one.

    Source: Smith (1984), Operations Research 32(6), 1296-1308.

    >>> ranged_weights([0.2, 0.1, 0.0], [0.5, 0.5, 0.5], count=4, seed=0).sum(axis=1)
    array([1., 1., 1., 1.])
    """
    low, high = np.array(lows, dtype=np.float64), np.array(highs, dtype=np.float64)
    is_range = len(low) == len(high) and bool(((low >= 0) & (low <= high) & (high <= 1)).all())
    if not is_range or low.sum() > 1 + 1e-12 or high.sum() < 1 - 1e-12:
        raise InputError(
            "EVA-249",
            "权重的上下限里没有合计为1的一组",
            "下限合计应不大于1，上限合计应不小于1，每一项下限不大于上限",
            {"lows": low.tolist(), "highs": high.tolist()},
        )
    rng = np.random.default_rng(seed)
    room = float((high - low).sum())
    start = low + (high - low) * ((1.0 - low.sum()) / room if room > 0 else 0.0)
    found = np.tile(start, (count, 1))
    rows, size = np.arange(count), len(low)
    for _ in range(SWEEPS * size if size > 1 else 0):
        one = rng.integers(size, size=count)
        other = (one + rng.integers(1, size, size=count)) % size
        a, b = found[rows, one], found[rows, other]
        least = np.maximum(low[one], a + b - high[other])
        most = np.minimum(high[one], a + b - low[other])
        moved = least + (most - least) * rng.random(count)
        found[rows, one], found[rows, other] = moved, a + b - moved
    return np.asarray(found / found.sum(axis=1, keepdims=True))
