"""批示 (Z四(六)): a leader's words on one item, sent to the body that leads it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.policy.commands import instructions
from xiandao.policy.queries.instructing import INSTRUCT
from xiandao.policy.web.item import found, refused, shown
from xiandao.policy.web.item_forms import InstructForm
from xiandao.terms.error import XiandaoError
from xiandao.ui.page import page


@page(INSTRUCT, writes=True)
def item_instruct(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the words; the leader goes on where they were written."""
    it, account = found(request, pk)
    form = InstructForm(request.POST, item=it, account=account)
    if not form.is_valid():
        return shown(request, it, account, status=422, opened="instruct", instruct_form=form)
    said = form.cleaned_data
    body = form.bodies[said["responsible"]]
    try:
        instructions.instruct(item=it, words=said["words"], responsible=body, by=account)
    except XiandaoError as error:
        return refused(request, it, account, error, "instruct", instruct_form=form)
    messages.success(request, _("已批示，请%(body)s落实") % {"body": body.label})
    if request.POST.get("place") == "overview":
        return redirect(f"{reverse('overview')}?paper={it.paper_id}&item={pk}")
    return redirect(reverse("item", args=[pk]) + "#followups")
