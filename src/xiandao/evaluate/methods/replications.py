"""Run an index many times, each time with other levels of its factors; every run ends well or with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.batch_steps import Batch
from xiandao.evaluate.methods.build import Cache, chosen_columns, prepared
from xiandao.evaluate.methods.data_noise import BLOCK
from xiandao.evaluate.methods.factor_reading import varied
from xiandao.evaluate.methods.factors import Factor
from xiandao.evaluate.methods.failures import BREAKS, Failure, failure_of
from xiandao.evaluate.methods.fast_path import index_scores
from xiandao.evaluate.methods.noisy_runs import Draws, noisy_table, places_among, seed_of
from xiandao.evaluate.methods.recipe_without import recipe_without
from xiandao.evaluate.methods.table import Cube, Matrix, Table, Vector
from xiandao.evaluate.methods.tree import aggregate_tree
from xiandao.evaluate.methods.weigh_noise import weight_multipliers

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe

UPSTREAM: Final = ("choice", "uniform", "omit")
CELLS: Final = ("data", "imputed")


@dataclass(frozen=True)
class Replications:
    """Scores of the index in each distinct run.

    Args:
        scores: distinct runs × rows of the data, NaN where a row has no score; all NaN where the run failed.
        failures: by distinct run.
        of_run: for each run of the design which distinct run it is.
    """

    scores: Matrix
    failures: Mapping[int, Failure]
    of_run: np.ndarray[Any, np.dtype[np.intp]]


@dataclass(eq=False)
class Variant:
    """One way through the steps: the recipe and the framework of runs that share it."""

    framework: Framework
    recipe: Recipe
    last: Table
    weights: Mapping[str, float]


@dataclass(eq=False)
class Runner:
    """Runs an index with levels of its factors.

    Args:
        table: the figures.
        framework: the tree.
        recipe: the nominal recipe.
        factors: what varies.
        seed: of sets of weights and draws of figures.
    """

    table: Table
    framework: Framework
    recipe: Recipe
    factors: Sequence[Factor]
    seed: int
    caches: dict[tuple[str, ...], Cache] = field(default_factory=dict)
    multipliers: dict[int, Matrix] = field(default_factory=dict)

    @cached_property
    def draws(self) -> Draws:
        """Return the draws of figures."""
        return Draws(self.table, self.framework, self.recipe, self.factors, self.seed)

    def run(self, levels: Matrix) -> Replications:
        """Return the scores of runs.

        Args:
            levels: runs × factors: the number of the level, or the value of a continuous factor.
        """
        distinct, of_run = distinct_rows(levels, [factor.size for factor in self.factors])
        scores = np.full((len(distinct), len(self.table.units)), np.nan)
        failures: dict[int, Failure] = {}
        upstream = [place for place, one in enumerate(self.factors) if one.kind in UPSTREAM]
        keys, group = np.unique(distinct[:, upstream], axis=0, return_inverse=True)
        order = np.argsort(group, kind="stable")
        edges = np.searchsorted(group[order], np.arange(len(keys) + 1))
        for number, key in enumerate(keys):
            rows = order[edges[number] : edges[number + 1]]
            self._run_group(dict(zip(upstream, key, strict=True)), distinct, rows, scores, failures)
        for row in np.flatnonzero(np.isnan(scores).all(axis=1)):
            failures.setdefault(int(row), Failure("EVA-311", "没有一个单元得到总指数的得分"))
        return Replications(scores, failures, of_run)

    def _run_group(
        self,
        chosen: Mapping[int, float],
        distinct: Matrix,
        rows: np.ndarray[Any, np.dtype[np.intp]],
        scores: Matrix,
        failures: dict[int, Failure],
    ) -> None:
        try:
            recipe, framework = self.variant(chosen)
            cells = [place for place, one in enumerate(self.factors) if one.kind in CELLS]
            if cells:
                self._run_noisy(recipe, framework, distinct, rows, scores, failures)
                return
            variant = self._prepared(recipe, framework)
        except BREAKS as error:
            failures.update(dict.fromkeys((int(row) for row in rows), failure_of(error)))
            return
        sets, codes = self._weight_sets(variant, distinct[rows])
        at = places_among(self.table, variant.last)
        fast = self._at_once(variant, sets, codes)
        if fast is not None:
            scores[np.ix_(rows, at)] = fast
            return
        for row, weights in zip(rows, sets, strict=True):
            try:
                scores[row, at] = index_of(variant, dict(zip(codes, weights, strict=True)))
            except BREAKS as error:
                failures[int(row)] = failure_of(error)

    def variant(self, chosen: Mapping[int, float]) -> tuple[Recipe, Framework]:
        """Return the recipe and the framework with levels of the factors that change them, by place."""
        changes: dict[str, Any] = {}
        framework = self.framework
        for place, level in chosen.items():
            factor = self.factors[place]
            changes |= factor.changes(float(level))
            if factor.kind == "omit" and level:
                framework = framework.without([factor.nodes[int(level) - 1]])
        recipe = varied(self.recipe, changes) if changes else self.recipe
        if framework is not self.framework:
            recipe = recipe_without(recipe, self.framework, framework)
        return recipe, framework

    def _prepared(self, recipe: Recipe, framework: Framework) -> Variant:
        cache = self.caches.setdefault(framework.indicators, {})
        last = prepared(self.table, framework, recipe, cache)[-1].outcome.table
        weigher, options = recipe.weighing
        return Variant(framework, recipe, last, weigher.run(last, framework, **options).weights)

    def _weight_sets(self, variant: Variant, chosen: Matrix) -> tuple[Matrix, tuple[str, ...]]:
        """Return the weights of some runs, runs × nodes, and the nodes."""
        tree = variant.framework
        codes = tuple(node.code for node in tree.nodes if node.parent)
        own = tree.weights() | dict(variant.weights)
        base = np.array([own[code] for code in codes])
        for place, factor in enumerate(self.factors):
            if factor.kind == "weights":
                numbers = chosen[:, place].astype(np.int64)
                return self._sets(place, numbers, base, codes), codes
        return np.broadcast_to(base, (len(chosen), len(codes))), codes

    def _sets(
        self,
        place: int,
        numbers: np.ndarray[Any, np.dtype[np.int64]],
        base: Vector,
        codes: tuple[str, ...],
    ) -> Matrix:
        factor = self.factors[place]
        if factor.weight_sets:
            kept = [[given.get(code, own) for code, own in zip(codes, base, strict=True)]
                    for given in factor.weight_sets]  # fmt: skip
            return np.asarray(np.array(kept)[numbers])
        # Drawn for the whole framework, so that a node left out changes nobody else's weights.
        every = tuple(node.code for node in self.framework.nodes if node.parent)
        if place not in self.multipliers:
            self.multipliers[place] = weight_multipliers(
                factor.noise,
                self.framework.levels,
                every,
                sets=factor.sets,
                seed=seed_of(self.seed, place),
            )
        drawn = self.multipliers[place][numbers]
        return np.asarray(drawn[:, [every.index(code) for code in codes]] * base)

    def _at_once(self, variant: Variant, sets: Matrix, codes: tuple[str, ...]) -> Matrix | None:
        try:
            x = variant.last.values
            return index_scores(x, variant.framework, sets, codes, variant.recipe.plan)
        except BREAKS:
            # A set among many is wrong: run for itself, each says so itself.
            return None

    def _run_noisy(
        self,
        recipe: Recipe,
        framework: Framework,
        distinct: Matrix,
        rows: np.ndarray[Any, np.dtype[np.intp]],
        scores: Matrix,
        failures: dict[int, Failure],
    ) -> None:
        """Run each draw of the figures through all steps; many at once where the steps are of the simple kind."""
        kinds = [factor.kind for factor in self.factors]
        data = [place for place, kind in enumerate(kinds) if kind == "data"]
        spread = [place for place, kind in enumerate(kinds) if kind == "imputed"]
        rows = rows[np.lexsort([distinct[rows, place] for place in reversed(data + spread)])]
        raw = chosen_columns(self.table, framework)
        nominal = self._prepared(recipe, framework)
        sets, codes = self._weight_sets(nominal, distinct[rows])
        batch = Batch(raw, framework, recipe)
        for start in range(0, len(rows), BLOCK):
            part = rows[start : start + BLOCK]
            added = self.draws.added(data, distinct[part], framework)
            filled = self.draws.added(spread, distinct[part], framework)
            fast = batch.scores(sets[start : start + BLOCK], codes, added, filled)
            if fast is not None:
                scores[part] = fast
                continue
            for number, row in enumerate(part):
                try:
                    plus, instead = _drawn(added, number), _drawn(filled, number)
                    last = noisy_table(raw, framework, recipe, plus, instead)
                    variant = Variant(framework, recipe, last, nominal.weights)
                    weigher, options = recipe.weighing
                    variant.weights = weigher.run(last, framework, **options).weights
                    own, _ = self._weight_sets(variant, distinct[row : row + 1])
                    found = index_of(variant, dict(zip(codes, own[0], strict=True)))
                    scores[row, places_among(self.table, last)] = found
                except BREAKS as error:
                    failures[int(row)] = failure_of(error)


def _drawn(draws: Cube | None, number: int) -> Matrix | None:
    return None if draws is None else draws[:, number]


def distinct_rows(
    levels: Matrix, sizes: Sequence[int]
) -> tuple[Matrix, np.ndarray[Any, np.dtype[np.intp]]]:
    """Return the rows that differ, and which of them each row is.

    Args:
        levels: runs × factors.
        sizes: how many levels each factor has, 0 where it is continuous.

    >>> distinct, of_run = distinct_rows(np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 0.0]]), [2, 1])
    >>> distinct.tolist(), of_run.tolist()
    ([[0.0, 0.0], [1.0, 0.0]], [1, 0, 1])
    """
    if not all(sizes) or np.prod([float(size) for size in sizes]) > 2**62:
        found, of_run = np.unique(levels, axis=0, return_inverse=True)
        return found, of_run.reshape(-1)
    # One number a row sorts far faster than rows do.
    number = np.ravel_multi_index(tuple(levels.astype(np.int64).T), tuple(sizes))
    _, first, of_run = np.unique(number, return_index=True, return_inverse=True)
    return levels[first], of_run.reshape(-1)


def index_of(variant: Variant, weights: Mapping[str, float]) -> Vector:
    """Return the index under one set of weights, in the general way."""
    tree = variant.framework
    return aggregate_tree(variant.last, tree, weights, variant.recipe.plan).column(tree.root)
