"""The official one-page sheet (督办单) of a case: what was asked, of whom, by when, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.casework.methods import kinds
from xiandao.casework.methods.deadlines import spoken
from xiandao.casework.models import CaseEvent
from xiandao.casework.queries.subjects import Subject, subject_of

if TYPE_CHECKING:
    from xiandao.casework.models import Case


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet shows; ``about`` is empty where the title says it; ``answer`` and ``verdict`` may be None."""

    title: str
    number: str
    subject: Subject | None
    about: str
    due: str
    request: CaseEvent | None
    answer: CaseEvent | None
    verdict: CaseEvent | None


def sheet(case: Case) -> Sheet:
    """Return the sheet of a case with its latest answer and what was decided about that."""
    kind, request, answer, verdict = kinds.get(case.kind), None, None, None
    judging = kind.transition(kind.answer).to if kind.answer else ""
    for event in case.events.select_related("by__organisation").prefetch_related("evidence"):
        if event.transition == "open":
            request = event
        elif event.transition == kind.answer:
            answer, verdict = event, None
        elif answer is not None and event.from_stage == judging != event.to_stage:
            verdict = event
    subject = subject_of(case)
    return Sheet(
        kind.sheet,
        f"{kind.label}{case.number}",
        subject,
        beside_title(subject, case.title),
        spoken(case.due_on) if case.due_on else "",
        request,
        answer,
        verdict,
    )


def beside_title(subject: Subject | None, title: str) -> str:
    """Return how the subject is called where the title of the case does not say it already."""
    label = subject.label if subject else ""
    # A long title is cut at its end: its beginning tells.
    return "" if label[:100] in title else label
