"""我的填报: what the reporter owes now, how little of it is left to fill, and what was filed before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.casework.methods.deadlines import remaining
from xiandao.casework.methods.lamps import Lamp
from xiandao.casework.queries.clock import calendar, today
from xiandao.statistics.methods.duty import Completeness, completeness, timeliness
from xiandao.statistics.models import Filing, FilingStage
from xiandao.statistics.queries import mine as questions
from xiandao.statistics.queries.board import first_filed, state_lamp
from xiandao.statistics.queries.wording import told
from xiandao.statistics.web.digests import address, heading
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

FILE = "statistics.file"


@dataclass(frozen=True, slots=True)
class Task:
    """One return to fill, with the time left and the addresses of its ways to be filled."""

    owed: questions.Owed
    title: str
    lamp: Lamp
    left: str
    grid_url: str
    template_url: str
    upload_url: str
    is_trial: bool


@page(FILE)
def mine(request: HttpRequest) -> HttpResponse:
    """Show what is owed, first what falls due first, and the table of what was filed before."""
    account = cast("Account", request.user)
    tasks = [_task(one) for one in questions.owed(account)]
    grid = _earlier(request, account)
    file = exports.wanted(request, grid)
    if file is not None:
        return file
    units = {task.owed.filing.organisation_id for task in tasks}
    context = {"tasks": tasks, "grid": grid, "has_several_units": len(units) > 1}
    return answer(request, "statistics/mine.html", context)


def _task(one: questions.Owed) -> Task:
    filing, day, days = one.filing, today(), calendar()
    state = Completeness.RETURNED if one.is_returned else Completeness.MISSING
    return Task(
        owed=one,
        title=heading(filing),
        lamp=state_lamp(state, one.due_on, None, day, days),
        left=said(remaining(one.due_on, day, days)),
        grid_url=address("sta_filing", filing.pk, fallback=""),
        template_url=address("sta_filing_template", filing.pk, fallback=""),
        upload_url=address("sta_filing_upload", filing.pk, fallback=""),
        is_trial=not filing.round.form.is_lawful_on(day),
    )


def _earlier(request: HttpRequest, account: Account) -> Grid:
    rows = list(questions.earlier(account))
    first = first_filed(row.pk for row in rows)
    columns = [
        Column(
            "round__form__title",
            _("报表"),
            kind="link",
            width=220,
            getter=lambda row: told(row.round.form),
            url=lambda row: address("sta_filing", row.pk, fallback=""),
        ),
        Column("round__period", _("报告期"), getter=lambda row: said(row.round.period_label)),
        Column("organisation__name", _("填报单位"), width=200),
        Column("stage", _("状态"), getter=_state),
        Column("filed", _("报出日期"), kind="date", getter=lambda row: _filed(row, first)),
        Column("time", _("时效"), getter=lambda row: _time(row, first)),
        Column("changes_since_approval", _("通过后修改"), kind="number"),
    ]
    return Grid(
        request,
        columns,
        rows,
        name="earlier",
        search=("round__form__title", "organisation__name"),
        title=_("往期填报"),
        empty=_("还没有报出过报表；报出后可以在这里查看审核进展"),
        per_page=20,
        note=_("时效按首次报出日期计算，退回修改不影响是否按时。"),
    )


def _state(row: Filing) -> str:
    if row.stage == FilingStage.DRAFT:
        return _("未报（已截止）")
    return str(row.get_stage_display())


def _filed(row: Filing, first: dict[int, date]) -> date | None:
    latest = timezone.localdate(row.filed_at) if row.filed_at else None
    return first.get(row.pk, latest)


def _time(row: Filing, first: dict[int, date]) -> str:
    if completeness(row.stage) is None:
        return ""
    due_on = row.due_on or row.round.due_on
    return said(timeliness(row.stage, _filed(row, first), due_on, today()).label)
