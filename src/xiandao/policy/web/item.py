"""事项 (Z四(六)): one commitment from its sentence to its evidence, and everything that can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.policy.commands import items
from xiandao.policy.methods.ledger_cells import names
from xiandao.policy.methods.pacing import about
from xiandao.policy.models import Item
from xiandao.policy.queries import visible
from xiandao.policy.queries.item import item_view, same_candidates
from xiandao.policy.queries.leading import designated
from xiandao.policy.web.item_forms import (
    CountForm,
    FollowupForm,
    InstructForm,
    ItemForm,
    ReportForm,
    RuleForm,
    put_error,
)
from xiandao.policy.web.ledger import entry_of
from xiandao.policy.web.ledger_grid import period_of
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer, status_of
from xiandao.ui.grids import Column, Grid
from xiandao.ui.numbers import whole
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

LARGEST = 25 * 1024 * 1024
MOST_FILES = 10


def found(request: HttpRequest, pk: int) -> tuple[Item, Account]:
    """Return an item the account may see; any other does not exist for it."""
    account = cast("Account", request.user)
    seen = visible.items(account).select_related(
        "paper", "clause", "lead", "organisation", "same_as"
    )
    return get_object_or_404(seen, pk=pk), account


@page("policy.view")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item."""
    it, account = found(request, pk)
    grid = records_grid(request, it)
    if file := exports.wanted(request, grid):
        return file
    return shown(request, it, account)


def shown(
    request: HttpRequest,
    it: Item,
    account: Account,
    *,
    status: int = 200,
    opened: str = "",
    **bound: forms.Form,
) -> HttpResponse:
    """Show the page; a form that was refused comes back as it was filled in, its fold open."""
    today = timezone.localdate()
    view = item_view(account, it, today=today)
    made: dict[str, Any] = {
        "edit_form": ItemForm(initial=initial(it)),
        "rule_form": RuleForm(
            initial={
                "version": it.version,
                "counting_rule": it.counting_rule,
                "tolerance_pct": it.tolerance_pct,
            }
        ),
        "report_form": report_form(request, it, account),
        "count_form": CountForm(initial={"counted_on": today}),
        "followup_form": FollowupForm(item=it, initial={"words": default_words(it)}),
        "instruct_form": InstructForm(item=it, account=account),
    }
    context = made | bound | {
        "item": it, "view": view, "row": view.row, "opened": opened, "grid": records_grid(request, it),
        "pace_about": about(), "designated": designated(it),
    }  # fmt: skip
    return answer(request, "policy/item.html", context, status=status)


def initial(it: Item) -> dict[str, Any]:
    """Return the fields of the item as the form shows them."""
    made = {
        name: getattr(it, name)
        for name in ItemForm.base_fields
        if hasattr(it, name) and name != "parties"
    }
    for name in ("value", "value_max", "stretch_value", "baseline_value", "funds_cny_10k"):
        if made.get(name) is not None:
            made[name] = f"{made[name].normalize():f}"
    if not it.lead_name and it.lead:
        made["lead_name"] = it.lead.label
    return made | {"parties": "、".join(it.parties.values_list("name", flat=True))}


def report_form(request: HttpRequest, it: Item, account: Account) -> ReportForm:
    """Return the form of the period, filled with the own draft or the submitted report."""
    period = period_of(request)
    entry = entry_of(account, it, period)
    told = entry.draft or entry.report
    start: dict[str, Any] = {
        "period": period.code,
        "version": entry.report.version if entry.report else 0,
        "issues": it.issues,
    }
    if told is not None:
        value = None if told.value is None else f"{told.value.normalize():f}"
        start |= {"words": told.words, "value": value, "funds_cny_10k": told.funds_cny_10k}
    return ReportForm(initial=start, today=timezone.localdate())


def default_words(it: Item) -> str:
    """Return how a follow-up begins when nobody writes anything else."""
    due = it.due_on.isoformat() if it.due_on else _("持续推进")
    return _("请报告“%(title)s”（时限：%(due)s）的进展、存在问题和下一步安排。") % {
        "title": it.title[:120],
        "due": due,
    }


@page("policy.item.edit", writes=True)
def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the form of an item."""
    it, account = found(request, pk)
    form = ItemForm(request.POST)
    if form.is_valid():
        changes = dict(form.cleaned_data)
        version, parties = changes.pop("version"), changes.pop("parties")
        if it.lead is not None and not it.lead_name and changes["lead_name"] == it.lead.label:
            del changes["lead_name"]
        try:
            items.edit(
                item=it, changes=changes, version=version, parties=list(names(parties)), by=account
            )
        except XiandaoError as error:
            return refused(request, it, account, error, "edit", edit_form=form)
        messages.success(request, _("已保存"))
        return redirect("item", pk)
    return shown(request, it, account, status=422, opened="edit", edit_form=form)


@page("policy.item.edit", writes=True)
def item_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how the item counts."""
    it, account = found(request, pk)
    form = RuleForm(request.POST)
    if form.is_valid():
        changes = dict(form.cleaned_data)
        try:
            items.edit(item=it, changes=changes, version=changes.pop("version"), by=account)
        except XiandaoError as error:
            return refused(request, it, account, error, "rule", rule_form=form)
        messages.success(request, _("计数规则已更改"))
        return redirect(reverse("item", args=[pk]) + "#rule")
    return shown(request, it, account, status=422, opened="rule", rule_form=form)


@page("policy.item.edit", writes=True)
def item_same(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the item to the one it repeats, or take the link away."""
    it, account = found(request, pk)
    wanted = whole(request.POST.get("same_as"))
    other = None if wanted is None else get_object_or_404(visible.editable(account), pk=wanted)
    items.edit(
        item=it,
        changes={"same_as": other},
        version=whole(request.POST.get("version")) or 0,
        by=account,
    )
    messages.success(
        request, _("已关联，本项不再重复计数") if other else _("已取消关联，本项重新计数")
    )
    return redirect("item", pk)


@page("policy.item.edit")
def item_candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the items that this one may repeat."""
    it, account = found(request, pk)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    context = {"item": it, "candidates": same_candidates(account, it, text)}
    return answer(request, "policy/item-candidates.html", context)


def refused(
    request: HttpRequest,
    it: Item,
    account: Account,
    error: XiandaoError,
    opened: str,
    **bound: forms.Form,
) -> HttpResponse:
    """Show the page again with what a command refused beside its field; what may not be done at all is said as such."""
    if error.code in ("REG-403", "CAS-403"):
        raise error
    (form,) = bound.values()
    put_error(form, error)
    fresh = get_object_or_404(
        Item.objects.select_related("paper", "clause", "lead", "organisation", "same_as"), pk=it.pk
    )
    return shown(request, fresh, account, status=max(status_of(error), 409), opened=opened, **bound)


def records_grid(request: HttpRequest, it: Item) -> Grid:
    """Return the records counted toward the item, ready for export."""
    return Grid(
        request,
        [
            Column("name", _("名称"), width=260),
            Column("place", _("所在地")),
            Column("stage", _("阶段")),
            Column("batch", _("批次")),
            Column("counted_on", _("公布日期"), kind="date"),
            Column("notice", _("依据文件"), width=240),
        ],
        it.counted.order_by("-counted_on", "name"),
        name="counted",
        prefix="c-",
        title=_("计入明细：%(title)s") % {"title": it.title[:60]},
    )
