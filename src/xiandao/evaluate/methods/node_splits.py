"""How the score of one node splits among those below it, for one unit alone or between two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.positive import shifted
from xiandao.evaluate.methods.splitting import (
    exponent_of,
    own_slopes,
    power_mean,
    shapley,
    slopes_between,
)
from xiandao.evaluate.methods.table import Mask, Matrix, Vector
from xiandao.evaluate.methods.tree import node_score, parts
from xiandao.evaluate.methods.unit_rows import same_period
from xiandao.evaluate.methods.variants import looks_around, own_options, plans_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.recipe_parts import NodePlan

NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Split:
    """What children bring to a node: ``slopes`` × ``amounts`` + ``fixed``; ``rest`` is nobody's.

    ``amounts`` are the values of the children, or their differences, as the node has counted them. ``shares`` are
    the shares that the children really have, renormalised where some are missing. ``way`` is ``share``
    (share × value), ``power`` (power means in closed form) or ``shapley``.
    """

    codes: tuple[str, ...]
    shares: Vector
    amounts: Vector
    slopes: Vector
    fixed: Vector
    rest: float
    way: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """A node in the row of a unit: the children that it is made of, their shares, their scores in all rows."""

    build: Build
    code: str
    plan: NodePlan
    below: tuple[str, ...]
    w: Vector
    matrix: Matrix
    at: int

    @property
    def x(self) -> Vector:
        """Return the values of the children in the row."""
        found: Vector = self.matrix[self.at]
        return found

    @property
    def medians(self) -> Vector:
        """Return the median of each child in the period of the row, NaN where the row has no value."""
        found, present = np.full(len(self.w), np.nan), ~np.isnan(self.x)
        rows = same_period(self.build.scores, self.at)
        found[present] = np.nanmedian(self.matrix[rows][:, present], axis=0)
        return found

    def counted(self, x: Vector) -> Vector:
        """Return values with those that are missing filled where the node fills them."""
        fills = self.plan.missing == "worst"
        return np.where(np.isnan(x), np.nanmin(self.matrix, axis=0), x) if fills else x

    def present_shares(self, present: Mask) -> Vector:
        """Return shares with those of missing children handed to the others."""
        w = np.where(present, self.w, 0.0)
        found: Vector = w / w.sum() if w.sum() > 0 else w
        return found

    def game(self, mixtures: Matrix) -> Vector:
        """Return the scores of mixtures of children, each put in the place of the unit's row."""
        plan = replace(self.plan, missing="skip", threshold=0.0)
        to = plan.options.get("shift")
        if not looks_around(plan):
            return np.asarray(plan.aggregator.run(mixtures, self.w, **own_options(plan)))
        scores = np.empty(len(mixtures))
        for number, mixture in enumerate(mixtures):
            matrix = np.array(self.matrix)
            matrix[self.at] = mixture
            moved = matrix if to is None else shifted(matrix, to)
            scores[number] = node_score(moved, self.w, plan, self.build.scores)[self.at]
        return scores


def crossing(build: Build, code: str, row: int) -> Crossing:
    """Return a node in the row of a unit; missing cells are filled only where the plan fills them."""
    plan = plans_of(build)[code]
    below, w = parts(build.framework, code, build.framework.shares(build.weights), plan)
    matrix = np.column_stack([build.scores.column(one) for one in below])
    if plan.missing == "worst":
        matrix = np.where(np.isnan(matrix), np.nanmin(matrix, axis=0), matrix)
    return Crossing(build, code, plan, below, w, matrix, row)


def split_alone(node: Crossing, score: float) -> Split:
    """Return parts of children that sum to the score of the node.

    Power means split by Euler's theorem; what is no power mean splits by Shapley values against the medians of the
    children, and the score of these medians is handed out by shares.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I", weight=3), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[2.0, 4.0], [6.0, 1.0]])), tree, Recipe())
    >>> split = split_alone(crossing(made, "I", 0), 2.5)
    >>> split.slopes * split.amounts
    array([1.5, 1. ])
    """
    x, present = node.x, ~np.isnan(node.x)
    w = node.present_shares(present)
    filled = np.where(present, x, 0.0)
    none = np.zeros(len(w))
    p = _closed(node, [np.where(present, x, score)], [score])
    if p is not None:
        held = np.where(w > 0, filled, score)
        slopes = w if p == 1 else np.where(w > 0, own_slopes(held, w, score, p), 0.0)
        return Split(node.below, w, filled, slopes, none, 0.0, "share" if p == 1 else "power")
    medians = node.medians
    base = float(node.game(medians[None, :])[0])
    effects, rest = _shapley(node, x, medians, score, base)
    found = effects + w * (base + rest)
    usable = np.abs(filled) > NEAR * max(1.0, float(np.abs(filled).max()))
    slopes = np.divide(found, filled, out=np.zeros(len(w)), where=usable)
    fixed = np.where(usable, 0.0, found)
    return Split(node.below, w, filled, slopes, fixed, 0.0, "shapley")


def split_between(node: Crossing, before: Mapping[str, float], after: Mapping[str, float]) -> Split:
    """Return effects of children that sum to the difference of two scores of the node.

    Where the mean skips a missing child, the score is the one it would have if the child scored as the node does:
    so it is filled, and what the gap has cost or saved is told as the child's own effect.

    Args:
        node: where the unit stands; its row is the ``after``.
        before: scores of the reference by code, NaN where missing.
        after: scores of the unit by code.
    """
    s1, s0 = after[node.code], before[node.code]
    x1, x0 = node.x, node.counted(np.array([before[one] for one in node.below]))
    full1, full0 = np.where(np.isnan(x1), s1, x1), np.where(np.isnan(x0), s0, x0)
    gap = np.isnan(x1) | np.isnan(x0)
    apart = np.where(gap, 0.0, full1 - full0)
    p = _closed(node, [full1, full0], [s1, s0])
    if p is not None:
        w = node.w
        held1, held0 = np.where(w > 0, full1, 1.0), np.where(w > 0, full0, 1.0)
        slopes = slopes_between(held1, held0, w, p)
        fixed = np.where(gap, slopes * (full1 - full0), 0.0)
        return Split(node.below, w, apart, slopes, fixed, 0.0, "share" if p == 1 else "power")
    both = ~gap
    effects, rest = _shapley(node, np.where(both, x1, np.nan), np.where(both, x0, np.nan), s1, s0)
    usable = np.abs(apart) > NEAR * max(1.0, abs(s1))
    slopes = np.divide(effects, apart, out=np.zeros(len(x1)), where=usable)
    return Split(node.below, node.w, apart, slopes, np.where(usable, 0.0, effects), rest, "shapley")


def _closed(node: Crossing, filled: list[Vector], scores: list[float]) -> float | None:
    """Return the exponent where the formula of power means gives the very scores of the build."""
    p = exponent_of(node.plan.aggregator.name, node.plan.options)
    if p is None:
        return None
    has_weight = node.w > 0
    for x, score in zip(filled, scores, strict=True):
        kept = x[has_weight]
        if p != 1 and not (kept > 0).all():
            return None
        scale = 1.0 if p == 1 else kept.max()
        told = power_mean(kept / scale, node.w[has_weight], p) * scale
        if abs(told - score) > NEAR * max(1.0, abs(score)):
            return None
    return p


def _shapley(node: Crossing, x1: Vector, x0: Vector, s1: float, s0: float) -> tuple[Vector, float]:
    """Return Shapley values of the children present in both, and what they leave of the difference."""
    places = np.flatnonzero(~np.isnan(x1) & ~np.isnan(x0) & (node.w > 0))
    effects = np.zeros(len(x1))
    if len(places):

        def game(mixtures: Matrix) -> Vector:
            whole = np.full((len(mixtures), len(x1)), np.nan)
            whole[:, places] = mixtures
            return node.game(whole)

        effects[places] = shapley(x1[places], x0[places], game)
    return effects, (s1 - s0) - float(effects.sum())
