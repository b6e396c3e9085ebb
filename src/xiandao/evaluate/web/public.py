"""评价结果公开: bands and single rankings for everybody, without signing in; no score and no place."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xiandao.evaluate.queries.public_of import PublicView, newest
from xiandao.evaluate.web.wording import steps_of
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.page import PUBLIC, page
from xiandao.ui.spoken import said


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: what list it belongs to, and a name."""

    part: str
    name: str


@page(PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    """Show what is published of the newest edition."""
    found = newest()
    if found is None:
        return answer(request, "evaluate/public-empty.html", {"crumbs": [(_("评价结果公开"), "")]})
    title = f"{said(found.title)} {said(Period.parse(found.period).label)}"
    grid = _grid(request, found, title)
    if file := exports.wanted(request, grid):
        return file
    context = {
        "view": found,
        "title": title,
        "period": said(Period.parse(found.period).label),
        "bands": [(said(band.label), band.names) for band in found.bands],
        "method": steps_of(found.recipe),
        "export_url": grid.export_url,
        "crumbs": [(_("评价结果公开"), "")],
    }
    return answer(request, "evaluate/public.html", context)


def _grid(request: HttpRequest, found: PublicView, title: str) -> Grid:
    lines = [Line(said(band.label), name) for band in found.bands for name in band.names]
    for one in found.rankings:
        part = _("%(name)s前%(top)s") % {"name": one.name, "top": one.top}
        lines += [Line(part, name) for name in one.names]
    return Grid(
        request,
        [
            Column("part", _("档次或单项"), sortable=False),
            Column("name", _("先导区"), sortable=False),
        ],
        lines,
        name="public",
        title=(_("%(title)s（演示数据）") if found.is_demo else "%(title)s") % {"title": title},
        note=_("同一档次、同一单项内按行政区划顺序排列，不代表位次。"),
        is_numbered=False,
    )
