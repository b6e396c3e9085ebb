"""One candidacy: how ready, what is lacking and what closing it adds, the items with their papers, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.commands import candidacies as commands
from xiandao.evaluate.commands import candidacy_answers as answers
from xiandao.evaluate.methods.readiness_book import rule_of
from xiandao.evaluate.models import Candidacy, CandidacyState
from xiandao.evaluate.queries import candidacies as questions
from xiandao.evaluate.queries.readiness_of import Suggestion, suggestions, supposed
from xiandao.evaluate.web.candidacies import shown_outcome
from xiandao.evaluate.web.candidacy_words import (
    conditions_of,
    gaps_of,
    items_of,
    paper_names,
    per_cent,
    ready_lamp,
    source_of,
    state_lamp,
)
from xiandao.policy.queries.clock import today
from xiandao.registry.commands.acting import Refused
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.answers import answer, status_of
from xiandao.ui.numbers import whole
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "evaluate.view"
SHOWN = 2000
# How many of the first gaps the page supposes closed by itself.
FIRST = 2


@page(VIEW, writes=True, methods=("GET", "POST"))
def candidacy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one candidacy; the candidate fills it in and hands it in, those above review, accept or return it."""
    account = cast("Account", request.user)
    found = get_object_or_404(questions.candidacies(account), pk=pk)
    error: XiandaoError | None = None
    if request.method == "POST":
        try:
            return _act(request, account, found)
        except Refused:
            raise
        except XiandaoError as wrong:
            error = wrong
            found = get_object_or_404(questions.candidacies(account), pk=pk)
    context = _context(request, account, found, error)
    status = (422 if isinstance(error, InputError) else status_of(error)) if error else 200
    return answer(request, "evaluate/candidacy.html", context, status=status)


@page(VIEW)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the self-assessment as a form on A4."""
    account = cast("Account", request.user)
    found = get_object_or_404(questions.candidacies(account), pk=pk)
    outcome = shown_outcome(account, found)
    context = {
        **_told(found, outcome), "sections": items_of(found, outcome, {}), "made_at": timezone.localtime(),
        "is_live": questions.shows_live(account, found),
        "crumbs": [
            (_("培育申报"), reverse("eva_candidacies")),
            (found.title, reverse("eva_candidacy", args=[pk])),
            (_("申报自评表"), ""),
        ],
    }  # fmt: skip
    return answer(request, "evaluate/candidacy-sheet.html", context)


def _told(found: Candidacy, outcome: dict[str, Any]) -> dict[str, Any]:
    rule = rule_of(found.rule)
    return {
        "candidacy": found, "outcome": outcome, "total": per_cent(outcome["total"]), "lamp": ready_lamp(outcome),
        "state": state_lamp(found), "conditions": conditions_of(outcome), "gaps": gaps_of(found, outcome),
        "ready_at": per_cent(rule.ready), "near_at": per_cent(rule.near),
        "failed": [said(one) for one in outcome["failed"]],
    }  # fmt: skip


def _context(
    request: HttpRequest, account: Account, found: Candidacy, error: XiandaoError | None
) -> dict[str, Any]:
    outcome = shown_outcome(account, found)
    is_live = questions.shows_live(account, found)
    may_fill = is_live and account.may(questions.RECORD, [found.organisation])
    posted = request.POST if error else None
    edit = (posted or request.GET).get("edit", "") if may_fill else ""
    known = suggestions(found, today=today(), only=edit) if edit else {}
    papers = [paper["pk"] for one in outcome["claims"] for paper in one["papers"]]
    return {
        **_told(found, outcome),
        "sections": items_of(found, outcome, known),
        "edit": edit, "typed": _typed(posted), "words": posted.get("words", "")[:SHOWN] if posted else "",
        "error": error, "is_live": is_live, "may_fill": may_fill,
        "sources": {code: source_of(one) for code, one in known.items()},
        "documents": paper_names(questions.papers_of(account, found)) if may_fill else [],
        "readable": questions.readable(account, papers),
        "closed": _closed(request, found, outcome), "first": _first(found, outcome),
        "may_discard": may_fill and found.state == CandidacyState.DRAFT,
        "may_take_back": questions.may_take_back(account, found),
        "may_review": questions.may_review(account, found), "may_decide": questions.may_decide(account, found),
        "city": questions.city_of(found),
        "crumbs": [(_("培育申报"), reverse("eva_candidacies")), (found.title, "")],
    }  # fmt: skip


def _typed(posted: Any) -> dict[str, str] | None:
    """Return what was filled in of an item, after an error."""
    if posted is None or posted.get("act") != "claim":
        return None
    return {name: posted.get(name, "")[:SHOWN] for name in ("value", "remark", "document")}


def _first(found: Candidacy, outcome: dict[str, Any]) -> dict[str, Any] | None:
    codes = [one["code"] for one in outcome["gaps"][:FIRST]]
    if not codes:
        return None
    total, state = supposed(found, outcome, codes)
    return {"count": len(codes), "total": per_cent(total), "state": said(state)}


def _closed(
    request: HttpRequest, found: Candidacy, outcome: dict[str, Any]
) -> dict[str, Any] | None:
    """Return what becomes of the readiness with the ticked gaps closed."""
    open_ones = [one["code"] for one in outcome["gaps"]]
    codes = [code for code in open_ones if code in request.GET.getlist("close")]
    if not codes:
        return None
    total, state = supposed(found, outcome, codes)
    return {
        "codes": codes,
        "count": len(codes),
        "total": per_cent(total),
        "state": said(state),
    }


def _act(request: HttpRequest, account: Account, found: Candidacy) -> HttpResponse:
    """Do what was sent and go back to the page."""
    sent, act = request.POST, request.POST.get("act")
    told: dict[str, Any] = {"candidacy": found, "by": account}
    told["version"] = whole(sent.get("version")) or 0
    words = sent.get("words", "")
    if act in {"claim", "adopt", "detach"}:
        return _fill(request, account, found, told)
    if act == "submit":
        commands.submit(confirmed=bool(sent.get("confirmed")), **told)
        messages.success(request, _("已提交：内容已封存，上级现在能看到"))
    elif act == "discard":
        commands.discard(**told)
        messages.success(
            request, _("已放弃“%(title)s”，上传过的文件仍在本单位文件库") % {"title": found.title}
        )
        return redirect("eva_candidacies")
    elif act == "take_back":
        commands.take_back(**told)
        messages.success(request, _("已撤回，可以继续修改"))
    elif act == "review":
        answers.review(words=words, **told)
        messages.success(request, _("已审核报送省级"))
    elif act == "return":
        answers.send_back(words=words, **told)
        messages.success(request, _("已退回申报单位"))
    elif act == "accept":
        answers.accept(words=words, **told)
        messages.success(request, _("已受理"))
    else:
        raise Http404
    return redirect("eva_candidacy", found.pk)


def _fill(
    request: HttpRequest, account: Account, found: Candidacy, told: dict[str, Any]
) -> HttpResponse:
    """Fill in an item: typed, taken over from the platform, or a paper taken off it."""
    sent, code = request.POST, request.POST.get("edit", "")
    place = f"{reverse('eva_candidacy', args=[found.pk])}"
    if sent["act"] == "detach":
        commands.detach(code=code, document=whole(sent.get("document")) or 0, **told)
        return redirect(f"{place}?edit={code}#item-{code}")
    if sent["act"] == "adopt":
        known = suggestions(found, today=today(), only=code).get(code)
        if known is None:
            raise Http404
        held = next((one.remark for one in questions.claims_of(found) if one.code == code), "")
        remark = _taken_over(known, held)
        commands.claim(code=code, value=known.value, remark=remark, **told)
        return redirect(f"{place}?edit={code}#item-{code}")
    kept = [one for one in map(whole, sent.getlist("document")) if one is not None]
    papers = [one for one in questions.papers_of(account, found) if one.pk in kept]
    if len(papers) != len(set(kept)):
        raise Http404
    commands.claim(
        code=code, value=sent.get("value", ""), remark=sent.get("remark", ""), papers=papers,
        uploads=request.FILES.getlist("files"), **told,
    )  # fmt: skip
    messages.success(request, _("已保存"))
    after = _next(found, code) if sent.get("then") else ""
    return redirect(f"{place}?edit={after}#item-{after}" if after else f"{place}#item-{code}")


def _taken_over(known: Suggestion, held: str) -> str:
    """Return the remark that says where the figure is from, before what the candidate had written."""
    told = _("采用平台数据：%(source)s") % {"source": source_of(known)}
    if not held or held.startswith(told):
        return held or told
    return f"{told}；{held}"[: commands.LONGEST]


def _next(found: Candidacy, code: str) -> str:
    """Return the item after one, nothing after the last."""
    codes = [item.code for condition in rule_of(found.rule).conditions for item in condition.items]
    place = codes.index(code) + 1
    return codes[place] if place < len(codes) else ""
