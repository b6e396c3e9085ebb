"""One technology contract: its form, entered and changed by the unit that sold or by the analyst."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.evaluate.commands import contracts as commands
from xiandao.evaluate.queries import written_down as visible
from xiandao.evaluate.web.written_acts import Noun, entered, kept
from xiandao.evaluate.web.written_forms import ContractForm
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation


@page(visible.RECORD, writes=True, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Enter a contract."""
    account = cast("Account", request.user)
    own = visible.entered_by(account, visible.INSTITUTE)
    return entered(request, account, noun(), own, request.GET.get("unit", ""))


@page("evaluate.view", writes=True, methods=("GET", "POST"))
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a contract; who may, changes it or takes it out."""
    account = cast("Account", request.user)
    held = get_object_or_404(visible.contracts(account).select_related("made_by"), pk=pk)
    return kept(request, account, noun(), held, {})


def noun() -> Noun:
    """Return how contracts are called, shown and changed."""
    return Noun(
        _("技术合同"),
        ContractForm,
        commands.add,
        commands.change,
        commands.remove,
        home_of,
        crumbs_of,
    )


def home_of(unit: Organisation) -> str:
    """Return the page of a unit."""
    return reverse("eva_conversion_unit", args=[unit.code])


def crumbs_of(unit: Organisation | None, last: str) -> list[tuple[str, str]]:
    """Return the way to a page below the conversion of a unit."""
    found = [(_("转化评价"), reverse("eva_conversion"))]
    if unit is not None:
        found.append((unit.label, home_of(unit)))
    return [*found, (last, "")]
