"""并排比较: two to four zones beside each other, pillars in one picture, indicators line by line."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.queries import ranking
from xiandao.evaluate.queries.comparing import Comparison, Lead, Line, comparison
from xiandao.evaluate.queries.written import figure, signed
from xiandao.evaluate.web.wording import marked, titled
from xiandao.evaluate.web.zone_figures import NEUTRAL, source_of
from xiandao.terms.error import InputError
from xiandao.ui import exports
from xiandao.ui.answers import answer, problem
from xiandao.ui.charts import Chart
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.numbers import whole
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment
    from xiandao.registry.models import Account

VIEW = "evaluate.view"
TENS = 10
# Below it a difference with one decimal would be told as none.
LEAST_TENTH = 0.1


@page(VIEW)
def compare(request: HttpRequest) -> HttpResponse:
    """Show the zones that the address names, the best placed first."""
    account = cast("Account", request.user)
    asked = request.GET.get("assessment")
    found = ranking.opened(account, whole(asked) or 0 if asked else None)
    if found is None:
        raise Http404
    back = f"{reverse('eva_ranking')}?assessment={found.pk}"
    codes = [code for said_ in request.GET.getlist("zones") for code in said_.split(",") if code]
    try:
        made = comparison(account, found, codes)
    except InputError as error:
        return problem(request, error, back=back)
    chart, grid = _chart(request, found, made), _grid(request, found, made)
    if file := exports.wanted(request, chart, grid):
        return file
    context = {
        "assessment": found,
        "title": titled(found),
        "comparison": made,
        "sentences": [sentence(lead) for lead in made.leads],
        "chart": chart,
        "grid": grid,
        "crumbs": [(_("评价与比较"), back), (_("并排比较"), "")],
    }
    return answer(request, "evaluate/compare.html", context)


def sentence(lead: Lead) -> str:
    """Return why one zone is ahead of another, in words."""
    told = _("%(ahead)s比%(behind)s高%(points)s分") % {
        "ahead": lead.ahead, "behind": lead.behind, "points": f"{lead.points:.2f}",
    }  # fmt: skip
    if lead.gains:
        told += _("，主要领先在%(names)s") % {"names": _listed(lead.gains)}
    if lead.losses:
        told += _("；落后在%(names)s") % {"names": _listed(lead.losses)}
    return told + _("。")


def _listed(parts: tuple[tuple[str, float], ...]) -> str:
    return _("、").join(
        _("%(name)s（%(points)s）") % {"name": name, "points": signed(points)}
        for name, points in parts
    )


def _series(made: Comparison) -> list[dict[str, Any]]:
    series: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": row.name,
            "data": [_round(line.cells[at].score) for line in made.pillars],
        }
        for at, row in enumerate(made.rows)
    ]
    middles = [_round(line.median) for line in made.pillars]
    series.append(
        {
            "type": "scatter", "name": _("中位数"), "data": middles, "symbol": "diamond", "symbolSize": 12, "z": 5,
            "itemStyle": {"color": NEUTRAL, "borderColor": "#FFFFFF", "borderWidth": 1.5},
        }
    )  # fmt: skip
    return series


def _chart(request: HttpRequest, found: Assessment, made: Comparison) -> Chart:
    names, series = [line.name for line in made.pillars], _series(made)
    known = [value for one in series for value in one["data"] if value is not None]
    low = floor(min(known, default=0) / TENS) * TENS
    high = ceil(max(known, default=100) / TENS) * TENS
    first, last = made.rows[0], made.rows[-1]
    apart = first.score - last.score
    widest = max(made.pillars, key=lambda line: line.spread)
    return Chart(
        name="compare",
        title=_("%(first)s与%(last)s相差%(points)s分，%(pillar)s差距最大")
        % {
            "first": first.name,
            "last": last.name,
            "points": f"{apart:.{1 if apart >= LEAST_TENTH else 2}f}",
            "pillar": widest.name,
        },
        option={
            "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
            "legend": {"type": "scroll", "top": 0},
            "grid": {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True},
            "xAxis": {"type": "category", "data": names},
            "yAxis": {"type": "value", "min": low, "max": high if high > low else low + TENS},
            "series": series,
        },
        columns=[_("方面"), *(row.name for row in made.rows), _("中位数")],
        rows=[
            [line.name, *(_round(cell.score) for cell in line.cells), _round(line.median)]
            for line in made.pillars
        ],
        subtitle=_("各方面得分　单位：分　纵轴不从零开始"),
        note=_("各方面得分由所属指标的标准化得分加权合成；中位数为全部参评先导区的中位数。"),
        source=source_of(found),
        unit=_("分"),
        request=request,
    )


def _grid(request: HttpRequest, found: Assessment, made: Comparison) -> Grid:
    lines = sorted(made.indicators, key=lambda line: -line.spread)
    pillars = list(dict.fromkeys(line.pillar for line in made.indicators))
    columns = [
        Column(
            "name", _("指标"), kind="link", width=200, is_pinned=True,
            url=lambda line: reverse("sta_indicator", args=[line.code]),
        ),
        Column("pillar", _("方面")),
        Column("unit", _("单位"), getter=lambda line: said(line.unit), sortable=False),
    ]  # fmt: skip
    for at, row in enumerate(made.rows):
        columns += [
            Column(
                f"value-{at}", row.name, kind="html", align="right", sortable=False,
                getter=_value(at), plain=_plain_value(at),
            ),
            Column(
                f"score-{at}", _("得分"), kind="html", align="right", sortable=False,
                getter=_score(at), plain=_plain_score(at),
            ),
        ]  # fmt: skip
    columns.append(
        Column("spread", _("得分差"), kind="number", getter=lambda line: round(line.spread, 2))
    )
    return Grid(
        request,
        columns,
        lines,
        name="compare",
        filters=[Filter("pillar", _("方面"), [(name, name) for name in pillars])],
        search=("name",),
        title=marked(_("先导区逐项比较"), found),
        note=_("按得分差距排列；加粗加“★”为几个先导区中最好的，“▽”为最差的。"),
        per_page=100,
        is_numbered=False,
    )


def _value(at: int) -> Any:
    def drawn(line: Line) -> str:
        value = line.cells[at].value
        return figure(value) if value is not None else _("缺数据")

    return drawn


def _plain_value(at: int) -> Any:
    return lambda line: line.cells[at].value


def _score(at: int) -> Any:
    def drawn(line: Line) -> SafeString | str:
        cell = line.cells[at]
        if cell.score is None:
            return ""
        shown = f"{cell.score:.1f}"
        if cell.is_best:
            return format_html('<b class="best" title="{}">★ {}</b>', _("最好"), shown)
        if cell.is_worst:
            return format_html('<span class="worst" title="{}">▽ {}</span>', _("最差"), shown)
        return shown

    return drawn


def _plain_score(at: int) -> Any:
    return lambda line: _round(line.cells[at].score)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
