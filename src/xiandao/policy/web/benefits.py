"""惠企条款: what enterprises can get, clause by clause, as read and as confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiandao.policy.methods.payloads import figure_of
from xiandao.policy.models import Proposal
from xiandao.policy.models.reading import ProposalKind, ProposalState
from xiandao.policy.queries import visible
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid, Grouping
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

STATES = [
    (value, label) for value, label in ProposalState.choices if value != ProposalState.REJECTED
]


def place(row: Proposal) -> str:
    """Return where the words stand in the reading room."""
    return f"{reverse('reading', args=[row.paper_id])}#p{row.pk}"


def clause(row: Proposal) -> str:
    """Return number and heading of the clause."""
    return row.clause.label if row.clause else "—"


COLUMNS = [
    Column("text", _("惠企内容（原文）"), width=420, sortable=False),
    Column("figure", _("标准"), getter=lambda row: figure_of(row.payload), sortable=False),
    Column("clause", _("条款"), kind="link", width=180, getter=clause, url=place, sortable="clause__order"),
    Column("paper__title", _("文件"), width=220),
    Column("state", _("状态"), getter=lambda row: str(row.get_state_display())),
    Column("decided_by__display_name", _("确认人")),
    Column("decided_at", _("确认时间"), kind="date"),
]  # fmt: skip


@page("policy.view")
def benefits(request: HttpRequest) -> HttpResponse:
    """Show the benefits of all papers the account may open; what was not accepted is left out."""
    account = cast("Account", request.user)
    rows = (
        visible.proposals(account)
        .filter(kind=ProposalKind.BENEFIT)
        .exclude(state=ProposalState.REJECTED)
        .select_related("paper", "clause", "decided_by")
        .defer("paper__text")
        .order_by("-paper__issued_on", "paper", "start")
    )

    def papers() -> list[tuple[str, str]]:
        titles = rows.order_by().values_list("paper", "paper__title").distinct()
        return [(str(key), name) for key, name in sorted(titles, key=lambda pair: pair[1])]

    def of_paper(found: Any, value: str) -> Any:
        return found.filter(paper=value)

    grid = Grid(
        request,
        COLUMNS,
        rows,
        name="benefits",
        search=("text", "paper__title", "clause__heading"),
        filters=[Filter("paper", _("文件"), papers, of_paper), Filter("state", _("状态"), STATES)],
        groupings=[
            Grouping("paper", _("文件"), lambda row: row.paper.title, ("paper__title", "paper")),
        ],
        title=_("惠企条款"),
        note=_("口径：政策文件中企业、人才、机构可享受的奖补与便利，以原文为准；不计入目标。"),
    )
    if file := exports.wanted(request, grid):
        return file
    context = {
        "grid": grid,
        "total": rows.count(),
        "may_add": account.may_somewhere("policy.paper.add"),
    }
    return answer(
        request, "policy/benefits.html", context, fragment={"grid-benefits": "ui/grid.html"}
    )
