"""What the two sheets about one unit say: place, steps from the median, strengths and weaknesses, change, ways up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.evaluate.methods.strengths import strengths
from xiandao.evaluate.queries import visible
from xiandao.evaluate.queries.built import built
from xiandao.evaluate.queries.prospects import Gain, gains
from xiandao.evaluate.queries.ranking import Row, edition_before, medians_of, placed, row_of
from xiandao.evaluate.queries.reasons import (
    MEDIAN,
    IndicatorLine,
    Reasons,
    Since,
    reasons,
    since,
)
from xiandao.evaluate.queries.verdicts import decided

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment, Standing
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class Sides:
    """In what a unit ranks highest and lowest."""

    strong: tuple[IndicatorLine, ...]
    weak: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class Brief:
    """A unit in one edition with everything that its pages tell first."""

    assessment: Assessment
    before: Assessment | None
    row: Row
    count: int
    medians: dict[str, float]
    reasons: Reasons
    sides: Sides
    since: Since | None
    gains: tuple[Gain, ...]


def standing_of(account: Account, assessment: Assessment, code: str) -> Standing | None:
    """Return the row of a unit where the account may see it whole."""
    return visible.standings(account, assessment).filter(organisation__code=code).first()


def brief_of(
    account: Account, assessment: Assessment, standing: Standing, against: str = MEDIAN
) -> Brief:
    """Return what is told of a unit."""
    code = standing.organisation.code
    before = edition_before(account, assessment)
    was = None if before is None else placed(account, before).get(code)
    rows = list(assessment.standings.only("pillars", "assessment_id"))
    why = reasons(assessment, code, against)
    found = gains(assessment, code)
    return Brief(
        assessment,
        before,
        row_of(standing, was, decided(assessment), len(rows)),
        len(rows),
        medians_of(rows),
        why,
        sides_of(assessment, code, why),
        since(assessment, before, code) if was else None,
        found,
    )


def sides_of(assessment: Assessment, code: str, why: Reasons, count: int = 4) -> Sides:
    """Return in what a unit ranks highest and lowest, yes-or-no indicators left out."""
    lines = {line.code: line for line in why.lines}
    found = strengths(built(assessment), code, count=count, least_distinct=0.2)
    return Sides(
        tuple(lines[one.code] for one in found.strengths),
        tuple(lines[one.code] for one in found.weaknesses),
    )
