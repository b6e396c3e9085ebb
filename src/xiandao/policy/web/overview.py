"""首屏 政策兑现总览 (Z五(四), J四(三)): the user's own paper, sentence by sentence, turned into numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from xiandao.casework.queries import inbox
from xiandao.policy.methods import pacing
from xiandao.policy.models import Paper
from xiandao.policy.queries import clock
from xiandao.policy.queries.clauses import RECORDS_SHOWN, shown_clause
from xiandao.policy.queries.drafted import drafted
from xiandao.policy.queries.overview import overview as overview_of
from xiandao.policy.queries.overview import papers as papers_of
from xiandao.policy.web.item_forms import InstructForm
from xiandao.ui.answers import answer
from xiandao.ui.page import SIGNED_IN, page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

TODO_SHOWN = 5


def asked(request: HttpRequest, name: str) -> int | None:
    """Return a number of the address, or nothing where it is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def chosen_paper(papers: list[Paper], wanted: int | None) -> Paper | None:
    """Return the paper asked for (404 where it is not to be seen), else the first."""
    if wanted is None:
        return papers[0] if papers else None
    found = next((paper for paper in papers if paper.pk == wanted), None)
    if found is None:
        raise Http404
    return found


@page(SIGNED_IN)
def overview(request: HttpRequest) -> HttpResponse:
    """Show one paper: sentence, clause tree with lamps, the chosen clause, the most delayed, the to-do list."""
    account = cast("Account", request.user)
    today = clock.today()
    papers = papers_of(account)
    paper = chosen_paper(papers, asked(request, "paper"))
    context: dict[str, object] = {
        "papers": papers,
        "paper": paper,
        "today": today,
        "todo": list(inbox.todo(account)[:TODO_SHOWN]),
        "word": "overview",
        "may_view": account.may_somewhere("policy.view"),
        "may_add": account.may_somewhere("policy.paper.add"),
        "may_confirm": account.may_somewhere("policy.reading.confirm"),
        "records_shown": RECORDS_SHOWN,
        "pace_about": pacing.about(),
        "pace_word": pacing.BEHIND,
    }
    if paper is not None:
        chosen = shown_clause(
            account,
            paper,
            pack=settings.XIANDAO_PACK,
            today=today,
            clause=asked(request, "clause"),
            item=asked(request, "item"),
        )
        context["chosen"] = chosen
        if chosen and chosen.row:
            context["instruct_form"] = InstructForm(item=chosen.row.item, account=account)
        open_at = chosen.clause.pk if chosen else None
        view = overview_of(account, paper, today=today, open_at=open_at)
        context["view"] = view
        if not view.tally.total and account.may("policy.reading.confirm", [paper.organisation]):
            context["drafted"] = drafted(paper, clause=asked(request, "clause"))
    return answer(
        request, "policy/overview.html", context, fragment={"chosen": "policy/overview-clause.html"}
    )
