"""指定牵头 (Z五(四)): naming the lead of an item whose text names none, in the place where that is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.policy.commands import items
from xiandao.policy.queries.leading import candidates
from xiandao.policy.web.item import found
from xiandao.policy.web.item_forms import offer, put_error
from xiandao.registry.queries.organisations import resolve
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import answer, status_of
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.policy.models import Item
    from xiandao.registry.models import Account, Organisation

PLACES = ("overview", "item")


class LeadForm(forms.Form):
    """The body that is to lead."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    place = forms.ChoiceField(
        widget=forms.HiddenInput, choices=[(one, one) for one in PLACES], required=False
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("牵头单位"),
        choices=(),
        error_messages={"required": gettext_lazy("没有选择牵头单位，请从列表中选一个")},
    )

    def __init__(self, *args: Any, item: Item, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in candidates(account, item)}
        named = [(key, body.label) for key, body in self.bodies.items()]
        offer(self, "lead", [("", _("请选择")), *named])


@page("policy.item.edit", writes=True, methods=("GET", "POST"))
def item_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the bodies; take the choice, which then stands as designated by a person."""
    it, account = found(request, pk)
    if not account.may("policy.item.edit", it.places("policy.item.edit")):
        raise PermissionDenied
    if request.method != "POST":
        start = {"version": it.version, "place": request.GET.get("place", "")}
        return shown(request, it, LeadForm(item=it, account=account, initial=start))
    form = LeadForm(request.POST, item=it, account=account)
    if not form.is_valid():
        return shown(request, it, form, status=422)
    changes = {"lead_name": spelling(form.bodies[form.cleaned_data["lead"]])}
    try:
        items.edit(item=it, changes=changes, version=form.cleaned_data["version"], by=account)
    except XiandaoError as error:
        put_error(form, error)
        return shown(request, it, form, status=max(status_of(error), 409))
    messages.success(request, _("已指定牵头单位"))
    if form.cleaned_data["place"] == "overview":
        return redirect(f"{reverse('overview')}?paper={it.paper_id}&item={pk}")
    return redirect("item", pk)


def spelling(body: Organisation) -> str:
    """Return the shortest name that means this body alone."""
    meant = resolve(body.label)
    return body.label if meant is not None and meant.pk == body.pk else body.name


def shown(request: HttpRequest, it: Item, form: LeadForm, *, status: int = 200) -> HttpResponse:
    """Show the field in its place, or without HTMX on a page of its own."""
    context = {"item": it, "lead_form": form, "place": form["place"].value()}
    response = answer(
        request,
        "policy/item-lead-page.html",
        context,
        fragment="policy/item-lead.html",
        status=status,
    )
    if status != 200:
        response["HX-Retarget"] = "#lead"
        response["HX-Reswap"] = "innerHTML"
    return response
