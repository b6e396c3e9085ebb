"""One project or result of a zone: its form, entered and changed by the zone or by the analyst."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.evaluate.commands import records as commands
from xiandao.evaluate.queries import written_down as visible
from xiandao.evaluate.queries.roles_of import suggested
from xiandao.evaluate.web.roles import suggestion_words
from xiandao.evaluate.web.written_acts import Noun, entered, kept
from xiandao.evaluate.web.written_forms import RecordForm
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation


@page(visible.RECORD, writes=True, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Enter a project or result."""
    account = cast("Account", request.user)
    own = visible.entered_by(account, visible.ZONE)
    return entered(request, account, noun(), own, request.GET.get("unit", ""))


@page("evaluate.view", writes=True, methods=("GET", "POST"))
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a project or result; who may, changes it or takes it out."""
    account = cast("Account", request.user)
    held = get_object_or_404(visible.records(account).select_related("made_by"), pk=pk)
    words = "" if held.role else suggestion_words(suggested(held))
    return kept(request, account, noun(), held, {"suggestion": words})


def noun() -> Noun:
    """Return how projects and results are called, shown and changed."""
    return Noun(
        _("项目和成果"),
        RecordForm,
        commands.add,
        commands.change,
        commands.remove,
        home_of,
        crumbs_of,
    )


def home_of(zone: Organisation) -> str:
    """Return the page of a zone."""
    return reverse("eva_roles_zone", args=[zone.code])


def crumbs_of(zone: Organisation | None, last: str) -> list[tuple[str, str]]:
    """Return the way to a page below the profile of a zone."""
    found = [(_("四地画像"), reverse("eva_roles"))]
    if zone is not None:
        found.append((zone.label, home_of(zone)))
    return [*found, (last, "")]
