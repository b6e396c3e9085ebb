"""The conversion of one unit: what each indicator adds to its score, and the contracts behind each figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.conversion import CONTRACTS, INDICATORS, PRODUCTS, SHARES
from xiandao.evaluate.queries.conversion_of import Behind, Board, UnitLine, behind, board, parts_of
from xiandao.evaluate.queries.written_down import INSTITUTE, RECORD, body
from xiandao.evaluate.web.bars import points_bar
from xiandao.evaluate.web.conversion import VIEW, labels, with_unit, written
from xiandao.policy.queries.clock import today
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.numbers import plain
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@page(VIEW)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Open the score of a unit down to its contracts."""
    account = cast("Account", request.user)
    if body(account, INSTITUTE, code) is None:
        raise Http404
    found = board(account, request.GET.get("period", ""), today=today())
    line = found.line(code)
    if line is None:
        raise Http404
    part = request.GET.get("show", CONTRACTS)
    if part not in INDICATORS:
        raise Http404
    rows = behind(account, line, found.period, part)
    grid = _grid(request, line, found, part, rows)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "board": found,
        "line": line,
        "lines": lines_of(found, line, part),
        "part": part,
        "part_name": with_unit(*labels()[part]),
        "sum": sum_of(part, line, rows),
        "grid": grid,
        "may_enter": account.may(RECORD, [line.unit]),
        "crumbs": [(_("转化评价"), reverse("eva_conversion")), (line.unit.label, "")],
    }
    return answer(request, "evaluate/conversion-unit.html", context)


def lines_of(found: Board, line: UnitLine, chosen: str) -> list[dict[str, Any]]:
    """Return the six indicators: figure, points of 100 within it, what it adds to the score, median, its address."""
    made = parts_of(found, line.unit.code)
    parts = {one.code: one for one in made[1]} if made else {}
    most = max((one.points for one in parts.values()), default=0.0)
    names, rows = labels(), []
    for code in INDICATORS:
        part = parts.get(code)
        middle = found.medians.get(code)
        rows.append(
            {
                "code": code,
                "name": with_unit(*names[code]),
                "value": written(code, line.value(code)),
                "median": "" if middle is None else written(code, Decimal(str(middle))),
                "score": part and part.value,
                "share": part and part.share * 100,
                "points": part and part.points,
                "bar": points_bar(part.points, most) if part else "",
                "url": f"?period={found.period}&show={code}#contracts",
                "is_on": code == chosen,
            }
        )
    return rows


def sum_of(code: str, line: UnitLine, rows: list[Behind]) -> str:
    """Say how the figure follows from the contracts listed."""
    total = sum((row.addend.value for row in rows), Decimal(0))
    if code not in SHARES:
        return _("%(count)d份合同，合计%(sum)s") % {"count": len(rows), "sum": plain(total)}
    whole = sum((row.addend.of or Decimal(0) for row in rows), Decimal(0))
    return _("%(count)d份合同：%(part)s万元 ÷ %(whole)s万元 = %(share)s%%") % {
        "count": len(rows), "part": plain(total), "whole": plain(whole), "share": written(code, line.value(code)),
    }  # fmt: skip


def _grid(
    request: HttpRequest, line: UnitLine, found: Board, code: str, rows: list[Behind]
) -> Grid:
    names = labels()
    whole = [
        Column("of", _("合同额（万元）"), kind="number", getter=lambda row: row.addend.of)
    ] if code in SHARES else []  # fmt: skip
    return Grid(
        request,
        [
            Column(
                "contract__number", _("登记编号"), kind="html", getter=_linked,
                plain=lambda row: row.contract.number,
            ),
            Column("contract__title", _("合同名称"), width=240),
            Column("kind", _("类别"), getter=lambda row: row.contract.get_kind_display()),
            Column("contract__buyer", _("受让方"), width=170),
            Column("contract__signed_on", _("签订日期"), kind="date"),
            Column("contract__product", _("形成的产品"), width=150),
            Column("is_local", _("省内"), getter=lambda row: _("是") if row.contract.is_local else _("否")),
            *whole,
            Column("counted", _counted(code, names[code]), kind="number", getter=lambda row: row.addend.value),
        ],
        rows,
        name="contracts",
        search=("contract__title", "contract__buyer", "contract__number") if len(rows) > 8 else (),
        title=_("%(unit)s%(year)s年%(name)s") % {
            "unit": line.unit.label, "year": found.period, "name": names[code][0],
        },
        note=_("同一产品只在最早的一份合同计一次，其余计0。") if code == PRODUCTS else "",
        empty=_("没有计入这一项的合同"),
        per_page=100,
    )  # fmt: skip


def _counted(code: str, name: tuple[str, str]) -> str:
    if code in SHARES:
        return _("其中计入（万元）")
    return _("计入%(name)s") % {"name": with_unit(*name)}


def _linked(row: Behind) -> SafeString:
    url = reverse("eva_contract", args=[row.contract.pk])
    return format_html('<a href="{}">{}</a>', url, row.contract.number)
