"""碳效对标 (Z四(五)): own carbon per value added, where it stands among all zones, what one grade better takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.carbon_efficiency import GRADE_LIMITS
from xiandao.evaluate.queries.carbon_of import CarbonView, Own, carbon_of
from xiandao.policy.queries.clock import today
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.charts import Chart
from xiandao.ui.grids import Column, Grid
from xiandao.ui.numbers import plain
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@page("evaluate.view")
def carbon(request: HttpRequest) -> HttpResponse:
    """Show the zones of the account against the distribution of all."""
    found = carbon_of(cast("Account", request.user), today=today())
    crumbs = [(_("碳效对标"), "")]
    if found is None or not found.own:
        nothing = {"view": found, "crumbs": crumbs}
        return answer(request, "evaluate/carbon-empty.html", nothing)
    grid, chart = _grid(request, found), _chart(request, found)
    if file := exports.wanted(request, grid, chart):
        return file
    context = {
        "view": found,
        "period": said(Period.parse(found.period).label),
        "only": found.own[0] if len(found.own) == 1 else None,
        "sentences": [sentence_of(one) for one in found.own] if len(found.own) == 1 else [],
        "mean": plain(round(found.mean, 3)),
        "grid": grid,
        "chart": chart,
        "crumbs": crumbs,
    }
    return answer(request, "evaluate/carbon.html", context)


def sentence_of(own: Own) -> str:
    """Return where a zone stands and what one grade better takes, in words."""
    code = own.code
    told = _("碳效水平%(level)s吨/万元（%(name)s），为平均水平的%(ratio)s倍，%(grade)d级，优于%(share)d%%的先导区") % {
        "level": plain(round(code.intensity, 3)), "name": said(code.level), "ratio": plain(round(code.ratio, 2)),
        "grade": code.grade, "share": round(code.percentile * 100),
    }  # fmt: skip
    if code.grade == 1:
        return told + _("；已是最好的一级")
    return told + _("；升到%(next)d级，增加值不变时要少排%(less)s吨，或排放不变时增加值多%(more)s万元") % {
        "next": code.grade - 1, "less": plain(round(code.less_carbon)), "more": plain(round(code.more_value)),
    }  # fmt: skip


def grade_label(grade: int) -> str:
    """Return what a grade is called."""
    return _("%(grade)d级") % {"grade": grade}


def _grid(request: HttpRequest, found: CarbonView) -> Grid:
    def number(key: str, digits: int, scale: int = 1) -> Any:
        return lambda own: round(getattr(own.code, key) * scale, digits)

    return Grid(
        request,
        [
            Column("name", _("先导区")),
            Column("value_added", _("增加值（万元）"), kind="number"),
            Column("carbon", _("碳排放（吨）"), kind="number"),
            Column("level", _("碳效水平（吨/万元）"), kind="number", getter=number("intensity", 3)),
            Column("level_name", _("水平"), getter=lambda own: said(own.code.level)),
            Column("ratio", _("与平均之比"), kind="number", getter=number("ratio", 2)),
            Column("grade", _("等级"), getter=lambda own: grade_label(own.code.grade)),
            Column("percentile", _("优于（%）"), kind="number", getter=number("percentile", 0, 100)),
            Column("less", _("升一级少排（吨）"), kind="number", getter=number("less_carbon", 0)),
            Column("more", _("或增加值多（万元）"), kind="number", getter=number("more_value", 0)),
        ],
        list(found.own),
        name="carbon",
        search=("name",) if len(found.own) > 1 else (),
        title=_("碳效对标（演示数据）") if found.is_demo else _("碳效对标"),
        note=_("取自先导区季度管理报表；参照规上工业企业碳效等级评价方法，以参评先导区的总排放除以总增加值为平均水平。"),
        per_page=100,
    )  # fmt: skip


def _chart(request: HttpRequest, found: CarbonView) -> Chart:
    labels = [grade_label(grade) for grade in range(1, len(GRADE_LIMITS) + 2)]
    mine = {own.code.grade for own in found.own} if len(found.own) == 1 else set()
    bars: list[Any] = [
        {"value": count, "label": {"show": True, "position": "top", "formatter": _("本区在此级")}}
        if grade in mine
        else count
        for grade, count in enumerate(found.grades, 1)
    ]
    return Chart(
        name="grades",
        title=_("%(count)s个先导区中，%(good)s个为1级或2级，好于平均水平") % {
            "count": found.count, "good": sum(found.grades[:2]),
        },
        option={
            "xAxis": {"type": "category", "data": labels},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"type": "bar", "data": bars}],
            "tooltip": {"trigger": "axis"},
        },
        columns=[_("等级"), _("与平均之比"), _("先导区数")],
        rows=[[label, bounds_of(at), found.grades[at]] for at, label in enumerate(labels)],
        subtitle=_("各等级的先导区数　单位：个"),
        note=_("只列各级个数，不列其他先导区的名称和数值。"),
        height="s",
        request=request,
    )  # fmt: skip


def bounds_of(at: int) -> str:
    """Return the bounds of a grade by its place, 0 for the best."""
    if at == 0:
        return f"≤{GRADE_LIMITS[0]:g}"
    if at == len(GRADE_LIMITS):
        return f">{GRADE_LIMITS[-1]:g}"
    return f"{GRADE_LIMITS[at - 1]:g}–{GRADE_LIMITS[at]:g}"
