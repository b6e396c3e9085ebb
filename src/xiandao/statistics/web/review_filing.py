"""One return under review: side by side with last period and last year; passed on or sent back, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.casework.methods import kinds
from xiandao.statistics.commands import reviews
from xiandao.statistics.commands.steps import KIND
from xiandao.statistics.models import Filing, FilingStage
from xiandao.statistics.queries import review as questions
from xiandao.statistics.queries.as_filed import as_filed, is_held
from xiandao.statistics.queries.comparison import comparison
from xiandao.statistics.web.filing import PEOPLE, posted, whole
from xiandao.statistics.web.review import REMIND, heading, stage_lamp
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import answer, status_of
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

MOST_CELLS = 200


@page(REMIND, writes=True, methods=("GET", "POST"))
def review_filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a return to its reviewer; a step that succeeds leads to the next one in the queue."""
    account = cast("Account", request.user)
    found = _seen(account, pk)
    if request.method != "POST":
        return _show(request, found)
    after = questions.neighbours(account, found)[1]
    name, cells, words = (
        request.POST.get("act", ""),
        _marked(request),
        request.POST.get("words", ""),
    )
    try:
        reviews.act(
            filing=found,
            transition=name,
            version=whole(request.POST.get("version", "")),
            words=words,
            cells=cells if name == "return" else None,
            by=account,
        )
    except XiandaoError as error:
        return _show(request, _seen(account, pk), error=error, words=words, cells=cells)
    done = kinds.get(KIND).transition(name)
    place = {"unit": found.organisation.label, "step": said(done.label)}
    messages.success(request, _("%(unit)s：%(step)s") % place)
    if after is not None and after != pk:
        return redirect("sta_review_filing", after)
    return redirect(f"{reverse('sta_review')}?round={found.round_id}")


def _seen(account: Account, pk: int) -> Filing:
    return get_object_or_404(questions.filed(account), pk=pk)


def _marked(request: HttpRequest) -> dict[str, str]:
    """Return the cells that were marked with the words beside them."""
    words = posted(request, "w.")
    return {code: words.get(code, "") for code in request.POST.getlist("mark")[:MOST_CELLS]}


def _show(
    request: HttpRequest,
    found: Filing,
    *,
    error: XiandaoError | None = None,
    words: str = "",
    cells: dict[str, str] | None = None,
) -> HttpResponse:
    account = cast("Account", request.user)
    before, after = questions.neighbours(account, found)
    step = reviews.GREEN.get(FilingStage(found.stage))
    compared, found = comparison(found), as_filed(found)
    context: dict[str, Any] = {
        "filing": found,
        "round": found.round,
        "title": heading(found.round),
        "lamp": stage_lamp(found),
        "compared": compared,
        "rows": [(line, (cells or {}).get(line.item.code)) for line in compared.lines],
        "events": found.events.select_related("by"),
        "people": [(label, found.people.get(name, "")) for name, label in PEOPLE],
        "before": before,
        "after": after,
        "step": kinds.get(KIND).transition(step)
        if step and reviews.may_take(account, found, step)
        else None,
        "is_held": is_held(found),
        "may_return": _returns(account, found),
        "error": error,
        "words": words[:1000],
        "crumbs": [
            (_("报表审核"), f"{reverse('sta_review')}?round={found.round_id}"),
            (found.organisation.label, ""),
        ],
    }
    status = 200 if error is None else max(status_of(error), 409)
    return answer(request, "statistics/review-filing.html", context, status=status)


def _returns(account: Account, found: Filing) -> bool:
    starts = kinds.get(KIND).transition("return").sources
    return found.stage in starts and reviews.may_take(account, found, "return")
