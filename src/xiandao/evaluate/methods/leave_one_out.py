"""What each indicator and each aggregate does to the result: the index without it, and ranks without one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.failures import BREAKS, Failure, failure_of
from xiandao.evaluate.methods.linear import linear_form
from xiandao.evaluate.methods.rank_statistics import Ranks, run_ranks
from xiandao.evaluate.methods.recipe_without import recipe_without
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.evaluate.methods.tree import aggregate_tree
from xiandao.evaluate.methods.uncertainty_output import mean_rank_change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe


@dataclass(frozen=True)
class LeaveOneOut:
    """The index without each node in turn.

    Args:
        codes: of the nodes left out.
        scores: nodes × rows, NaN where there is none.
        ranks: nodes × rows, in a panel within each period; 0 where there is none.
        change: mean absolute change of rank of each node.
        failures: by code, why the index cannot be made without a node.
    """

    codes: tuple[str, ...]
    scores: Matrix
    ranks: Ranks
    change: Vector
    failures: Mapping[str, Failure]

    def ordered(self) -> tuple[tuple[str, float], ...]:
        """Return the nodes and what they change, those that change most first."""
        made = [(code, float(one)) for code, one in zip(self.codes, self.change, strict=True)]
        return tuple(sorted((one for one in made if one[1] == one[1]), key=lambda one: -one[1]))


def leave_one_out(nominal: Build, codes: Sequence[str] | None = None) -> LeaveOneOut:
    """Return the index without each indicator and each aggregate in turn.

    Normalised figures and weights of the others stay as they are; siblings share the weight of the node left out.
    An aggregate whose only child is left out goes with it.

    Args:
        nominal: the index.
        codes: nodes to leave out; all but the index itself where None.

    Source: COINr 1.1.14, ``remove_elements``.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> table = Table(("x", "y", "z"), ("a", "b"), np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 1.0]]))
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> recipe = Recipe({"steps": [{"use": "normalise", "lower": 1, "upper": 100}]})
    >>> leave_one_out(build(table, tree, recipe)).ranks.tolist()
    [[1, 2, 3], [3, 2, 1]]
    """
    tree = nominal.framework
    chosen = (
        tuple(codes)
        if codes is not None
        else tuple(node.code for node in tree.nodes if node.parent)
    )
    table, failures = nominal.normalised, {}
    made = _linear(nominal, chosen)
    if made is None:
        made = np.full((len(chosen), len(table.units)), np.nan)
        for place, code in enumerate(chosen):
            try:
                made[place] = index_without(nominal, code)
            except BREAKS as error:
                failures[code] = failure_of(error)
    else:
        failures = {
            code: Failure("EVA-315", f"去掉“{tree[code].label}”之后指数下面什么也不剩")
            for code, row in zip(chosen, made, strict=True)
            if np.isnan(row).all()
        }
    ranks = np.zeros(made.shape, dtype=np.uint32)
    own = np.empty(len(table.units))
    for rows in table.slices().values():
        both = run_ranks(np.vstack([nominal.index[rows], made[:, rows]]))
        ranks[:, rows] = both[1:]
        own[rows] = both[0]
    change = mean_rank_change(ranks, np.where(own > 0, own, np.nan))
    return LeaveOneOut(chosen, made, ranks, change, failures)


def index_without(nominal: Build, code: str) -> Vector:
    """Return the index without one node, in the general way.

    Raises:
        InputError: what the framework and the aggregators say where nothing is left.
    """
    tree = nominal.framework.without([code])
    table = nominal.normalised.take(columns=tree.indicators)
    weights = {key: weight for key, weight in nominal.weights.items() if key in tree.by_code}
    plan = recipe_without(nominal.recipe, nominal.framework, tree).plan
    return aggregate_tree(table, tree, weights, plan).column(tree.root)


def _linear(nominal: Build, codes: Sequence[str]) -> Matrix | None:
    """Return the scores where the tree is one weighted mean without gaps: one product for all nodes.

    Leaving out a node of share s takes its part out of its parent and divides what stays by 1 − s; nothing else
    changes, so only the weights of the indicators below the parent do.
    """
    tree, x = nominal.framework, nominal.normalised.values
    form = linear_form(tree, nominal.recipe.plan, x)
    if not form or nominal.normalised.columns != tree.indicators:
        return None
    shares, base = tree.shares(nominal.weights), tree.effective_weights(nominal.weights)
    at = {code: place for place, code in enumerate(tree.indicators)}
    below = {code: [at[leaf] for leaf in tree.leaves(code)] for code in tree.by_code}
    start = np.array([base[code] for code in tree.indicators])
    weights = np.tile(start, (len(codes), 1))
    for row, code in zip(weights, codes, strict=True):
        above = code
        # A parent without other children of weight goes with its child.
        while above and 1.0 - shares.get(above, 1.0) <= 1e-15:
            above = tree[above].parent
        if not above:
            row[:] = np.nan
            continue
        row[below[tree[above].parent]] /= 1.0 - shares[above]
        row[below[above]] = 0.0
    values = x if form == "arithmetic" else np.log(x)
    made: Matrix = weights @ values.T
    return made if form == "arithmetic" else np.exp(made)


@dataclass(frozen=True, slots=True)
class Reversal:
    """Two units whose order turns when a third one is left out."""

    left_out: str
    better: str
    worse: str
    period: str = ""


def rank_reversals(
    table: Table, framework: Framework, recipe: Recipe, units: Sequence[str] | None = None
) -> tuple[Reversal, ...]:
    """Return the pairs of units whose order turns when another unit is left out and all steps are done again.

    Args:
        table: figures, as ``build`` takes them.
        framework: the tree.
        recipe: what is done.
        units: units to leave out, one at a time; all where None.

    Runs that fail without a unit (a constant indicator …) are no reversals and left out; pairs that tie in either
    ranking do not count.

    Source: Wang & Triantaphyllou (2008), Omega 36, 45–63, test 1; Belton & Gear (1983).
    """
    whole = build(table, framework, recipe)
    labels = whole.scores.rows
    found = []
    for unit in units if units is not None else tuple(dict.fromkeys(table.units)):
        rows = np.array([own != unit for own in table.units])
        try:
            made = build(table.take(rows=rows), framework, recipe)
        except BREAKS:
            continue
        at = {row: place for place, row in enumerate(labels)}
        kept = np.array([at[row] for row in made.scores.rows])
        before = np.asarray(whole.ranks.column(framework.root))[kept]
        after = np.asarray(made.ranks.column(framework.root))
        for rows_of_period in made.scores.slices().values():
            places = np.flatnonzero(rows_of_period)
            turned = (before[places][:, None] < before[places]) & (
                after[places][:, None] > after[places]
            )
            for first, second in zip(*np.nonzero(turned), strict=True):
                one, other = made.scores.rows[places[first]], made.scores.rows[places[second]]
                found.append(Reversal(unit, one[0], other[0], one[1]))
    return tuple(found)
