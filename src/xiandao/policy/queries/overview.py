"""政策兑现总览: one paper, clause by clause, turned into numbers with names behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Q, When

from xiandao.casework.methods.lamps import Lamp, worst
from xiandao.policy.methods.pacing import BEHIND
from xiandao.policy.models import Clause, Item, Paper, Proposal
from xiandao.policy.models.item import ItemKind
from xiandao.policy.models.paper import PaperState
from xiandao.policy.models.reading import ProposalState
from xiandao.policy.queries import visible
from xiandao.policy.queries.ledger import PACED, Lamps, LedgerRow, Weighed, due_on, rows, standings

if TYPE_CHECKING:
    from xiandao.registry.models import Account

DELAYED = 4
COUNTS = {"counts": Q(same_as__isnull=True)}
ALIKE = (
    "clause_id", "kind", "counts", "behind", "status", "due_on", "recurrence", "done_on",
    "lead_id", "lead__short_name", "lead__name", "lead_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Light:
    """The items that are alike in all that a lamp and a total need: their place, kind, lead and lamp."""

    number: int
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
    behind: int = 0

    @property
    def due_soon(self) -> int:
        """Items near their deadline, or past it by a few days."""
        return self.by_tone.get("soon", 0) - self.behind

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


def lights(
    account: Account, paper: Paper, weighed: Iterable[Weighed], *, today: date
) -> list[Light]:
    """Return lamp and place of every visible item of a paper, in one query; the database counts those alike."""
    late = Q(pk__in=[one.pk for one in weighed if one.is_behind])
    alike = visible.items(account).filter(paper=paper).order_by()
    alike = alike.annotate(**COUNTS, behind=Case(When(late, then=True), default=False))
    lamps = Lamps(today)
    found = []
    for values in alike.values_list(*ALIKE).annotate(together=Count("pk")):
        clause, kind, counts, behind, status, deadline, recurrence, done_on, *rest = values
        lead, *names, number = rest
        due = due_on(deadline, recurrence, today)
        label = next(filter(None, names), "")
        shown = lamps.lamp(due, status, done_on, behind=behind)
        found.append(Light(number, clause, kind, counts, shown, label, lead))
    return found


def overview(
    account: Account, paper: Paper, *, today: date, open_at: int | None = None
) -> Overview:
    """Return the first screen of a paper in a fixed number of queries."""
    figures = visible.items(account).filter(paper=paper, kind__in=PACED, value__isnull=False)
    weighed = standings(figures.order_by("number"), paper, today=today)
    seen = lights(account, paper, weighed, today=today)
    headline, delayed = foremost(weighed, today=today)
    read, waiting = proposed(paper)
    return Overview(
        paper=paper,
        tree=tree(paper, seen, waiting, open_at=open_at),
        tally=tally(light for light in seen if light.counts),
        leads=leads(light for light in seen if light.counts),
        delayed=delayed,
        headline=headline,
        waiting=sum(waiting.values()),
        read=read,
    )


def proposed(paper: Paper) -> tuple[dict[str, int], dict[int | None, int]]:
    """Count what was read in a paper by kind, and what of it nobody decided yet by clause, in one query."""
    read: dict[str, int] = {}
    waiting: dict[int | None, int] = {}
    rows = Proposal.objects.filter(paper=paper).order_by().values_list("kind", "state", "clause")
    for kind, state, clause, number in rows.annotate(number=Count("pk")):
        read[kind] = read.get(kind, 0) + number
        if state == ProposalState.PROPOSED:
            waiting[clause] = waiting.get(clause, 0) + number
    return read, waiting


def foremost(
    figures: Iterable[Weighed], *, today: date
) -> tuple[LedgerRow | None, tuple[LedgerRow, ...]]:
    """Return the target that the sentence speaks of, and those that lag most behind their time.

    All targets are weighed by their figures alone; only the few that are shown are read in full.
    """
    weighed = [one for one in figures if one.kind == ItemKind.TARGET and one.counts]
    first = next((one.pk for one in weighed if one.standing.value is not None), None)
    behind = nsmallest(
        DELAYED,
        (one for one in weighed if not one.standing.attained),
        # What is known to be behind stands first; where nothing was reported nothing is known.
        key=lambda one: (
            one.standing.value is None,
            -one.standing.behind,
            one.due or date.max,
            one.number,
        ),
    )
    wanted = [one.pk for one in behind]
    known = Item.objects.filter(pk__in=[*wanted, first or 0])
    shown = {row.item.pk: row for row in rows(known, today=today)}
    return shown.get(first or 0), tuple(shown[pk] for pk in wanted)


def tally(seen: Iterable[Light]) -> Tally:
    """Count items by kind and lamp."""
    tones: dict[str, int] = {}
    total = targets = tasks = behind = 0
    for light in seen:
        total += light.number
        if light.kind == ItemKind.TARGET:
            targets += light.number
        elif light.kind in (ItemKind.TASK, ItemKind.MILESTONE):
            tasks += light.number
        tones[light.lamp.tone] = tones.get(light.lamp.tone, 0) + light.number
        behind += light.number if light.lamp.word == BEHIND else 0
    return Tally(total, targets, tasks, tones, behind)


def leads(
    seen: Iterable[Light],
) -> tuple[tuple[str, int | None, dict[str, int], int], ...]:
    """Return each lead with its items by lamp, the most loaded first, then in the order of names."""
    found: dict[tuple[str, int | None], dict[str, int]] = {}
    for light in seen:
        tones = found.setdefault((light.lead, light.lead_id), {})
        tones[light.lamp.tone] = tones.get(light.lamp.tone, 0) + light.number
    ordered = sorted(found.items(), key=lambda pair: (-sum(pair[1].values()), pair[0][0]))
    return tuple((name, pk, tones, sum(tones.values())) for (name, pk), tones in ordered if name)


def tree(
    paper: Paper,
    seen: Iterable[Light],
    waiting: Mapping[int | None, int],
    *,
    open_at: int | None = None,
) -> tuple[Branch, ...]:
    """Return the clauses in text order with what stands in and below each.

    Paragraphs without a number stay out unless something hangs on them; below the second level only the
    surroundings of the clause ``open_at`` are unfolded.
    """
    clauses = list(paper.clauses.order_by("order"))
    parents = {clause.pk: clause.parent_id for clause in clauses}
    below: dict[int, dict[Lamp, int]] = {}
    for light in seen:
        for place in line_of(light.clause_id, parents):
            lamps = below.setdefault(place, {})
            lamps[light.lamp] = lamps.get(light.lamp, 0) + light.number
    unfolded = set(line_of(open_at, parents))
    made = []
    for clause in clauses:
        lamps = below.get(clause.pk, {})
        depth = len(line_of(clause.pk, parents)) - 1
        if not clause.heading and depth == 0 and not lamps and clause.pk not in waiting:
            continue
        shown = worst(lamps)
        lit = sum(number for one, number in lamps.items() if shown and one.tone == shown.tone)
        made.append(
            Branch(
                clause=clause,
                depth=depth,
                items=sum(lamps.values()),
                lamp=shown,
                lit=lit,
                waiting=waiting.get(clause.pk, 0),
                is_folded=depth > 1 and clause.parent_id not in unfolded,
            )
        )
    return tuple(made)


def line_of(clause: int | None, parents: dict[int, int | None]) -> list[int]:
    """Return a clause and the clauses above it, from below."""
    found: list[int] = []
    while clause is not None:
        found.append(clause)
        clause = parents.get(clause)
    return found
