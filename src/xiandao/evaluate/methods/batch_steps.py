"""The usual steps for many draws of the figures at once: divide, fill with means, draw in outliers, scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.evaluate.methods.batch_treat import treat_columns
from xiandao.evaluate.methods.denominate import divide
from xiandao.evaluate.methods.fast_path import is_batched, up_the_tree
from xiandao.evaluate.methods.linear import share_sets
from xiandao.evaluate.methods.row_keys import row_keys
from xiandao.evaluate.methods.screen import screen
from xiandao.evaluate.methods.table import Cube, Matrix, Table
from xiandao.evaluate.methods.weighers_given import GIVEN

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe
    from xiandao.evaluate.methods.recipe_parts import Options

# A stage may write over what it is given.
Stage = Callable[[Cube], Cube | None]
FIXED_WEIGHTS: Final = frozenset(weigher.name for weigher in GIVEN)
FLAT: Final = 1e-13


class Batch:
    """The steps of one recipe, made ready once for many draws.

    Args:
        raw: the figures, columns as the framework's indicators.
        framework: the tree.
        recipe: what is done.
    """

    def __init__(self, raw: Table, framework: Framework, recipe: Recipe) -> None:
        self.raw, self.framework, self.recipe = raw, framework, recipe
        self.missing = np.isnan(raw.values)
        self.last_fill = -1
        self.stages: list[Stage] | None = self._stages() if self._is_simple() else None

    def _is_simple(self) -> bool:
        return (
            self.recipe.weighing[0].name in FIXED_WEIGHTS
            and is_batched(self.framework, self.recipe.plan)
            and not any(step.own for step in self.recipe.steps)
        )

    def _stages(self) -> list[Stage] | None:
        found: list[Stage] = []
        for step in self.recipe.steps:
            if step.method.name == "none" and step.use != "normalise":
                continue
            maker = _MAKERS.get((step.use, step.method.name))
            stage = maker(self, step.options) if maker else None
            if stage is None:
                return None
            self.last_fill = len(found) if step.use == "impute" else self.last_fill
            found.append(stage)
        return found

    def scores(
        self,
        weights: Matrix,
        codes: tuple[str, ...],
        added: Cube | None = None,
        filled: Cube | None = None,
    ) -> Matrix | None:
        """Return the index for many draws, draws × rows; None where the general way has to do it.

        The result is that of the general way, run by run, but for rounding.

        Args:
            weights: draws × codes.
            codes: the node of each column of ``weights``.
            added: rows × draws × indicators, what each draw adds to the figures.
            filled: rows × draws × indicators, what each draw adds to what was imputed.
        """
        if self.stages is None:
            return None
        given = self.raw.values[:, None]
        values: Cube = np.repeat(given, len(weights), 1) if added is None else given + added
        for number, stage in enumerate(self.stages):
            found = stage(values)
            if found is None:
                return None
            if filled is not None and number == self.last_fill:
                found += filled
            values = found
        if not np.isfinite(values.sum()) and not self._has_figures(values):
            return None
        columns = np.ascontiguousarray(values.transpose(2, 1, 0))
        leaves = dict(zip(self.framework.indicators, columns, strict=True))
        shares = share_sets(self.framework, weights, codes)
        return up_the_tree(leaves, self.framework, shares, self.recipe.plan)

    def _has_figures(self, values: Cube) -> bool:
        missing = np.isnan(values)
        return not (
            np.isinf(values).any() or missing.all(axis=0).any() or missing.all(axis=2).any()
        )

    def divide(self, options: Options) -> Stage:
        """Return the step that divides: what it makes of ones is what figures are multiplied by."""
        ones = self.raw.with_values(np.ones(self.raw.values.shape))
        factor = divide(ones, self.framework, **options).table.values
        self.missing = self.missing | np.isnan(factor)
        wide = np.ascontiguousarray(factor)[:, None, :]
        return lambda values: np.multiply(values, wide, out=values)

    def screen(self, options: Options) -> Stage | None:
        """Return the step that leaves out units, where it leaves out none: errors fill no gaps."""
        gaps = np.where(self.missing, np.nan, 1.0)
        kept = screen(self.raw.with_values(gaps), self.framework, **options).table
        is_fixed = options["by"] in {"na", "none"} and len(kept.units) == len(self.raw.units)
        return (lambda values: values) if is_fixed else None

    def impute(self, options: Options) -> Stage | None:
        """Return the step that fills gaps with the mean of the group."""
        keys = row_keys(self.raw, options.get("group", ""), options["over"])
        fills = []
        for column in np.flatnonzero(self.missing.any(axis=0)):
            gaps = self.missing[:, column]
            for number in np.unique(keys.codes[gaps]):
                own = keys.codes == number
                takers, donors = np.flatnonzero(own & gaps), np.flatnonzero(own & ~gaps)
                if number < 0 or not len(donors):
                    return None
                fills.append((takers, donors, int(column)))
        self.missing = np.zeros_like(self.missing)

        def fill(values: Cube) -> Cube:
            for takers, donors, column in fills:
                values[takers, :, column] = values[donors, :, column].sum(axis=0) / len(donors)
            return values

        return fill

    def skew_kurt(self, options: Options) -> Stage | None:
        """Return the step that draws in outliers."""
        if options["group"] or options["force"] or self._is_split(options) or self.missing.any():
            return None
        return lambda values: treat_columns(values.reshape(len(values), -1), options).reshape(
            values.shape
        )

    def minmax(self, options: Options) -> Stage | None:
        """Return the step that scales to the smallest and the largest value."""
        span, lower = options["upper"] - options["lower"], options["lower"]
        if self._is_special(options) or not span > 0:
            return None
        rising = self._directions() > 0

        def scale(values: Cube) -> Cube | None:
            low, high = values.min(axis=0), values.max(axis=0)
            if _is_flat(low, high):
                return None
            zero, width = np.where(rising, low, high), np.where(rising, high - low, low - high)
            values -= zero
            values *= span / width
            values += lower
            return values

        return scale

    def zscore(self, options: Options) -> Stage | None:
        """Return the step that gives all indicators one mean and deviation."""
        if self._is_special(options) or len(self.raw.units) < 2:
            return None
        sd, mean, signs = options["sd"], options["mean"], self._directions()

        def scale(values: Cube) -> Cube | None:
            if _is_flat(values.min(axis=0), values.max(axis=0)):
                return None
            values -= values.mean(axis=0)
            own = np.sqrt((values * values).sum(axis=0) / (len(values) - 1))
            values *= signs * sd / own
            values += mean
            return values

        return scale

    def _is_special(self, options: Options) -> bool:
        frozen = bool(options["bounds"]) or options["positive"] is not None
        return frozen or self._is_split(options) or bool(self.missing.any())

    def _is_split(self, options: Options) -> bool:
        """Whether a panel is done period by period."""
        return self.raw.is_panel and options["over"] == "period"

    def _directions(self) -> NDArray[np.float64]:
        codes = self.framework.indicators
        return np.array([float(self.framework[code].direction) for code in codes])


def _is_flat(low: NDArray[np.float64], high: NDArray[np.float64]) -> bool:
    """Whether a column says nothing, or is no number: the general way says which."""
    return not bool((high - low > FLAT * np.maximum(np.abs(low), np.abs(high))).all())


_MAKERS: Final[Mapping[tuple[str, str], Callable[[Batch, Options], Stage | None]]] = {
    ("denominate", "divide"): Batch.divide,
    ("screen", "availability"): Batch.screen,
    ("impute", "mean"): Batch.impute,
    ("impute", "group_mean"): Batch.impute,
    ("treat", "skew_kurt"): Batch.skew_kurt,
    ("normalise", "minmax"): Batch.minmax,
    ("normalise", "zscore"): Batch.zscore,
}
