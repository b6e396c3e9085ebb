"""What if a figure or a weight were another: the score, the rank and the rank band before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.build import Build, build
from xiandao.evaluate.methods.indicator_lines import line_of
from xiandao.evaluate.methods.tree import aggregate_tree
from xiandao.evaluate.methods.unit_rows import name_of, row_of, scored_row
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.table import Table, Vector

Bands = Callable[[Build], "tuple[Vector, Vector]"]
NONE: Final[Mapping[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """Score, rank and rank band of a unit; the band is NaN where nobody asked for it."""

    score: float
    rank: float
    low: float = float("nan")
    high: float = float("nan")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A unit before and after; ``moved`` holds old and new rank of every unit that changes place."""

    unit: str
    name: str
    before: Place
    after: Place
    moved: Mapping[str, tuple[float, float]]
    sentence: str
    build: Build


def what_if(
    made: Build,
    unit: str,
    *,
    values: Mapping[str, float] = NONE,
    changes: Mapping[str, float] = NONE,
    weights: Mapping[str, float] = NONE,
    period: str = "",
    frozen: bool = False,
    bands: Bands | None = None,
) -> WhatIf:
    """Return what becomes of a unit with other figures or other weights.

    Args:
        made: the index as it is.
        unit: whose figures change, and whose place is told.
        values: new raw figures by indicator.
        changes: differences to the raw figures by indicator.
        weights: new weights by code of any node but the root, relative to its siblings.
        period: of a panel; the last one where empty.
        frozen: keep treatment, bounds and weights of this edition; otherwise the whole recipe runs again.
        bands: lowest and highest rank of every row of a build, for example from an uncertainty analysis.

    Raises:
        InputError: ``EVA-355`` nothing changes, or something that does not exist or is no number; ``EVA-350``,
            ``EVA-351`` no such unit or one without score; ``EVA-354`` as ``line_of`` says.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", "发明专利", "I"), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[60.0, 20.0], [50.0, 40.0]])), tree, Recipe())
    >>> what_if(made, "A", changes={"a": 20}).sentence
    '若发明专利+20，得分40.0→50.0，位次2→1'
    """
    row = scored_row(made, unit, period)
    _refuse_nonsense(made, values, changes, weights)
    raw = made.stages[0].outcome.table
    figures = _figures(made, raw, row, values, changes)
    after = _run(made, raw, row, figures, weights, frozen)
    when = made.scores.periods[row] if made.scores.periods else ""
    place = scored_row(after, unit, when)
    ends = _place(made, row, bands), _place(after, place, bands)
    name = name_of(made.scores, row)
    return WhatIf(
        unit,
        name,
        *ends,
        _moved(made, after, when),
        _sentence(made, values, changes, weights, ends),
        after,
    )


def with_raw(made: Build, unit: str, figures: Mapping[str, float], period: str = "") -> Build:
    """Return the index with other raw figures of one unit, the whole recipe run again."""
    raw = made.stages[0].outcome.table
    changed = np.array(raw.values)
    at = row_of(raw, unit, period)
    for code, figure in figures.items():
        changed[at, raw.columns.index(code)] = figure
    found = build(raw.with_values(changed), made.framework, made.recipe)
    was_moved = dict(made.weights) != dict(found.weights)
    # Weights that somebody has set by hand in a trial stay; those found from figures are found anew.
    by_hand = made.recipe.weighing[0].name == "framework" and was_moved
    return with_weights(found, made.weights) if by_hand else found


def with_weights(made: Build, weights: Mapping[str, float]) -> Build:
    """Return the index with some weights changed, everything else as it is."""
    kept = {**made.weights, **weights}
    scores = aggregate_tree(made.normalised, made.framework, kept, made.recipe.plan)
    return replace(made, weights=kept, scores=scores)


def with_frozen(made: Build, row: int, figures: Mapping[str, float]) -> Build:
    """Return the index with other raw figures of one row, scored by the standards of this edition."""
    values = np.array(made.normalised.values)
    for code, figure in figures.items():
        values[row, made.normalised.columns.index(code)] = line_of(made, row, code).score(figure)
    table = made.normalised.with_values(values)
    last = replace(made.stages[-1], outcome=replace(made.stages[-1].outcome, table=table))
    scores = aggregate_tree(table, made.framework, made.weights, made.recipe.plan)
    return replace(made, stages=(*made.stages[:-1], last), scores=scores)


def _run(
    made: Build,
    raw: Table,
    row: int,
    figures: Mapping[str, float],
    weights: Mapping[str, float],
    frozen: bool,
) -> Build:
    found = made
    if figures and frozen:
        found = with_frozen(made, row, figures)
    elif figures:
        found = with_raw(made, *_key(made, row, figures))
    return with_weights(found, weights) if weights else found


def _key(
    made: Build, row: int, figures: Mapping[str, float]
) -> tuple[str, Mapping[str, float], str]:
    unit, period = made.scores.rows[row]
    return unit, figures, period


def _figures(
    made: Build,
    raw: Table,
    row: int,
    values: Mapping[str, float],
    changes: Mapping[str, float],
) -> dict[str, float]:
    at = row_of(raw, *made.scores.rows[row])
    found = {code: float(value) for code, value in values.items()}
    for code, change in changes.items():
        now = float(raw.column(code)[at])
        if np.isnan(now):
            raise InputError(
                "EVA-355",
                f"“{made.framework[code].label}”现在没有数值，不能在它上面增减",
                "请直接给出新的数值（values）",
                {"indicator": code},
            )
        found[code] = now + change
    return found


def _refuse_nonsense(
    made: Build,
    values: Mapping[str, float],
    changes: Mapping[str, float],
    weights: Mapping[str, float],
) -> None:
    tree, told = made.framework, {**values, **changes, **weights}
    wrong = [code for code in (*values, *changes) if code not in tree.indicators]
    wrong += [code for code in weights if code not in tree.by_code or code == tree.root]
    wrong += [code for code in values if code in changes]
    wrong += [code for code, number in told.items() if not np.isfinite(number)]
    wrong += [code for code, weight in weights.items() if weight < 0]
    if wrong or not told:
        what = f"这些改动无效：{'、'.join(dict.fromkeys(wrong))}" if wrong else "没有给出任何改动"
        raise InputError(
            "EVA-355",
            what,
            "数值和增减写指标代码，权重写总指数以外任一代码且不小于0；同一指标只写一处",
            {"codes": wrong},
        )
    for below in tree.children.values():
        if sum(weights.get(code, made.weights[code]) for code in below) <= 0:
            raise InputError(
                "EVA-355",
                f"“{'、'.join(below)}”的权重之和为0",
                "请至少给其中一个大于0的权重",
                {"codes": list(below)},
            )


def _place(made: Build, row: int, bands: Bands | None) -> Place:
    score, rank = float(made.index[row]), float(made.ranks.column(made.framework.root)[row])
    if bands is None:
        return Place(score, rank)
    low, high = bands(made)
    return Place(score, rank, float(low[row]), float(high[row]))


def _moved(made: Build, after: Build, when: str) -> dict[str, tuple[float, float]]:
    def by_unit(one: Build) -> dict[str, float]:
        ranks = one.ranks.column(one.framework.root)
        return {
            unit: float(rank)
            for (unit, period), rank in zip(one.ranks.rows, ranks, strict=True)
            if period == when
        }

    old, new = by_unit(made), by_unit(after)
    return {unit: (old[unit], new[unit]) for unit in old if unit in new and old[unit] != new[unit]}


def _sentence(
    made: Build,
    values: Mapping[str, float],
    changes: Mapping[str, float],
    weights: Mapping[str, float],
    ends: tuple[Place, Place],
) -> str:
    def label(code: str) -> str:
        return made.framework[code].label

    told = [f"{label(code)}改为{value:g}" for code, value in values.items()]
    told += [f"{label(code)}{change:+g}" for code, change in changes.items()]
    told += [f"{label(code)}的权重改为{weight:g}" for code, weight in weights.items()]
    before, after = ends
    found = f"若{'、'.join(told)}，得分{before.score:.1f}→{after.score:.1f}，位次{before.rank:g}→{after.rank:g}"
    if np.isnan(before.low) or np.isnan(after.low):
        return found
    return f"{found}，位次区间{before.low:g}–{before.high:g}→{after.low:g}–{after.high:g}"
