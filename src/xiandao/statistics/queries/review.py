"""The desk of a reviewer: what waits in the order of its weight, how far every place is, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from xiandao.registry.queries.organisations import subtree
from xiandao.statistics.models import Filing, FilingStage, Round, RoundState, Unit
from xiandao.statistics.models.filing import FilingQuerySet
from xiandao.statistics.queries.rounds import rounds_for
from xiandao.statistics.queries.visible import FILED, under_review

if TYPE_CHECKING:
    from xiandao.registry.models import Account

DESKS = (
    (FilingStage.CITY, "statistics.review.city"),
    (FilingStage.PROVINCE, "statistics.review.province"),
)
# The stages of the matrix in the order of a return's life; a void return is none of anybody's.
STAGES = (
    FilingStage.DRAFT,
    FilingStage.RETURNED,
    FilingStage.CITY,
    FilingStage.PROVINCE,
    FilingStage.APPROVED,
)
CITY_DIGITS, COUNTY_DIGITS = 4, 6


@dataclass(slots=True)
class Place:
    """How many returns of one place stand where."""

    code: str
    label: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))

    @property
    def owed(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def waiting(account: Account) -> FilingQuerySet:
    """Return the returns that wait for the account's own step, the weightiest first."""
    condition = Q(pk__in=())
    for stage, permission in DESKS:
        below = Filing.objects.within_any(account.reach.get(permission, ()))
        condition |= Q(stage=stage, pk__in=below.values("pk"))
    return _ordered(Filing.objects.filter(condition))


def filed(account: Account) -> FilingQuerySet:
    """Return every return that the account may look at as a reviewer, the weightiest first."""
    return _ordered(under_review(account).filter(stage__in=FILED))


def in_places(rows: FilingQuerySet, code: str) -> FilingQuerySet:
    """Keep the returns of the units in a place, given by the first digits of its region code."""
    found: FilingQuerySet = _placed(rows).filter(region__startswith=code)
    return found


def rounds(account: Account) -> list[tuple[Round, int]]:
    """Return the rounds to choose from, each with how many of its returns wait for the account."""
    numbers = waiting(account).order_by().values_list("round_id").annotate(n=Count("pk"))
    counts = dict(numbers)
    opened = rounds_for(account).exclude(state=RoundState.PLANNED)
    return [(one, counts.get(one.pk, 0)) for one in opened]


def matrix(account: Account, round_: Round) -> list[Place]:
    """Return places × stages in official order: cities, or the counties of the one city in reach."""
    rows = _placed(under_review(account).filter(round=round_)).exclude(stage=FilingStage.VOID)
    numbers = list(rows.order_by().values_list("region", "stage").annotate(n=Count("pk")))
    cities = {region[:CITY_DIGITS] for region, _, _ in numbers}
    digits = CITY_DIGITS if len(cities) > 1 else COUNTY_DIGITS
    kind = "city" if digits == CITY_DIGITS else "county"
    bodies = subtree(round_.organisation).filter(kind=kind).exclude(region_code="")
    places = {
        one.region_code[:digits]: Place(one.region_code[:digits], one.label)
        for one in bodies.in_official_order()
    }
    for region, stage, number in numbers:
        code = region[:digits]
        places.setdefault(code, Place(code, code)).counts[stage] += number
    return [place for place in places.values() if place.owed]


def neighbours(account: Account, filing: Filing) -> tuple[int | None, int | None]:
    """Return the returns before and after this one in the account's queue; the first where it is not in it."""
    keys = list(waiting(account).filter(round=filing.round_id).values_list("pk", flat=True))
    if filing.pk not in keys:
        return None, keys[0] if keys else None
    at = keys.index(filing.pk)
    after = keys[at + 1] if at + 1 < len(keys) else None
    return (keys[at - 1] if at else None), after


def _ordered(rows: FilingQuerySet) -> FilingQuerySet:
    return rows.select_related("round__form", "organisation").order_by("-score", "pk")


def _placed(rows: FilingQuerySet) -> Any:
    """Annotate each return with the ``region`` that its unit belongs to now, else that of the body itself."""
    latest = Unit.objects.filter(organisation=OuterRef("organisation")).order_by("-valid_from")
    region: Any = Coalesce(Subquery(latest.values("region_code")[:1]), "organisation__region_code")
    return rows.annotate(region=region)
