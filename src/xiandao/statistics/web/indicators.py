"""指标: what is measured and how; figures only from tables that were published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.statistics.methods.disclosure_protected import HIDDEN
from xiandao.statistics.methods.disclosure_table import TOTAL
from xiandao.statistics.methods.indicator import REGISTER, Indicator, shipped
from xiandao.statistics.methods.indicators_words import CHINESE, ENGLISH, spelled
from xiandao.statistics.models import (
    FormState,
    FormVersion,
    Frequency,
    IndicatorVersion,
    Purpose,
    Release,
)
from xiandao.statistics.queries import indicators as questions
from xiandao.statistics.queries import releases
from xiandao.statistics.queries.shown import Cell, Shown, all_shown
from xiandao.statistics.queries.wording import is_source, told
from xiandao.statistics.web.release_table import scope, source
from xiandao.terms.grade import Grade
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.charts import Chart
from xiandao.ui.filters import Filter, Grouping
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE = "statistics.view", "statistics.manage"


@page(VIEW)
def indicators(request: HttpRequest) -> HttpResponse:
    """List the indicators by system and pillar."""
    grid = _grid(request)
    if file := exports.wanted(request, grid):
        return file
    may_plant = cast("Account", request.user).may_somewhere(MANAGE)
    context = {"grid": grid, "may_plant": may_plant}
    return answer(request, "statistics/indicators.html", context)


@page(VIEW)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator: definition, formula, versions, and what was published of it."""
    versions = questions.versions(code)
    if not versions:
        raise Http404
    row = versions[0]
    published = list(releases.published(code)[:60])
    figure = _chart(request, row, published)
    if figure is not None and (file := exports.wanted(request, figure)):
        return file
    context = {
        "row": row,
        "versions": versions,
        "formula": words_of(shipped().get(code)),
        "form": FormVersion.objects.filter(code=row.source, state=FormState.IN_USE).first(),
        "source": source_of(row, titles_of_forms()),
        "grade": Grade(row.grade),
        "frequency": _label(Frequency, row.frequency),
        "direction": {1: _("越高越好"), -1: _("越低越好")}.get(row.direction, _("不作高低评判")),
        "chart": figure,
        "releases": [(one, said(Period.parse(one.period).label)) for one in published[:12]],
        "crumbs": [(_("指标"), reverse("sta_indicators")), (told(row), "")],
    }
    return answer(request, "statistics/indicator.html", context)


def words_of(one: Indicator | None) -> str:
    """Return the formula with the names of the rows it uses, as the form in use calls them."""
    if one is None or not one.is_computed:
        return ""
    form = FormVersion.objects.filter(code=one.source, state=FormState.IN_USE).first()
    labels = {item.code: told(item) for item in form.form.items} if form else {}
    return spelled(one.parsed, labels, CHINESE if is_source() else ENGLISH)


def source_of(row: IndicatorVersion, titles: Mapping[str, str]) -> str:
    """Return where the figures come from: a form by its title, or a register."""
    if row.source.startswith(REGISTER):
        return _("名录或业务系统")
    return titles.get(row.source, row.source)


def titles_of_forms() -> dict[str, str]:
    """Return what the forms are called, by their codes."""
    return {
        row.code: told(row) for row in FormVersion.objects.order_by("version").defer("definition")
    }


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _chart(request: HttpRequest, row: IndicatorVersion, published: list[Release]) -> Chart | None:
    """Return the total of every period that was published, each from its latest release."""
    points = _points(published)
    if not points:
        return None
    _span, newest, table = points[-1]
    cells = [_total(one) for _when, _release, one in points]
    labels = [said(span.label) for span, _release, _table in points]
    series = {
        "type": "line" if len(points) > 1 else "bar",
        "name": told(row),
        "data": [cell.value for cell in cells],
    }
    return Chart(
        name=f"indicator-{row.code.lower()}",
        title=told(row),
        option={
            "tooltip": {"trigger": "axis"},
            "xAxis": {"type": "category", "data": labels},
            "yAxis": {"type": "value", "scale": row.unit == "%"},
            "series": [series],
        },
        columns=[_("报告期"), told(row), _("同比"), _("备注")],
        rows=[
            [label, HIDDEN if cell.is_hidden else cell.value, cell.growth, _remark(cell)]
            for label, cell in zip(labels, cells, strict=True)
        ],
        note=scope(newest, table),
        subtitle=_("合计　单位：%(unit)s") % {"unit": said(table.unit)},
        source=source(newest),
        unit=said(table.unit),
        request=request,
    )


def _points(published: list[Release]) -> list[tuple[Period, Release, Shown]]:
    """Return the latest release of every period in order, all in one unit: a chart never mixes 万元 and 亿元."""
    latest: dict[str, Release] = {}
    for release in published:
        latest.setdefault(release.period, release)
    spans = [Period.parse(code) for code in latest]
    points = list(zip(spans, latest.values(), all_shown(latest.values()), strict=True))
    points.sort(key=lambda point: point[0].end)
    return [point for point in points if point[2].unit == points[-1][2].unit]


def _total(table: Shown) -> Cell:
    return table.cell((TOTAL, TOTAL) if table.columns else (TOTAL,))


def _remark(cell: Cell) -> str:
    return {"p": _("初步数"), "i": _("含估计")}.get(cell.mark, "")


def _grid(request: HttpRequest) -> Grid:
    titles = titles_of_forms()
    rows = questions.current().order_by("group", "order", "code")
    groups = rows.order_by("group").values_list("group", flat=True).distinct()
    pillars = rows.order_by("pillar").values_list("pillar", flat=True).distinct()
    return Grid(
        request,
        [
            Column(
                "name", _("指标"), kind="link", width=230, is_pinned=True, getter=told,
                url=lambda row: reverse("sta_indicator", args=[row.code]),
            ),
            Column("pillar", _("维度"), getter=lambda row: said(row.pillar)),
            Column("unit", _("计量单位"), getter=lambda row: said(row.unit)),
            Column("frequency", _("频率"), getter=lambda row: _label(Frequency, row.frequency)),
            Column("source", _("来源"), width=170, sortable=False, getter=lambda row: source_of(row, titles)),
            Column("owner", _("负责部门"), getter=lambda row: said(row.owner)),
            Column("grade", _("公开等级"), getter=lambda row: said(Grade(row.grade).label)),
            Column("purpose", _("用途"), getter=lambda row: _label(Purpose, row.purpose)),
            Column("clause", _("依据"), width=150),
        ],
        rows,
        name="indicators",
        search=("name", "name_en", "code", "meaning"),
        filters=[
            Filter("group", _("体系"), [(one, said(one)) for one in groups]),
            Filter("pillar", _("维度"), [(one, said(one)) for one in pillars]),
            Filter("frequency", _("频率"), Frequency.choices),
        ],
        groupings=[
            Grouping("group", _("体系"), lambda row: f"{said(row.group)} · {said(row.pillar)}", ("group", "order")),
        ],
        default_group="group",
        title=_("指标"),
        note=_("指标由报表或名录计算；本页和指标页只显示已发布的汇总数据。"),
        empty=_("还没有指标"),
        per_page=100,
    )  # fmt: skip
