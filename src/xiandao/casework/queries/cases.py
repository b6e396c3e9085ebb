"""Questions about cases: which an account may see, what happened to one, which are about a thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from xiandao.casework.methods import kinds
from xiandao.casework.methods.stages import RESERVED, Kind
from xiandao.casework.models import Case, CaseEvent, Task
from xiandao.casework.queries.rights import ACT, within
from xiandao.ui.search import Hit, matches
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Document

# Initials are compared in Python; only so many cases are looked at.
SCANNED = 2000


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a case's history."""

    at: datetime
    who: str
    organisation: str
    label: str
    stage: str
    moved: bool
    words: str
    responsible: str
    documents: tuple[Document, ...]


def visible_to(account: Account) -> QuerySet[Case]:
    """Return the cases whose owner, responsible body or any task so far lies in reach, or that were assigned."""
    tops = account.reach.get(ACT, ())
    mine = Q(organisation__in=()) | within("organisation__path", tops) | Q(assignee=account)
    touched = Exists(Task.objects.filter(mine, case=OuterRef("pk")))
    near = within("owner__path", tops) | within("responsible__path", tops) | touched
    return Case.objects.filter(near).select_related("owner", "responsible", "opened_by")


def about(account: Account, subject_type: str, subject_ids: list[str]) -> QuerySet[Case]:
    """Return the visible cases about the things, latest first."""
    return visible_to(account).filter(subject_type=subject_type, subject_id__in=subject_ids)


def is_followed(subject_type: str, subject_id: str) -> bool:
    """Return whether any case is about the thing, whoever may see it."""
    return Case.objects.filter(subject_type=subject_type, subject_id=subject_id).exists()


def open_task(case: Case) -> Task | None:
    """Return the task that is open, None for a closed case."""
    tasks = case.tasks.select_related("organisation", "assignee")
    return tasks.filter(done_at__isnull=True).first()


def timeline(case: Case) -> list[Happening]:
    """Return what happened to a case, oldest first, in three queries however long it is."""
    kind, found, before = kinds.get(case.kind), [], 0
    events = case.events.select_related("by__organisation", "responsible").prefetch_related(
        "evidence"
    )
    for event in events:
        changed = bool(before) and before != event.responsible_id
        before = event.responsible_id
        found.append(
            Happening(
                event.at,
                event.by.display_name,
                event.by.organisation.label,
                label_of(kind, event),
                kind.stage(event.to_stage).label,
                event.from_stage != event.to_stage,
                event.words,
                event.responsible.label if changed else "",
                tuple(event.evidence.all()),
            )
        )
    return found


def label_of(kind: Kind, event: CaseEvent) -> str:
    """Return what an event is called; a step that the declaration has since lost keeps its name."""
    if event.transition in RESERVED:
        return RESERVED[event.transition]
    step = kind.transitions.get(event.transition)
    return step.label if step else event.transition


def find(account: Account, text: str, limit: int) -> list[Hit]:
    """Find visible cases by title, basis or pinyin initials, for the search box."""
    known = visible_to(account)
    if text.isascii() and text.isalnum() and len(text) > 1:
        found = [case for case in known[:SCANNED] if matches(case.title, text)]
    else:
        found = list(known.filter(Q(title__icontains=text) | Q(basis__icontains=text))[:limit])
    return [
        Hit(
            case.title,
            reverse("case", args=[case.pk]),
            f"{said(case.kind_label)} · {case.responsible.label} · {said(case.stage_label)}",
            1.0 if case.closed_at else 1.2,
        )
        for case in found[:limit]
    ]
