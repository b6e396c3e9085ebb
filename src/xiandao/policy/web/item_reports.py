"""What is done with an item besides changing it: reports, evidence, records counted, follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.policy.commands import followups, progress
from xiandao.policy.web.item import default_words, found, refused, shown
from xiandao.policy.web.item_forms import CountForm, FollowupForm, ReportForm
from xiandao.policy.web.ledger import entry_of
from xiandao.policy.web.ledger_grid import period_of
from xiandao.policy.web.ledger_rows import RowWriter
from xiandao.registry.commands import documents
from xiandao.terms.error import InputError, XiandaoError
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Document

LARGEST = 25 * 1024 * 1024
MOST_FILES = 10


@page("policy.item.report", writes=True)
def item_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a report with its evidence."""
    it, account = found(request, pk)
    form = ReportForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return shown(request, it, account, status=422, opened="progress", report_form=form)
    said = form.cleaned_data
    try:
        progress.report(
            item=it, period=said["period"], words=said["words"], value=said["value"], issues=said["issues"],
            funds_cny_10k=said["funds_cny_10k"], evidence=kept_files(request, account),
            is_draft="draft" in request.POST, version=said["version"], by=account,
        )  # fmt: skip
    except XiandaoError as error:
        return refused(request, it, account, error, "progress", report_form=form)
    messages.success(request, _("已暂存") if "draft" in request.POST else _("进展已上报"))
    return redirect(reverse("item", args=[pk]) + "#progress")


def kept_files(request: HttpRequest, account: Account) -> list[Document]:
    """Keep the files that came with a form; each is looked at before it is kept."""
    sent = request.FILES.getlist("files")
    if len(sent) > MOST_FILES:
        raise InputError("POL-255", f"一次最多上传{MOST_FILES}份佐证", "请分次上传或合并文件")
    for file in sent:
        if file.size is None or file.size > LARGEST:
            raise InputError("POL-256", f"“{file.name}”超过25 MB", "请压缩或拆分后再上传")
    return [
        documents.store(
            data=file.read(),
            name=file.name or "佐证",
            organisation=account.organisation,
            by=account,
        )
        for file in sent
    ]


@page("policy.item.report", writes=True)
def item_count_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a record toward the target."""
    it, account = found(request, pk)
    form = CountForm(request.POST)
    if form.is_valid():
        try:
            files = kept_files(request, account)
            progress.count_in(
                item=it, **form.cleaned_data, document=files[0] if files else None, by=account
            )
        except XiandaoError as error:
            return refused(request, it, account, error, "counted", count_form=form)
        messages.success(request, _("已计入"))
        return redirect(reverse("item", args=[pk]) + "#counted")
    return shown(request, it, account, status=422, opened="counted", count_form=form)


@page("policy.item.report", writes=True)
def item_count_out(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """Take a record out of the count."""
    it, account = found(request, pk)
    held = get_object_or_404(it.counted, pk=record)
    progress.count_out(
        item=it, record=held, reason=request.POST.get("reason", "")[:200], by=account
    )
    messages.success(request, _("已移出“%(name)s”") % {"name": held.name})
    return redirect(reverse("item", args=[pk]) + "#counted")


@page("policy.item.edit", writes=True)
def item_followup(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a follow-up: with one click from the ledger, or with its form from the item's page."""
    it, account = found(request, pk)
    if request.headers.get("HX-Request") == "true":
        followups.open_followup(item=it, words=default_words(it), by=account)
        entry = entry_of(account, it, period_of(request))
        return HttpResponse(RowWriter().cases(entry))
    form = FollowupForm(request.POST, item=it)
    if not form.is_valid():
        return shown(request, it, account, status=422, opened="followup", followup_form=form)
    said = form.cleaned_data
    try:
        case = followups.open_followup(
            item=it, words=said["words"], due_on=said["due_on"], responsible=form.bodies[said["responsible"]],
            by=account,
        )  # fmt: skip
    except XiandaoError as error:
        return refused(request, it, account, error, "followup", followup_form=form)
    messages.success(request, _("已发起督办"))
    return redirect("case", case.pk)
