"""From an indicator's own figure to its normalised score and back, with this edition's treatment and bounds kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.unit_rows import row_of, same_period
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Table, Vector

BEFORE_TREATMENT: Final = ("raw", "denominate", "impute", "screen")
SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """How an indicator scores: a rising or falling chain of straight pieces through what all units show.

    Args:
        code: of the indicator.
        raw: rising figures, after division by a denominator.
        normalised: score of each.
        per_raw: what one raw unit of this unit makes after division; 1 without denominator.
    """

    code: str
    raw: Vector
    normalised: Vector
    per_raw: float

    def score(self, value: float) -> float:
        """Return the score of a raw figure; beyond the worst and the best of this edition it stays at theirs."""
        return float(np.interp(value * self.per_raw, self.raw, self.normalised))

    def figure(self, score: float) -> float:
        """Return the least change of figure with a score: the raw figure nearest to the worse end that has it.

        A score beyond what the edition shows gives NaN.
        """
        xs, ys = self.raw, self.normalised
        if ys[0] > ys[-1]:
            xs, ys = xs[::-1], ys[::-1]
        unit = SAME * max(1.0, float(np.abs(ys).max()))
        if not ys[0] - unit <= score <= ys[-1] + unit:
            return float("nan")
        after = int(np.searchsorted(ys, min(max(score, ys[0]), ys[-1]), side="left"))
        if after == 0:
            return float(xs[0] / self.per_raw)
        part = (min(score, ys[-1]) - ys[after - 1]) / (ys[after] - ys[after - 1])
        return float((xs[after - 1] + part * (xs[after] - xs[after - 1])) / self.per_raw)


def line_of(build: Build, row: int, code: str) -> Line:
    """Return how an indicator of one unit scores with the treatment and the bounds of this edition.

    Between the figures of two units the line is straight: exact for linear normalisations, close for treated tails
    and curved ones.

    Args:
        build: the index.
        row: of its scores: the unit whose denominator counts, the period whose bounds count.
        code: of the indicator.

    Raises:
        InputError: ``EVA-354`` where the score does not follow from the figure alone (groups, both-sided targets),
            or the unit's denominator is not known.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> made = build(Table(("A", "B"), ("a",), np.array([[2.0], [4.0]])), tree, Recipe())
    >>> line = line_of(made, 0, "a")
    >>> line.score(3.0), line.figure(3.5)
    (3.0, 3.5)
    """
    before = _before(build)
    rows = np.flatnonzero(same_period(build.normalised, row))
    x, y = _shown(before, build.normalised, code, rows)
    order = np.lexsort((y, x))
    x, y = x[order], y[order]
    kept = np.concatenate([[True], np.diff(x) > 0]) if len(x) else np.zeros(0, dtype=bool)
    groups = np.cumsum(kept) - 1
    same = np.abs(y - y[kept][groups]) <= SAME * max(1.0, float(np.abs(y).max(initial=0.0)))
    steps = np.diff(y[kept])
    slack = SAME * max(1.0, float(np.abs(y).max(initial=0.0)))
    one_way = bool((steps >= -slack).all() or (steps <= slack).all())
    if not kept.any() or not same.all() or not one_way:
        raise _no_line(build, code, "它的得分不能只由自身数值推出")
    ys = y[kept]
    rising = ys[-1] >= ys[0]
    ys = np.maximum.accumulate(ys) if rising else np.minimum.accumulate(ys)
    return Line(code, x[kept], ys, _per_raw(build, before, row, code))


def _before(build: Build) -> Table:
    """Return the table before outliers were treated."""
    found = build.stages[0]
    for stage in build.stages:
        if stage.name not in BEFORE_TREATMENT:
            break
        found = stage
    return found.outcome.table


def _shown(
    before: Table, after: Table, code: str, rows: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> tuple[Vector, Vector]:
    at = {key: place for place, key in enumerate(before.rows)}
    keys = after.rows
    x = before.column(code)[[at[keys[row]] for row in rows]]
    y = after.column(code)[rows]
    known = ~(np.isnan(x) | np.isnan(y))
    return x[known], y[known]


def _per_raw(build: Build, before: Table, row: int, code: str) -> float:
    if not any(stage.name == "denominate" for stage in build.stages):
        return 1.0
    raw, divided = build.stages[0].outcome.table, build.stage("denominate")
    unit, period = build.scores.rows[row]
    whole = float(raw.column(code)[row_of(raw, unit, period)])
    part = float(divided.column(code)[row_of(divided, unit, period)])
    if whole and np.isfinite(part / whole):
        return part / whole
    if not build.framework[code].denominator:
        return 1.0
    raise _no_line(build, code, "这个单元没有可用的分母")


def _no_line(build: Build, code: str, why: str) -> InputError:
    return InputError(
        "EVA-354",
        f"“{build.framework[code].label}”不能按固定标准推算：{why}",
        "请改为按方案重新计算（frozen = false）",
        {"indicator": code},
    )
