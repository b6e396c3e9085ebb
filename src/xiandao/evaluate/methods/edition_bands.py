"""What an edition says beside the scores: rank intervals over the choices that could have been made, bands, grades."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.bands import EDGES, band_of
from xiandao.evaluate.methods.edition import framework_of, table_of
from xiandao.evaluate.methods.sealing import kept
from xiandao.evaluate.methods.uncertainty import Uncertainty, uncertainty

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build

LOW: Final = 0.05
HIGH: Final = 0.95
# Up to so many units a third each makes a band; beyond, the usual top ten, twenty and fifty.
FEW: Final = 60


@dataclass(frozen=True, slots=True)
class Banded:
    """Rank intervals, bands and grades by unit, and the runs behind them (None where the recipe tests nothing)."""

    intervals: Mapping[str, tuple[int, int]]
    bands: Mapping[str, str]
    grades: Mapping[str, str]
    tested: Uncertainty | None

    def as_data(self) -> dict[str, Any]:
        """Return what is kept with a result: how the intervals were found and what they depend on."""
        if self.tested is None:
            return {"runs": 0, "design": "", "factors": [], "failed": [], "sentences": []}
        found = self.tested
        indices = found.sensitivity
        return {
            "runs": found.runs,
            "design": found.design,
            "factors": []
            if indices is None
            else [
                [name, kept(float(indices.s1[place, 0])), kept(float(indices.st[place, 0]))]
                for place, name in enumerate(indices.factors)
            ],
            "failed": [
                [why.sentence, count] for why, count, _share in found.accounting if why is not None
            ],
            "sentences": list(found.sentences),
        }


def edges_for(units: int) -> tuple[int, ...]:
    """Return the last rank of each band for so many units.

    >>> edges_for(16), edges_for(178)
    ((6, 11), (10, 20, 50))
    """
    if units > FEW:
        return EDGES
    return tuple(dict.fromkeys((math.ceil(units / 3), math.ceil(units * 2 / 3))))


def banded(snapshot: Mapping[str, Any], made: Build) -> Banded:
    """Return intervals, bands and grades of an edition.

    Args:
        snapshot: what the edition was made from.
        made: the index that follows from it.

    Raises:
        InputError: what ``uncertainty`` and ``grading`` say of the recipe.
    """
    table = table_of(snapshot)
    units = [
        unit
        for unit, score in zip(made.scores.units, made.index, strict=True)
        if not np.isnan(score)
    ]
    ranks = dict(zip(made.ranks.units, made.ranks.column(made.framework.root), strict=True))
    tested = None
    intervals = {unit: (int(ranks[unit]), int(ranks[unit])) for unit in units}
    if made.recipe.data.get("uncertainty"):
        tested = uncertainty(table, framework_of(snapshot["nodes"]), made.recipe)
        low, high = (tested.distribution.quantile(q) for q in (LOW, HIGH))
        at = {unit: place for place, unit in enumerate(table.units)}
        intervals = {
            unit: (
                min(int(low[at[unit]]), int(ranks[unit])),
                max(int(high[at[unit]]), int(ranks[unit])),
            )
            for unit in units
        }
    edges = edges_for(len(units))
    bands = {unit: band_of(*interval, edges=edges).label for unit, interval in intervals.items()}
    return Banded(intervals, bands, grades_of(made, table), tested)


def grades_of(made: Build, table: Any) -> dict[str, str]:
    """Return the grade of each unit; none where the recipe grades nobody."""
    rule = made.recipe.grading
    if rule is None:
        return {}
    rows = np.isin(np.array(table.units), made.scores.units)
    found = rule.apply(made.scores.units, made.index, table.take(rows=rows))
    return dict(zip(made.scores.units, found.grades, strict=True))
