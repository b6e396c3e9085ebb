"""How many returns wait for whom, a line for each round: what the inbox shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.utils import timezone

from xiandao.casework.methods import kinds
from xiandao.casework.methods.deadlines import deadline
from xiandao.casework.queries.clock import calendar
from xiandao.statistics.models import Filing, FilingStage, Round

if TYPE_CHECKING:
    from xiandao.registry.models import Account

KIND = "statistics.filing"
STAGES = (
    (FilingStage.CITY, "statistics.review.city", Min("filed_at")),
    (
        FilingStage.PROVINCE,
        "statistics.review.province",
        Min("events__at", filter=Q(events__transition="pass")),
    ),
)


@dataclass(frozen=True, slots=True)
class Queue:
    """The returns of one round that wait at one stage, and until when the oldest is to be dealt with."""

    round: Round
    stage: str
    count: int
    due_on: date | None


def queues(account: Account) -> list[Queue]:
    """Return what waits for the account's review: one entry for each round and stage."""
    found: list[tuple[int, str, int, date | None]] = []
    for stage, permission, oldest in STAGES:
        tops = account.reach.get(permission, ())
        if not tops:
            continue
        rows = (
            Filing.objects.within_any(tops)
            .filter(stage=stage)
            .order_by()
            .values("round_id")
            .annotate(waiting=Count("pk", distinct=True), since=oldest)
        )
        for row in rows:
            since = timezone.localdate(row["since"]) if row["since"] else None
            found.append((row["round_id"], stage, row["waiting"], _until(stage, since)))
    rounds = Round.objects.select_related("form").in_bulk({one[0] for one in found})
    return [Queue(rounds[key], stage, count, due) for key, stage, count, due in found]


def _until(stage: str, since: date | None) -> date | None:
    days = kinds.get(KIND).stage(stage).deadline_days
    return None if since is None or days is None else deadline(since, days, calendar())
