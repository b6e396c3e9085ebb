"""Why a unit has its score: steps from a reference, the gap of every indicator, what changed since last time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.contributions import contributions
from xiandao.evaluate.methods.decomposition import EFFECTS, change_between
from xiandao.evaluate.methods.references import target_reference
from xiandao.evaluate.methods.strengths import standing
from xiandao.evaluate.methods.unit_rows import scored_row
from xiandao.evaluate.methods.waterfall import waterfall
from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.built import built
from xiandao.evaluate.queries.naming import clauses_of, names_of
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.references import Reference
    from xiandao.evaluate.methods.waterfall import Waterfall
    from xiandao.evaluate.models import Assessment
    from xiandao.registry.models import Account

MEDIAN, BEST, TARGET = "median", "best", "target"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall: a pillar, or what no pillar can be held to account for."""

    code: str
    name: str
    before: float | None
    after: float | None
    points: float


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of a unit; ``weight`` is its share of the index, ``gap`` its step from the reference."""

    code: str
    name: str
    pillar: str
    value: float | None
    unit: str
    score: float | None
    weight: float
    points: float
    gap: float
    rank: int | None
    of: int
    clause: str

    @property
    def share(self) -> float:
        """Return the weight in per cent."""
        return self.weight * 100


@dataclass(frozen=True, slots=True)
class Reasons:
    """The steps from a reference to the score of a unit; pillars and indicators each sum to the difference."""

    against: str
    start: float
    end: float
    steps: tuple[Step, ...]
    lines: tuple[IndicatorLine, ...]
    rest: float

    @property
    def difference(self) -> float:
        """Return how far the unit is above the reference."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class PillarChange:
    """What a pillar has to do with the change of the score: by own figures, by moved bounds, by weights."""

    code: str
    name: str
    data: float
    bounds: float
    weights: float

    @property
    def total(self) -> float:
        """Return all effects together."""
        return self.data + self.bounds + self.weights


@dataclass(frozen=True, slots=True)
class Since:
    """The change of a unit's score since the edition before; the pillars sum to it."""

    before: float
    after: float
    pillars: tuple[PillarChange, ...]

    @property
    def change(self) -> float:
        """Return by how much the computed score moved."""
        return self.after - self.before


def number(value: float) -> float | None:
    """Return a number of the library as pages take it: None where there is none."""
    return None if math.isnan(value) else float(value)


def ways_to_compare(account: Account, assessment: Assessment) -> list[str]:
    """Return what a unit may be held against: the median by everybody, more by who sees every row."""
    if not visible.sees_all(account, assessment):
        return [MEDIAN]
    marked = any(
        (node.get("marks") or {}).get("target") is not None for node in assessment.snapshot["nodes"]
    )
    return [MEDIAN, BEST, *([TARGET] if marked else [])]


def reasons(assessment: Assessment, unit: str, against: str = MEDIAN) -> Reasons:
    """Return why a unit has its score, held against the median, the best of all, targets or another unit.

    Raises:
        InputError: ``EVA-350…354`` as the methods say.
    """
    made, names = built(assessment), names_of(assessment.snapshot)
    found = waterfall(made, unit, against=_reference(made, unit, against))
    steps = tuple(
        Step(
            change.code,
            names.get(change.code, change.label) if not change.is_rest else "",
            number(change.before),
            number(change.after),
            change.points,
        )
        for change in found.pillars
    )
    rest = sum(change.points for change in found.at_level(1) if change.is_rest)
    lines = _lines(assessment, made, unit, found, names)
    return Reasons(against, found.start, found.end, steps, lines, rest)


def _reference(made: Build, unit: str, against: str) -> str | Reference:
    if against != TARGET:
        return against
    targets = {
        code: made.framework[code].marks["target"]
        for code in made.framework.indicators
        if "target" in made.framework[code].marks
    }
    return target_reference(made, scored_row(made, unit), targets)


def _lines(
    assessment: Assessment, made: Build, unit: str, found: Waterfall, names: dict[str, str]
) -> tuple[IndicatorLine, ...]:
    tree, row, clauses = made.framework, scored_row(made, unit), clauses_of(assessment.snapshot)
    parts = {part.code: part for part in contributions(made, unit).parts}
    gaps = {change.code: change.points for change in found.at_level(1) if not change.is_rest}
    weights = tree.effective_weights(made.weights)
    pillars = {leaf: pillar for pillar in tree.children[tree.root] for leaf in tree.leaves(pillar)}
    lines = []
    for code in tree.indicators:
        stands = standing(made, row, code)
        lines.append(
            IndicatorLine(
                code,
                names[code],
                names[pillars[code]],
                number(stands.figure),
                stands.unit_of_measure,
                number(stands.score),
                weights[code],
                parts[code].points if code in parts else 0.0,
                gaps.get(code, 0.0),
                None if math.isnan(stands.rank) else int(stands.rank),
                stands.of,
                clauses.get(code, ""),
            )
        )
    return tuple(sorted(lines, key=lambda line: line.gap))


def since(assessment: Assessment, before: Assessment | None, unit: str) -> Since | None:
    """Return what moved the score of a unit since the edition before, None where that cannot be told apart."""
    if before is None:
        return None
    later = built(assessment)
    try:
        change = change_between(built(before), later)
    except XiandaoError:
        return None
    if unit not in change.units:
        return None
    at, tree, names = change.units.index(unit), later.framework, names_of(assessment.snapshot)
    pillar_of = {
        leaf: pillar for pillar in tree.children[tree.root] for leaf in tree.leaves(pillar)
    }
    sums: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = {
        pillar: np.zeros(len(EFFECTS)) for pillar in tree.children[tree.root]
    }
    for place, code in enumerate(change.indicators):
        key = pillar_of.get(code, "")
        sums[key] = sums.get(key, np.zeros(len(EFFECTS))) + change.effects[at, place]
    pillars = tuple(
        PillarChange(code, names.get(code, ""), *(float(one) for one in effects))
        for code, effects in sums.items()
    )
    return Since(float(change.before[at]), float(change.after[at]), pillars)
