"""待办工作台: what waits, what is done, what was started; approvals of one kind together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.commands import cases
from xiandao.casework.methods import kinds
from xiandao.casework.methods.deadlines import remaining, spoken
from xiandao.casework.methods.stages import Transition, next_transitions
from xiandao.casework.models import Task
from xiandao.casework.queries import inbox as questions
from xiandao.casework.queries.cases import visible_to
from xiandao.casework.queries.clock import calendar, today
from xiandao.casework.queries.digests import Digest, digests_for
from xiandao.casework.queries.rights import ACT
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

TABS = {
    "todo": gettext_lazy("待办"),
    "done": gettext_lazy("已办"),
    "started": gettext_lazy("我发起的"),
}
MOST_AT_ONCE = 200
CHOSEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab with the number of its entries."""

    name: str
    label: Any
    count: int
    is_on: bool


def batch_step(task: Task) -> Transition | None:
    """Return the step that may be taken for many cases at once where the task stands."""
    steps = next_transitions(kinds.get(task.case.kind), task.stage)
    return next((step for step in steps if step.in_batch), None)


def link(row: Any) -> str:
    """Return where the case of a row opens."""
    return reverse("case", args=[getattr(row, "case_id", None) or row.pk])


def _box(task: Task) -> str:
    if batch_step(task) is None:
        return ""
    return format_html(
        '<input type="checkbox" form="batch" name="case" value="{}:{}" aria-label="{}">',
        task.case_id,
        task.case.version,
        _("选择：%(title)s") % {"title": task.title},
    )


def _source(task: Task) -> str:
    return f"{task.case.owner.label} · {said(task.case.kind_label)}"


TITLE = Column("title", gettext_lazy("事项"), kind="link", width=340, url=link)
TASK_COLUMNS = (
    Column("case__owner__name", gettext_lazy("来源"), getter=_source),
    Column("stage", gettext_lazy("环节"), getter=lambda task: said(task.stage_label)),
)
LAMP = Column("lamp", gettext_lazy("状态灯"), kind="lamp", sortable=False)


def todo_grid(request: HttpRequest, account: Account, *, batch: bool) -> Grid:
    """Return the table of what waits."""
    arrived = Column("arrived_at", gettext_lazy("到达时间"), kind="date")
    left = Column("due_on", gettext_lazy("剩余时限"), getter=lambda task: said(task.remaining))
    box = Column("pk", gettext_lazy("选择"), kind="html", sortable=False, export=False, getter=_box)
    columns = [*([box] if batch else []), TITLE, *TASK_COLUMNS, arrived, left, LAMP]
    rows = questions.todo(account)
    return _grid(request, columns, rows, "todo", ("title", "case__owner__name"))


def done_grid(request: HttpRequest, account: Account) -> Grid:
    """Return the table of what the account finished."""
    ended = Column("done_at", gettext_lazy("办理时间"), kind="date")
    outcome = Column("outcome", gettext_lazy("办理结果"), getter=lambda task: said(task.outcome))
    now = Column(
        "case__stage", gettext_lazy("现在"), getter=lambda task: said(task.case.stage_label)
    )
    columns = [TITLE, *TASK_COLUMNS, outcome, ended, now]
    return _grid(request, columns, questions.done(account), "done", ("title", "case__owner__name"))


def started_grid(request: HttpRequest, account: Account) -> Grid:
    """Return the table of what the account started."""
    columns = [
        TITLE,
        Column("kind", gettext_lazy("类型"), getter=lambda case: said(case.kind_label)),
        Column(
            "responsible__name",
            gettext_lazy("承办单位"),
            getter=lambda case: case.responsible.label,
        ),
        Column("stage", gettext_lazy("环节"), getter=lambda case: said(case.stage_label)),
        Column("opened_at", gettext_lazy("发起时间"), kind="date"),
        Column("due_on", gettext_lazy("办理期限"), kind="date"),
        LAMP,
    ]
    rows = questions.started(account)
    return _grid(request, columns, rows, "started", ("title", "responsible__name"))


def _grid(
    request: HttpRequest, columns: Iterable[Column], rows: Any, name: str, search: tuple[str, ...]
) -> Grid:
    return Grid(request, list(columns), rows, name=name, search=search, title=TABS[name])


def digest_lines(account: Account) -> list[tuple[Digest, str]]:
    """Return the lines above the table, each with the time that is left."""
    day, days = today(), calendar()
    return [
        (one, said(remaining(one.due_on, day, days)) if one.due_on else "")
        for one in digests_for(account)
    ]


def batch_steps(account: Account) -> list[tuple[str, str]]:
    """Return name and label of the steps that some waiting tasks can take together."""
    pairs = questions.todo(account).order_by().values_list("case__kind", "stage").distinct()
    found = {}
    for kind, stage in pairs:
        for step in next_transitions(kinds.get(kind), stage):
            if step.in_batch:
                found[f"{kind}/{step.name}"] = (
                    said(kinds.get(kind).label) + _("：") + said(step.label)
                )
    return list(found.items())


def what_comes_next(account: Account) -> str:
    """Say what the empty inbox waits for, and until when."""
    for task in questions.expected(account, 1):
        by = said(spoken(task.due_on)) if task.due_on else _("未设期限")
        return _("下一件：%(who)s正在办理“%(title)s”（%(by)s前），办完后会到这里") % {
            "who": task.organisation.label,
            "title": task.title,
            "by": by,
        }
    return _("有事项到达时会列在这里，页面右上角同时显示数量")


@page(ACT)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show one tab of the inbox; the number on each tab is the length of its list."""
    account = cast("Account", request.user)
    chosen = request.GET.get("tab", "todo")
    chosen = chosen if chosen in TABS else "todo"
    counts = questions.counts(account)
    numbers = {"todo": counts.todo, "done": counts.done, "started": counts.started}
    steps = batch_steps(account) if chosen == "todo" else []
    lines = digest_lines(account) if chosen == "todo" else []
    if chosen == "todo":
        grid = todo_grid(request, account, batch=bool(steps))
    else:
        grid = (done_grid if chosen == "done" else started_grid)(request, account)
    file = exports.wanted(request, grid)
    if file is not None:
        return file
    context = {
        "tabs": [Tab(name, label, numbers[name], name == chosen) for name, label in TABS.items()],
        "tab": chosen,
        "grid": grid,
        "steps": steps,
        "lines": lines,
        "has_rows": numbers[chosen] > len(lines),
        "is_empty": not numbers[chosen],
        "coming": what_comes_next(account) if not numbers[chosen] else "",
    }
    return answer(request, "casework/inbox.html", context)


@page(ACT, writes=True)
def inbox_batch(request: HttpRequest) -> HttpResponse:
    """Take one step for the chosen cases, each on its own; say which went through and which did not, and why."""
    account = cast("Account", request.user)
    kind, _slash, step = request.POST.get("step", "").partition("/")
    wanted = dict(_pairs(request.POST.getlist("case")[:MOST_AT_ONCE]))
    done, failed = 0, []
    for case in visible_to(account).filter(pk__in=wanted, kind=kind):
        try:
            if not kinds.get(kind).transition(step).in_batch:
                raise XiandaoError("CAS-103", _("这一步须逐件办理"), _("请打开办件单独办理"))
            cases.act(case, transition=step, version=wanted[case.pk], by=account)
        except XiandaoError as error:
            failed.append(f"“{case.title}”{_('：')}{said(error.sentence)}")
        else:
            done += 1
    if done:
        messages.success(request, _("已办理 %(count)d 件") % {"count": done})
    if failed:
        text = _("%(count)d 件没有办理：%(which)s") % {
            "count": len(failed),
            "which": "；".join(failed[:5]),
        }
        messages.warning(request, text)
    if not done and not failed:
        messages.warning(request, _("没有选中事项，请勾选后再办理"))
    return redirect("inbox")


def _pairs(values: Iterable[str]) -> Iterable[tuple[int, int]]:
    found = (CHOSEN.fullmatch(value) for value in values)
    return [(int(match[1]), int(match[2])) for match in found if match]
