"""How far the place of one unit hangs on assumptions: weights, normalisation, aggregation, as a scheme has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.edition import framework_of, table_of
from xiandao.evaluate.methods.edition_bands import HIGH, LOW
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.uncertainty import uncertainty
from xiandao.evaluate.queries.built import MOST, Sealed

if TYPE_CHECKING:
    from xiandao.evaluate.methods.table import Table, Vector
    from xiandao.evaluate.methods.uncertainty import Uncertainty
    from xiandao.evaluate.models import Assessment

# A number that varies continuously is told by fifths of its range.
FIFTHS = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Sway:
    """What one assumption does to a unit: its mean rank and score by level, lowest and highest."""

    factor: str
    kind: str
    rank_low: float
    rank_high: float
    score_low: float
    score_high: float
    share: float

    @property
    def width(self) -> float:
        """Return by how many places the mean rank differs."""
        return self.rank_high - self.rank_low


@dataclass(frozen=True, slots=True)
class Robustness:
    """The place of one unit over all runs; ``sways`` with the widest first."""

    runs: int
    failed: int
    low: float
    high: float
    median: float
    top_three: float
    sways: tuple[Sway, ...]

    @property
    def share_top(self) -> int:
        """Return in how many of a hundred runs the unit is among the first three."""
        return round(self.top_three * 100)


def varied_runs(assessment: Assessment) -> Uncertainty | None:
    """Return the runs that the scheme asks for, None where it asks for none."""
    if not assessment.snapshot["recipe"].get("uncertainty", {}).get("factors"):
        return None
    return _varied(Sealed(assessment.snapshot_hash, assessment.snapshot))


@lru_cache(maxsize=MOST)
def _varied(sealed: Sealed) -> Uncertainty:
    kept = sealed.snapshot
    return uncertainty(table_of(kept), framework_of(kept["nodes"]), Recipe(kept["recipe"]))


def robustness(assessment: Assessment, unit: str) -> Robustness | None:
    """Return how far the place of a unit hangs on assumptions, None where the scheme varies none."""
    found = varied_runs(assessment)
    if found is None or unit not in found.table.units:
        return None
    at = found.table.units.index(unit)
    ranks = found.ranks[:, at].astype(np.float64)
    scores = found.scores[:, at]
    known = (ranks > 0) & np.isfinite(scores)
    if not known.any():
        return None
    sways = [
        sway
        for place, factor in enumerate(found.spec.factors)
        if (
            sway := _sway(
                factor.name, factor.kind, _levels(found.levels[known, place], factor.size),
                ranks[known], scores[known],
            )
        )
    ]  # fmt: skip
    low, middle, high = (float(found.distribution.quantile(q)[at]) for q in (LOW, 0.5, HIGH))
    return Robustness(
        found.runs,
        found.failed,
        low,
        high,
        middle,
        float(found.top(3)[at]),
        tuple(sorted(sways, key=lambda one: -one.width)),
    )


def interval_with(
    assessment: Assessment, unit: str, table: Table | None = None
) -> tuple[int, int] | None:
    """Return the rank interval of a unit, with other figures where a table is given; None where nothing varies."""
    found = varied_runs(assessment)
    if found is not None and table is not None:
        found = uncertainty(table, found.nominal.framework, found.nominal.recipe, found.spec)
    if found is None or unit not in found.table.units:
        return None
    at = found.table.units.index(unit)
    low, high = (float(found.distribution.quantile(q)[at]) for q in (LOW, HIGH))
    rank = float(found.nominal_ranks[at])
    if not np.isfinite([low, high, rank]).all():
        return None
    return int(min(low, rank)), int(max(high, rank))


def _levels(column: Vector, size: int) -> Vector:
    if size:
        return column
    found: Vector = np.searchsorted(np.quantile(column, FIFTHS), column).astype(np.float64)
    return found


def _sway(name: str, kind: str, levels: Vector, ranks: Vector, scores: Vector) -> Sway | None:
    """Return the means by level of one factor, the others as they may be; None where it has one level only."""
    chosen, at = np.unique(levels, return_inverse=True)
    if len(chosen) < 2:
        return None
    counts = np.bincount(at)
    by_rank = np.bincount(at, weights=ranks) / counts
    by_score = np.bincount(at, weights=scores) / counts
    whole = float(ranks.var())
    own = float((counts * (by_rank - ranks.mean()) ** 2).sum() / counts.sum())
    return Sway(
        name,
        kind,
        float(by_rank.min()),
        float(by_rank.max()),
        float(by_score.min()),
        float(by_score.max()),
        own / whole if whole > 0 else 0.0,
    )
