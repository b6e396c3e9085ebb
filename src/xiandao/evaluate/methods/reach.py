"""How much of one indicator it takes to reach a rank or a score, other things equal; that it cannot is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.unit_rows import name_of, rank_among, row_of, same_period, scored_row
from xiandao.evaluate.methods.what_if import Place, with_frozen, with_raw
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build

# Beyond the best figure of all units, in parts of the range of figures: nobody is asked for more.
BEYOND: Final = (0.25, 0.5, 1.0, 2.0)
GRID: Final = 12
HALVINGS: Final = 40
EXACT: Final = 1e-9
SLACK: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Aim:
    """A rank or a score to reach at least."""

    rank: int | None = None
    score: float | None = None

    def is_met(self, place: Place) -> bool:
        """Return whether a place reaches it; a score also where rounding alone is lacking.

        >>> Aim(rank=3).is_met(Place(50.0, 3.0)), Aim(score=50.1).is_met(Place(50.0, 3.0))
        (True, False)
        """
        if self.rank is not None:
            return place.rank <= self.rank
        wanted = float(self.score or 0.0)
        return place.score >= wanted - SLACK * max(1.0, abs(wanted))


@dataclass(frozen=True, slots=True)
class Trials:
    """One indicator of one unit, whose figure is tried."""

    made: Build
    row: int
    code: str
    frozen: bool

    @property
    def now(self) -> float:
        """Return the figure as it is."""
        raw = self.made.stages[0].outcome.table
        return float(raw.column(self.code)[row_of(raw, *self.made.scores.rows[self.row])])

    @property
    def before(self) -> Place:
        """Return the place as it is."""
        return _place(self.made, self.row)

    def place(self, figure: float) -> Place:
        """Return the place with another figure."""
        unit, period = self.made.scores.rows[self.row]
        if self.frozen:
            return _place(with_frozen(self.made, self.row, {self.code: figure}), self.row)
        changed = with_raw(self.made, unit, {self.code: figure}, period)
        return _place(changed, row_of(changed.scores, unit, period))


@dataclass(frozen=True, slots=True)
class Reach:
    """The figure that a unit needs, in the indicator's own unit; NaN where this indicator alone does not do.

    ``is_one_way`` tells whether more of the indicator never made things worse on the way (treatment of outliers can
    do that); ``after`` is the place with the figure needed, or with the furthest one tried.
    """

    unit: str
    code: str
    current: float
    needed: float
    is_reachable: bool
    is_one_way: bool
    before: Place
    after: Place
    sentence: str

    @property
    def change(self) -> float:
        """Return how much is lacking."""
        return self.needed - self.current


def reach(
    made: Build,
    unit: str,
    code: str,
    *,
    rank: int | None = None,
    score: float | None = None,
    limit: float | None = None,
    period: str = "",
    frozen: bool = False,
) -> Reach:
    """Return the figure of one indicator with which a unit reaches a rank or a score, other things equal.

    The recipe itself is run for each figure tried: outliers are treated and bounds move as they would. A grid finds
    where the aim is first met, halving finds the figure.

    Args:
        made: the index.
        unit: code of the unit.
        code: of the indicator.
        rank: to reach at least; or
        score: to reach at least.
        limit: figure that cannot be passed, such as 100 for a percentage; without it, twice the range of all figures
            beyond the best one.
        period: of a panel; the last one where empty.
        frozen: keep treatment, bounds and weights of this edition instead of running the recipe.

    Raises:
        InputError: ``EVA-356`` not exactly one of rank and score, or a code that is no indicator; ``EVA-350``,
            ``EVA-351`` no such unit or one without score.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", "发明专利", "I", unit="件"), Node("b", parent="I")])
    >>> made = build(Table(("A", "B"), ("a", "b"), np.array([[60.0, 20.0], [50.0, 40.0]])), tree, Recipe())
    >>> found = reach(made, "A", "a", rank=1)
    >>> round(found.needed, 6), found.sentence
    (70.0, '发明专利由60件提高到70件（+10件），位次由第2升至第1')
    """
    if (rank is None) == (score is None) or code not in made.framework.indicators:
        raise InputError(
            "EVA-356",
            "请给出一个指标，以及要达到的位次或得分（二者取一）",
            f"指标代码可用：{'、'.join(made.framework.indicators[:20])}",
            {"indicator": code, "rank": rank, "score": score},
        )
    aim = Aim(rank, score)
    trials = Trials(made, scored_row(made, unit, period), code, frozen)
    before, now = trials.before, trials.now
    if aim.is_met(before):
        return _told(trials, aim, now, before, True)
    figures = _figures(made, code, now, limit)
    places = [trials.place(figure) for figure in figures]
    scores = np.array([before.score, *(found.score for found in places)])
    one_way = bool((np.diff(scores) >= -SLACK * np.abs(scores).max()).all())
    met = next((number for number, found in enumerate(places) if aim.is_met(found)), None)
    if met is None:
        return _told(trials, aim, float("nan"), places[-1], one_way)
    least = figures[met - 1] if met else (now if np.isfinite(now) else figures[met])
    needed, after = _halved(least, figures[met], places[met], trials, aim)
    return _told(trials, aim, needed, after, one_way)


def _place(made: Build, row: int) -> Place:
    score = float(made.index[row])
    return Place(score, rank_among(score, made.index[same_period(made.scores, row)]))


def _figures(made: Build, code: str, now: float, limit: float | None) -> list[float]:
    """Return figures to try, each better than the one before: up to the best of all units, then beyond."""
    column = made.stages[0].outcome.table.column(code)
    direction = made.framework[code].direction
    worst, best = float(np.nanmin(column)), float(np.nanmax(column))
    if direction < 0:
        worst, best = best, worst
    start = now if np.isfinite(now) else worst
    width = abs(best - worst) or max(1.0, abs(best))
    found = list(np.linspace(start, best, GRID + 1)[1:]) if direction * (best - start) > 0 else []
    top = found[-1] if found else start
    found += [top + direction * width * part for part in BEYOND]
    if direction < 0 and worst >= 0 and best >= 0:
        # A cost that was never below zero is not asked to be.
        found = [max(figure, 0.0) for figure in found]
    if limit is not None:
        found = [min(figure, limit) if direction > 0 else max(figure, limit) for figure in found]
    kept = [float(figure) for figure in found if direction * (figure - start) > 0]
    return list(dict.fromkeys(kept)) or [start]


def _halved(
    least: float, enough: float, found: Place, trials: Trials, aim: Aim
) -> tuple[float, Place]:
    """Return the figure between one that is too little and one that is enough, and the place it gives."""
    width = abs(enough - least)
    for _ in range(HALVINGS):
        if abs(enough - least) <= EXACT * max(width, abs(enough)):
            break
        middle = (least + enough) / 2
        tried = trials.place(middle)
        if aim.is_met(tried):
            enough, found = middle, tried
        else:
            least = middle
    return enough, found


def _told(trials: Trials, aim: Aim, needed: float, after: Place, one_way: bool) -> Reach:
    node, before, now = trials.made.framework[trials.code], trials.before, trials.now
    name = name_of(trials.made.scores, trials.row)
    wanted = f"第{aim.rank}" if aim.rank is not None else f"{aim.score:g}分"
    is_reachable = aim.is_met(before) or bool(np.isfinite(needed))
    if aim.is_met(before):
        told = f"{name}现在已达到{wanted}"
    elif not is_reachable:
        reached = f"在合理范围内最多到{after.score:.1f}分、第{after.rank:g}"
        told = f"仅靠{node.label}达不到{wanted}：{reached}"
    else:
        start = f"由{now:.6g}{node.unit}" if np.isfinite(now) else ""
        verb = "提高" if node.direction > 0 else "降低"
        more = f"（{needed - now:+.6g}{node.unit}）" if np.isfinite(now) else ""
        moves = (
            f"位次由第{before.rank:g}升至第{after.rank:g}"
            if aim.rank is not None
            else f"得分由{before.score:.1f}升至{after.score:.1f}"
        )
        told = f"{node.label}{start}{verb}到{needed:.6g}{node.unit}{more}，{moves}"
    if not one_way:
        told += "；途中得分并非一路上升（离群值处理所致），以最先达到的数值为准"
    unit = trials.made.scores.units[trials.row]
    return Reach(unit, trials.code, now, needed, is_reachable, one_way, before, after, told)
