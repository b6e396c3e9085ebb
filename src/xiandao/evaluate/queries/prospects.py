"""How a unit could stand higher: what the next place takes, what effort brings, what a changed figure does."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.improvements import improvements
from xiandao.evaluate.methods.indicator_lines import line_of
from xiandao.evaluate.methods.ranking import TOLERANCE
from xiandao.evaluate.methods.reach import reach
from xiandao.evaluate.methods.unit_rows import row_of, scored_row
from xiandao.evaluate.methods.variants import depends_on_others, score_variants
from xiandao.evaluate.methods.what_if import what_if
from xiandao.evaluate.queries.built import Sealed, built, rebuilt_of
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.queries.reasons import number
from xiandao.evaluate.queries.robustness import interval_with
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Mask, Vector
    from xiandao.evaluate.models import Assessment

HALVINGS = 50
MOST_KEPT = 128
# Halving stops this close to the figure sought.
NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Need:
    """What the next place takes of one indicator alone; ``needed`` is None where it does not suffice."""

    code: str
    name: str
    unit: str
    current: float | None
    needed: float | None
    rises: bool

    @property
    def change(self) -> float | None:
        """Return how much is lacking."""
        if self.needed is None or self.current is None:
            return None
        return self.needed - self.current

    @property
    def distance(self) -> float | None:
        """Return how much is lacking, whatever the direction."""
        return None if self.change is None else abs(self.change)


@dataclass(frozen=True, slots=True)
class NextPlace:
    """The place above and what it takes; ``rank`` is 0 for who leads. ``points`` is what the score lacks."""

    rank: int
    points: float
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """What passing one more tenth of all units in one indicator brings."""

    code: str
    name: str
    unit: str
    current: float | None
    goal: float | None
    gain: float
    rank: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A unit with one figure changed; intervals are None where the scheme varies nothing."""

    name: str
    unit: str
    value: float
    scores: tuple[float, float]
    ranks: tuple[int, int]
    intervals: tuple[tuple[int, int], tuple[int, int]] | None


def next_place(assessment: Assessment, unit: str, count: int = 8) -> NextPlace:
    """Return what each indicator alone would have to be for the next place, the smallest relative change first."""
    names = names_of(assessment.snapshot)
    found = _needs(Sealed(assessment.snapshot_hash, assessment.snapshot), unit)
    made = built(assessment)
    tree = made.framework
    needs = [
        Need(
            code, names[code], tree[code].unit, number(current),
            attainable(made, code, number(needed)), tree[code].direction > 0,
        )
        for code, current, needed in found.needs
    ]  # fmt: skip
    reached = [one for one in needs if one.needed is not None]
    reached.sort(key=lambda one: _effort(made, one))
    return NextPlace(found.rank, found.points, tuple(reached[:count]))


@dataclass(frozen=True, slots=True)
class _Needs:
    rank: int
    points: float
    needs: tuple[tuple[str, float, float], ...]


@lru_cache(maxsize=MOST_KEPT)
def _needs(sealed: Sealed, unit: str) -> _Needs:
    made = rebuilt_of(sealed)
    row = scored_row(made, unit)
    ranks, score = made.ranks.column(made.framework.root), float(made.index[row])
    better = [float(one) for one, rank in zip(made.index, ranks, strict=True) if rank < ranks[row]]
    if not better:
        return _Needs(0, 0.0, ())
    rank, aim = int(max(one for one in ranks if one < ranks[row])), min(better)
    # By the standards of this edition: what treatment and bounds would do to other units is no aim to set.
    if depends_on_others(made):
        found = [
            reach(made, unit, code, rank=rank, frozen=True) for code in made.framework.indicators
        ]
        return _Needs(
            rank, aim - score, tuple((one.code, one.current, one.needed) for one in found)
        )
    return _Needs(rank, aim - score, tuple(_halved(made, row, aim)))


def _halved(made: Build, row: int, aim: float) -> Iterator[tuple[str, float, float]]:
    """Return code, figure and figure needed of each indicator alone, NaN where it does not suffice; all at once."""
    table, root = made.normalised, made.scores.columns.index(made.framework.root)
    own, count = table.values[row], len(table.columns)
    least = np.where(np.isnan(own), np.nanmin(table.values, axis=0), own)
    enough = np.nanmax(table.values, axis=0)

    def suffices(scores: Vector) -> Mask:
        variants = np.repeat(own[None, :], count, axis=0)
        np.fill_diagonal(variants, scores)
        found: Mask = score_variants(made, row, variants).scores[:, root] >= aim * (1 - TOLERANCE)
        return found

    reached = suffices(enough)
    for _step in range(HALVINGS):
        middle = (least + enough) / 2
        does = suffices(middle)
        least, enough = np.where(does, least, middle), np.where(does, middle, enough)
    raw = made.stages[0].outcome.table
    at = row_of(raw, *made.scores.rows[row])
    for place, code in enumerate(table.columns):
        needed = math.nan
        if reached[place]:
            with suppress(InputError):
                needed = line_of(made, row, code).figure(float(enough[place]))
        yield code, float(raw.column(code)[at]), needed


def attainable(made: Build, code: str, figure: float | None) -> float | None:
    """Return the next figure that can be aimed at: of what is counted, half a firm is none; others as they are told."""
    if figure is None:
        return None
    column = made.stages[0].outcome.table.column(code)
    known = column[~np.isnan(column)]
    scale = 1.0 if (known == np.floor(known)).all() else 10.0 ** decimals(figure)
    up = made.framework[code].direction > 0
    whole = math.ceil(figure * scale - NEAR) if up else math.floor(figure * scale + NEAR)
    return whole / scale


def decimals(figure: float) -> int:
    """Return with how many decimals a figure is told: as many as its size bears.

    >>> decimals(2464.1), decimals(12.5), decimals(0.0326)
    (1, 2, 4)
    """
    size = abs(figure)
    return 1 if size >= 100 else 2 if size >= 0.1 else 4


def _effort(made: Build, need: Need) -> float:
    """Return the change in parts of the range that all units show."""
    column = made.stages[0].outcome.table.column(need.code)
    known = column[~np.isnan(column)]
    width = float(known.max() - known.min()) or 1.0
    return abs(need.change) / width if need.change is not None else math.inf


def gains(assessment: Assessment, unit: str, count: int = 6) -> tuple[Gain, ...]:
    """Return the indicators in which a step of effort brings most, those that bring nothing left out."""
    names, made = names_of(assessment.snapshot), built(assessment)
    found = improvements(made, unit)
    return tuple(
        Gain(
            one.code, names[one.code], one.unit_of_measure, number(one.current),
            attainable(made, one.code, number(one.step.figure)), one.step.gain, int(one.step.rank),
        )
        for one in found[:count]
        if one.step.gain > 0
    )  # fmt: skip


def trial(assessment: Assessment, unit: str, code: str, value: float) -> Trial:
    """Return what becomes of a unit with another figure, the whole scheme run again.

    Raises:
        InputError: ``EVA-355`` no such indicator or no number, and what the methods say of the figures.
    """
    made = built(assessment)
    found = what_if(made, unit, values={code: value})
    before = interval_with(assessment, unit)
    after = interval_with(assessment, unit, found.build.stages[0].outcome.table)
    return Trial(
        names_of(assessment.snapshot)[code],
        made.framework[code].unit,
        value,
        (found.before.score, found.after.score),
        (int(found.before.rank), int(found.after.rank)),
        (before, after) if before and after else None,
    )


def indicators(assessment: Assessment) -> Sequence[tuple[str, str, str]]:
    """Return code, name and unit of the indicators of a scheme."""
    names = names_of(assessment.snapshot)
    tree = built(assessment).framework
    return [(code, names[code], tree[code].unit) for code in tree.indicators]
