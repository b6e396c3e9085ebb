"""报表审核: one round, how far every place is, what waits in the order of its weight, and passing on in one go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.statistics.commands import reviews
from xiandao.statistics.models import Filing, FilingStage, Round
from xiandao.statistics.queries import review as questions
from xiandao.statistics.queries import wording
from xiandao.statistics.queries.as_filed import as_filed
from xiandao.statistics.queries.hints import Hint, hints_of
from xiandao.statistics.queries.scores import curve
from xiandao.terms.error import XiandaoError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account

REMIND = "statistics.remind"
TONES = {
    FilingStage.RETURNED: Tone.LATE,
    FilingStage.CITY: Tone.IDLE,
    FilingStage.PROVINCE: Tone.IDLE,
    FilingStage.APPROVED: Tone.OK,
}
MOST_AT_ONCE = 200
MOST_TOLD = 5


@page(REMIND, writes=True, methods=("GET", "POST"))
def review(request: HttpRequest) -> HttpResponse:
    """Show one round's desk; selected returns, or all without open findings, are passed on here."""
    account = cast("Account", request.user)
    rounds = questions.rounds(account)
    found = _chosen(rounds, request.GET.get("round", ""))
    if found is None:
        return answer(request, "statistics/review.html", {"rounds": rounds})
    if request.method == "POST":
        _act(request, found, account)
        return redirect(f"{reverse('sta_review')}?{urlencode({'round': found.pk})}")
    shows_all = request.GET.get("show") == "all"
    queue = questions.waiting(account).filter(round=found)
    rows = questions.filed(account).filter(round=found) if shows_all else queue
    hints = hints_of(found)
    grid = _grid(request, found, rows, hints, shows_all=shows_all)
    file = exports.wanted(request, grid)
    if file is not None:
        return file
    scores = list(queue.values_list("score", flat=True))
    context = {
        "rounds": rounds,
        "round": found,
        "title": heading(found),
        "grid": grid,
        "shows_all": shows_all,
        "waits": len(scores),
        "green": queue.unquestioned().count(),
        "curve": curve(scores),
        "stages": [FilingStage(stage) for stage in questions.STAGES],
        "matrix": questions.matrix(account, found),
        "seen": {stage.value for stage in TONES},
    }
    return answer(request, "statistics/review.html", context)


def heading(found: Round) -> str:
    """Return form and period of a round in the reader's language."""
    return wording.heading(found.form, found.period_label)


def stage_lamp(filing: Filing) -> Lamp:
    """Return where a return stands as a lamp."""
    stage = FilingStage(filing.stage)
    return lit(TONES.get(stage, Tone.IDLE), str(stage.label))


def _chosen(rounds: list[tuple[Round, int]], wanted: str) -> Round | None:
    """Return the round that the address names, else the one that waits, else the latest."""
    for one, _waits in rounds:
        if str(one.pk) == wanted:
            return one
    waiting = max(rounds, key=lambda pair: pair[1], default=None)
    return waiting[0] if waiting else None


def _act(request: HttpRequest, found: Round, account: Account) -> None:
    if request.POST.get("act") == "green":
        done, left = reviews.pass_green(round=found, by=account)
    else:
        done, left = _pass_selected(request, found, account)
    if done:
        messages.success(request, _("已审核通过 %(count)d 份") % {"count": done})
    elif not left:
        messages.info(request, _("没有可以通过的报表，请先勾选"))
    for words in left[:MOST_TOLD]:
        messages.warning(request, words)
    if len(left) > MOST_TOLD:
        rest = {"count": len(left) - MOST_TOLD}
        messages.warning(request, _("另有 %(count)d 份没有通过，请逐份查看") % rest)


def _pass_selected(request: HttpRequest, found: Round, account: Account) -> tuple[int, list[str]]:
    versions = dict(
        pair.split(":", 1) for pair in request.POST.getlist("filing")[:MOST_AT_ONCE] if ":" in pair
    )
    keys = [int(key) for key in versions if key.isascii() and key.isdigit() and len(key) < 19]
    done, left = 0, []
    for filing in questions.waiting(account).filter(round=found, pk__in=keys):
        version = versions[str(filing.pk)]
        try:
            reviews.act(
                filing=filing,
                transition=reviews.GREEN[FilingStage(filing.stage)],
                version=int(version) if version.isascii() and version.isdigit() else -1,
                by=account,
            )
        except XiandaoError as error:
            left.append(f"{filing.organisation.label}：{said(error.sentence)}")
        else:
            done += 1
    return done, left


def _grid(
    request: HttpRequest,
    found: Round,
    rows: QuerySet[Filing],
    hints: dict[str, tuple[Hint, ...]],
    *,
    shows_all: bool,
) -> Grid:
    stages = [(stage.value, str(stage.label)) for stage in TONES]
    problems = [("open", _("有未处理的问题")), ("green", _("没有未处理的问题"))]
    return Grid(
        request,
        _columns(hints, shows_all=shows_all),
        rows,
        name="review",
        search=("organisation__name", "organisation__code"),
        filters=[
            *([Filter("stage", _("状态"), stages)] if shows_all else []),
            Filter("problem", _("问题"), problems, _with_problem),
            Filter("place", _("地区"), lambda: _places(request, found), questions.in_places),
        ],
        title=_("%(title)s报表审核") % {"title": heading(found)},
        empty=_("没有等待您审核的报表"),
        note=_(
            "影响分：本份报表与预计值之差占全部单位预计总量的百分比，取各指标中最大的，只用于安排审核先后。"
        ),
    )


def _columns(hints: dict[str, tuple[Hint, ...]], *, shows_all: bool) -> list[Column]:
    def count(name: str) -> Callable[[Filing], int | None]:
        return lambda row: getattr(as_filed(row), name) or None

    def stands_out(row: Filing) -> int | None:
        return len(hints.get(row.organisation.code, ())) or None

    return [
        *([] if shows_all else [_box()]),
        Column(
            "organisation__name",
            _("填报单位"),
            kind="link",
            width=230,
            url=lambda row: reverse("sta_review_filing", args=[row.pk]),
            is_pinned=True,
        ),
        Column("stage", _("状态"), kind="lamp", getter=stage_lamp),
        Column("score", _("影响分（%）"), kind="number", getter=lambda row: round(row.score, 2)),
        Column("explained", _("已说明"), kind="number", sortable=False, getter=_explained),
        Column(
            "explain_count",
            _("待说明"),
            kind="number",
            getter=count("explain_count"),
        ),
        Column("must_count", _("强制"), kind="number", getter=count("must_count")),
        Column("hint_count", _("提示"), kind="number", getter=count("hint_count")),
        Column("outliers", _("同类离群"), kind="number", sortable=False, getter=stands_out),
        Column("filed_at", _("报出日期"), kind="date", getter=_filed_on),
        Column(
            "changes_since_approval",
            _("通过后修改"),
            kind="number",
            getter=count("changes_since_approval"),
        ),
    ]


def _places(request: HttpRequest, found: Round) -> list[tuple[str, str]]:
    account = cast("Account", request.user)
    return [(place.code, place.label) for place in questions.matrix(account, found)]


def _with_problem(rows: Any, value: str) -> Any:
    # What is asked about a return while it is mended is between the rules and its reporter.
    green = rows.unquestioned().exclude(stage=FilingStage.RETURNED)
    return green if value == "green" else rows.exclude(pk__in=green.values("pk"))


def _explained(row: Filing) -> int | None:
    return len(as_filed(row).explanations) or None


def _filed_on(row: Filing) -> date | None:
    return timezone.localdate(row.filed_at) if row.filed_at else None


def _box() -> Column:
    def box(row: Filing) -> str:
        return format_html(
            '<input class="no-print" type="checkbox" form="pass" name="filing" value="{}:{}" aria-label="{}">',
            row.pk,
            row.version,
            _("选择：%(title)s") % {"title": row.organisation.name},
        )

    return Column("box", _("选择"), kind="html", sortable=False, export=False, getter=box)
