"""The board of one round: unit × form, numbers for each city, reminders, more time, the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from xiandao.casework.methods.deadlines import next_reminder_on, remaining
from xiandao.casework.queries.clock import calendar, today
from xiandao.statistics.methods.duty import Completeness, Timeliness, reminder_gap
from xiandao.statistics.models import Round
from xiandao.statistics.queries import board as questions
from xiandao.statistics.queries import rounds as known
from xiandao.statistics.queries.board import Numbers, Row
from xiandao.statistics.queries.rounds import REMIND
from xiandao.statistics.queries.wording import heading, told
from xiandao.statistics.web.digests import address
from xiandao.statistics.web.round_acts import Acts, perform
from xiandao.statistics.web.rounds import round_lamp
from xiandao.statistics.web.rounds_forms import rule_in_words
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the board as the table reads it; ``rests_until`` is set while the unit may not be reminded again."""

    row: Row
    main: questions.Cell | None
    rests_until: date | None

    @property
    def city(self) -> str:
        """Where the unit stands, for the filter."""
        return self.row.city

    @property
    def state(self) -> str:
        """How far the main return is, for the filter."""
        return self.main.state.value if self.main else ""

    @property
    def time(self) -> str:
        """Whether the main return was in time, for the filter."""
        return self.main.time.value if self.main else ""

    @property
    def name(self) -> str:
        """The unit, for the search."""
        return self.row.unit.name

    @property
    def code(self) -> str:
        """The unit's code, for the search."""
        return self.row.unit.code


@page(REMIND, writes=True, methods=("GET", "POST"))
def round_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the board of a round; its acts are sent here and their errors stand beside their fields."""
    account = cast("Account", request.user)
    found = known.rounds_for(account).filter(pk=pk).first()
    if found is None:
        raise Http404
    acts = Acts.offered(account, found, request.GET.get("unit", ""))
    if request.method == "POST":
        done = perform(request, account, found, acts)
        if done:
            messages.success(request, done)
            return redirect("sta_round", found.pk)
        found.refresh_from_db()
    rounds = known.family(account, found)
    rows = questions.board(account, rounds, today(), calendar())
    numbers = questions.numbers(rows, found, _("合计"))
    grid = _grid(request, rounds, rows, acts)
    file = exports.wanted(request, grid)
    if file is not None:
        return file
    context = _context(found, rows, numbers, grid, acts)
    return answer(request, "statistics/round.html", context, status=422 if acts.is_refused else 200)


def _context(
    found: Round, rows: Sequence[Row], numbers: list[Numbers], grid: Grid, acts: Acts
) -> dict[str, Any]:
    title = heading(found.form, found.period_label)
    outstanding = numbers[0].states["missing"] + numbers[0].states["returned"]
    return {
        "round": found,
        "title": title,
        "crumbs": [
            (_("报告期"), address("sta_rounds", fallback="")),
            (title, ""),
        ],
        "lamp": round_lamp(found, not outstanding),
        "outstanding": outstanding,
        "left": said(remaining(found.due_on, today(), calendar())),
        "rule": rule_in_words(found.rule),
        "numbers": numbers,
        "total": numbers[0],
        "states": list(Completeness),
        "grid": grid,
        "acts": acts,
        "gap": reminder_gap(),
        "has_rows": bool(rows),
        "is_trial": not found.form.is_lawful_on(found.opens_on),
    }


def _grid(request: HttpRequest, rounds: Sequence[Round], rows: Sequence[Row], acts: Acts) -> Grid:
    found = rounds[0]
    lines = _lines(found, rows)
    cities = [(city, city) for city in dict.fromkeys(row.city for row in rows) if city]
    return Grid(
        request,
        _columns(rounds, acts),
        lines,
        name="board",
        search=("name", "code"),
        filters=[
            Filter("state", _("状态"), [(one.value, said(one.label)) for one in Completeness]),
            Filter("time", _("时效"), [(one.value, said(one.label)) for one in Timeliness]),
            Filter("city", _("设区市"), cities),
        ],
        title=_("%(form)s%(period)s报送情况")
        % {"form": told(found.form), "period": said(found.period_label)},
        note=_("按行政区划和名录顺序排列；时效按首次报出日期计算，退回修改不影响是否按时。"),
    )


def _lines(found: Round, rows: Sequence[Row]) -> list[Line]:
    day, days = today(), calendar()
    lines = []
    for row in rows:
        main, rests = row.cell(found), None
        if row.reminded_on is not None and main is not None and main.is_with_unit:
            allowed = next_reminder_on(row.reminded_on, reminder_gap(), day, days)
            rests = allowed if allowed > day else None
        lines.append(Line(row, main, rests))
    return lines


def _columns(rounds: Sequence[Round], acts: Acts) -> list[Column]:
    box = Column("box", _("选择"), kind="html", sortable=False, export=False, getter=_box)
    more = Column("more", _("延期"), kind="html", sortable=False, export=False, getter=_more)
    return [
        *([box] if acts.remind is not None else []),
        Column("city", _("设区市"), sortable=False),
        Column("name", _("填报单位"), width=220, sortable=False, is_pinned=True),
        Column("zone", _("先导区"), getter=lambda line: line.row.zone, width=180, sortable=False),
        *(_state(one) for one in rounds),
        Column(
            "filed_on", _("报出日期"), kind="date", sortable=False,
            getter=lambda line: line.main and line.main.filed_on,
        ),
        Column(
            "due_on", _("截止日期"), kind="date", sortable=False,
            getter=lambda line: line.main and line.main.due_on,
        ),
        Column(
            "time", _("时效"), sortable=False,
            getter=lambda line: said(line.main.time.label) if line.main else "",
        ),
        Column(
            "reminded_on", _("最近催报"), kind="date", sortable=False,
            getter=lambda line: line.row.reminded_on,
        ),
        *([more] if acts.may_close else []),
    ]  # fmt: skip


def _state(one: Round) -> Column:
    def lamp_of(line: Line) -> Any:
        cell = line.row.cell(one)
        return cell.lamp if cell else None

    return Column(f"round-{one.pk}", told(one.form), kind="lamp", sortable=False, getter=lamp_of)


def _box(line: Line) -> str:
    if line.main is None or not line.main.is_with_unit:
        return ""
    if line.rests_until is not None:
        return format_html(
            '<span class="hint no-print">{}</span>',
            _("%(day)s起可催报") % {"day": f"{line.rests_until:%m-%d}"},
        )
    return format_html(
        '<input class="no-print" type="checkbox" form="remind" name="unit" value="{}" aria-label="{}">',
        line.row.unit.pk,
        _("选择：%(title)s") % {"title": line.name},
    )


def _more(line: Line) -> str:
    if line.main is None or not line.main.is_with_unit:
        return ""
    return format_html(
        '<a class="no-print" href="?unit={}#extend-unit" aria-label="{}">{}</a>',
        line.main.filing,
        _("延期：%(title)s") % {"title": line.name},
        _("延期"),
    )
