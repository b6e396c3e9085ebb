"""政策库: every paper with how far it has been read and how its ledger stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from xiandao.casework.methods.lamps import TONES
from xiandao.policy.models.paper import PaperState
from xiandao.policy.queries import clock
from xiandao.policy.queries.library import PaperRow
from xiandao.policy.queries.library import library as library_of
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.lamps import lamp_html
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account

WORDS = {
    "over": _("严重滞后"),
    "late": _("滞后"),
    "soon": _("临期、刚滞后或低于时序"),
    "ok": _("正常"),
    "idle": _("未启动"),
}


def lamps(row: PaperRow) -> SafeString:
    """Return how many items show each lamp, the most serious first; the number stands in for the word."""
    return format_html_join(
        " ",
        "{}",
        (
            (lamp_html(tone.value, row.lamps[tone.value], str(WORDS[tone.value])),)
            for tone in TONES
            if row.lamps.get(tone.value)
        ),
    )


def lamps_in_words(row: PaperRow) -> str:
    """Return the lamps as a file says them."""
    shown = ((WORDS[tone.value], row.lamps.get(tone.value, 0)) for tone in TONES)
    return "；".join(f"{word} {number}" for word, number in shown if number)


def waiting(row: PaperRow) -> SafeString | str:
    """Return the undecided as a way to decide them."""
    if not row.waiting:
        return "0"
    url = f"{reverse('reading', args=[row.paper.pk])}?state=proposed"
    return format_html('<a href="{}"><b>{}</b></a>', url, row.waiting)


def title(row: PaperRow) -> SafeString:
    """Return the title with number and issuer under it."""
    return format_html(
        '<a href="{}">{}</a>{}<br><span class="hint">{}</span>',
        reverse("reading", args=[row.paper.pk]),
        row.paper.title,
        format_html('<span class="demo">{}</span>', _("演示数据")) if row.paper.is_demo else "",
        " · ".join(filter(None, [row.paper.doc_number, row.paper.issuer])),
    )


def title_in_words(row: PaperRow) -> str:
    """Return the title as a file says it."""
    number = row.paper.doc_number
    return f"{row.paper.title}（{number}）" if number else row.paper.title


def links(row: PaperRow) -> SafeString:
    """Return where to go from a paper."""
    found = [(reverse("reading", args=[row.paper.pk]), _("阅读室"))]
    if row.items:
        found.append((f"{reverse('ledger')}?paper={row.paper.pk}", _("台账")))
    if row.paper.state != PaperState.READING:
        found.append((f"{reverse('overview')}?paper={row.paper.pk}", _("总览")))
    if row.paper.source_id:
        found.append((reverse("document", args=[row.paper.source_id]), _("原件")))
    return format_html_join("　", '<a href="{}">{}</a>', found)


COLUMNS = [
    Column("title", _("文件"), kind="html", width=380, getter=title, sortable=False, plain=title_in_words),
    Column("paper__issued_on", _("成文日期"), kind="date"),
    Column("paper__organisation__label", _("台账单位")),
    Column("state", _("状态"), getter=lambda row: str(row.paper.get_state_display())),
    Column("read", _("读出"), kind="number"),
    Column(
        "waiting", _("待确认"), kind="html", align="right", getter=waiting, sortable=False,
        plain=lambda row: row.waiting,
    ),
    Column("items", _("台账事项"), kind="number"),
    Column("lamps", _("状态灯"), kind="html", getter=lamps, sortable=False, plain=lamps_in_words),
    Column("added", _("录入"), getter=lambda row: f"{row.paper.added_by} {row.paper.added_at:%Y-%m-%d}"),
    Column("links", _("打开"), kind="html", getter=links, sortable=False, export=False),
]  # fmt: skip


@page("policy.view")
def library(request: HttpRequest) -> HttpResponse:
    """Show the papers, or what to do first where there is none."""
    account = cast("Account", request.user)
    rows = library_of(account, today=clock.today())
    grid = Grid(
        request,
        COLUMNS,
        rows,
        name="papers",
        search=("paper__title", "paper__doc_number", "paper__issuer"),
        filters=[
            Filter(
                "state",
                _("状态"),
                PaperState.choices,
                lambda found, value: [row for row in found if row.paper.state == value],
            )
        ],
        title=_("政策库"),
        note=_("「待确认」是读出后还没有人确认的事项；状态灯按本人可见的台账事项计。"),
    )
    if file := exports.wanted(request, grid):
        return file
    context = {
        "grid": grid,
        "rows": rows,
        "waiting": sum(row.waiting for row in rows),
        "may_add": account.may_somewhere("policy.paper.add"),
    }
    return answer(request, "policy/library.html", context, fragment={"grid-papers": "ui/grid.html"})
