"""What would lift a unit most: the gain of one step of effort in each indicator, and of the way to median and best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.indicator_lines import Line, line_of
from xiandao.evaluate.methods.unit_rows import row_of, same_period, scored_row
from xiandao.evaluate.methods.variants import score_variants
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Vector

GOALS: Final = ("step", "next", "median", "best")
NONE: Final[Mapping[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Goal:
    """Where an indicator could be: its figure, its normalised score, and what that brings to the index.

    ``figure`` is NaN where it cannot be told from the score alone; ``gain`` is in points of the index.
    """

    figure: float
    normalised: float
    gain: float
    rank: float


@dataclass(frozen=True, slots=True)
class Improvement:
    """One indicator: where it is and could be. ``worth`` is the gain of a step by cost, cost 1 where none is given."""

    code: str
    label: str
    unit_of_measure: str
    current: float
    normalised: float
    step: Goal
    next: Goal
    median: Goal
    best: Goal
    cost: float
    worth: float


def improvements(
    build: Build,
    unit: str,
    *,
    period: str = "",
    effort: float = 0.1,
    costs: Mapping[str, float] = NONE,
) -> tuple[Improvement, ...]:
    """Return the indicators of a unit by what a step of effort brings, the most first.

    One step of effort is the same for all indicators: to pass one more tenth of all units (quantiles of the
    normalised indicator). Bounds and treatment of this edition stay.

    Args:
        build: the index.
        unit: code of the unit.
        period: of a panel; the last one where empty.
        effort: share of all units to pass in one step, above 0, at most 1.
        costs: cost of one step by indicator, above 0; 1 for the others.

    Raises:
        InputError: ``EVA-357`` an effort or cost that is none; ``EVA-350``, ``EVA-351`` no such unit or one
            without score.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I", weight=3), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[80.0, 20.0], [40.0, 60.0]])), tree, Recipe())
    >>> first = improvements(made, "B")[0]
    >>> first.code, first.best.figure, first.best.gain
    ('a', 80.0, 30.0)
    """
    _refuse(build, effort, costs)
    row, columns = scored_row(build, unit, period), build.normalised.columns
    values = build.normalised.values
    own, period_rows = values[row], values[same_period(build.normalised, row)]
    goals = np.column_stack([_goals(period_rows[:, k], own[k], effort) for k in range(len(own))])
    variants = np.repeat(own[None, :], goals.size, axis=0)
    numbers = np.arange(goals.size)
    variants[numbers, numbers % len(own)] = goals.ravel()
    tried = score_variants(build, row, variants)
    place = build.scores.columns.index(build.framework.root)
    gains = (tried.scores[:, place] - build.index[row]).reshape(goals.shape)
    ranks = tried.ranks.reshape(goals.shape)
    found = []
    for k, code in enumerate(columns):
        line = _line(build, row, code)
        four = {
            name: Goal(
                line.figure(goals[g, k]) if line else float("nan"),
                float(goals[g, k]),
                float(gains[g, k]),
                float(ranks[g, k]),
            )
            for g, name in enumerate(GOALS)
        }
        found.append(_improvement(build, row, code, four, float(costs.get(code, 1.0))))
    return tuple(sorted(found, key=lambda one: (-one.worth, -one.best.gain, one.code)))


def _refuse(build: Build, effort: float, costs: Mapping[str, float]) -> None:
    known = build.normalised.columns
    bad = [code for code, cost in costs.items() if code not in known or not cost > 0]
    if bad or not 0 < effort <= 1:
        raise InputError(
            "EVA-357",
            f"成本表有误：{'、'.join(bad)}" if bad else f"努力程度是{effort:g}",
            "成本按指标代码给出，应大于0；努力程度大于0、不大于1",
            {"codes": bad, "effort": effort},
        )


def _goals(column: Vector, own: float, effort: float) -> Vector:
    """Return the normalised score after a step, of the unit next above, of the median, of the best; never below own."""
    known = np.sort(column[~np.isnan(column)])
    if not len(known):
        return np.full(len(GOALS), own)
    start = known[0] if np.isnan(own) else own
    # The middle of the units that tie, so that a step is the same wherever one stands among them.
    below, upto = np.searchsorted(known, start, "left"), np.searchsorted(known, start, "right")
    level = (below + max(upto - 1, below)) / 2 / max(1, len(known) - 1)
    step = float(np.quantile(known, min(1.0, level + effort)))
    above = known[upto] if upto < len(known) else start
    wanted = np.array([step, above, float(np.median(known)), known[-1]])
    found: Vector = np.maximum(wanted, start)
    return found


def _line(build: Build, row: int, code: str) -> Line | None:
    try:
        return line_of(build, row, code)
    except InputError:
        return None


def _improvement(
    build: Build, row: int, code: str, goals: Mapping[str, Goal], cost: float
) -> Improvement:
    node, raw = build.framework[code], build.stages[0].outcome.table
    return Improvement(
        code,
        node.label,
        node.unit,
        float(raw.column(code)[row_of(raw, *build.scores.rows[row])]),
        float(build.normalised.column(code)[row]),
        goals["step"],
        goals["next"],
        goals["median"],
        goals["best"],
        cost,
        goals["step"].gain / cost,
    )
