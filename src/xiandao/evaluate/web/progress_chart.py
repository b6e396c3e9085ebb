"""Pictures of a target: its line, what is required on the way, what was observed, the range to the deadline."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.target_outlook import day_of
from xiandao.evaluate.queries.progress_of import Leaf, LeafView, expected_on
from xiandao.evaluate.queries.published_series import PublishedSeries
from xiandao.evaluate.web.progress_words import (
    period_text,
    range_of,
    sentence_of,
    source_of,
    value_text,
)
from xiandao.statistics.queries.wording import told
from xiandao.ui.charts import Chart
from xiandao.ui.numbers import plain

CLEAR = {"opacity": 0}
DASHED = {"type": "dashed", "width": 1.5}
# Readable on light and dark alike; the range takes the hue of what was observed.
NEUTRAL = "#8A94A6"
HUE = "#4B95E1"
Point = list[Any]


def target_chart(request: HttpRequest, view: LeafView) -> Chart:
    """Return the line of a target with its figures and the range ahead."""
    leaf, item = view.leaf, view.leaf.item
    return Chart(
        name="target",
        title=sentence_of(leaf),
        option=_option(view),
        columns=[_("日期"), _("实际"), _("时序应为"), _("预计下限"), _("预计中值"), _("预计上限")],
        rows=_rows(view),
        subtitle=_("%(metric)s　单位：%(unit)s") % {"metric": item.metric or item.title, "unit": item.unit},
        note=_("时序由起始日到时限均匀推算；预计区间为80%区间，只由上面的各期数据推算，不含未来的政策和项目。"),
        source=source_of(leaf),
        unit=item.unit,
        height="m",
        request=request,
    )  # fmt: skip


def _option(view: LeafView) -> dict[str, Any]:
    leaf, item = view.leaf, view.leaf.item
    seen = [[str(one.on), one.value] for one in leaf.seen]
    ahead = [(str(day_of(one.time)), one.low, one.high, one.mean) for one in leaf.outlook.path]
    series: list[dict[str, Any]] = [
        {
            "name": _("实际"), "type": "line", "data": seen, "symbolSize": 7, "z": 4,
            "markLine": _target_line(leaf) if item.value is not None else None,
        }
    ]  # fmt: skip
    if line := _line(view):
        series.append(
            {
                "name": _("时序应为"), "type": "line", "showSymbol": False, "color": NEUTRAL,
                "lineStyle": DASHED, "data": line,
            }
        )  # fmt: skip
    if ahead:
        last = leaf.seen[-1]
        series += _range(leaf, [(str(last.on), last.value, last.value, last.value), *ahead])
    shown = [one["name"] for one in series if one["name"] != _("预计下限")]
    return {
        "legend": {"data": shown, "left": 0, "top": 0},
        "grid": {"left": 8, "right": 24, "top": 40, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "time"},
        "yAxis": {"type": "value", "scale": item.comparator in {"le", "lt"}},
        "series": series,
    }


def _range(leaf: Leaf, band: list[tuple[str, float, float, float]]) -> list[dict[str, Any]]:
    """Return the range as a band between two lines of which only the space between shows, and its middle."""
    middle: list[Any] = [[day, round(mean, 2)] for day, _low, _high, mean in band]
    told = {"show": True, "position": "left", "formatter": range_of(leaf)}
    middle[-1] = {"value": middle[-1], "label": told}
    return [
        _hidden(_("预计下限"), [[day, round(low, 2)] for day, low, _high, _mean in band]),
        {
            **_hidden(_("预计区间"), [[day, round(high - low, 2)] for day, low, high, _mean in band]),
            "areaStyle": {"opacity": 0.22, "color": HUE}, "color": HUE,
        },
        {
            "name": _("预计中值"), "type": "line", "symbolSize": 4, "color": HUE, "lineStyle": DASHED,
            "data": middle,
        },
    ]  # fmt: skip


def _hidden(name: str, data: list[Point]) -> dict[str, Any]:
    return {
        "name": name, "type": "line", "stack": "ahead", "stackStrategy": "all", "showSymbol": False,
        "lineStyle": CLEAR, "silent": True, "data": data,
    }  # fmt: skip


def _target_line(leaf: Leaf) -> dict[str, Any]:
    return {
        "symbol": "none", "silent": True, "lineStyle": {"color": NEUTRAL, "type": "solid", "width": 1.5},
        "label": {"position": "insideStartTop", "formatter": _("目标%(figure)s") % {"figure": leaf.item.figure}},
        "data": [{"yAxis": float(leaf.item.value or 0)}],
    }  # fmt: skip


def _line(view: LeafView) -> list[Point]:
    start, due = view.start, view.leaf.row.due
    if start is None or due is None or due <= start:
        return []
    ends = (expected_on(view.leaf.row, start, day) for day in (start, due))
    return [[str(day), float(value or 0)] for day, value in zip((start, due), ends, strict=True)]


def _rows(view: LeafView) -> list[list[Any]]:
    def expected(day: date) -> Any:
        found = expected_on(view.leaf.row, view.start, day)
        return None if found is None else round(found, 1)

    observed = [
        [str(one.on), one.value, expected(one.on), None, None, None] for one in view.leaf.seen
    ]
    ahead = [
        [str(day), None, expected(day), round(one.low, 1), round(one.mean, 1), round(one.high, 1)]
        for one in view.leaf.outlook.path
        if (day := day_of(one.time))
    ]
    return [*observed, *ahead]


def published_chart(request: HttpRequest, leaf: Leaf, series: PublishedSeries) -> Chart:
    """Return what statistics published of the same indicator, beside what was reported."""
    last = series.seen[-1]
    name = told(series.indicator)
    return Chart(
        name="published",
        title=_("统计已公布：%(period)s%(name)s为%(value)s%(unit)s") % {
            "period": period_text(last), "name": name, "value": plain(round(last.value, 2)), "unit": series.unit,
        },
        option={
            "xAxis": {"type": "time"},
            "yAxis": {"type": "value", "scale": True},
            "tooltip": {"trigger": "axis"},
            "series": [{"name": name, "type": "line", "data": [[str(one.on), one.value] for one in series.seen]}],
        },
        columns=[_("日期"), name],
        rows=[[str(one.on), round(one.value, 2)] for one in series.seen],
        subtitle=_("单位：%(unit)s") % {"unit": series.unit},
        note=_("只用经保密审计并已发布的合计数；填报的现值为%(value)s，两者口径可能不同。")
        % {"value": value_text(leaf)},
        source=_("已发布的统计表"),
        height="s",
        request=request,
    )  # fmt: skip
