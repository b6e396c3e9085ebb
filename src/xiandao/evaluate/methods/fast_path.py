"""Many scores of the index at once: many sets of weights, or many draws of the figures, up one tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.linear import effective_matrix, linear_form, share_sets
from xiandao.evaluate.methods.splitting import exponent_of
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.tree import weights_below

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe_parts import NodePlan, Plan

Columns = dict[str, Matrix]
Function = Callable[[Matrix], Matrix]


def index_scores(
    x: Matrix, framework: Framework, weight_sets: Matrix, codes: tuple[str, ...], plan: Plan
) -> Matrix | None:
    """Return the index under many sets of weights, sets × rows; None where only the general way can tell.

    Args:
        x: normalised indicators, rows × indicators of the framework.
        framework: the tree.
        weight_sets: sets × codes, relative to siblings.
        codes: the node of each column of ``weight_sets``.
        plan: how each node is made.

    One product of matrices where the whole tree is one weighted mean; node by node where every node is a power
    mean; None for methods that compare rows, for values that a mean has no meaning for, and for columns without
    any figure.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> from xiandao.evaluate.methods.recipe_parts import plan_of
    >>> x, sets = np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([[1.0, 1.0], [3.0, 1.0]])
    >>> index_scores(x, tree, sets, ("a", "b"), plan_of({})).tolist()
    [[2.0, 1.0], [1.5, 1.5]]
    """
    form = linear_form(framework, plan, x)
    if form:
        effective = effective_matrix(framework, weight_sets, codes)
        if form == "arithmetic":
            return np.asarray(effective.T @ x.T)
        return np.asarray(np.exp(effective.T @ np.log(x).T))
    if (
        not is_batched(framework, plan)
        or np.isnan(x).all(axis=0).any()
        or np.isnan(x).all(axis=1).any()
    ):
        return None
    shares = share_sets(framework, weight_sets, codes)
    leaves = {code: x[None, :, place] for place, code in enumerate(framework.indicators)}
    return up_the_tree(leaves, framework, shares, plan)


def is_batched(framework: Framework, plan: Plan) -> bool:
    """Return whether every node is a power mean, so that ``up_the_tree`` knows it."""
    plans = [plan.of(code, framework.level_of(code)) for code in framework.aggregates]
    return not set(plan.nodes) - set(framework.aggregates) and all(
        exponent_of(one.aggregator.name, one.options) is not None and one.missing != "worst"
        for one in plans
    )


def up_the_tree(
    leaves: Columns, framework: Framework, shares: Mapping[str, Vector], plan: Plan
) -> Matrix | None:
    """Return the index of many runs from their indicators, runs × rows; None where a mean has no meaning.

    Args:
        leaves: by indicator runs × rows, or 1 × rows where all runs have the same.
        framework: the tree; every node a power mean.
        shares: by node its share among its siblings, one a run (or one for all).
        plan: how each node is made.
    """
    columns = dict(leaves)
    for code in framework.aggregates:
        chosen = plan.of(code, framework.level_of(code))
        below, weights = weights_below(framework, code, shares, chosen.over)
        found = _mean(chosen, [columns[one] for one in below], weights)
        if found is None or np.isnan(found).all(axis=1).any():
            return None
        columns[code] = found
    return columns[framework.root]


def _mean(plan: NodePlan, parts: list[Matrix], weights: list[Vector]) -> Matrix | None:
    p = exponent_of(plan.aggregator.name, plan.options)
    if p is None or (p != 1 and any(bool((part <= 0).any()) for part in parts)):
        return None
    there, back = _functions(p)
    runs = max(max(len(part) for part in parts), max(len(weight) for weight in weights))
    total = np.zeros((runs, parts[0].shape[1]))
    for part, weight in zip(parts, weights, strict=True):
        total += weight[:, None] * there(part)
    # A gap anywhere shows in the total.
    if not np.isnan(total.sum()):
        return back(total)
    return _mean_over_gaps(plan, parts, weights, (there, back))


def _mean_over_gaps(
    plan: NodePlan, parts: list[Matrix], weights: list[Vector], ways: tuple[Function, Function]
) -> Matrix:
    there, back = ways
    runs = max(max(len(part) for part in parts), max(len(weight) for weight in weights))
    total = np.zeros((runs, parts[0].shape[1]))
    present, count = np.zeros_like(total), np.zeros_like(total)
    for part, weight in zip(parts, weights, strict=True):
        missing = np.isnan(part)
        total += weight[:, None] * there(np.where(missing, 1.0, part)) * ~missing
        present += weight[:, None] * ~missing
        count += ~missing
    known = count / len(parts) if plan.counted == "number" else present
    enough = (known >= max(plan.threshold - 1e-12, 1e-300)) & (present > 0)
    if plan.missing == "propagate":
        enough &= count == len(parts)
    mean = np.where(enough, total / np.where(enough, present, 1.0), 1.0)
    return np.where(enough, back(mean), np.nan)


def _functions(p: float) -> tuple[Function, Function]:
    if p == 1:
        return (lambda x: x), (lambda x: x)
    if p == 0:
        return np.log, np.exp
    if p == -1:
        return (lambda x: 1.0 / x), (lambda x: 1.0 / x)
    return (lambda x: x**p), (lambda x: x ** (1.0 / p))
