"""A paper on one or two sheets for a leader: what was promised, where it stands, what is late, what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from xiandao.casework.methods.lamps import TONES, Tone
from xiandao.casework.queries import cases
from xiandao.policy.models import Item, Paper
from xiandao.policy.models.item import ItemStatus
from xiandao.policy.queries import visible
from xiandao.policy.queries.ledger import PACED, LedgerRow, rows
from xiandao.policy.queries.official import LONGEST_LIST, SUBJECT
from xiandao.policy.queries.overview import Overview, overview

if TYPE_CHECKING:
    from xiandao.casework.models import Case
    from xiandao.registry.models import Account

# Two sheets hold so many lines; what is left out is counted.
TARGETS, DELAYED, CASES = 16, 8, 8
LATE = frozenset({Tone.LATE.value, Tone.OVER.value})
RANKS = {tone.value: rank for rank, tone in enumerate(TONES)}


@dataclass(frozen=True, slots=True)
class Late:
    """An item past its deadline, and what has been asked of whom about it."""

    row: LedgerRow
    case: Case | None
    asked: str

    @property
    def body(self) -> str:
        """Who answers for it: whom the open case is with, else the lead."""
        if self.case is not None:
            return str(self.case.responsible.label)
        item = self.row.item
        return item.lead.label if item.lead else item.lead_name


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on the sheets; each ``more`` counts what found no room."""

    view: Overview
    targets: tuple[LedgerRow, ...]
    more_targets: int
    late: tuple[Late, ...]
    more_late: int
    cases: tuple[Case, ...]
    more_cases: int


def brief(account: Account, paper: Paper, *, today: date) -> Brief:
    """Return the sheets of a paper as the account may see them, in a fixed number of queries."""
    seen = visible.items(account).filter(paper=paper, same_as__isnull=True)
    open_items = seen.exclude(status=ItemStatus.DROPPED)
    figures = open_items.filter(kind__in=PACED, value__isnull=False)
    targets = sorted(rows(figures.order_by("number"), today=today), key=weight)
    past = open_items.filter(status__in=(ItemStatus.NOT_STARTED, ItemStatus.UNDER_WAY))
    due = rows(past.filter(due_on__lt=today).order_by("due_on", "number"), today=today)
    late = [row for row in due if row.lamp.tone in LATE]
    running = open_cases(account, seen)
    return Brief(
        view=overview(account, paper, today=today),
        targets=tuple(targets[:TARGETS]),
        more_targets=max(0, len(targets) - TARGETS),
        late=tuple(asked_about(late[:DELAYED], running)),
        more_late=max(0, len(late) - DELAYED),
        cases=tuple(running[:CASES]),
        more_cases=max(0, len(running) - CASES),
    )


def weight(row: LedgerRow) -> tuple[int, Decimal, int]:
    """Return the order of targets: the most serious lamp first, then the largest gap, then as in the text."""
    return RANKS.get(row.lamp.tone, len(RANKS)), -row.standing.behind, row.item.number


def open_cases(account: Account, items: QuerySet[Item]) -> list[Case]:
    """Return the running cases about items that the account may see, the one due first at the head."""
    keys = [str(pk) for pk in items.values_list("pk", flat=True)]
    found = cases.visible_to(account).filter(subject_type=SUBJECT, closed_at__isnull=True)
    if len(keys) <= LONGEST_LIST:
        found = found.filter(subject_id__in=keys)
    wanted = set(keys)
    running = [case for case in found if case.subject_id in wanted]
    return sorted(running, key=lambda case: (case.due_on or date.max, case.pk))


def asked_about(late: Sequence[LedgerRow], running: Sequence[Case]) -> list[Late]:
    """Put the words in which the newest running case was opened beside each item."""
    newest = {case.subject_id: case for case in sorted(running, key=lambda one: one.pk)}
    found = []
    for row in late:
        case = newest.get(str(row.item.pk))
        event = case.events.filter(transition="open").first() if case else None
        found.append(Late(row, case, event.words if event else ""))
    return found
