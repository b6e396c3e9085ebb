"""Scores of variants of one unit: other normalised indicators in its row, everything else as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.evaluate.methods.tree import aggregate_tree, node_score, parts
from xiandao.evaluate.methods.unit_rows import rank_among, same_period

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.recipe_parts import NodePlan


@dataclass(frozen=True, slots=True)
class Variants:
    """What a unit would score: ``scores`` variants × columns of the build's scores, ``ranks`` of the index."""

    scores: Matrix
    ranks: Vector


def plans_of(build: Build) -> dict[str, NodePlan]:
    """Return how each aggregate is made."""
    tree = build.framework
    return {code: build.recipe.plan.of(code, tree.level_of(code)) for code in tree.aggregates}


def depends_on_others(build: Build) -> bool:
    """Return whether the score of a row depends on other rows, given its normalised indicators."""
    return any(looks_around(plan) for plan in plans_of(build).values())


def looks_around(plan: NodePlan) -> bool:
    """Return whether a node's score of a row depends on what other rows hold."""
    moves = plan.options.get("shift") is not None
    return plan.aggregator.compares or plan.missing == "worst" or moves


def score_variants(build: Build, row: int, variants: Matrix) -> Variants:
    """Return the scores and ranks of variants of one row.

    Args:
        build: the index.
        row: whose row is replaced.
        variants: variants × indicators, normalised, in the order of ``build.normalised.columns``; NaN missing.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[2.0, 4.0], [6.0, 0.0]])), tree, Recipe())
    >>> found = score_variants(made, 0, np.array([[9.0, 1.0], [0.0, 2.0]]))
    >>> found.scores[:, 2], found.ranks
    (array([5., 1.]), array([1., 2.]))
    """
    rows, place = same_period(build.scores, row), build.scores.columns.index(build.framework.root)
    others = rows & (np.arange(len(rows)) != row)
    if not depends_on_others(build):
        made = _aggregated(build, variants)
        rest = build.index[others]
        return Variants(made, np.array([rank_among(score, rest) for score in made[:, place]]))
    scores, ranks = [], []
    for variant in variants:
        values = np.array(build.normalised.values)
        values[row] = variant
        table = build.normalised.with_values(values)
        made = aggregate_tree(table, build.framework, build.weights, build.recipe.plan).values
        scores.append(made[row])
        ranks.append(rank_among(made[row, place], made[others, place]))
    return Variants(np.array(scores), np.array(ranks))


def own_options(plan: NodePlan) -> dict[str, Any]:
    """Return the options that the aggregator itself takes."""
    return {key: value for key, value in plan.options.items() if key != "shift"}


def _aggregated(build: Build, variants: Matrix) -> Matrix:
    """Return the scores of rows each of which stands for itself; unlike in a table, all may lack an indicator."""
    tree, shares = build.framework, build.framework.shares(build.weights)
    columns = dict(zip(build.normalised.columns, variants.T, strict=True))
    for code, plan in plans_of(build).items():
        below, w = parts(tree, code, shares, plan)
        x = np.column_stack([columns[one] for one in below])
        columns[code] = node_score(x, w, plan, build.scores)
    return np.column_stack([columns[code] for code in build.scores.columns])
