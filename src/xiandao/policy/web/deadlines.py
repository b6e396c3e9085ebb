"""时限日历 (Z四(六)): what is due in which month, as a calendar and as a list with working days left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.methods.lamps import Lamp
from xiandao.policy.queries import ledger_index
from xiandao.policy.queries.clock import calendar, quarter, today
from xiandao.policy.queries.ledger_index import Entry
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.filters import Filter
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

SHOWN_IN_MONTH = 6
WEEKDAYS = (
    gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"),
    gettext_lazy("周五"), gettext_lazy("周六"), gettext_lazy("周日"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the calendar with what is due in it."""

    number: int
    is_now: bool
    entries: tuple[Entry, ...]
    total: int
    lamps: tuple[Lamp, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.entries)


@page("policy.view")
def deadlines(request: HttpRequest) -> HttpResponse:
    """Show one year of deadlines."""
    account, now = cast("Account", request.user), today()
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 else now.year
    wanted = request.GET.get("paper", "")
    entries = ledger_index.entries(
        account, period=Period.parse(quarter(now)), today=now,
        paper=int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None,
    )  # fmt: skip
    due = sorted(
        (one for one in entries if one.due), key=lambda one: (one.due or date.max, one.number)
    )
    grid = due_grid(request, [one for one in due if one.due and one.due.year == year], now)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "year": year,
        "years": sorted({one.due.year for one in due if one.due} | {now.year, year}),
        "months": months(due, year, now),
        "grid": grid,
        "ongoing": sum(one.is_ongoing for one in entries),
        "without": sum(one.due is None and not one.is_ongoing for one in entries),
        "covered": calendar().covers(date(year, 1, 1)),
        "papers": ledger_index.paper_choices(account),
        "paper": wanted,
    }
    return answer(request, "policy/deadlines.html", context)


def months(due: Iterable[Entry], year: int, now: date) -> list[list[Month]]:
    """Return the twelve months of a year in four rows; what needs attention stands first in each."""
    by_month: dict[int, list[Entry]] = {number: [] for number in range(1, 13)}
    for one in due:
        if one.due and one.due.year == year:
            by_month[one.due.month].append(one)
    made = []
    for number, members in by_month.items():
        ordered = sorted(
            members, key=lambda one: (one.status not in ledger_index.OPEN, one.due, one.number)
        )
        is_now = (year, number) == (now.year, now.month)
        made.append(
            Month(
                number,
                is_now,
                tuple(ordered[:SHOWN_IN_MONTH]),
                len(members),
                tuple(one.lamp for one in members),
            )
        )
    return [made[start : start + 3] for start in range(0, 12, 3)]


def due_grid(request: HttpRequest, due: Sequence[Entry], now: date) -> Grid:
    """Return the list of a year's deadlines with the working days left."""
    working = calendar()

    def left(one: Entry) -> int | None:
        if one.due is None or one.status not in ledger_index.OPEN:
            return None
        return working.working_days_between(now, one.due)

    return Grid(
        request,
        [
            Column(
                "due",
                _("完成时限"),
                getter=lambda one: f"{one.due} {WEEKDAYS[one.due.weekday()]}",
            ),
            Column(
                "title",
                _("事项"),
                kind="link",
                width=420,
                url=lambda one: reverse("item", args=[one.pk]),
            ),
            Column("clause_path", _("条款")),
            Column("lead", _("牵头单位"), width=160),
            Column("left", _("剩余工作日"), kind="number", getter=left),
            Column("lamp", _("状态灯"), kind="lamp"),
        ],
        due,
        name="due",
        search=("title", "lead"),
        filters=[
            Filter(
                "state", _("办理"), (("open", _("未办结")), ("closed", _("已办结或终止"))), by_state
            ),
        ],
        title=_("时限清单"),
        note=_("剩余工作日按法定节假日和调休安排计算。"),
        empty=_("这一年没有到期的事项"),
    )


def by_state(rows: Sequence[Entry], value: str) -> list[Entry]:
    """Keep the entries whose work goes on, or has ended."""
    return [one for one in rows if (one.status in ledger_index.OPEN) == (value == "open")]
