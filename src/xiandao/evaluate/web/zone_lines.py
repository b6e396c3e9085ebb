"""The indicators of a zone in a table: what it has and scores, what that brings, where the figure comes from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.queries.brief_of import Brief
from xiandao.evaluate.queries.reasons import IndicatorLine
from xiandao.evaluate.queries.sources import Source
from xiandao.evaluate.queries.written import figure, signed
from xiandao.evaluate.web.bars import points_bar
from xiandao.evaluate.web.wording import marked
from xiandao.terms.period import Period
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.spoken import said


def lines_grid(request: HttpRequest, made: Brief, against: str, sources: dict[str, Source]) -> Grid:
    """Return the indicators, the greatest loss against the reference first."""
    pillars = list(dict.fromkeys(line.pillar for line in made.reasons.lines))
    return Grid(
        request,
        _columns(made, against, sources),
        list(made.reasons.lines),
        name="lines",
        filters=[Filter("pillar", _("方面"), [(name, name) for name in pillars])],
        search=("name",),
        title=marked(_("%(name)s各指标得分差距") % {"name": made.row.name}, made.assessment),
        note=_(
            "按与对照的分数差距排列，失分最多的在前；各指标的差距加起来等于总分之差%(points)s分。"
            "贡献之和等于总分。点开指标看口径，点开数据来源看报表。"
        )
        % {"points": signed(made.reasons.difference)},
        per_page=100,
        is_numbered=False,
    )


def _columns(made: Brief, against: str, sources: dict[str, Source]) -> list[Column]:
    most = max((abs(line.gap) for line in made.reasons.lines), default=0)

    def gap(line: IndicatorLine) -> SafeString:
        return format_html(
            '{} <span class="points-text">{}</span>', points_bar(line.gap, most), signed(line.gap)
        )

    return [
        Column(
            "name", _("指标"), kind="link", width=190, is_pinned=True,
            url=lambda line: reverse("sta_indicator", args=[line.code]),
        ),
        Column("pillar", _("方面")),
        Column(
            "value", _("数值"), kind="html", align="right", getter=value_of, plain=lambda line: line.value,
            sortable=False,
        ),
        Column("unit", _("单位"), getter=lambda line: said(line.unit), sortable=False),
        _fixed("score", _("标准化得分"), 1),
        _fixed("share", _("权重%"), 2),
        _fixed("points", _("贡献（分）"), 2),
        Column(
            "gap", _("与%(against)s差（分）") % {"against": against}, kind="html", getter=gap,
            plain=lambda line: round(line.gap, 4), sortable=False,
        ),
        Column("rank", _("位次"), kind="number"),
        Column("clause", _("权重依据")),
        Column(
            "source", _("数据来源"), kind="html", sortable=False,
            getter=lambda line: source_link(sources.get(line.code)),
        ),
    ]  # fmt: skip


def value_of(line: IndicatorLine) -> SafeString | str:
    """Return the figure; one that is missing says so."""
    if line.value is None:
        return format_html('<span class="none">{}</span>', _("缺数据"))
    return figure(line.value)


def source_link(source: Source | None) -> SafeString | str:
    """Return the return itself where the account may read it, else the form."""
    if source is None:
        return ""
    told = f"{source.title} {said(Period.parse(source.period).label)}"
    if source.filing_key is not None:
        name = "sta_filing" if source.is_own else "sta_review_filing"
        return format_html('<a href="{}">{}</a>', reverse(name, args=[source.filing_key]), told)
    if source.form_key is not None:
        return format_html('<a href="{}">{}</a>', reverse("sta_form", args=[source.form_key]), told)
    return told


def _fixed(key: str, label: str, digits: int) -> Column:
    """Return a column of numbers that all have the same decimals."""

    def shown(line: IndicatorLine) -> str:
        value: float | None = getattr(line, key)
        return "" if value is None else f"{value:.{digits}f}"

    def raw(line: IndicatorLine) -> Any:
        return getattr(line, key)

    return Column(key, label, kind="html", align="right", getter=shown, plain=raw)
