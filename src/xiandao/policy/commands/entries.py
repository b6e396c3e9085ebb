"""A confirmed proposal becomes a ledger item: figures, clause, parties and deadline carried over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from xiandao.policy.methods.payloads import QUANTIFIED, leads_of
from xiandao.policy.models import Item, Paper, Party, Proposal
from xiandao.policy.models.item import ItemKind
from xiandao.policy.queries.parties import Bodies, bodies_of

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

APPROXIMATE_TOLERANCE_PCT = Decimal(10)
MOST_AT_ONCE = 200


def enter(proposal: Proposal, *, by: Account) -> Item:
    """Write the item of a confirmed proposal with its lead and cooperating bodies."""
    return enter_all([proposal], by=by)[0]


def enter_all(proposals: Sequence[Proposal], *, by: Account) -> list[Item]:
    """Write the items of confirmed proposals of one paper, numbered on from the last, in a few queries."""
    if not proposals:
        return []
    # Two clerks must not be given the same number: the paper is the lock.
    paper = Paper.objects.select_for_update().get(pk=proposals[0].paper_id)
    number = paper.items.aggregate(top=Max("number"))["top"] or 0
    bodies = bodies_of(proposals)
    written = [
        item_of(proposal, paper, number + order, bodies, by)
        for order, proposal in enumerate(proposals, 1)
    ]
    Item.objects.bulk_create(written, batch_size=MOST_AT_ONCE)
    Party.objects.bulk_create(
        (
            party
            for item, proposal in zip(written, proposals, strict=True)
            for party in parties_of(item, proposal.payload, bodies)
        ),
        batch_size=MOST_AT_ONCE,
    )
    link_repeats(paper, written)
    return written


def item_of(proposal: Proposal, paper: Paper, number: int, bodies: Bodies, by: Account) -> Item:
    """Return the item of a proposal, not yet written."""
    facts = proposal.payload
    due = date(facts["deadline_year"], 12, 31) if facts.get("deadline_year") else None
    leads = leads_of(facts)
    comparator = facts.get("comparator") or ""
    return Item(
        paper=paper,
        clause=proposal.clause,
        proposal=proposal,
        organisation_id=paper.organisation_id,
        number=number,
        kind=proposal.kind,
        title=title_of(proposal),
        measure=proposal.text,
        start=proposal.start,
        end=proposal.end,
        metric=(facts.get("metric") or "")[:200],
        comparator=comparator,
        value=decimal(facts.get("value")),
        value_max=decimal(facts.get("value_max")),
        stretch_value=decimal(facts.get("stretch_value")),
        baseline_value=decimal(facts.get("baseline")),
        unit=(facts.get("unit") or "")[:20],
        tolerance_pct=APPROXIMATE_TOLERANCE_PCT if comparator == "approx" else None,
        recurrence=facts.get("recurrence") or "",
        due_on=due,
        is_ongoing=due is None and proposal.kind != ItemKind.TARGET,
        lead=bodies.get(leads[0]) if leads else None,
        lead_name=str(facts.get("lead") or "")[:120],
        lead_inferred=bool(facts.get("lead_inferred")) and bool(leads),
        confirmed_by=by,
    )


def title_of(proposal: Proposal) -> str:
    """Return a short name: the metric of a figure, else the beginning of the text."""
    metric = str(proposal.payload.get("metric") or "")
    text = " ".join(proposal.text.split())
    if proposal.kind in QUANTIFIED and metric:
        return metric[:200]
    return text if len(text) <= 60 else text[:59] + "…"


def decimal(value: Any) -> Decimal | None:
    """Return the figure as a decimal with four places, or nothing."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.0001"))


def parties_of(item: Item, facts: Mapping[str, Any], bodies: Bodies) -> list[Party]:
    """Return the cooperating bodies of an item in the order of the text; a second lead is one of them."""
    lead = next(iter(leads_of(facts)), "")
    names = [str(name)[:120] for name in facts.get("departments") or []]
    return [
        Party(item=item, name=name, organisation=bodies.get(name), order=order)
        for order, name in enumerate(dict.fromkeys(name for name in names if name != lead), 1)
    ]


def write_parties(
    item: Item, names: Iterable[str], known: Mapping[str, Organisation | None]
) -> None:
    """Replace the cooperating bodies of an item, in the order of the text."""
    item.parties.all().delete()
    Party.objects.bulk_create(
        Party(item=item, name=name, organisation=known.get(name), order=order)
        for order, name in enumerate(dict.fromkeys(names), 1)
    )


def link_repeats(paper: Paper, written: Sequence[Item]) -> None:
    """Tie a figure that the paper says twice to its first saying, whichever of the two was confirmed first."""
    if not any(item.kind in QUANTIFIED for item in written):
        return
    figures = paper.items.filter(kind__in=QUANTIFIED, proposal__isnull=False).order_by("number")
    rows = list(figures.values_list("pk", "start", "end", "proposal__payload", "same_as"))
    first = {(start, end): pk for pk, start, end, _, _ in rows}
    for pk, _, _, payload, same_as in rows:
        place = tuple(payload.get("same_as") or ())
        known = next(
            (key for (start, _), key in first.items() if place and start == place[0]), None
        )
        if same_as is None and known is not None and known != pk:
            Item.objects.filter(pk=pk).update(same_as=known)
