"""What moved the score from one edition to the next: exact effects of data, bounds and weights for each indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.build import Build, run_step
from xiandao.evaluate.methods.normalise_bounds import frozen_from
from xiandao.evaluate.methods.shapley import shapley_change
from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe
    from xiandao.evaluate.methods.table import Table

EFFECTS: Final = ("data", "bounds", "weights")


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Change of the index between two editions, of the units that both have.

    Args:
        units: codes.
        indicators: codes, of both editions.
        before: scores of the earlier edition.
        after: scores of the later one.
        effects: units × indicators × (data, bounds, weights); all of a unit sum to ``after − before``.
    """

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    before: Vector
    after: Vector
    effects: np.ndarray[tuple[int, int, int], np.dtype[np.float64]]

    def by_indicator(self) -> Matrix:
        """Return units × indicators, all effects together."""
        found: Matrix = self.effects.sum(axis=2)
        return found

    def by_effect(self) -> Matrix:
        """Return units × (data, bounds, weights)."""
        found: Matrix = self.effects.sum(axis=1)
        return found


def weighted_change(
    x0: Matrix, x1: Matrix, w0: Matrix | Vector, w1: Matrix | Vector
) -> tuple[Matrix, Matrix]:
    """Return how much of the change of Σ w·x each value and each weight is the cause of.

    Args:
        x0: normalised values before, units × indicators.
        x1: normalised values after.
        w0: weights before, one an indicator or one a cell.
        w1: weights after.

    Returns:
        Effects of values and of weights; together they sum to Σ w1·x1 − Σ w0·x0 in each row.

    Source: Bennet (1920): mean of Laspeyres and Paasche, which is Shapley's value of two factors.

    >>> values, weights = weighted_change(np.array([[50.0, 80.0]]), np.array([[60.0, 80.0]]),
    ...                                   np.array([0.5, 0.5]), np.array([0.25, 0.75]))
    >>> values, weights
    (array([[3.75, 0.  ]]), array([[-13.75,  20.  ]]))
    """
    return (w0 + w1) / 2 * (x1 - x0), (x0 + x1) / 2 * (np.asarray(w1) - w0)


def geometric_change(x0: Matrix, x1: Matrix, w0: Vector, w1: Vector) -> tuple[Matrix, Matrix]:
    """Return the same for a weighted geometric mean Π x^w.

    Args:
        x0: normalised values before, all above 0, units × indicators.
        x1: normalised values after, all above 0.
        w0: weights before, summing to 1.
        w1: weights after.

    Raises:
        InputError: ``EVA-185`` a value that is not above 0.

    Source: logarithmic mean Divisia index, Ang (2004), Energy Policy 32(9): exact, no residual.

    >>> values, weights = geometric_change(np.array([[1.0, 4.0]]), np.array([[4.0, 4.0]]),
    ...                                    np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    >>> values.round(12)
    array([[2., 0.]])
    """
    if not ((x0 > 0).all() and (x1 > 0).all()):
        raise InputError(
            "EVA-185",
            "几何平均的分解要求标准化值都大于0",
            "请先在标准化一步设 positive，或改用算术平均",
            {},
        )
    log0, log1 = np.log(x0), np.log(x1)
    g0, g1 = np.exp((w0 * log0).sum(axis=1)), np.exp((w1 * log1).sum(axis=1))
    equal = np.isclose(g0, g1, rtol=1e-12, atol=0)
    ratio = np.where(equal, np.e, g1 / g0)
    mean = np.where(equal, g0, (g1 - g0) / np.log(ratio))[:, None]
    return mean * (w0 + w1) / 2 * (log1 - log0), mean * (log0 + log1) / 2 * (w1 - w0)


def unit_weights(normalised: Table, framework: Framework, weights: Mapping[str, float]) -> Matrix:
    """Return the weight of each indicator in the index of each unit, where missing ones drop out.

    Args:
        normalised: the table that was aggregated.
        framework: the tree.
        weights: of nodes.

    Returns:
        Rows × indicators; a row sums to 1, 0 where the value is missing.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I", weight=3)])
    >>> unit_weights(Table(("u", "v"), ("a", "b"), np.array([[1.0, 2.0], [1.0, np.nan]])), tree, {})
    array([[0.25, 0.75],
           [1.  , 0.  ]])
    """
    shares = framework.shares(weights)
    present = {
        code: (~np.isnan(normalised.column(code))).astype(np.float64) for code in normalised.columns
    }
    within: dict[str, Vector] = {}
    for code in framework.aggregates:
        below = framework.children[code]
        held = np.column_stack([shares[one] * present[one] for one in below])
        total = held.sum(axis=1, keepdims=True)
        held = np.divide(held, total, out=np.zeros_like(held), where=total > 0)
        present[code] = (total[:, 0] > 0).astype(np.float64)
        within |= {one: held[:, place] for place, one in enumerate(below)}
    found = {framework.root: np.ones(len(normalised.units))}
    for code in reversed(framework.aggregates):
        found |= {one: found[code] * within[one] for one in framework.children[code]}
    return np.column_stack([found[code] for code in framework.indicators])


def change_between(before: Build, after: Build) -> Change:
    """Return what moved the index from one edition to the next.

    Data are the figures before normalising, bounds what they were scaled by, weights those of the tree after
    missing indicators have dropped out. An indicator that only one edition has is an effect of weights.

    Args:
        before: the earlier edition; no panel.
        after: the later one.

    Raises:
        InputError: ``EVA-186`` a panel, no unit in common, no step of normalising at the end, or a node that is not
            an arithmetic mean of those right below it (take ``shapley_change`` for these).

    Source: Shapley (1953) over three factors, exact.
    """
    units = _shared_units(before, after)
    codes = tuple(dict.fromkeys((*before.framework.indicators, *after.framework.indicators)))
    editions = (before, after)
    x = {
        (data, bounds): _cells(_rescaled(editions[data], editions[bounds]), units, codes)
        for data in (0, 1)
        for bounds in (0, 1)
    }
    w = [np.nan_to_num(_cells(_weights_of(edition), units, codes), nan=0.0) for edition in editions]
    # What one edition does not have, or cannot be scaled there, is taken as in the other: only its weight changes.
    own = {0: x[0, 0], 1: x[1, 1]}
    for data, bounds in x:
        filled = np.where(np.isnan(x[data, bounds]), own[data], x[data, bounds])
        filled = np.where(np.isnan(filled), own[1 - data], filled)
        x[data, bounds] = np.nan_to_num(filled, nan=0.0)

    def score(changed: tuple[bool, ...]) -> Vector:
        found: Vector = (w[changed[2]] * x[int(changed[0]), int(changed[1])]).ravel()
        return found

    effects = shapley_change(score, EFFECTS).reshape(len(units), len(codes), len(EFFECTS))
    first, second = (
        _cells(edition.scores, units, (edition.framework.root,))[:, 0] for edition in editions
    )
    return Change(units, codes, first, second, effects)


def _shared_units(before: Build, after: Build) -> tuple[str, ...]:
    wrong = ""
    for edition in (before, after):
        plans = [
            edition.recipe.plan.of(code, edition.framework.level_of(code))
            for code in edition.framework.aggregates
        ]
        if edition.scores.is_panel:
            wrong = "有一期数据是面板"
        elif edition.stages[-1].name != "normalise":
            wrong = "方案的最后一步不是标准化"
        elif any(plan.aggregator.name != "arithmetic" or plan.over != "children" for plan in plans):
            wrong = "有的指标不是其直接下级的算术平均"
    known = set(after.scores.units)
    units = tuple(unit for unit in before.scores.units if unit in known)
    if wrong or not units:
        raise InputError(
            "EVA-186",
            f"两期得分之差无法分解到指标：{wrong or '两期没有相同的单元'}",
            "请改用同类方案的两期结果；其他合成方式可按数据、界限、权重三个因素整体分摊",
            {"wrong": wrong},
        )
    return units


def _rescaled(data: Build, bounds: Build) -> Table:
    """Return the figures of one edition scaled by the bounds of another, as far as it has any."""
    if data is bounds:
        return data.normalised
    step, log = bounds.stages[-1].step, bounds.stages[-1].outcome.logs
    told = next((one for one in log if one.name == "bounds"), None)
    frozen = frozen_from(told) if told else {}
    figures = data.stages[-2].outcome.table
    kept = [code for code in figures.columns if code in bounds.framework.by_code]
    if step is None or not kept:
        return figures.with_values(np.full(figures.values.shape, np.nan))

    def held(options: Mapping[str, Any], codes: Mapping[str, Any]) -> Mapping[str, Any]:
        mine = {code: pair for code, pair in frozen.items() if code in codes}
        return MappingProxyType(
            {**options, "bounds": mine} if "bounds" in options else dict(options)
        )

    own = {
        code: (method, held(options, frozen))
        for code, (method, options) in step.own.items()
        if code in kept
    }
    again = replace(step, options=held(step.options, frozen), own=MappingProxyType(own))
    return run_step(figures.take(columns=kept), bounds.framework, again).table


def _weights_of(edition: Build) -> Table:
    weights = unit_weights(edition.normalised, edition.framework, edition.weights)
    return edition.normalised.with_values(weights, edition.framework.indicators)


def _cells(table: Table, units: tuple[str, ...], codes: tuple[str, ...]) -> Matrix:
    row = {unit: place for place, unit in enumerate(table.units)}
    found = np.full((len(units), len(codes)), np.nan)
    at = [row[unit] for unit in units]
    for place, code in enumerate(codes):
        if code in table.columns:
            found[:, place] = table.column(code)[at]
    return found


def recipe_change(before: Recipe, after: Recipe) -> tuple[str, ...]:
    """Return which sections of the recipe differ between two editions: they explain effects of bounds and weights.

    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> recipe_change(Recipe({"title": "a"}), Recipe({"title": "b"}))
    ('title',)
    """
    names = dict.fromkeys((*before.data, *after.data))
    return tuple(name for name in names if before.data.get(name) != after.data.get(name))
