"""督办: every case the account may see, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from xiandao.casework.methods import kinds
from xiandao.casework.queries.cases import visible_to
from xiandao.casework.queries.clock import today
from xiandao.casework.queries.rights import ACT
from xiandao.casework.web.inbox import LAMP, TITLE
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

STATES = (("open", _("办理中")), ("late", _("已逾期")), ("closed", _("已结束")))


def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Keep the cases that are open, open and past their deadline, or closed."""
    if state == "late":
        return rows.filter(closed_at__isnull=True, due_on__lt=today())
    return rows.filter(closed_at__isnull=state == "open")


COLUMNS = (
    TITLE,
    Column("owner__name", _("发起单位"), getter=lambda case: case.owner.label),
    Column("responsible__name", _("承办单位"), getter=lambda case: case.responsible.label),
    Column("stage", _("环节"), getter=lambda case: said(case.stage_label)),
    Column("opened_at", _("发起时间"), kind="date"),
    Column("due_on", _("办理期限"), kind="date"),
    Column("closed_at", _("结束时间"), kind="date"),
    LAMP,
)


def kinds_to_choose() -> list[tuple[str, str]]:
    """Return name and label of every declared kind."""
    return [(kind.name, said(kind.label)) for kind in kinds.known()]


FILTERS = (Filter("kind", _("类型"), kinds_to_choose), Filter("state", _("状态"), STATES, in_state))


@page(ACT)
def case_list(request: HttpRequest) -> HttpResponse:
    """List the cases in reach, open and closed."""
    grid = Grid(
        request,
        list(COLUMNS),
        visible_to(cast("Account", request.user)),
        name="cases",
        search=("title", "basis", "owner__name", "responsible__name"),
        filters=FILTERS,
        title=_("督办与办件"),
        note=_("范围：本单位发起、承办或经办过的办件，以及授权范围内的办件"),
        empty=_("还没有办件；在任务台账的事项中可以发起督办"),
    )
    return exports.wanted(request, grid) or answer(request, "casework/cases.html", {"grid": grid})
