"""One reporting unit: what holds now, what held before, changing it from a day on, its end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.statistics.commands import units as commands
from xiandao.statistics.models import Unit
from xiandao.statistics.queries import register as questions
from xiandao.statistics.queries.register import MANAGE, REMIND
from xiandao.statistics.web.rounds_forms import tell
from xiandao.statistics.web.units import industry_names, lamp_of, yes_or_no
from xiandao.statistics.web.units_forms import EndForm, MoveForm
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import answer
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

MOST_EVENTS = 50


@page(REMIND, writes=True, methods=("GET", "POST"))
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit with its history; whoever keeps the register changes it here."""
    account = cast("Account", request.user)
    found = get_object_or_404(questions.rows_of(account), pk=pk)
    rows = questions.history(found)
    newest = rows[0]
    may_keep = account.may(MANAGE, [found.organisation])
    sent: forms.Form | None = None
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied(MANAGE)
        sent = _sent(request, account, newest)
        done = _perform(sent, newest, account)
        if done:
            messages.success(request, done)
            return redirect("sta_unit", questions.history(found)[0].pk)
    context = _context(account, found, rows) | _forms(account, newest, sent, may_keep=may_keep)
    return answer(
        request, "statistics/units-unit.html", context, status=422 if sent is not None else 200
    )


def _sent(request: HttpRequest, account: Account, newest: Unit) -> forms.Form:
    act = request.POST.get("act", "")
    if act == "move":
        return MoveForm(account, newest, request.POST)
    if act == "end":
        return EndForm(request.POST, prefix="end")
    raise Http404


def _perform(form: forms.Form, newest: Unit, account: Account) -> str:
    """Run what the form asks for; return the sentence about it, or nothing where the form says what is wrong."""
    if not form.is_valid():
        return ""
    try:
        if isinstance(form, MoveForm):
            if not set(form.changed_data) - {"on"}:
                form.add_error(None, _("没有改动任何内容"))
                return ""
            commands.move(unit=newest, **form.arguments(), by=account)
            return _("已办理变更，以前的记录保留在下面")
        commands.end(unit=newest, **form.cleaned_data, by=account)
    except XiandaoError as error:
        tell(form, error)
        return ""
    return _("已退出填报单位名录，历史记录和已报数据保留")


def _forms(
    account: Account, newest: Unit, sent: forms.Form | None, *, may_keep: bool
) -> dict[str, Any]:
    """Return the forms that can be used now, the one that was sent with its errors."""
    if not may_keep or (newest.valid_to is not None and sent is None):
        return {}
    return {
        "move": sent if isinstance(sent, MoveForm) else MoveForm(account, newest),
        "end": sent if isinstance(sent, EndForm) else EndForm(prefix="end"),
        "places": sorted(questions.place_names(account).items()),
    }


def _context(account: Account, found: Unit, rows: list[Unit]) -> dict[str, Any]:
    places, industries = questions.place_names(account), industry_names()
    shown = [
        {
            "row": row,
            "place": places.get(row.region_code, row.region_code),
            "industry": industries.get(row.industry, row.industry),
            "above": yes_or_no(row.is_above_size),
            "tech": yes_or_no(row.is_high_tech),
            "lamp": lamp_of(row),
        }
        for row in rows
    ]
    body = found.organisation
    return {
        "body": body,
        "now": shown[0],
        "before": shown[1:],
        "story": [
            (event, json.loads(event.details).get("reason", ""))
            for event in questions.story(rows)[:MOST_EVENTS]
        ],
        "crumbs": [(_("填报单位名录"), reverse("sta_units")), (body.label, "")],
    }
