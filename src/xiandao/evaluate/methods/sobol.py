"""Sobol indices from a sample: how much of the variance of a result each factor explains, alone and in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.table import Matrix
from xiandao.terms.error import InputError

First = Literal["saltelli", "jansen", "janon"]
FIRST: Final[tuple[First, ...]] = ("saltelli", "jansen", "janon")


@dataclass(frozen=True, slots=True)
class Moments:
    """Means of products over the rows of a sample, all of results less one constant.

    Each has outputs last; ``cross`` … also have one row a factor. Indices are functions of these means, so a
    bootstrap only averages again.
    """

    a: Matrix
    b: Matrix
    aa: Matrix
    bb: Matrix
    c: Matrix
    cc: Matrix
    bc: Matrix
    ab: Matrix
    ac: Matrix


def sobol_indices(
    a: Matrix, b: Matrix, ab: Matrix, *, first: First = "saltelli"
) -> tuple[Matrix, Matrix]:
    """Return first-order and total indices, centred, of one or several outputs.

    Args:
        a: results of the matrix A, N or N × outputs.
        b: results of B, alike.
        ab: results of AB_1 … AB_d, d × N or d × N × outputs.
        first: estimator of the first order. ``saltelli``: mean of (y_B − m)(y_ABi − y_A) over V, good for small
            indices; ``jansen``: 1 − mean of (y_B − y_ABi)² over 2V; ``janon``: correlation of y_B and y_ABi, good
            for large ones. m is the mean of all results, V the variance of those of A and B. The total order is
            Jansen's mean of (y_A − y_ABi)² over 2V.

    Returns:
        S1 and ST, each d or d × outputs; 0 where the output does not vary at all.

    Raises:
        InputError: ``EVA-320`` fewer than two rows, or a result that is missing.

    Source: Saltelli et al. (2010), table 2 (b), (c), (f); Janon et al. (2014), ESAIM: P&S 18, 342–364.

    >>> from xiandao.evaluate.methods.designs import saltelli
    >>> x = saltelli(1024, 2, seed=1)
    >>> y = 2 * x[..., 0] + x[..., 1]
    >>> s1, st = sobol_indices(y[0], y[1], y[2:])
    >>> s1.round(2).tolist(), st.round(2).tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    if len(a) < 2 or not all(np.isfinite(part).all() for part in (a, b, ab)):
        raise InputError(
            "EVA-320",
            "结果不足两行或有缺失，估计不了敏感度",
            "请增加运行次数，或先去掉失败的运行",
            {"rows": len(a)},
        )
    rows = np.full(len(a), 1.0 / len(a))
    return indices_of(moments(a, b, ab, rows[None, :], first=first), first=first, shape=ab.shape)


def moments(a: Matrix, b: Matrix, ab: Matrix, weights: Matrix, *, first: First) -> Moments:
    """Return the means for each row of ``weights`` (samples × N, rows summing to one).

    Results are centred by their overall mean before anything is multiplied, so that large levels lose no digits.
    """
    count = len(ab) + 2
    middle = (a.mean(axis=0) + b.mean(axis=0) + ab.mean(axis=1).sum(axis=0)) / count
    a, b, c = (part - middle for part in (a, b, ab))

    def mean(parts: Matrix) -> Matrix:
        """Average over the rows: outputs keep their axes, the sample comes first."""
        flat = parts.reshape(len(parts), -1) if parts.ndim > 1 else parts[:, None]
        return (weights @ flat).reshape(len(weights), *parts.shape[1:])

    per_factor = np.moveaxis(c, 1, 0)
    wide_a, wide_b = a[:, None], b[:, None]
    zero = np.zeros(0)
    return Moments(
        a=mean(a),
        b=mean(b),
        aa=mean(a * a),
        bb=mean(b * b),
        c=mean(per_factor),
        cc=mean(per_factor * per_factor),
        bc=mean(wide_b * per_factor),
        ab=mean(a * b) if first == "saltelli" else zero,
        ac=mean(wide_a * per_factor),
    )


def indices_of(kept: Moments, *, first: First, shape: tuple[int, ...]) -> tuple[Matrix, Matrix]:
    """Return S1 and ST of each sample; the sample axis is dropped where there is one only."""
    count = shape[0] + 2
    variance = (kept.aa + kept.bb) / 2 - ((kept.a + kept.b) / 2) ** 2
    middle = (kept.a + kept.b + kept.c.sum(axis=1)) / count
    v, m, b = variance[:, None], middle[:, None], kept.b[:, None]
    largest = (kept.aa + kept.bb)[:, None]
    varies = v > 1e-14 * largest
    safe = np.where(varies, v, 1.0)
    if first == "saltelli":
        found = (kept.bc - kept.ab[:, None] - m * (kept.c - kept.a[:, None])) / safe
    elif first == "jansen":
        found = 1 - (kept.bb[:, None] + kept.cc - 2 * kept.bc) / (2 * safe)
    else:
        half = (b + kept.c) / 2
        spread = (kept.bb[:, None] + kept.cc) / 2 - half**2
        found = (kept.bc - half**2) / np.where(spread > 1e-14 * largest, spread, 1.0)
    total = (kept.aa[:, None] + kept.cc - 2 * kept.ac) / (2 * safe)
    s1, st = np.where(varies, found, 0.0), np.where(varies, total, 0.0)
    return (s1[0], st[0]) if len(s1) == 1 else (s1, st)
