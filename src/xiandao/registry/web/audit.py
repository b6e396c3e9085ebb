"""审计: who did what, when, from where; the chain can be verified here."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.registry.commands import audit as commands
from xiandao.registry.models import AuditEvent
from xiandao.registry.queries import events
from xiandao.registry.queries.accounts import signed_in
from xiandao.registry.queries.actions import label_of
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

DAYS = (1, 7, 30, 90)


@page(events.VIEW)
def audit(request: HttpRequest) -> HttpResponse:
    """Show the events in reach."""
    grid = grid_of(request)
    if file := exports.wanted(request, grid):
        return file
    return answer(request, "registry/audit.html", {"grid": grid})


@page(events.VIEW, writes=True)
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and say whether it holds; that it was verified is recorded."""
    report = commands.verify_recorded(by=signed_in(request))
    tell = messages.success if report.holds else messages.error
    for sentence in commands.told(report):
        tell(request, said(sentence))
    return redirect("audit")


def grid_of(request: HttpRequest) -> Grid:
    """Return the table."""
    rows = events.visible_to(signed_in(request))
    columns = [
        Column("sequence", _("编号"), kind="number"),
        Column(
            "at", _("时间"), getter=lambda row: f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"
        ),
        Column("account_name", _("账号")),
        Column("organisation__label", _("组织"), sortable=False),
        Column("summary", _("内容"), width=360),
        Column("action", _("动作"), getter=lambda row: label_of(row.action)),
        Column("object", _("对象"), getter=object_of, sortable="object_type"),
        Column("address", _("来源地址")),
        Column(
            "succeeded", _("结果"), getter=lambda row: _("成功") if row.succeeded else _("失败")
        ),
    ]
    return Grid(
        request,
        columns,
        rows,
        name="audit",
        search=("summary", "account_name", "action", "address", "object_id"),
        filters=[
            Filter("days", _("时间"), [(str(n), _("近 %(n)s 天") % {"n": n}) for n in DAYS], since),
            Filter("action", _("动作"), acts_that_occur(rows)),
            Filter("succeeded", _("结果"), [("1", _("成功")), ("0", _("失败"))]),
        ],
        title=_("审计记录"),
        note=_("记录只增不改，逐条以摘要相连；导出本表也会留下记录。"),
        is_numbered=False,
    )


def acts_that_occur(rows: QuerySet[AuditEvent]) -> list[tuple[str, str]]:
    """Return the acts to choose from, by code and name."""
    return [(code, label_of(code)) for code in events.actions(rows)]


def since(rows: QuerySet[AuditEvent], days: str) -> QuerySet[AuditEvent]:
    """Keep the events of the last days, today included."""
    first = timezone.localdate() - timedelta(days=int(days) - 1)
    return rows.filter(at__gte=events.beginning(first))


def object_of(row: AuditEvent) -> str:
    """Return the thing acted on, such as policy.item 12."""
    return f"{row.object_type} {row.object_id}".strip()
