"""政策兑现总览: one paper, clause by clause, turned into numbers with names behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count

from xiandao.casework.methods.lamps import Lamp, lamp, worst
from xiandao.policy.models import Clause, Item, Paper, Proposal
from xiandao.policy.models.item import ItemKind, ItemStatus
from xiandao.policy.models.paper import PaperState
from xiandao.policy.models.reading import ProposalState
from xiandao.policy.queries import visible
from xiandao.policy.queries.clock import calendar
from xiandao.policy.queries.ledger import LedgerRow, due_of, rows, standings

if TYPE_CHECKING:
    from xiandao.registry.models import Account

DELAYED = 4


@dataclass(frozen=True, slots=True)
class Light:
    """As much of an item as its lamp and its totals need."""

    pk: int
    clause_id: int | None
    kind: str
    counts: bool
    lamp: Lamp
    lead: str
    lead_id: int | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A clause in the tree with the worst lamp of all that stands in and below it, and how many show that lamp."""

    clause: Clause
    depth: int
    items: int
    lamp: Lamp | None
    lit: int
    waiting: int
    is_folded: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items stand under each lamp."""

    total: int
    targets: int
    tasks: int
    by_tone: dict[str, int]

    @property
    def delayed(self) -> int:
        """Items past their deadline."""
        return self.by_tone.get("late", 0) + self.by_tone.get("over", 0)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first screen shows of one paper."""

    paper: Paper
    tree: tuple[Branch, ...]
    tally: Tally
    leads: tuple[tuple[str, int | None, dict[str, int], int], ...]
    delayed: tuple[LedgerRow, ...]
    headline: LedgerRow | None
    waiting: int
    read: dict[str, int]


def papers(account: Account) -> list[Paper]:
    """Return the papers to choose from: those in force first, the newest first."""
    known = visible.papers(account).exclude(state=PaperState.ARCHIVED)
    found = known.select_related("organisation").defer("text")
    return sorted(found, key=lambda paper: (paper.state != PaperState.ACTIVE,))


def oldest_paper() -> Paper | None:
    """Return the paper that an installation began with; for set-up, which acts before anybody signs in."""
    return Paper.objects.order_by("pk").first()


def lights(account: Account, paper: Paper, *, today: date) -> list[Light]:
    """Return lamp and place of every visible item of a paper, in one query."""
    fields = (
        "pk", "clause_id", "kind", "same_as_id", "status", "due_on", "recurrence", "done_on",
        "lead_id", "lead_name", "lead__short_name", "lead__name",
    )  # fmt: skip
    found = []
    shown: dict[tuple[date | None, date | None, bool], Lamp] = {}
    for row in visible.items(account).filter(paper=paper).values_list(*fields):
        pk, clause, kind, same, status, due_on, recurrence, done_on, lead, written, short, name = (
            row
        )
        due = due_of(Item(due_on=due_on, recurrence=recurrence), today) if recurrence else due_on
        key = (
            due,
            done_on if status == ItemStatus.DONE else None,
            status != ItemStatus.NOT_STARTED,
        )
        if key not in shown:
            shown[key] = lamp(*key, today, calendar())
        label = short or name or written or ""
        found.append(Light(pk, clause, kind, same is None, shown[key], label, lead))
    return found


def overview(
    account: Account, paper: Paper, *, today: date, open_at: int | None = None
) -> Overview:
    """Return the first screen of a paper in a fixed number of queries."""
    seen = lights(account, paper, today=today)
    headline, delayed = foremost(account, paper, today=today)
    return Overview(
        paper=paper,
        tree=tree(paper, seen, open_at=open_at),
        tally=tally(light for light in seen if light.counts),
        leads=leads(light for light in seen if light.counts),
        delayed=delayed,
        headline=headline,
        waiting=paper.proposals.filter(state=ProposalState.PROPOSED).count(),
        read=dict(
            Proposal.objects.filter(paper=paper)
            .values_list("kind")
            .annotate(number=Count("pk"))
            .order_by("kind")
        ),
    )


def foremost(
    account: Account, paper: Paper, *, today: date
) -> tuple[LedgerRow | None, tuple[LedgerRow, ...]]:
    """Return the target that the sentence speaks of, and those that lag most behind their time.

    All targets are weighed by their figures alone; only the few that are shown are read in full.
    """
    targets = visible.items(account).filter(paper=paper, kind=ItemKind.TARGET, value__isnull=False)
    weighed = [
        row for row in standings(targets.order_by("number"), paper, today=today) if row.counts
    ]
    first = next((row.item.pk for row in weighed if row.standing.value is not None), None)
    behind = sorted(
        (row for row in weighed if not row.standing.attained),
        key=lambda row: (-row.standing.behind, row.due or date.max, row.item.number),
    )
    wanted = [row.item.pk for row in behind[:DELAYED]]
    shown = {
        row.item.pk: row for row in rows(targets.filter(pk__in=[*wanted, first or 0]), today=today)
    }
    return shown.get(first or 0), tuple(shown[pk] for pk in wanted)


def tally(seen: Iterable[Light]) -> Tally:
    """Count items by kind and lamp."""
    tones: dict[str, int] = {}
    total = targets = tasks = 0
    for light in seen:
        total += 1
        targets += light.kind == ItemKind.TARGET
        tasks += light.kind in (ItemKind.TASK, ItemKind.MILESTONE)
        tones[light.lamp.tone] = tones.get(light.lamp.tone, 0) + 1
    return Tally(total, targets, tasks, tones)


def leads(
    seen: Iterable[Light],
) -> tuple[tuple[str, int | None, dict[str, int], int], ...]:
    """Return each lead with its items by lamp, the most loaded first."""
    found: dict[tuple[str, int | None], dict[str, int]] = {}
    for light in seen:
        tones = found.setdefault((light.lead, light.lead_id), {})
        tones[light.lamp.tone] = tones.get(light.lamp.tone, 0) + 1
    ordered = sorted(found.items(), key=lambda pair: -sum(pair[1].values()))
    return tuple((name, pk, tones, sum(tones.values())) for (name, pk), tones in ordered if name)


def tree(paper: Paper, seen: Iterable[Light], *, open_at: int | None = None) -> tuple[Branch, ...]:
    """Return the clauses in text order with what stands in and below each.

    Paragraphs without a number stay out unless something hangs on them; below the second level only the
    surroundings of the clause ``open_at`` are unfolded.
    """
    clauses = list(paper.clauses.order_by("order"))
    parents = {clause.pk: clause.parent_id for clause in clauses}
    waiting = dict(
        paper.proposals.filter(state=ProposalState.PROPOSED)
        .values_list("clause")
        .annotate(number=Count("pk"))
        .order_by("clause")
    )
    below: dict[int, list[Lamp]] = {}
    for light in seen:
        for place in line_of(light.clause_id, parents):
            below.setdefault(place, []).append(light.lamp)
    unfolded = set(line_of(open_at, parents))
    made = []
    for clause in clauses:
        lamps = below.get(clause.pk, [])
        depth = len(line_of(clause.pk, parents)) - 1
        if not clause.heading and depth == 0 and not lamps and clause.pk not in waiting:
            continue
        folded = depth > 1 and clause.parent_id not in unfolded
        shown = worst(lamps) if lamps else None
        lit = sum(one.tone == shown.tone for one in lamps) if shown else 0
        made.append(
            Branch(clause, depth, len(lamps), shown, lit, waiting.get(clause.pk, 0), folded)
        )
    return tuple(made)


def line_of(clause: int | None, parents: dict[int, int | None]) -> list[int]:
    """Return a clause and the clauses above it, from below."""
    found: list[int] = []
    while clause is not None:
        found.append(clause)
        clause = parents.get(clause)
    return found
