"""Run a recipe: every stage is kept, prefixes that recipes share are run once."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.later import Later
from xiandao.evaluate.methods.log_rows import joined_rows
from xiandao.evaluate.methods.ranking import ranks
from xiandao.evaluate.methods.recipe import digest
from xiandao.evaluate.methods.step import Log, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector, refuse_twins
from xiandao.evaluate.methods.tree import aggregated
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework
    from xiandao.evaluate.methods.recipe import Recipe, Step

Cache = MutableMapping[str, Any]
# The largest absolute value of an indicator, and one over the smallest.
MOST: Final = 1e60


@dataclass(frozen=True, slots=True)
class Stage:
    """What stood after one step."""

    name: str
    step: Step | None
    outcome: Outcome


@dataclass(frozen=True)
class Build:
    """An index with everything that led to it.

    ``scores`` has a column for each indicator (normalised) and each aggregate; ``ranks`` the same columns, in a
    panel within each period, worked out when they are first asked for. Of a build that did not keep its stages,
    ``stages`` and ``logs`` are run again when somebody reads them.
    """

    framework: Framework
    recipe: Recipe
    stages: Sequence[Stage]
    weights: Mapping[str, float]
    scores: Table
    logs: Sequence[Log]

    @cached_property
    def ranks(self) -> Table:
        """Return the ranks of all columns of the scores."""
        return ranked(self.scores, exact=len(self.framework.indicators))

    @property
    def normalised(self) -> Table:
        """Return the table that was aggregated."""
        if isinstance(self.stages, Later):
            codes = self.framework.indicators
            return self.scores.with_values(self.scores.values[:, : len(codes)], codes)
        return self.stages[-1].outcome.table

    @property
    def index(self) -> Vector:
        """Return the score of the index itself."""
        return self.scores.column(self.framework.root)

    def stage(self, name: str) -> Table:
        """Return the table after a step: ``raw``, ``denominate``, ``impute``, ``screen``, ``treat`` …"""
        found = [stage.outcome.table for stage in self.stages if stage.name == name]
        if not found:
            raise InputError(
                "EVA-061",
                f"方案里没有“{name}”这一步",
                f"可用的有：{'、'.join(stage.name for stage in self.stages)}",
                {"stage": name},
            )
        return found[-1]

    def log(self, name: str) -> Log | None:
        """Return a table of what a step did, None where the recipe has no such step."""
        return next((log for log in self.logs if log.name == name), None)


def build(
    table: Table,
    framework: Framework,
    recipe: Recipe,
    cache: Cache | None = None,
    *,
    keep_stages: bool = True,
) -> Build:
    """Return the index that the recipe makes of a table.

    Args:
        table: figures; columns that are no indicators of the framework are left out.
        framework: which indicators count, below what.
        recipe: what is done.
        cache: what earlier runs on the same table and framework have left; filled here.
        keep_stages: False lets go of the table of each step as soon as the next one has it, so that a long table takes
            the memory of its scores only; stages and logs are run again if somebody asks for them. The cache is then
            neither read nor filled.

    Raises:
        InputError: ``EVA-003`` indicators without a column, ``EVA-002`` rows or columns that stand twice,
            ``EVA-004`` no row left, ``EVA-005`` figures too large or too small, and what the methods say.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> tree = Framework.of([Node("I"), Node("a", parent="I", weight=3), Node("b", parent="I", direction=-1)])
    >>> table = Table(("甲", "乙"), ("a", "b"), np.array([[1.0, 5.0], [2.0, 9.0]]))
    >>> made = build(table, tree, Recipe({"steps": [{"use": "normalise"}]}))
    >>> made.index, made.ranks.column("I")
    (array([25., 75.]), array([2., 1.]))
    """
    if not keep_stages:
        return _lean(table, framework, recipe)
    kept: Cache = {} if cache is None else cache
    # The last table of a cache is handed to other builds: their scores must not be written behind it.
    room = _room(table, framework) if cache is None else None
    stages = prepared(table, framework, recipe, kept, room)
    last = stages[-1].outcome.table
    weigher, options = recipe.weighing
    key = f"weights:{digest([recipe.key(len(recipe.steps)), weigher.name, dict(options)])}"
    if key not in kept:
        kept[key] = weigher.run(last, framework, **options)
    weighing = kept[key]
    made = aggregated(last, framework, weighing.weights, recipe.plan, room)
    logs = [log for stage in stages for log in stage.outcome.logs]
    return Build(
        framework,
        recipe,
        stages,
        weighing.weights,
        made.table,
        (*logs, *weighing.logs, *made.logs),
    )


def _room(table: Table, framework: Framework) -> Matrix:
    """Return an empty matrix for the scores, into which the steps before may write."""
    columns = len(framework.indicators) + len(framework.aggregates)
    return np.empty((len(table.units), columns), order="F")


def _lean(table: Table, framework: Framework, recipe: Recipe) -> Build:
    """Return a build of which every step wrote over what the step before had left."""
    last = raw = chosen_columns(table, framework)
    room = _room(table, framework)
    for step in recipe.steps:
        # What a step tells of figures that are written over now is not read: the logs are made again.
        last = _run(last, framework, step, room).table
    weigher, options = recipe.weighing
    weighing = weigher.run(last, framework, **options)
    made = aggregated(last, framework, weighing.weights, recipe.plan, room)
    stages: Later[Stage] = Later(lambda: prepared(raw, framework, recipe, {}))
    logs: Later[Log] = Later(
        lambda: (
            *(log for stage in stages for log in stage.outcome.logs),
            *weighing.logs,
            *made.logs,
        )
    )
    return Build(framework, recipe, stages, weighing.weights, made.table, logs)


def prepared(
    table: Table, framework: Framework, recipe: Recipe, cache: Cache, room: Matrix | None = None
) -> tuple[Stage, ...]:
    """Return the stages up to the table that is aggregated; the last step may write into the room."""
    if not (stages := cache.get("raw")):
        stages = cache["raw"] = (Stage("raw", None, Outcome(chosen_columns(table, framework))),)
    for count, step in enumerate(recipe.steps, start=1):
        key = recipe.key(count)
        if key not in cache:
            place = room if count == len(recipe.steps) else None
            outcome = _run(stages[-1].outcome.table, framework, step, place)
            cache[key] = (*stages, Stage(step.use, step, outcome))
        stages = cache[key]
    return tuple(stages)


def _run(table: Table, framework: Framework, step: Step, room: Matrix | None) -> Outcome:
    """Return the outcome of a step that may write into the room.

    Raises:
        InputError: ``EVA-004`` no row is left.
    """
    outcome = run_step(table if room is None else replace(table, room=room), framework, step)
    if not outcome.table.units:
        raise InputError(
            "EVA-004",
            f"“{step.method.title}”之后一个单元也不剩",
            "请放宽条件",
            {"step": step.use},
        )
    if outcome.table.room is None:
        return outcome
    return replace(outcome, table=replace(outcome.table, room=None))


def chosen_columns(table: Table, framework: Framework) -> Table:
    """Return the columns of the indicators, in the order of the framework.

    Raises:
        InputError: ``EVA-003`` columns that the table lacks, ``EVA-002`` twins, ``EVA-004`` no rows, ``EVA-005``.
    """
    refuse_twins(table)
    lacking = [code for code in framework.indicators if code not in set(table.columns)]
    if lacking:
        raise InputError(
            "EVA-003",
            f"数据里没有这些指标的列：{'、'.join(lacking[:8])}",
            "请补上这些列，或从框架里去掉这些指标；列名应与代码完全一致",
            {"columns": lacking},
        )
    if not table.units:
        raise InputError("EVA-004", "数据里没有单元", "请至少给出两个单元", {})
    chosen = table.take(columns=framework.indicators)
    refuse_beyond_reach(chosen, framework)
    return chosen


def refuse_beyond_reach(table: Table, framework: Framework) -> None:
    """Refuse indicators whose fourth powers a double cannot hold: their kurtosis would be lost in silence.

    Raises:
        InputError: ``EVA-005``.
    """
    low, high = np.fmin.reduce(table.values, axis=0), np.fmax.reduce(table.values, axis=0)
    largest = np.fmax(np.abs(low), np.abs(high))
    beyond = np.flatnonzero((largest > MOST) | ((largest > 0) & (largest < 1 / MOST)))
    if len(beyond):
        code, size = table.columns[beyond[0]], float(largest[beyond[0]])
        raise InputError(
            "EVA-005",
            f"指标“{framework[code].label}”的数太{'大' if size > 1 else '小'}：绝对值最大的是{size:g}",
            f"请换一个计量单位，使绝对值最大的数在{1 / MOST:g}至{MOST:g}之间",
            {"indicators": [table.columns[place] for place in beyond]},
        )


def run_step(table: Table, framework: Framework, step: Step) -> Outcome:
    """Return the outcome of one step; indicators with methods of their own are done for themselves.

    Raises:
        InputError: ``EVA-062`` a method for an indicator that the framework does not have.
    """
    if not step.own:
        return step.method.run(table, framework, **step.options)
    unknown = sorted(set(step.own) - set(table.columns))
    if unknown:
        raise InputError(
            "EVA-062",
            f"“{step.method.title}”为不存在的指标单独设定了方法：{'、'.join(unknown)}",
            "请核对指标代码",
            {"columns": unknown},
        )
    table = replace(table, room=None)
    values = np.array(table.values, order="F")
    logs: list[Log] = []
    rest = [code for code in table.columns if code not in step.own]
    parts = [(step.method, step.options, rest)] if rest else []
    parts += [(method, options, [code]) for code, (method, options) in step.own.items()]
    for method, options, codes in parts:
        outcome = method.run(table.take(columns=codes), framework, **options)
        values[:, [table.columns.index(code) for code in codes]] = outcome.table.values
        logs += outcome.logs
    return Outcome(table.with_values(values), joined(logs))


def joined(logs: list[Log]) -> tuple[Log, ...]:
    """Return logs of the same name as one."""
    found: dict[str, Log] = {}
    for log in logs:
        rows = joined_rows(found[log.name].rows, log.rows) if log.name in found else log.rows
        found[log.name] = Log(log.name, log.columns, rows)
    return tuple(found.values())


def ranked(scores: Table, *, exact: int = 0) -> Table:
    """Return the ranks of all columns, in a panel within each period.

    Args:
        scores: indicators first, then aggregates.
        exact: how many columns are figures of their own: what differs there was handed in so. Sums come after them, and
            those that differ by rounding only are ties.
    """
    found = np.full(scores.values.shape, np.nan)
    for rows in scores.slices().values():
        found[rows, :exact] = ranks(scores.values[rows, :exact], 0.0)
        found[rows, exact:] = ranks(scores.values[rows, exact:])
    return scores.with_values(found)
