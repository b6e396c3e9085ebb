"""The reading room: a paper's own text with all that was read in it, and what people made of each thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from xiandao.policy.methods.marking import Head, Paragraph, Span, paragraphs
from xiandao.policy.methods.payloads import figure_of, leads_of
from xiandao.policy.models import Clause, Item, Paper, Proposal
from xiandao.policy.models.item import Recurrence
from xiandao.policy.models.reading import ProposalState
from xiandao.policy.queries import visible
from xiandao.policy.queries.parties import Bodies

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account

HEADING_REACH = 12


@dataclass(frozen=True, slots=True)
class Named:
    """A body as the paper names it, with the organisation it was recognised as."""

    name: str
    label: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One thing read, as the list shows it."""

    proposal: Proposal
    figure: str
    metric: str
    when: str
    leads: tuple[Named, ...]
    others: tuple[Named, ...]
    is_inferred: bool
    is_split: bool
    item: int | None

    @property
    def pk(self) -> int:
        """The key of the proposal."""
        return self.proposal.pk

    @property
    def is_waiting(self) -> bool:
        """Whether nobody decided yet."""
        return self.proposal.state == ProposalState.PROPOSED

    @property
    def state_label(self) -> str:
        """The decision in a word."""
        return _("已拆分") if self.is_split else str(self.proposal.get_state_display())

    @property
    def who(self) -> str:
        """Who decided, empty where nobody did."""
        return self.proposal.decided_by.display_name if self.proposal.decided_by else ""

    @property
    def at(self) -> datetime | None:
        """When it was decided."""
        return self.proposal.decided_at


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one clause, in the order of the text; ``waiting`` counts all of it, shown or not."""

    clause: Clause | None
    cards: tuple[Card, ...]
    waiting: int

    @property
    def key(self) -> int:
        """The key of the clause, 0 for what stands in none."""
        return self.clause.pk if self.clause else 0


@dataclass(frozen=True, slots=True)
class Summary:
    """How far the paper has come."""

    total: int
    confirmed: int
    corrected: int
    rejected: int
    waiting: int
    unknown: tuple[str, ...] = ()

    @property
    def decided(self) -> int:
        """How many things somebody decided on."""
        return self.total - self.waiting


def proposals(account: Account, paper: Paper) -> QuerySet[Proposal]:
    """Return what the account may see of the things read in a paper, in text order."""
    found = visible.proposals(account).filter(paper=paper)
    return found.select_related("decided_by", "clause").order_by("start", "-end", "pk")


def summary(rows: Sequence[Proposal], bodies: Bodies) -> Summary:
    """Count the decisions and name the bodies that no organisation answers to."""
    by_state: dict[str, int] = {}
    for row in rows:
        by_state[row.state] = by_state.get(row.state, 0) + 1
    return Summary(
        len(rows),
        by_state.get(ProposalState.CONFIRMED, 0),
        by_state.get(ProposalState.CORRECTED, 0),
        by_state.get(ProposalState.REJECTED, 0),
        by_state.get(ProposalState.PROPOSED, 0),
        tuple(name for name, body in bodies.items() if body is None),
    )


def counts(account: Account, paper: Paper) -> Summary:
    """Count the decisions in one query, without looking at what was read."""
    rows = visible.proposals(account).filter(paper=paper).order_by().values_list("state")
    found = dict(rows.annotate(number=Count("pk")))
    return Summary(
        sum(found.values()),
        *(found.get(state, 0) for state in ("confirmed", "corrected", "rejected", "proposed")),
    )


def cards(rows: Sequence[Proposal], bodies: Bodies) -> list[Card]:
    """Return the cards of proposals in two queries, whatever their number."""
    keys = [row.pk for row in rows]
    papers = {row.paper_id for row in rows}
    items = dict(
        Item.objects.filter(paper__in=papers, proposal__isnull=False).values_list("proposal", "pk")
    )
    split = set(
        Proposal.objects.filter(paper__in=papers, split_from__isnull=False).values_list(
            "split_from", flat=True
        )
    )
    return [
        card(row, bodies, items.get(key), key in split) for key, row in zip(keys, rows, strict=True)
    ]


def card(row: Proposal, bodies: Bodies, item: int | None, is_split: bool) -> Card:
    """Return one card."""
    facts = row.payload
    leads = leads_of(facts)
    rest = dict.fromkeys(str(name) for name in facts.get("departments") or ())
    return Card(
        proposal=row,
        figure=figure_of(facts),
        metric=str(facts.get("metric") or ""),
        when=when_of(facts),
        leads=tuple(named(name, bodies) for name in leads),
        others=tuple(named(name, bodies) for name in rest if name not in leads),
        is_inferred=bool(facts.get("lead_inferred")),
        is_split=is_split,
        item=item,
    )


def named(name: str, bodies: Bodies) -> Named:
    """Return a body with the name people use for it."""
    body = bodies.get(name)
    return Named(name, body.label if body else name, body is not None)


def when_of(facts: Mapping[str, object]) -> str:
    """Return deadline and recurrence in words, empty where the paper says none."""
    year, again = facts.get("deadline_year"), str(facts.get("recurrence") or "")
    words = [str(Recurrence(again).label)] if again in Recurrence.values and again else []
    return " · ".join([*words, *([_("%(year)s年") % {"year": year}] if year else [])])


def groups(
    clauses: Iterable[Clause], shown: Iterable[Card], waiting: Mapping[int, int]
) -> list[Group]:
    """Return one group for each clause, empty ones too, in text order; what stands in none comes first."""
    by_clause: dict[int, list[Card]] = {}
    for one in shown:
        by_clause.setdefault(one.proposal.clause_id or 0, []).append(one)
    found = [Group(None, tuple(by_clause.get(0, ())), waiting.get(0, 0))]
    found += [
        Group(clause, tuple(by_clause.get(clause.pk, ())), waiting.get(clause.pk, 0))
        for clause in clauses
    ]
    return found


def waiting_by_clause(rows: Iterable[Proposal]) -> dict[int, int]:
    """Count what nobody decided yet, by clause."""
    found: dict[int, int] = {}
    for row in rows:
        if row.state == ProposalState.PROPOSED:
            found[row.clause_id or 0] = found.get(row.clause_id or 0, 0) + 1
    return found


def sheet(
    paper: Paper, clauses: Sequence[Clause], rows: Iterable[Proposal]
) -> tuple[Paragraph, ...]:
    """Return the paper's text in paragraphs with what was read marked in it."""
    parents = {clause.pk: clause.parent_id for clause in clauses}
    heads = [head_of(paper.text, clause, parents) for clause in clauses]
    spans = [Span(row.start, row.end, row.pk, row.kind) for row in rows]
    return paragraphs(paper.text, spans, heads)


def head_of(text: str, clause: Clause, parents: Mapping[int, int | None]) -> Head:
    """Return where a clause begins and how far its number and heading reach."""
    depth, above = 0, clause.parent_id
    while above is not None:
        depth, above = depth + 1, parents.get(above)
    end = clause.start
    if clause.heading:
        at = text.find(clause.heading, clause.start, clause.end)
        if clause.start <= at <= clause.start + HEADING_REACH:
            end = at + len(clause.heading)
            end += text[end : end + 1] in ("。", "：", ":", "．")
    return Head(clause.start, end, clause.pk, depth)
