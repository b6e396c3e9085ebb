"""Weights ≥ 0 with which each part influences the whole as wanted; says how near that can be reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from xiandao.evaluate.methods.association import covariances
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.weigh_input import figures
from xiandao.terms.error import InputError

# Σ squared deviation of shares below which a target counts as reached.
REACHED: Final = 1e-8


@dataclass(frozen=True, slots=True)
class OptimisedWeights:
    """Weights (sum one in each group) with what they reach.

    ``correlations`` of each column with the whole, their ``achieved`` shares beside the ``targets``, and the sum
    of squared deviations of the two.
    """

    weights: Vector
    correlations: Vector
    achieved: Vector
    targets: Vector
    deviation: float
    is_reached: bool


def optimised_weights(
    x: Matrix,
    targets: Sequence[float] | None = None,
    *,
    groups: Sequence[str] | None = None,
    group_shares: Sequence[float] | None = None,
    rest: Vector | None = None,
    goal: Literal["balance", "most"] = "balance",
    measure: Literal["correlation", "squared"] = "correlation",
    starts: int = 16,
    seed: int = 0,
    names: Sequence[str] = (),
) -> OptimisedWeights:
    """Return weights such that the correlations of the parts with their weighted sum have the shares wanted.

    Minimises Σ (u_j / Σ u − t_j)² with u = r or r², or maximises Σ u, over w ≥ 0 by SLSQP from several starts.

    Args:
        x: rows × columns; rows with gaps are left out.
        targets: > 0, relative, one a column; equal where not given.
        groups: of columns whose weights sum to one among themselves; one group where not given.
        group_shares: by column, what its group counts for in the whole; 1 where not given.
        rest: part of the whole that has its weight already.
        goal: ``balance`` meets the targets, ``most`` makes the sum of u as large as possible.
        measure: u.
        starts: how many starting points.
        seed: of the random ones.
        names: of the columns, for messages.

    Raises:
        InputError: ``EVA-245`` targets that are not positive or of another number, ``EVA-246`` fewer than three rows
            without gaps, ``EVA-247`` no weights with which the correlations add up to more than zero, and as
            ``figures`` says.

    Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80, 12-22.

    >>> rng = np.random.default_rng(0)
    >>> found = optimised_weights(rng.normal(size=(400, 3)), [2, 1, 1])
    >>> found.achieved.round(4), found.is_reached
    (array([0.5 , 0.25, 0.25]), True)
    """
    size = np.shape(x)[1]
    wanted = np.ones(size) if targets is None else np.array(targets, dtype=np.float64)
    if len(wanted) != size or not (wanted > 0).all():
        raise InputError(
            "EVA-245", f"目标应有{size}个，都大于零", "请核对 targets", {"targets": wanted.tolist()}
        )
    wanted = wanted / wanted.sum()
    kept = figures(x, names) if rest is None else np.column_stack([figures(x, names), rest])
    if (~np.isnan(kept).any(axis=1)).sum() < 3:
        raise InputError("EVA-246", "没有缺失的单元不足三个，无法优化权重", "请先补缺", {})
    labels = np.array(groups if groups is not None else [""] * size)
    scale = np.ones(size) if group_shares is None else np.array(group_shares, dtype=np.float64)
    influence = _influence(covariances(kept), scale, measure)
    best, least = None, np.inf
    for start in _starts(labels, starts, seed):
        weights, value = _solve(influence, start, wanted, labels, goal)
        if value < least - 1e-15:
            best, least = weights, value
    u, r = (None, None) if best is None else influence(best)[::2]
    if best is None or u is None or r is None or not u.sum() > 0:
        raise InputError(
            "EVA-247",
            "找不到使各部分与总分的相关合计大于零的权重",
            "请检查指标方向，或先处理彼此负相关的指标",
            {"columns": list(names)},
        )
    achieved = u / u.sum()
    deviation = float(((achieved - wanted) ** 2).sum())
    return OptimisedWeights(best, r, achieved, wanted, deviation, deviation < REACHED)


Influence = Callable[[Vector], tuple[Vector, Matrix, Vector]]


def _influence(covariance: Matrix, scale: Vector, measure: str) -> Influence:
    """Return a function that gives u, its derivative by the weights, and r."""
    size = len(scale)
    deviation = np.sqrt(np.diag(covariance))[:size]

    def influence(weights: Vector) -> tuple[Vector, Matrix, Vector]:
        v = np.concatenate([weights * scale, np.ones(len(covariance) - size)])
        products = covariance @ v
        variance = max(float(v @ products), 1e-300)
        r = products[:size] / deviation / np.sqrt(variance)
        slope = covariance[:size, :size] / deviation[:, None] / np.sqrt(variance)
        slope = (slope - np.outer(r, products[:size] / variance)) * scale
        if measure == "squared":
            return r**2, 2.0 * r[:, None] * slope, r
        return r, slope, r

    return influence


def _starts(labels: Vector, count: int, seed: int) -> list[Vector]:
    rng = np.random.default_rng(seed)
    found = []
    for number in range(max(1, count)):
        raw = np.ones(len(labels)) if number == 0 else rng.exponential(size=len(labels))
        found.append(raw / np.array([raw[labels == label].sum() for label in labels]))
    return found


def _solve(
    influence: Influence, start: Vector, wanted: Vector, labels: Vector, goal: str
) -> tuple[Vector, float]:
    from scipy.optimize import minimize

    members = np.array(
        [labels == label for label in dict.fromkeys(labels.tolist())], dtype=np.float64
    )

    def loss(weights: Vector) -> tuple[float, Vector]:
        u, slope, _ = influence(weights)
        if goal == "most":
            return -float(u.sum()), -slope.sum(axis=0)
        total = u.sum()
        if not total > 1e-9:
            return 1e3 - float(total), -slope.sum(axis=0)
        gap = u / total - wanted
        step = (slope - np.outer(u / total, slope.sum(axis=0))) / total
        return float(gap @ gap), 2.0 * gap @ step

    found = minimize(
        loss,
        start,
        jac=True,
        method="SLSQP",
        bounds=[(0.0, 1.0)] * len(start),
        constraints={"type": "eq", "fun": lambda w: members @ w - 1.0, "jac": lambda w: members},
        options={"ftol": 1e-15, "maxiter": 500},
    )
    weights = np.clip(found.x, 0.0, None)
    weights = weights / (members.T @ (members @ weights))
    return weights, loss(weights)[0]
