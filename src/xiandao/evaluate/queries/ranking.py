"""Who stands where: the rows that an account may see whole, the bands of all others, moves since the edition before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from xiandao.evaluate.models import Assessment, AssessmentState, Standing
from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.queries.verdicts import decided, final
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xiandao.evaluate.methods.verdict import Decided
    from xiandao.registry.models import Account

# What weighs most in a row; it is read only where the figures themselves are asked for.
HEAVY = ("snapshot", "result")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in an edition; ``gained`` is positive where it climbs, None where there is no edition before.

    Score, rank, interval, band and grade are those that count; ``decided`` holds the computed ones beside them
    where the edition has manual scores or vetoes.
    """

    code: str
    name: str
    official_order: int
    score: float
    rank: int
    low: int
    high: int
    band: str
    grade: str
    pillars: tuple[tuple[str, float | None], ...]
    gained: int | None = None
    score_change: float | None = None
    decided: Decided | None = None

    @property
    def is_out(self) -> bool:
        """Whether a veto leaves the unit out of the ranking."""
        return self.decided is not None and self.decided.rank is None

    @property
    def place(self) -> int | None:
        """Return the rank as it is shown, None for who is left out."""
        return None if self.is_out else self.rank

    @property
    def interval(self) -> str:
        """Return the interval of the place as text."""
        if self.is_out:
            return "—"
        return f"{self.low}–{self.high}" if self.low != self.high else str(self.low)

    def pillar(self, code: str) -> float | None:
        """Return the score of a pillar, None where there is none."""
        return dict(self.pillars).get(code)


@dataclass(frozen=True, slots=True)
class Banded:
    """A unit of which only the band is told."""

    code: str
    name: str
    band: str


@dataclass(frozen=True)
class Ranking:
    """An edition as an account may see it."""

    assessment: Assessment
    before: Assessment | None
    sees_all: bool
    count: int
    rows: tuple[Row, ...]
    others: tuple[Banded, ...]
    medians: dict[str, float]

    @cached_property
    def pillars(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of the pillars, in the order of the framework."""
        names = names_of(self.assessment.snapshot)
        return tuple((code, names.get(code, code)) for code in self.medians)

    @property
    def moved(self) -> tuple[int, int, int]:
        """Return how many climbed, fell and stayed among the rows that were in the edition before."""
        gains = [row.gained for row in self.rows if row.gained is not None]
        return sum(g > 0 for g in gains), sum(g < 0 for g in gains), sum(g == 0 for g in gains)

    @property
    def most_gained(self) -> Row | None:
        """Return the row that climbed most, None where none did."""
        climbed = [row for row in self.rows if row.gained]
        best = max(climbed, key=lambda row: row.gained or 0, default=None)
        return best if best is not None and (best.gained or 0) > 0 else None


def editions(account: Account) -> list[Assessment]:
    """Return the published editions that the account may open, the newest first."""
    found = visible.assessments(account).filter(state=AssessmentState.PUBLISHED).defer(*HEAVY)
    return sorted(found, key=lambda one: (Period.parse(one.period).end, one.pk), reverse=True)


def opened(account: Account, key: int | None) -> Assessment | None:
    """Return the edition that is asked for, the newest published one where none is; None where there is none."""
    if key is not None:
        return visible.assessments(account).filter(pk=key).first()
    found = editions(account)
    return visible.assessments(account).get(pk=found[0].pk) if found else None


def edition_before(account: Account, assessment: Assessment) -> Assessment | None:
    """Return the published edition of the same scheme and kind of period that went before."""
    span = Period.parse(assessment.period)
    earlier = [
        one
        for one in editions(account)
        if one.scheme.code == assessment.scheme.code
        and one.organisation_id == assessment.organisation_id
        and (other := Period.parse(one.period)).kind == span.kind
        and other.end < span.start
    ]
    return earlier[0] if earlier else None


def ranking_of(account: Account, assessment: Assessment, *, as_computed: bool = False) -> Ranking:
    """Return an edition as the account may see it: rows whole where it may, else name and band.

    ``as_computed`` leaves manual scores and vetoes aside, as whoever tries other weights needs it.
    """
    before = edition_before(account, assessment)
    seen = list(visible.standings(account, assessment).select_related("organisation"))
    found = {} if as_computed else decided(assessment)
    was = {} if before is None else placed(account, before)
    everything = Standing.objects.filter(assessment=assessment).select_related("organisation")
    all_rows = list(everything)
    own = {one.organisation_id for one in seen}
    others = sorted(
        (one for one in all_rows if one.organisation_id not in own),
        key=lambda one: (one.organisation.official_order, one.organisation.code),
    )
    count = len(all_rows)
    rows = [row_of(one, was.get(one.organisation.code), found, count) for one in seen]
    return Ranking(
        assessment,
        before,
        len(seen) == count and visible.sees_all(account, assessment),
        count,
        tuple(sorted(rows, key=lambda row: (row.is_out, row.rank))),
        tuple(
            Banded(one.organisation.code, one.organisation.label, final(one, found, count)[4])
            for one in others
        ),
        medians_of(all_rows),
    )


def placed(account: Account, assessment: Assessment) -> dict[str, tuple[int, float]]:
    """Return rank and score that count of the units that the account may see; not of those left out."""
    found, count = decided(assessment), assessment.standings.count()
    rows = [row_of(one, None, found, count) for one in visible.standings(account, assessment)]
    return {row.code: (row.rank, row.score) for row in rows if not row.is_out}


def row_of(
    standing: Standing,
    was: tuple[int, float] | None = None,
    found: Mapping[str, Decided] | None = None,
    count: int = 0,
) -> Row:
    """Return a standing with what it was in the edition before.

    Args:
        standing: as it was computed.
        was: rank and score in the edition before.
        found: what is decided, by code of the unit; the computed row where it is not given.
        count: how many units have a computed rank, needed with ``found``.
    """
    score, rank, low, high, band, grade = final(standing, found or {}, count)
    row = Row(
        standing.organisation.code, standing.organisation.label, standing.organisation.official_order, score, rank,
        low, high, band, grade, tuple((str(code), one) for code, one in standing.pillars),
        decided=(found or {}).get(standing.organisation.code),
    )  # fmt: skip
    if was is None or row.is_out:
        return row
    return replace(row, gained=was[0] - rank, score_change=score - was[1])


def medians_of(rows: list[Standing]) -> dict[str, float]:
    """Return the median score of each pillar."""
    found: dict[str, list[float]] = {}
    for row in rows:
        for code, score in row.pillars:
            found.setdefault(str(code), [])
            if score is not None:
                found[str(code)].append(score)
    return {code: median(scores) for code, scores in found.items() if scores}
