"""Many reporting units as a workbook: the template, the upload, its trial, the file marked, taking it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.statistics.commands import unit_sheets as commands
from xiandao.statistics.commands.unit_lines import ENROL, MOVE, SAME
from xiandao.statistics.methods.marked import marked
from xiandao.statistics.methods.register_book import MOST_LINES, register_book
from xiandao.statistics.models import ReturnUploadState, UnitSheet
from xiandao.statistics.queries import register as questions
from xiandao.statistics.queries.register import MANAGE
from xiandao.statistics.web.filing_files import sent
from xiandao.statistics.web.units import industry_names
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import answer, download, status_of
from xiandao.ui.exports import file_name
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@page(MANAGE)
def units_template(request: HttpRequest) -> HttpResponse:
    """Offer the empty workbook with the zones and industries that can be chosen."""
    zones = questions.zones(cast("Account", request.user)).values_list("code", "name")
    names = list(questions.industries().values())
    return download(register_book(list(zones), names), file_name(_("填报单位名录模板")))


@page(MANAGE, writes=True, methods=("GET", "POST"))
def units_upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook; what is wrong with it as a whole is said beside the field and nothing is kept."""
    account = cast("Account", request.user)
    body = questions.keeper(account)
    if body is None:
        raise PermissionDenied(MANAGE)
    error: XiandaoError | None = None
    if request.method == "POST":
        try:
            data, name = sent(request)
            held = commands.receive(organisation=body, data=data, name=name, by=account)
        except XiandaoError as refused:
            error = refused
        else:
            return redirect("sta_units_trial", held.pk)
    waiting = body.unit_sheets.filter(state=ReturnUploadState.WAITING, uploaded_by=account)
    context = {
        "error": error,
        "waiting": waiting.defer("content").first(),
        "most": MOST_LINES,
        "crumbs": _crumbs(_("批量导入")),
    }
    status = 200 if error is None else max(status_of(error), 422)
    return answer(request, "statistics/units-upload.html", context, status=status)


@page(MANAGE)
def units_trial(request: HttpRequest, intake: int) -> HttpResponse:
    """Show what a waiting workbook would do, and what is wrong in it."""
    held = _held(request, intake)
    return answer(
        request, "statistics/units-trial.html", _trial(cast("Account", request.user), held)
    )


@page(MANAGE)
def units_marked(request: HttpRequest, intake: int) -> HttpResponse:
    """Give the file back with its cells coloured, commented and listed."""
    rows = questions.sheets(cast("Account", request.user))
    held = get_object_or_404(rows, pk=intake, state=ReturnUploadState.WAITING)
    stem = held.name.rpartition(".")[0] or held.name
    data = marked(bytes(held.content), commands.marks_of(held))
    return download(data, f"{stem}_{_('已标注')}.xlsx")


@page(MANAGE, writes=True)
def units_take(request: HttpRequest, intake: int) -> HttpResponse:
    """Take the whole workbook over, or put it aside."""
    held = _held(request, intake)
    account = cast("Account", request.user)
    if request.POST.get("act") == "discard":
        commands.discard(sheet=held, by=account)
        messages.info(request, _("已放弃这份文件，名录没有变化"))
        return redirect("sta_units")
    try:
        done = commands.take(sheet=held, by=account)
    except XiandaoError as error:
        held = _held(request, intake)
        status = max(status_of(error), 409)
        context = _trial(account, held) | {"error": error}
        return answer(request, "statistics/units-trial.html", context, status=status)
    messages.success(
        request,
        _("已写入名录：新列入 %(new)d 家，变更 %(moved)d 家，没有变化 %(same)d 家")
        % {"new": done[ENROL], "moved": done[MOVE], "same": done[SAME]},
    )
    return redirect("sta_units")


def _held(request: HttpRequest, key: int) -> UnitSheet:
    rows = questions.sheets(cast("Account", request.user)).defer("content")
    return get_object_or_404(rows, pk=key)


def _trial(account: Account, held: UnitSheet) -> dict[str, Any]:
    plans = held.outcome.get("plans", [])
    marks = commands.marks_of(held)
    return {
        "sheet": held,
        "marks": marks,
        "must": sum(mark.severity == "must" for mark in marks),
        "lines": len(held.outcome.get("lines", [])),
        "new": _named(account, [plan for plan in plans if plan["act"] == ENROL]),
        "moved": [plan for plan in plans if plan["act"] == MOVE],
        "same": [plan for plan in plans if plan["act"] == SAME],
        "is_sound": held.outcome.get("is_sound", False),
        "waits": held.state == ReturnUploadState.WAITING,
        "crumbs": _crumbs(_("试读结果")),
    }


def _named(account: Account, plans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the plans of new units with the names of what their facts say by code."""
    places, industries = questions.place_names(account), industry_names()
    zones = dict(questions.zones(account).values_list("code", "name"))
    return [
        plan
        | {
            "place": places.get(plan["facts"]["region_code"], plan["facts"]["region_code"]),
            "zone": zones.get(plan["facts"]["zone"], plan["facts"]["zone"]),
            "industry": industries.get(plan["facts"]["industry"], plan["facts"]["industry"]),
        }
        for plan in plans
    ]


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("填报单位名录"), reverse("sta_units")), (last, "")]
