"""报告期: which forms are collected for which periods, how far they are; planning one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import Lamp, Tone, lamp, lit
from xiandao.casework.queries.clock import calendar, today
from xiandao.statistics.commands import rounds as commands
from xiandao.statistics.models import Round, RoundState
from xiandao.statistics.queries import rounds as questions
from xiandao.statistics.queries.rounds import MANAGE, REMIND, Tally
from xiandao.statistics.queries.wording import told
from xiandao.statistics.web.rounds_forms import PlanForm, tell
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class Line:
    """One round with its numbers."""

    round: Round
    tally: Tally
    lamp: Lamp

    @property
    def title(self) -> str:
        """What is collected."""
        return told(self.round.form)

    @property
    def state(self) -> str:
        """Whether returns are taken, as the address says it."""
        return self.round.state


@page(REMIND, writes=True, methods=("GET", "POST"))
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds; whoever manages forms plans one here."""
    account = cast("Account", request.user)
    may_plan = account.may_somewhere(MANAGE)
    form = PlanForm(account) if may_plan else None
    if request.method == "POST":
        if not may_plan:
            raise PermissionDenied(MANAGE)
        form = PlanForm(account, request.POST)
        made = _plan(form, account)
        if made is not None:
            messages.success(request, _("已建立报告期，核对后请开放填报"))
            return redirect("sta_round", made.pk)
    grid = _grid(request, account)
    file = exports.wanted(request, grid)
    if file is not None:
        return file
    bad = form is not None and form.is_bound
    context = {"grid": grid, "form": form}
    return answer(request, "statistics/rounds.html", context, status=422 if bad else 200)


def round_lamp(found: Round, is_complete: bool) -> Lamp:
    """Return the lamp of a round: its state, and while returns are outstanding the tone of its deadline."""
    state = found.get_state_display()
    if found.state != RoundState.OPEN:
        return lit(Tone.IDLE, state)
    clock = lamp(found.due_on, None, True, today(), calendar())
    if is_complete or clock.tone == Tone.OK:
        return lit(Tone.OK, state)
    return lit(Tone(clock.tone), _("已到期")) if found.due_on < today() else clock


def _plan(form: PlanForm, account: Account) -> Round | None:
    if not form.is_valid():
        return None
    try:
        made: Round = commands.plan(**form.planned(), by=account)
    except XiandaoError as error:
        tell(form, error)
        return None
    return made


def _line(found: Round, tally: Tally) -> Line:
    return Line(found, tally, round_lamp(found, not tally.missing + tally.returned))


def _grid(request: HttpRequest, account: Account) -> Grid:
    found = list(questions.rounds_for(account))
    tallies = questions.tallies(account, found)
    lines = [_line(one, tallies.get(one.pk, Tally())) for one in found]
    columns = [
        Column(
            "title",
            _("报表"),
            kind="link",
            width=220,
            url=lambda line: reverse("sta_round", args=[line.round.pk]),
        ),
        Column(
            "round__period",
            _("报告期"),
            getter=lambda line: said(line.round.period_label),
        ),
        Column("round__opens_on", _("开放日期"), kind="date"),
        Column("round__due_on", _("截止日期"), kind="date"),
        Column("lamp", _("状态"), kind="lamp", sortable=False),
        *(Column(f"tally__{key}", label, kind="number") for key, label in _counts()),
    ]
    return Grid(
        request,
        columns,
        lines,
        name="rounds",
        search=("title",),
        filters=[Filter("state", _("状态"), RoundState.choices)],
        title=_("报告期"),
        unit=_("家"),
        note=_("各数为本人审核范围内的填报单位数；应报不含已作废的报表。"),
    )


def _counts() -> list[tuple[str, Any]]:
    return [
        ("owed", _("应报")),
        ("missing", _("未报")),
        ("filed", _("已报")),
        ("returned", _("退回")),
        ("approved", _("通过")),
    ]
