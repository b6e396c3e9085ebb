"""What the first screen shows of a paper that is read but not yet in force: its figures and its parties."""

from collections import Counter
from dataclasses import dataclass

from xiandao.policy.models import Clause, Paper, Proposal
from xiandao.policy.models.reading import ProposalKind, ProposalState
from xiandao.policy.queries.clauses import Quote, quote
from xiandao.terms.quantity import Comparator, Quantity

FIGURES = (ProposalKind.TARGET, ProposalKind.SCOPE, ProposalKind.PARAMETER)
PARTIES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """One figure as it was read."""

    proposal: Proposal
    figure: str
    name: str
    year: str
    lead: str
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paper before anybody confirmed it."""

    clause: Clause | None
    quote: Quote | None
    figures: tuple[Drawn, ...]
    here: tuple[Proposal, ...]
    parties: tuple[tuple[str, int], ...]
    brackets: int
    links: int


def drafted(paper: Paper, *, clause: int | None = None) -> Drafted:
    """Return the figures of a paper, the chosen clause (by default that of the first figure) and who is named."""
    found = paper.proposals.exclude(state=ProposalState.REJECTED).select_related("clause")
    figures = tuple(drawn(row) for row in found.filter(kind__in=FIGURES).order_by("start"))
    chosen = paper.clauses.filter(pk=clause).first() if clause else None
    if chosen is None:
        chosen = next((one.proposal.clause for one in figures if one.proposal.clause), None)
    chosen = chosen or paper.clauses.order_by("order").first()
    here = tuple(found.filter(clause=chosen).order_by("start")) if chosen else ()
    marked = next((row for row in here if row.kind in FIGURES), None) or next(iter(here), None)
    said = quote(paper.text, marked.start, marked.end) if marked else None
    reading = paper.readings.first()
    statements = reading.result["responsibilities"] if reading else []
    named = Counter(name for row in statements for name in row["departments"])
    return Drafted(
        clause=chosen,
        quote=said,
        figures=figures,
        here=here,
        parties=tuple(named.most_common(PARTIES_SHOWN)),
        brackets=len(statements),
        links=sum(named.values()),
    )


def drawn(row: Proposal) -> Drawn:
    """Return a figure in words."""
    facts = row.payload
    quantity = Quantity(
        facts["value"],
        facts.get("value_max"),
        facts.get("unit") or "",
        Comparator(facts.get("comparator") or "eq"),
    )
    year = facts.get("deadline_year")
    return Drawn(
        proposal=row,
        figure=quantity.label(),
        name=str(facts.get("metric") or row.text),
        year=str(year) if year else "每年" if facts.get("recurrence") == "annual" else "",
        lead=str(facts.get("lead") or ""),
        is_inferred=bool(facts.get("lead_inferred")),
    )
