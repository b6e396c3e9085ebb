"""What the search box finds in policy: papers, clauses and ledger items that the account may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from xiandao.policy.models import Clause, Item
from xiandao.policy.queries import visible
from xiandao.ui.search import Hit, matches

if TYPE_CHECKING:
    from xiandao.registry.models import Account

# Initials are compared in Python; a ledger of a province stays far below this.
SCANNED = 3000


def typed_in_letters(text: str) -> bool:
    """Return whether the words may be pinyin initials."""
    return text.isascii() and text.isalnum() and len(text) > 1


def papers(account: Account, text: str, limit: int) -> list[Hit]:
    """Find papers by title, number or initials."""
    known = visible.papers(account).defer("text")
    if typed_in_letters(text):
        found = [paper for paper in known[:SCANNED] if matches(paper.title, text)]
    else:
        found = list(known.filter(Q(title__icontains=text) | Q(doc_number__icontains=text)))
    return [
        Hit(
            paper.title,
            f"{reverse('overview')}?paper={paper.pk}",
            paper.doc_number or paper.issuer,
            2,
        )
        for paper in found[:limit]
    ]


def clauses(account: Account, text: str, limit: int) -> list[Hit]:
    """Find clauses by heading or initials, and clauses of papers whose text holds the words."""
    known = Clause.objects.filter(paper__in=visible.papers(account)).select_related("paper")
    if typed_in_letters(text):
        found = [
            clause
            for clause in known.defer("paper__text")[:SCANNED]
            if matches(clause.heading, text)
        ]
    else:
        found = list(known.defer("paper__text").filter(heading__icontains=text)[:limit])
        if len(found) < limit:
            found += inside(account, text, limit - len(found), {clause.pk for clause in found})
    return [
        Hit(
            f"{clause.path} {clause.heading}".strip(),
            f"{reverse('overview')}?paper={clause.paper_id}&clause={clause.pk}",
            clause.paper.title,
            1.5,
        )
        for clause in found[:limit]
    ]


def inside(account: Account, text: str, limit: int, known: set[int]) -> list[Clause]:
    """Return the innermost clauses in whose text the words stand."""
    found: list[Clause] = []
    for paper in visible.papers(account).filter(text__contains=text)[:20]:
        place = paper.text.find(text)
        inner: dict[int, Clause] = {}
        spans = list(paper.clauses.select_related("paper"))
        while place >= 0 and len(inner) < limit:
            holding = [clause for clause in spans if clause.start <= place < clause.end]
            if holding:
                best = min(holding, key=lambda clause: clause.end - clause.start)
                inner[best.pk] = best
            place = paper.text.find(text, place + len(text))
        found += [clause for key, clause in inner.items() if key not in known]
    return found[:limit]


def items(account: Account, text: str, limit: int) -> list[Hit]:
    """Find ledger items by title, measure, lead or initials."""
    known = visible.items(account).select_related("lead", "paper").defer("paper__text")
    if typed_in_letters(text):
        found = [item for item in known[:SCANNED] if matches(item.title, text)]
    else:
        found = list(
            known.filter(
                Q(title__icontains=text) | Q(measure__icontains=text) | Q(lead_name__icontains=text)
            )[:limit]
        )
    return [
        Hit(item.title, reverse("item", args=[item.pk]), about_item(item), 1.2)
        for item in found[:limit]
    ]


def about_item(item: Item) -> str:
    """Return the line under an item: kind, lead, deadline."""
    lead = item.lead.label if item.lead else item.lead_name
    due = item.due_on.isoformat() if item.due_on else "持续推进"
    return " · ".join(part for part in (item.get_kind_display(), lead, due) if part)


def described(ids: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return label and address of ledger items, for the cases that are about them."""
    found = Item.objects.filter(pk__in=[int(key) for key in ids if key.isdigit()])
    return {str(item.pk): (item.title, reverse("item", args=[item.pk])) for item in found}
