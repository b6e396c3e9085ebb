"""A release as files: workbook, CSV, SDMX and the description beside them, all from the same protected cells."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.statistics.methods import datapackage
from xiandao.statistics.methods.disclosure_protected import HIDDEN
from xiandao.statistics.methods.indicator import shipped
from xiandao.statistics.methods.sdmx import data_csv
from xiandao.statistics.methods.sdmx_json import data_json
from xiandao.statistics.methods.sdmx_structure import Names, Structure, structure
from xiandao.statistics.models import Release
from xiandao.statistics.queries import releases
from xiandao.statistics.queries.dimensions import labels
from xiandao.statistics.queries.shown import Shown, shown
from xiandao.statistics.queries.wording import told
from xiandao.statistics.web.release_table import scope, source
from xiandao.terms.grade import Grade
from xiandao.ui.answers import EXCEL, download
from xiandao.ui.exports import Sheet, SheetColumn, who_reads, workbook
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

COLUMNS = (
    "indicator", "indicator_name", "region", "region_name", "industry", "industry_name", "zone",
    "zone_name", "period", "value", "unit", "obs_status", "conf_status", "comparable_growth",
)  # fmt: skip
JSON = "application/json"


@page("statistics.view")
def release_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Offer a release as a file."""
    release = releases.visible(cast("Account", request.user)).filter(pk=pk).first()
    if release is None or kind not in WRITERS:
        raise Http404
    ending, media, write = WRITERS[kind]
    table = shown(release)
    return download(write(request, release, table), f"{_stem(release)}.{ending}", media)


def _stem(release: Release) -> str:
    return f"{told(release)}_{release.pk}"


def _xlsx(request: HttpRequest, release: Release, table: Shown) -> bytes:
    notes = [
        scope(release, table),
        _("来源：%(source)s") % {"source": source(release)},
        _("导出：%(by)s　%(at)s")
        % {"by": who_reads(request), "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    ]
    heads = [
        SheetColumn(table.row_head, 20),
        *(SheetColumn(one, 16) for one in table.column_labels),
    ]
    figures = [[line.label, *(_figure(cell) for cell in line.cells)] for line in table.lines]
    sheets = [Sheet(told(release), heads, figures, notes, said(table.unit))]
    if table.has_growth:
        growth = [[line.label, *(_growth(cell) for cell in line.cells)] for line in table.lines]
        sheets.append(Sheet(_("同比"), heads, growth, notes, table.growth_unit))
    return workbook(sheets)


def _figure(cell: Any) -> Any:
    return cell.text if cell.is_hidden or not cell.value else cell.value


def _growth(cell: Any) -> Any:
    return HIDDEN if cell.is_hidden else float(cell.growth) if cell.growth else None


def _csv(request: HttpRequest, release: Release, table: Shown) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in table.observations(release.period):
        is_free = row["conf_status"] == "F"
        writer.writerow(
            [
                row["indicator"], told(table.one),
                *(part for name in ("region", "industry", "zone") for part in (row[name], table.name(name, row[name]))),
                row["period"],
                ("" if row["value"] is None else repr(row["value"])) if is_free else HIDDEN,
                said(table.unit), row["obs_status"], row["conf_status"],
                "" if row["comparable_growth"] is None else repr(row["comparable_growth"]),
            ]
        )  # fmt: skip
    return target.getvalue().encode()


def _sdmx_csv(request: HttpRequest, release: Release, table: Shown) -> bytes:
    return data_csv(table.observations(release.period), _structure(release)).encode()


def _sdmx_json(request: HttpRequest, release: Release, table: Shown) -> bytes:
    text = data_json(
        table.observations(release.period),
        _structure(release),
        prepared=release.published_at or release.made_at,
        identifier=f"XIANDAO_RELEASE_{release.pk}",
    )
    return text.encode()


def _structure(release: Release) -> Structure:
    names = labels(release.organisation)
    return structure(
        shipped().values(),
        Names(
            {code: name for code, name in names["region"].items() if code.isdigit()},
            {code: name for code, name in names["industry"].items() if not code.startswith("_")},
            {code: name for code, name in names["zone"].items() if not code.startswith("_")},
            agency_name=release.organisation.name,
        ),
    )


def _package(request: HttpRequest, release: Release, table: Shown) -> bytes:
    kinds = {"value": "number", "comparable_growth": "number"}
    columns = [
        datapackage.Column(name, TITLES[name], kinds.get(name, "string")) for name in COLUMNS
    ]
    package = datapackage.Package(
        name=f"release-{release.pk}",
        title=told(release),
        description=scope(release, table),
        licence=datapackage.Licence("internal", "仅限本系统授权用户在工作范围内使用"),
        publisher=release.organisation.name,
        grade=Grade(table.one.grade),
        keywords=(table.one.pillar,),
    )
    return datapackage.descriptor(
        package,
        f"release-{release.pk}.csv",
        _csv(request, release, table),
        columns,
        created=release.published_at or release.made_at,
        key=("indicator", "region", "industry", "zone", "period"),
    )


TITLES = {
    "indicator": "指标代码", "indicator_name": "指标", "region": "地区代码", "region_name": "地区",
    "industry": "产业代码", "industry_name": "产业", "zone": "先导区代码", "zone_name": "先导区", "period": "报告期",
    "value": "数值", "unit": "计量单位", "obs_status": "数据状态", "conf_status": "保密状态",
    "comparable_growth": "同口径同比",
}  # fmt: skip
WRITERS = {
    "xlsx": ("xlsx", EXCEL, _xlsx),
    "csv": ("csv", "text/csv; charset=utf-8", _csv),
    "sdmx.csv": (
        "sdmx.csv",
        "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
        _sdmx_csv,
    ),
    "sdmx.json": ("sdmx.json", "application/vnd.sdmx.data+json; version=2.0.0", _sdmx_json),
    "datapackage.json": ("datapackage.json", JSON, _package),
}
