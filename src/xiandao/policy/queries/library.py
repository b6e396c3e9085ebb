"""The library: every paper an account may open, how far it has been read and how its ledger stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from xiandao.casework.methods.lamps import Lamp, worst
from xiandao.policy.models import Paper
from xiandao.policy.models.paper import PaperState
from xiandao.policy.models.reading import ProposalState
from xiandao.policy.queries import paces, visible
from xiandao.policy.queries.ledger import Lamps, due_on

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper with its counts; ``lamps`` holds how many items show each tone."""

    paper: Paper
    read: int
    waiting: int
    items: int
    lamps: dict[str, int] = field(default_factory=dict)
    worst: Lamp | None = None


def library(account: Account, *, today: date) -> list[PaperRow]:
    """Return the papers, those that wait for a person first, in six queries."""
    papers = list(
        visible.papers(account).defer("text").select_related("organisation", "added_by", "source")
    )
    keys = [paper.pk for paper in papers]
    read = {
        row["paper"]: row
        for row in visible.proposals(account)
        .filter(paper__in=keys)
        .order_by()
        .values("paper")
        .annotate(number=Count("pk"), waiting=Count("pk", filter=Q(state=ProposalState.PROPOSED)))
    }
    lamps = lamps_by_paper(account, today)
    rows = []
    for paper in papers:
        lit = lamps.get(paper.pk, [])
        tones: dict[str, int] = {}
        for one in lit:
            tones[one.tone] = tones.get(one.tone, 0) + 1
        counted = read.get(paper.pk, {"number": 0, "waiting": 0})
        rows.append(
            PaperRow(paper, counted["number"], counted["waiting"], len(lit), tones, worst(lit))
        )
    return sorted(rows, key=lambda row: row.paper.state != PaperState.READING)


def lamps_by_paper(account: Account, today: date) -> dict[int, list[Lamp]]:
    """Return the lamps of all items that the account may see, by paper, in four queries."""
    seen, lamps = visible.items(account).order_by(), Lamps(today)
    late = paces.behind(seen, today=today)
    found: dict[int, list[Lamp]] = {}
    fields = ("pk", "paper", "status", "due_on", "recurrence", "done_on")
    for pk, paper, status, deadline, recurrence, done_on in seen.values_list(*fields):
        due = due_on(deadline, recurrence, today)
        shown = lamps.lamp(due, status, done_on, behind=pk in late)
        found.setdefault(paper, []).append(shown)
    return found
