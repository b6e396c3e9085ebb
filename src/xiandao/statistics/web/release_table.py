"""How a protected table stands on a page: as a picture with its table twin, and which words go with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiandao.statistics.methods.disclosure_table import TOTAL
from xiandao.statistics.models import Release
from xiandao.statistics.queries.shown import Shown
from xiandao.statistics.queries.wording import told
from xiandao.terms.period import Period
from xiandao.ui.charts import Chart
from xiandao.ui.spoken import said

MOST_SERIES = 8


def chart(request: HttpRequest, release: Release, table: Shown) -> Chart:
    """Return the lines of a table as bars; a hidden figure is a gap in the picture and a star in the table."""
    labels, series = bars(table)
    option: dict[str, Any] = {
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": labels,
            "axisLabel": {"interval": 0, "hideOverlap": True},
        },
        "yAxis": {"type": "value"},
        "series": series,
    }
    if len(series) > 1:
        option["legend"] = {"type": "scroll", "top": 0}
        option["grid"] = {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True}
    return Chart(
        name=f"release-{release.pk}",
        title=told(release),
        option=option,
        columns=[table.row_head, *table.column_labels],
        rows=[[line.label, *(cell_of(cell) for cell in line.cells)] for line in table.lines],
        note=scope(release, table),
        subtitle=_("单位：%(unit)s") % {"unit": said(table.unit)}
        + (_("　隐去的数据不作图") if table.has_hidden else ""),
        source=source(release),
        unit=said(table.unit),
        request=request,
    )


def bars(table: Shown) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the names of the innermost lines, and a series of bars for every column that is no total."""
    following = [line.depth for line in table.lines[1:]] + [0]
    leaves = [
        line
        for line, next_depth in zip(table.lines, following, strict=True)
        if line.code != TOTAL and next_depth <= line.depth
    ]
    columns = [
        (number, code)
        for number, code in enumerate(table.column_codes)
        if code != TOTAL or len(table.column_codes) == 1
    ]
    series = [
        {
            "type": "bar",
            "name": table.column_labels[number],
            "data": [line.cells[number].value for line in leaves],
        }
        for number, _code in columns[:MOST_SERIES]
    ]
    return [line.label for line in leaves], series


def cell_of(cell: Any) -> Any:
    """Return what stands in the table twin and in the workbook: the figure shown, or the star."""
    return cell.text if cell.is_hidden or not cell.value else cell.value


def source(release: Release) -> str:
    """Return where the figures come from, and as of when."""
    when = release.published_at or release.made_at
    return _("%(body)s，%(day)s") % {"body": release.organisation.label, "day": f"{when:%Y-%m-%d}"}


def scope(release: Release, table: Shown) -> str:
    """Return what is counted, and what the signs of the table mean."""
    parts = [
        said(release.note),
        _("报告期：%(period)s") % {"period": said(Period.parse(release.period).label)},
    ]
    return _("；").join(
        part.rstrip("。.") for part in (*parts, *signs(release, table)) if part
    ) + _("。")


def signs(release: Release, table: Shown) -> list[str]:
    """Return the meaning of every sign that occurs in the table."""
    found = []
    if table.has_hidden:
        found.append(_("“*”为依法保护单个填报单位而不公布的数据"))
    if release.method == "round":
        found.append(_("各数已取整，合计可能与分项之和略有出入"))
    if "p" in table.marks:
        found.append(_("p 为初步数，还有报表未审核通过"))
    if "i" in table.marks:
        found.append(_("i 表示含缺报单位的估计值，报表到达后修订"))
    if table.has_growth:
        found.append(_("同比按两期均有数据的同一批单位计算，不等于与上年公布数直接相比"))
    found.append(_("“—”为没有填报单位或数值为零"))
    return found
