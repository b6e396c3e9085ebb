"""Figures with errors and with other imputed values, run through the steps of a recipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xiandao.evaluate.methods.build import chosen_columns, prepared, run_step
from xiandao.evaluate.methods.data_noise import DonorSpread, Errors, donor_spread, error_sizes
from xiandao.evaluate.methods.table import Cube, Matrix, Table

if TYPE_CHECKING:
    from xiandao.evaluate.methods.factors import Factor
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe


@dataclass(eq=False)
class Draws:
    """What each draw of a factor adds to the figures or to what was imputed.

    Args:
        table: the figures.
        framework: the whole tree.
        recipe: the nominal recipe, which says what is imputed.
        factors: all factors of the runs.
        seed: of all draws.
    """

    table: Table
    framework: Framework
    recipe: Recipe
    factors: Sequence[Factor]
    seed: int
    kept: dict[int, Errors | DonorSpread] = field(default_factory=dict)

    def added(self, places: Iterable[int], levels: Matrix, framework: Framework) -> Cube | None:
        """Return what the draws of runs add to the figures, rows × runs × indicators of the framework.

        Args:
            places: of the factors whose draws are added up; None comes back where there are none.
            levels: runs × factors.
            framework: the tree, or what is left of it.
        """
        found: Cube | None = None
        for place in places:
            if place not in self.kept:
                self.kept[place] = self._drawn(place)
            drawn = self.kept[place].draws(levels[:, place].astype(np.int64))
            if framework is not self.framework:
                every = self.framework.indicators
                drawn = drawn[:, :, [every.index(code) for code in framework.indicators]]
            found = drawn if found is None else found + drawn
        return found

    def _drawn(self, place: int) -> Errors | DonorSpread:
        factor, seed = self.factors[place], seed_of(self.seed, place)
        raw = chosen_columns(self.table, self.framework)
        if factor.kind == "data":
            sizes = error_sizes(raw.values, raw.columns, factor.errors, factor.measure)
            return Errors(sizes, factor.distribution, seed)
        stages = prepared(self.table, self.framework, self.recipe, {})
        last = max(place for place, stage in enumerate(stages) if stage.name == "impute")
        first = min(place for place, stage in enumerate(stages) if stage.name == "impute")
        before, after = stages[first - 1].outcome.table, stages[last].outcome.table
        values, full = (np.full(raw.values.shape, np.nan) for _ in range(2))
        values[places_among(self.table, before)] = before.values
        full[places_among(self.table, after)] = after.values
        step = stages[last].step
        named = str(step.options.get("group") or "") if step else ""
        return donor_spread(
            values, np.isnan(values) & ~np.isnan(full), self.table.groups.get(named), seed=seed
        )


def seed_of(seed: int, place: int) -> int:
    """Return the seed of a factor: factors do not share their draws.

    >>> seed_of(1, 0) == seed_of(1, 0), seed_of(1, 0) == seed_of(1, 1)
    (True, False)
    """
    return int(np.random.SeedSequence([seed, place]).generate_state(1)[0])


def places_among(whole: Table, last: Table) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return where the rows of a table stand among those of the data; units may have been screened out."""
    if len(last.units) == len(whole.units):
        return np.arange(len(last.units))
    at = {row: place for place, row in enumerate(whole.rows)}
    return np.array([at[row] for row in last.rows], dtype=np.intp)


def noisy_table(
    raw: Table, framework: Framework, recipe: Recipe, added: Matrix | None, filled: Matrix | None
) -> Table:
    """Return the table that is aggregated when something is added to the figures and to what was imputed."""
    table = raw if added is None else raw.with_values(raw.values + added)
    at = {row: place for place, row in enumerate(raw.rows)}
    last = max(
        (number for number, step in enumerate(recipe.steps) if step.use == "impute"), default=-1
    )
    for number, step in enumerate(recipe.steps):
        table = run_step(table, framework, step).table
        if number == last and filled is not None:
            table = table.with_values(table.values + filled[[at[row] for row in table.rows]])
    return table
