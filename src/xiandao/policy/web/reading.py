"""阅读室 (Z一, J一): the paper on the left, what was read in it on the right, a person's decision on each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from xiandao.policy.commands import papers as paper_commands
from xiandao.policy.commands import proposals as commands
from xiandao.policy.models import Clause, Paper, Proposal
from xiandao.policy.models.reading import ProposalKind, ProposalState
from xiandao.policy.queries import reading_room, visible
from xiandao.policy.queries.parties import bodies_of
from xiandao.policy.queries.reading_room import Card, Group, Summary
from xiandao.policy.web.listing import proposal_sheet
from xiandao.policy.web.markup import sheet_html
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer, download, problem
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, CONFIRM = "policy.view", "policy.reading.confirm"


def paper_of(account: Account, pk: int) -> Paper:
    """Return a paper that the account may open; any other is not found."""
    return get_object_or_404(
        visible.papers(account).select_related("organisation", "added_by", "source"), pk=pk
    )


def may_decide(account: Account, paper: Paper) -> bool:
    """Return whether the account may decide on what was read in the paper."""
    return account.may(CONFIRM, paper.places(CONFIRM))


def require_decision(account: Account, paper: Paper) -> None:
    """Refuse the forms of a paper that the account may only look at."""
    if not may_decide(account, paper):
        raise PermissionDenied(CONFIRM)


def wanted(said: QueryDict) -> dict[str, str]:
    """Return kind and state that the address asks for; anything unknown asks for all."""
    kind, state = said.get("kind", ""), said.get("state", "")
    return {
        "kind": kind if kind in ProposalKind.values else "",
        "state": state if state in ProposalState.values else "",
    }


def matching(
    cards: Sequence[Card], filters: Mapping[str, str], kept: Collection[int] = ()
) -> list[Card]:
    """Keep the cards that are asked for, and those that were just decided on."""
    return [
        card
        for card in cards
        if card.pk in kept
        or all(not value or getattr(card.proposal, key) == value for key, value in filters.items())
    ]


def room(request: HttpRequest, paper: Paper, said: QueryDict) -> dict[str, Any]:
    """Return what the room shows of a paper as the address or the form asks, in a fixed number of queries."""
    account = cast("Account", request.user)
    rows = list(reading_room.proposals(account, paper))
    bodies = bodies_of(rows)
    clauses = list(paper.clauses.order_by("start", "order"))
    cards = reading_room.cards(rows, bodies)
    filters = wanted(said)
    groups = reading_room.groups(
        clauses, matching(cards, filters), reading_room.waiting_by_clause(rows)
    )
    kinds = {row.kind for row in rows}
    return {
        "paper": paper,
        "text": sheet_html(
            reading_room.sheet(paper, clauses, rows), {row.pk: row.state for row in rows}
        ),
        "has_title": paper.title in paper.text[:400],
        "groups": groups,
        "cards": cards,
        "summary": reading_room.summary(rows, bodies),
        "filters": filters,
        "kinds": [(value, label) for value, label in ProposalKind.choices if value in kinds],
        "states": ProposalState.choices,
        "may": may_decide(account, paper),
    }


@page(VIEW)
def reading(request: HttpRequest, paper: int) -> HttpResponse:
    """Show the room; ``?export=proposals`` gives what was read as a workbook."""
    found = paper_of(cast("Account", request.user), paper)
    context = room(request, found, request.GET)
    if request.GET.get("export") == "proposals":
        chosen = matching(context["cards"], context["filters"])
        sheet = proposal_sheet(request, found, chosen)
        return download(exports.workbook([sheet]), exports.file_name(_("读出事项"), found.title))
    return answer(
        request, "policy/reading.html", context, fragment={"proposals": "policy/reading-list.html"}
    )


@page(CONFIRM, writes=True)
def paper_activate(request: HttpRequest, paper: int) -> HttpResponse:
    """Put the ledger into force, or say what is still undecided."""
    found = paper_of(cast("Account", request.user), paper)
    paper_commands.activate(paper=found, by=cast("Account", request.user))
    return go(request, f"{reverse('overview')}?paper={found.pk}")


@page(CONFIRM, writes=True)
def paper_reread(request: HttpRequest, paper: int) -> HttpResponse:
    """Read the paper again with the reader of today."""
    found = paper_of(cast("Account", request.user), paper)
    paper_commands.reread(paper=found, by=cast("Account", request.user))
    return go(request, reverse("reading", args=[found.pk]))


@page(CONFIRM, writes=True)
def clause_confirm(request: HttpRequest, paper: int, clause: int) -> HttpResponse:
    """Accept everything of one clause that was before the person's eyes."""
    account = cast("Account", request.user)
    found = paper_of(account, paper)
    place = get_object_or_404(Clause, paper=found, pk=clause) if clause else None
    rows = reading_room.proposals(account, found).filter(clause=place)
    asked = {whole(key) for key in request.POST.getlist("pk")}
    seen = [row.pk for row in rows if row.pk in asked]
    commands.confirm_many(paper=found, proposals=seen, by=account)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{reverse('reading', args=[found.pk])}#g{clause}")
    return answer(
        request,
        "policy/reading-group-answer.html",
        {
            **group_context(account, found, place, wanted(request.POST), seen),
            "summary": reading_room.counts(account, found),
        },
    )


def group_context(
    account: Account,
    paper: Paper,
    clause: Clause | None,
    filters: Mapping[str, str],
    kept: Collection[int] = (),
) -> dict[str, Any]:
    """Return what one group of the list shows."""
    rows = list(reading_room.proposals(account, paper).filter(clause=clause))
    cards = matching(reading_room.cards(rows, bodies_of(rows)), filters, kept)
    waiting = sum(row.state == ProposalState.PROPOSED for row in rows)
    return {
        "paper": paper,
        "group": Group(clause, tuple(cards), waiting),
        "filters": filters,
        "may": may_decide(account, paper),
    }


def card_context(account: Account, row: Proposal) -> dict[str, Any]:
    """Return what one card shows."""
    (card,) = reading_room.cards([row], bodies_of([row]))
    return {"card": card, "paper": row.paper, "may": may_decide(account, row.paper)}


def card_answer(
    request: HttpRequest, row: Proposal, *, error: XiandaoError | None = None, status: int = 200
) -> HttpResponse:
    """Return the card as it now stands with the summary; without HTMX the room at that card."""
    if not request.headers.get("HX-Request"):
        back = f"{reverse('reading', args=[row.paper_id])}#p{row.pk}"
        return problem(request, error, back=back) if error else HttpResponseRedirect(back)
    account = cast("Account", request.user)
    counted: Summary = reading_room.counts(account, row.paper)
    context = {**card_context(account, row), "summary": counted, "error": error}
    response = answer(request, "policy/reading-card-answer.html", context, status=status)
    response["HX-Retarget"] = f"#p{row.pk}"
    response["HX-Reswap"] = "outerHTML"
    return response


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the person on, whether HTMX asked or the browser."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
