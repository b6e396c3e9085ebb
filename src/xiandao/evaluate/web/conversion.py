"""转化评价 (Z三(二)2): research units by what their contracts brought, a year at a time; each score opens."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.conversion import INDICATORS, SHARES, scheme
from xiandao.evaluate.queries.conversion_of import Board, UnitLine, board
from xiandao.evaluate.queries.written_down import INSTITUTE, entered_by
from xiandao.evaluate.web.bars import pillar_bar, scale_of
from xiandao.evaluate.web.official_words import method_of
from xiandao.policy.queries.clock import today
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.numbers import plain
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "evaluate.view"


@page(VIEW)
def conversion(request: HttpRequest) -> HttpResponse:
    """Rank the units that the account sees; those without a contract are named and not ranked."""
    account = cast("Account", request.user)
    found = board(account, request.GET.get("period", ""), today=today())
    grid = grid_of(request, found)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "board": found,
        "grid": grid,
        "medians": medians_of(found),
        "weights": weights(),
        "method": method_of(scheme().recipe),
        "note": said(scheme().note),
        "may_enter": bool(entered_by(account, INSTITUTE)),
        "crumbs": [(_("转化评价"), "")],
    }
    return answer(request, "evaluate/conversion.html", context)


def labels() -> dict[str, tuple[str, str]]:
    """Return name and unit of measure of the six indicators."""
    return {
        str(node["code"]): (said(str(node["name"])), said(str(node.get("unit", ""))))
        for node in scheme().nodes
    }


def weights() -> list[tuple[str, str, float, str]]:
    """Return the six indicators with unit, weight and clause."""
    names = labels()
    return [
        (*names[str(node["code"])], float(node["weight"]), str(node["clause"]))
        for node in scheme().nodes
        if node.get("parent")
    ]


def medians_of(found: Board) -> list[tuple[str, str]]:
    """Return the score and the figures of the unit in the middle, as they are written."""
    names = labels()
    if not found.medians:
        return []
    told = [(_("转化得分"), f"{found.medians['']:.1f}")]
    return told + [
        (with_unit(*names[code]), written(code, Decimal(str(found.medians[code]))))
        for code in INDICATORS
    ]


def with_unit(name: str, unit: str) -> str:
    """Return the name of an indicator with its unit of measure."""
    return _("%(name)s（%(unit)s）") % {"name": name, "unit": unit}


def written(code: str, value: Decimal | None) -> str:
    """Return a figure as people read it."""
    if value is None:
        return "—"
    return plain(round(value, 1) if code in SHARES else round(value, 2))


def grid_of(request: HttpRequest, found: Board) -> Grid:
    """Return the ranked units with their six figures."""
    names = labels()
    ends = scale_of([*(one.score for one in found.ranked), found.medians.get("")])
    middle = found.medians.get("")

    def bar(line: UnitLine) -> SafeString:
        return pillar_bar(line.score, middle, ends, _("转化得分"))

    return Grid(
        request,
        [
            Column("rank", _("位次"), kind="number"),
            Column(
                "unit__label", _("单位"), kind="html", width=200, is_pinned=True,
                getter=lambda one: _named(one, found.period),
                plain=lambda one: one.unit.label,
            ),
            Column(
                "score", _("转化得分"), kind="html", getter=bar,
                plain=lambda one: None if one.score is None else round(one.score, 2), sortable=False,
            ),
            *(
                Column(code, with_unit(*names[code]), kind="number", getter=_figure(code))
                for code in INDICATORS
            ),
        ],
        list(found.ranked),
        name="conversion",
        search=("unit__name",) if len(found.ranked) > 5 else (),
        title=_("%(year)s年转化评价（演示数据）") % {"year": found.period}
        if found.is_demo
        else _("%(year)s年转化评价") % {"year": found.period},
        note=_("按合同签订日期归入年度；到账额为这些合同到今天为止的累计到账。点开单位看每一个数由哪些合同组成。"),
        empty=_("这一年还没有登记技术合同"),
        is_numbered=False,
        per_page=100,
    )  # fmt: skip


def _figure(code: str) -> Callable[[UnitLine], Any]:
    digits = 1 if code in SHARES else 2

    def taken(line: UnitLine) -> Decimal | None:
        value = line.value(code)
        return None if value is None else round(value, digits)

    return taken


def _named(line: UnitLine, period: str) -> SafeString:
    url = reverse("eva_conversion_unit", args=[line.unit.code])
    return format_html('<a href="{}?period={}">{}</a>', url, period, line.unit.label)
