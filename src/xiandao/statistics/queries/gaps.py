"""Who is late with a return of a round, and which estimates stand in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from xiandao.statistics.models import Estimate, Filing, FilingStage, Round
from xiandao.statistics.models.filing import WITH_UNIT

SETTLED = (FilingStage.APPROVED, FilingStage.VOID)


@dataclass(frozen=True, slots=True)
class Gap:
    """How many units have no approved return after their deadline; of those, how many have not filed at all."""

    units: int
    unfiled: int

    @property
    def under_review(self) -> int:
        """How many have filed and wait for approval."""
        return self.units - self.unfiled


@dataclass(frozen=True, slots=True)
class Standing:
    """The estimates of a round that count in totals: of how many units, how many values by which method."""

    units: int
    methods: Mapping[str, int]

    @property
    def values(self) -> int:
        """How many values there are."""
        return sum(self.methods.values())


def is_over(round_: Round, day: date) -> bool:
    """Return whether the deadline for everybody has passed."""
    return day > round_.due_on


def late(round_: Round, day: date) -> QuerySet[Filing]:
    """Return the returns that are not approved although their time is up; who was given more time is not late yet."""
    more_time = Q(due_on__isnull=True) | Q(due_on__lt=day)
    return round_.filings.exclude(stage__in=SETTLED).filter(more_time)


def gap(round_: Round, day: date) -> Gap:
    """Return how many units would be estimated."""
    unfiled = Q(stage__in=WITH_UNIT)
    counts = late(round_, day).aggregate(units=Count("pk"), unfiled=Count("pk", filter=unfiled))
    return Gap(counts["units"], counts["unfiled"])


def standing(round_: Round) -> Standing:
    """Return the estimates that stand in for returns which are not approved."""
    rows = Estimate.objects.filter(filing__round=round_).exclude(filing__stage__in=SETTLED)
    counts = rows.order_by("method").values_list("method").annotate(n=Count("pk"))
    return Standing(rows.values("filing").distinct().count(), dict(counts))
