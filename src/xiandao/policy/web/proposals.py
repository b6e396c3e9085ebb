"""A person's decision on one thing that was read: confirm, reject, reopen, correct, split, add, match a body."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.policy.commands import proposals as commands
from xiandao.policy.methods.splitting import cut_points, parts
from xiandao.policy.models import Paper, Proposal
from xiandao.policy.models.reading import ProposalKind
from xiandao.policy.queries import reading_room, visible
from xiandao.policy.queries.parties import choices
from xiandao.policy.web.forms import ProposalForm, initial_of
from xiandao.policy.web.markup import changed_lines
from xiandao.policy.web.reading import (
    CONFIRM,
    VIEW,
    card_answer,
    card_context,
    go,
    group_context,
    paper_of,
    require_decision,
    room,
)
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.answers import answer, status_of
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

ACTS = {"confirm": commands.confirm, "reopen": commands.reopen}


def proposal_of(request: HttpRequest, pk: int) -> Proposal:
    """Return a proposal that the account may see; any other is not found."""
    rows = visible.proposals(cast("Account", request.user))
    related = ("paper__organisation", "clause", "decided_by", "reading")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@page(VIEW)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one card as it stands."""
    row = proposal_of(request, pk)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{reverse('reading', args=[row.paper_id])}#p{row.pk}")
    context = card_context(cast("Account", request.user), row)
    return answer(request, "policy/reading-card.html", context)


@page(CONFIRM, writes=True)
def proposal_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, reject or reopen; who comes second is told who was first and sees the state as it is."""
    row, account = proposal_of(request, pk), cast("Account", request.user)
    act = request.POST.get("act", "")
    try:
        if act == "reject":
            commands.reject(proposal=row, by=account, reason=request.POST.get("reason", "").strip())
        elif act in ACTS:
            was_split = act == "reopen" and row.parts.exists()
            ACTS[act](proposal=row, by=account)
            if was_split:
                return group_answer(request, proposal_of(request, pk))
        else:
            raise InputError("POL-230", _("没有这种操作"), _("请刷新页面后再试"), {"status": 422})
    except XiandaoError as error:
        if status_of(error) == 403:
            raise
        return card_answer(request, proposal_of(request, pk), error=error, status=status_of(error))
    return card_answer(request, proposal_of(request, pk))


@page(CONFIRM, writes=True, methods=("GET", "POST"))
def proposal_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form inside the card; take the correction, or show what cannot be used beside its field."""
    row = proposal_of(request, pk)
    require_decision(cast("Account", request.user), row.paper)
    if request.method == "GET":
        form = ProposalForm(initial=initial_of(row.kind, row.payload), payload=row.payload)
        return form_answer(request, row, form)
    form = ProposalForm(request.POST, payload=row.payload)
    if not form.is_valid():
        return form_answer(request, row, form, status=422)
    try:
        commands.correct(
            proposal=row,
            kind=form.cleaned_data["kind"],
            payload=form.changes,
            reason=form.cleaned_data["reason"],
            by=cast("Account", request.user),
        )
    except XiandaoError as error:
        if status_of(error) == 403:
            raise
        return card_answer(request, proposal_of(request, pk), error=error, status=status_of(error))
    return card_answer(request, proposal_of(request, pk))


def form_answer(
    request: HttpRequest, row: Proposal, form: ProposalForm, status: int = 200
) -> HttpResponse:
    """Return the card with the form in it."""
    context = {**card_context(cast("Account", request.user), row), "form": form}
    return answer(
        request,
        "policy/proposal-page.html",
        context | {"inner": "policy/proposal-correct.html"},
        fragment="policy/proposal-correct.html",
        status=status,
    )


@page(CONFIRM, writes=True, methods=("GET", "POST"))
def proposal_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the text can be cut; cut it there."""
    row = proposal_of(request, pk)
    require_decision(cast("Account", request.user), row.paper)
    if request.method == "GET":
        return split_answer(request, row)
    cuts = {cut for said in request.POST.getlist("cut") if (cut := whole(said)) is not None}
    spans = parts(row.paper.text, row.start, row.end, cuts)
    try:
        made = commands.split(proposal=row, parts=spans, by=cast("Account", request.user))
    except XiandaoError as error:
        if error.details.get("field") == "cut":
            return split_answer(request, row, error=error, status=422)
        if status_of(error) == 403:
            raise
        return card_answer(request, proposal_of(request, pk), error=error, status=status_of(error))
    return group_answer(request, proposal_of(request, pk), fresh=made[0].pk)


def split_answer(
    request: HttpRequest, row: Proposal, error: XiandaoError | None = None, status: int = 200
) -> HttpResponse:
    """Return the card with the places to cut at."""
    text = row.paper.text[row.start : row.end]
    places = [0, *cut_points(text), len(text)]
    pieces = [
        (text[left:right], row.start + right if right < len(text) else None)
        for left, right in pairwise(places)
    ]
    context = {**card_context(cast("Account", request.user), row), "pieces": pieces, "error": error}
    return answer(
        request,
        "policy/proposal-page.html",
        context | {"inner": "policy/proposal-split.html"},
        fragment="policy/proposal-split.html",
        status=status,
    )


def group_answer(request: HttpRequest, row: Proposal, fresh: int | None = None) -> HttpResponse:
    """Return the group of a proposal, the paragraphs it stands in and the summary; without HTMX the room."""
    paper = row.paper
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{reverse('reading', args=[paper.pk])}#p{row.pk}")
    account = cast("Account", request.user)
    rows = list(reading_room.proposals(account, paper))
    clauses = list(paper.clauses.order_by("start", "order"))
    lines = reading_room.sheet(paper, clauses, rows)
    context = group_context(account, paper, row.clause, {})
    context |= {
        "lines": changed_lines(lines, {one.pk: one.state for one in rows}, row.start, row.end),
        "summary": reading_room.counts(account, paper),
        "fresh": fresh or row.pk,
        "is_elsewhere": True,
    }
    response = answer(request, "policy/reading-group-answer.html", context)
    response["HX-Reswap"] = "none"
    return response


@page(CONFIRM, writes=True, methods=("GET", "POST"))
def proposal_add(request: HttpRequest, paper: int) -> HttpResponse:
    """Show the form for a span of the text that nothing was read in; put it before a person."""
    found = paper_of(cast("Account", request.user), paper)
    require_decision(cast("Account", request.user), found)
    if request.method == "GET":
        start, end = place_in(request.GET.get("start"), request.GET.get("end"), found)
        form = ProposalForm(initial={"kind": ProposalKind.TASK})
        return add_answer(request, found, form, (start, end))
    start, end = place_in(request.POST.get("start"), request.POST.get("end"), found)
    error = None
    if start == end:
        start, end, error = found_in(found, request.POST.get("quote", ""))
    form = ProposalForm(request.POST)
    if not form.is_valid() or error:
        return add_answer(request, found, form, (start, end), error=error, status=422)
    row = commands.add(
        paper=found,
        kind=form.cleaned_data["kind"],
        start=start,
        end=end,
        payload=form.changes,
        by=cast("Account", request.user),
    )
    return group_answer(request, proposal_of(request, row.pk))


def place_in(start: str | None, end: str | None, paper: Paper) -> tuple[int, int]:
    """Return the span that somebody selected, without blanks at its ends; an empty one where there is none."""
    if not all(
        said and said.isascii() and said.isdigit() and len(said) < 9 for said in (start, end)
    ):
        return 0, 0
    first, last = int(start or 0), min(int(end or 0), len(paper.text))
    piece = paper.text[first:last]
    if not piece.strip():
        return 0, 0
    return first + len(piece) - len(piece.lstrip()), last - len(piece) + len(piece.rstrip())


def found_in(paper: Paper, quote: str) -> tuple[int, int, str]:
    """Return where quoted words stand in the text, and what is wrong where they do not stand there once."""
    words = quote.strip()
    times = paper.text.count(words) if words else 0
    if times == 1:
        start = paper.text.index(words)
        return start, start + len(words), ""
    if not words:
        return 0, 0, _("没有选中原文，请在左侧原文中选取，或把原文粘贴到这里")
    if not times:
        return 0, 0, _("原文中没有这段文字，请从原文中照录")
    return 0, 0, _("这段文字在原文中出现 %(n)s 次，请多录几个字") % {"n": times}


def add_answer(
    request: HttpRequest,
    paper: Paper,
    form: ProposalForm,
    span: tuple[int, int],
    *,
    error: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the form for an addition."""
    context: dict[str, Any] = {
        "paper": paper,
        "form": form,
        "start": span[0],
        "end": span[1],
        "quote": paper.text[span[0] : span[1]] or request.POST.get("quote", ""),
        "quote_error": error,
        "inner": "policy/proposal-add.html",
    }
    return answer(
        request,
        "policy/proposal-page.html",
        context,
        fragment="policy/proposal-add.html",
        status=status,
    )


@page(CONFIRM, writes=True, methods=("GET", "POST"))
def party_match(request: HttpRequest, paper: int) -> HttpResponse:
    """Show the organisations that a name of the paper may mean; take the choice for all of the paper."""
    account = cast("Account", request.user)
    found = paper_of(account, paper)
    require_decision(account, found)
    name = (request.POST if request.method == "POST" else request.GET).get("name", "")[:120]
    bodies = choices(account)
    context = {"paper": found, "name": name, "bodies": bodies, "inner": "policy/party-match.html"}
    if request.method == "POST":
        code = request.POST.get("organisation", "").replace("\x00", "")
        body = bodies.filter(code=code).first() if code else None
        if body is not None:
            commands.match(paper=found, name=name, organisation=body, by=account)
            return list_answer(request, found)
        context["error"] = _("没有选择组织，请从列表中选一个")
    return answer(
        request,
        "policy/proposal-page.html",
        context,
        fragment="policy/party-match.html",
        status=422 if context.get("error") else 200,
    )


def list_answer(request: HttpRequest, paper: Paper) -> HttpResponse:
    """Return the whole list as it now stands; without HTMX the room."""
    if not request.headers.get("HX-Request"):
        return go(request, reverse("reading", args=[paper.pk]))
    context = room(request, paper, request.POST)
    response = answer(request, "policy/reading-list.html", context)
    response["HX-Retarget"] = "#proposals"
    response["HX-Reswap"] = "outerHTML"
    return response
