"""目标进度 (Z五(四), J四(三)): every figure of the papers against time, as bullets and as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.policy.methods import pacing
from xiandao.policy.models.item import ItemKind, ItemStatus
from xiandao.policy.queries import ledger_index, visible
from xiandao.policy.queries.clock import today
from xiandao.policy.queries.ledger import LedgerRow, rows
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.filters import Filter
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

FIGURES = (ItemKind.TARGET, ItemKind.SCOPE)


@page("policy.view")
def targets(request: HttpRequest) -> HttpResponse:
    """Show the figures, the most delayed first."""
    account = cast("Account", request.user)
    wanted = request.GET.get("paper", "")
    seen = (
        visible.items(account)
        .filter(kind__in=FIGURES, value__isnull=False)
        .exclude(status=ItemStatus.DROPPED)
    )
    if wanted.isdecimal() and len(wanted) < 18:
        seen = seen.filter(paper=int(wanted))
    found = rows(seen.order_by("-paper__issued_on", "paper_id", "number"), today=today())
    # What is known to be behind stands first; where nothing was reported nothing is known.
    found.sort(
        key=lambda row: (row.standing.attained, row.standing.value is None, -row.standing.behind)
    )
    grid = targets_grid(request, found, account)
    if file := exports.wanted(request, grid):
        return file
    counted = [row for row in found if row.counts]
    context = {
        "rows": [row for row in grid.page.object_list if row.counts],
        "grid": grid,
        "total": len(counted),
        "attained": sum(row.standing.attained for row in counted),
        "behind": sum(stands(row) == "behind" for row in counted),
        "silent": sum(stands(row) == "silent" for row in counted),
        "repeated": len(found) - len(counted),
        "paper": wanted,
    }
    return answer(request, "policy/targets.html", context)


def targets_grid(request: HttpRequest, found: list[LedgerRow], account: Account) -> Grid:
    """Return the figures as a table."""
    papers = ledger_index.paper_choices(account)
    filters = [Filter("state", _("进度"), STATES, by_state)]
    if len(papers) > 1:
        filters.insert(0, Filter("paper", _("文件"), papers, lambda kept, _value: kept))
    return Grid(
        request,
        [
            Column(
                "title", _("目标"), kind="html", width=320, sortable=False, getter=title_html,
                plain=lambda row: row.item.title, is_pinned=True,
            ),
            Column("clause", _("条款"), getter=lambda row: row.item.clause.path if row.item.clause else ""),
            Column("figure", _("目标值"), getter=lambda row: row.item.figure, sortable=False),
            Column("value", _("现值"), kind="number", getter=lambda row: row.standing.value),
            Column("unit", _("单位"), getter=lambda row: row.item.unit, sortable=False),
            Column("share", _("完成率（%）"), kind="number", getter=lambda row: percent(row.standing.share)),
            Column("expected", _("时序应为"), kind="number", getter=lambda row: rounded(row.standing.expected)),
            Column("behind", _("落后（百分点）"), kind="number", getter=lambda row: percent(row.standing.behind)),
            Column("due", _("时限"), kind="date", getter=lambda row: row.due),
            Column("lead", _("牵头单位"), getter=lead_of),
            Column("lamp", _("状态灯"), kind="lamp"),
        ],
        found,
        name="targets",
        search=("item__title", "item__metric", "item__lead_name"),
        filters=filters,
        title=_("目标进度"),
        note=said(pacing.about()) + _("；“左右”的目标按容差判断是否达到；重复出现的目标不计数。"),
        empty=_("没有量化目标：确认文件中读出的数字后会出现在这里"),
        per_page=100,
    )  # fmt: skip


STATES = (
    ("behind", gettext_lazy("低于时序")),
    ("on", gettext_lazy("达到或接近时序")),
    ("attained", gettext_lazy("已达到")),
    ("silent", gettext_lazy("尚无现值")),
)


def stands(row: LedgerRow) -> str:
    """Return how a figure stands, as the filter names it."""
    if row.standing.attained:
        return "attained"
    if row.standing.value is None:
        return "silent"
    return "behind" if row.is_behind else "on"


def by_state(found: list[LedgerRow], value: str) -> list[LedgerRow]:
    """Keep the figures that stand as asked."""
    return [row for row in found if stands(row) == value]


def title_html(row: LedgerRow) -> str:
    """Return the figure's name as a link; a repetition says that it does not count."""
    mark = "" if row.counts else format_html(' <span class="chip">{}</span>', _("重复，不计数"))
    return format_html(
        '<a href="{}">{}</a>{}', reverse("item", args=[row.item.pk]), row.item.title, mark
    )


def lead_of(row: LedgerRow) -> str:
    """Return the lead as the register calls it, else as the paper does."""
    return row.item.lead.label if row.item.lead else row.item.lead_name


def percent(share: Decimal | None) -> Decimal | None:
    """Return a part of one in per cent with one decimal."""
    return None if share is None else round(share * 100, 1)


def rounded(value: Decimal | None) -> Decimal | None:
    """Return a figure with one decimal."""
    return None if value is None else round(value, 1)
