"""The page of one return: a sheet that takes a pasted block, checks beside the cells, and the steps of its life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.methods.deadlines import remaining
from xiandao.casework.queries.clock import calendar, today
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import filings
from xiandao.statistics.models import Filing, FilingStage
from xiandao.statistics.queries import visible
from xiandao.statistics.queries.as_filed import as_seen, changes_seen, is_held
from xiandao.statistics.queries.sheet import Sheet, sheet
from xiandao.statistics.queries.wording import heading, told
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import answer, status_of
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, FILE = "statistics.view", "statistics.file"
WORD = "operate"
PEOPLE = (
    ("head", gettext_lazy("单位负责人")),
    ("statistician", gettext_lazy("统计负责人")),
    ("filler", gettext_lazy("填表人")),
    ("phone", gettext_lazy("联系电话")),
)


def seen(request: HttpRequest, pk: int) -> Filing:
    """Return a return whose values the account may read."""
    rows = visible.readable(cast("Account", request.user))
    return get_object_or_404(rows.select_related("round__form", "organisation"), pk=pk)


def read(request: HttpRequest, pk: int) -> Filing:
    """Return a return with the values that the account may read: others than its reporter see what was filed."""
    return as_seen(cast("Account", request.user), seen(request, pk))


def owned(request: HttpRequest, pk: int) -> Filing:
    """Return a return that the account fills."""
    rows = visible.own(cast("Account", request.user))
    return get_object_or_404(rows.select_related("round__form", "organisation"), pk=pk)


@page(VIEW)
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the sheet: to be filled by its reporter, to be read by who reviews it."""
    found = seen(request, pk)
    return show(request, sheet(found, cast("Account", request.user)))


@page(FILE, writes=True)
def filing_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed; with ``act=submit`` file it too. What cannot be kept stays in its cells."""
    account = cast("Account", request.user)
    found = owned(request, pk)
    typed, words = posted(request, "v."), posted(request, "e.")
    try:
        done = filings.save(
            filing=found,
            values=typed,
            explanations=words,
            people=posted(request, "p."),
            has_consent=request.POST.get("consent") == "yes",
            version=whole(request.POST.get("version", "")),
            reason=request.POST.get("reason", ""),
            by=account,
        )
    except XiandaoError as error:
        return refused(request, pk, error)
    if request.POST.get("act") != "submit":
        return show(request, sheet(done, account), saved=True)
    try:
        filings.submit(filing=done, version=done.version, by=account)
    except XiandaoError as error:
        return refused(request, pk, error, is_kept=True)
    messages.success(request, _("已报出，等待市级审核。审核退回时会出现在您的待办里"))
    response = HttpResponse()
    response["HX-Redirect"] = request.path.removesuffix("/save")
    return response if request.headers.get("HX-Request") else redirect("sta_filing", pk)


@page(FILE, writes=True)
def filing_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a filed return back, with the reason."""
    found = owned(request, pk)
    try:
        filings.withdraw(
            filing=found,
            version=whole(request.POST.get("version", "")),
            reason=request.POST.get("words", ""),
            by=cast("Account", request.user),
        )
    except XiandaoError as error:
        # The return may have moved on meanwhile: the page it is on now says where it stands.
        if isinstance(error, Refused):
            raise
        messages.error(request, said(error))
    else:
        messages.success(request, _("已撤回，可以继续修改"))
    return redirect("sta_filing", pk)


@page(VIEW)
def filing_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every step and every changed value: who, when, why."""
    found = seen(request, pk)
    names = {item.code: told(item) for item in found.round.form.form.items}
    changes = list(changes_seen(cast("Account", request.user), found)[:500])
    context = {
        "filing": found,
        "word": WORD,
        "crumbs": crumbs_of(request, found, _("修改记录")),
        "is_held": shows_filed(request, found),
        "events": found.events.select_related("by"),
        "changes": [
            (change, names.get(change.item.removesuffix("__ly"), change.item)) for change in changes
        ],
    }
    return answer(request, "statistics/filing-history.html", context)


def refused(
    request: HttpRequest, pk: int, error: XiandaoError, *, is_kept: bool = False
) -> HttpResponse:
    """Show the sheet again with what was typed in its fields, unless it is kept, and what is wrong beside them."""
    found = owned(request, pk)
    typed = {} if is_kept else posted(request, "v.")
    words = {} if is_kept else posted(request, "e.")
    cells = error.details.get("cells")
    problems = {
        name: (str(wrong[0]), str(wrong[1]))
        for name, wrong in (cells.items() if isinstance(cells, dict) else ())
    }
    page_of = sheet(
        found,
        cast("Account", request.user),
        typed=typed,
        words=words,
        problems=problems,
        is_conflict=error.code == "STA-349",
    )
    return show(request, page_of, error=error, is_kept=is_kept, status=max(status_of(error), 409))


def show(
    request: HttpRequest,
    page_of: Sheet,
    *,
    error: XiandaoError | None = None,
    saved: bool = False,
    is_kept: bool = True,
    status: int = 200,
) -> HttpResponse:
    """Answer with the sheet, whole or as the fragment that HTMX swaps."""
    found, day = page_of.filing, today()
    due_on = found.due_on or found.round.due_on
    sent_back = found.events.filter(transition="return").select_related("by").last()
    context: dict[str, Any] = {
        "sheet": page_of,
        "filing": found,
        "round": found.round,
        "form": found.round.form,
        "error": error,
        "saved": saved,
        "due_on": due_on,
        "left": said(remaining(due_on, day, calendar())),
        "is_lawful": found.round.form.is_lawful_on(day),
        "last_event": sent_back,
        "is_held": shows_filed(request, found),
        "is_returned": found.stage == FilingStage.RETURNED,
        "reads_only": not page_of.can_edit,
        "is_own": visible.is_reporter(cast("Account", request.user), found.organisation),
        "may_withdraw": found.stage == FilingStage.CITY and filings.takes_returns(found),
        "word": WORD,
        "crumbs": crumbs_of(request, found),
        "reuse": [item.code for item in found.round.form.form.items if item.reuse],
        **_signed(request, found, error, is_kept=is_kept),
    }
    return answer(
        request,
        "statistics/filing.html",
        context,
        fragment={"sheet": "statistics/filing-sheet.html"},
        status=status,
    )


def shows_filed(request: HttpRequest, found: Filing) -> bool:
    """Return whether the reader sees what was filed while the reporter is mending it."""
    is_own = visible.is_reporter(cast("Account", request.user), found.organisation)
    return is_held(found) and not is_own


def _signed(
    request: HttpRequest, found: Filing, error: XiandaoError | None, *, is_kept: bool
) -> dict[str, Any]:
    """Return what stands below the sheet, as it was typed where it could not be kept."""
    people = found.people if is_kept else {**found.people, **posted(request, "p.")}
    missing = error.details.get("fields") if error else None
    wanted = missing if isinstance(missing, list) else []
    return {
        "people": [(name, label, people.get(name, ""), name in wanted) for name, label in PEOPLE],
        "consents": found.has_consent if is_kept else request.POST.get("consent") == "yes",
        "reason": "" if is_kept else request.POST.get("reason", "")[:300],
        "wants_reason": error is not None and error.details.get("field") == "reason",
    }


def crumbs_of(request: HttpRequest, found: Filing, *more: str) -> list[tuple[str, str]]:
    """Return the way to a page of a return: from the reporter's own list, or from the reviewer's desk."""
    is_own = visible.is_reporter(cast("Account", request.user), found.organisation)
    first = (
        (_("我的填报"), reverse("sta_mine"))
        if is_own
        else (_("报表审核"), f"{reverse('sta_review')}?round={found.round_id}")
    )
    title = heading(found.round.form, found.round.period_label)
    here = reverse("sta_filing" if is_own else "sta_review_filing", args=[found.pk])
    return [first, (title, here if more else ""), *((label, "") for label in more)]


def posted(request: HttpRequest, prefix: str) -> dict[str, str]:
    """Return the fields of a kind by their names without the prefix."""
    return {
        name.removeprefix(prefix): value[:2000]
        for name, value in request.POST.items()
        if isinstance(value, str) and name.startswith(prefix)
    }


def whole(text: str) -> int:
    """Return the number of a version field; anything else is a version that nobody has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
