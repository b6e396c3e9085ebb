"""The table of support: zones by factors, why behind each cell, and a file with every line that applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.support import Outcome, Support, Value
from xiandao.evaluate.methods.support_rule import ENTITLEMENT, Factor, Rule
from xiandao.evaluate.web.support_words import (
    Names,
    give_words,
    missed_words,
    number_words,
    saw_words,
    step_words,
    value_words,
)
from xiandao.evaluate.web.wording import marked, titled
from xiandao.ui.exports import Sheet, SheetColumn, workbook
from xiandao.ui.grids import Column, Filter, Grid
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment, SupportRule

LEANS, ORDINARY = "yes", "no"


class SupportGrid(Grid):
    """The table; its file has a second sheet: every line that applied, with the figures it saw."""

    rule: Rule
    names: Names

    def workbook(self, *, title: str = "", unit: str = "", scope: str = "", by: str = "") -> bytes:
        """Write the rows that are asked for, then the reasons line by line."""
        heads = [
            SheetColumn(str(label), width, width > 20)
            for label, width in (
                (_("先导区"), 28), (_("要素"), 14), (_("单位"), 10), (_("常规"), 14), (_("条"), 6),
                (_("看到的结果"), 44), (_("支持"), 36), (_("依据"), 14), (_("之前"), 14), (_("之后"), 14),
            )
        ]  # fmt: skip
        reasons = Sheet(_("逐条依据"), heads, _reasons(self.rows, self.names), [], is_wide=True)
        return workbook([self.sheet(title=title, unit=unit, scope=scope, by=by), reasons])


def _reasons(rows: Any, names: Names) -> Iterator[list[Any]]:
    for row in rows:
        for outcome in row.outcomes:
            factor = outcome.factor
            for step in outcome.steps:
                yield [
                    row.facts.name, said(factor.name), said(factor.unit), factor.base, step.line.number,
                    saw_words(step.seen, names), give_words(factor, step.give), step.line.clause,
                    step.before, step.after,
                ]  # fmt: skip


def support_grid(
    request: HttpRequest,
    assessment: Assessment,
    version: SupportRule,
    rule: Rule,
    rows: Sequence[Support],
    names: Names,
) -> SupportGrid:
    """Return the table of an edition by a rule."""
    title = _("%(edition)s差异化支持") % {"edition": titled(assessment)}
    grades = sorted({row.facts.grade for row in rows if row.facts.grade})
    grid = SupportGrid(
        request,
        [
            *_first_columns(rows, assessment, version),
            *(_column(one, names) for one in rule.factors),
        ],
        list(rows),
        name="support",
        search=("facts__name",),
        filters=[
            Filter("facts__grade", _("等级"), [(one, one) for one in grades]),
            Filter("leans", _("倾斜"), [(LEANS, _("有倾斜")), (ORDINARY, _("按常规"))], _leaning),
        ],
        title=marked(title, assessment),
        note=_("规则：%(rule)s；点开数值看依据哪一条、看到什么结果。")
        % {"rule": f"{said(version.title)} {said(version.version)}"},
        empty=_("本批次没有您可以查看的先导区"),
        per_page=100,
        is_numbered=False,
    )
    grid.rule, grid.names = rule, names
    return grid


def _first_columns(
    rows: Sequence[Support], assessment: Assessment, version: SupportRule
) -> list[Column]:
    def url(row: Support) -> str:
        address = reverse("eva_zone_support", args=[assessment.pk, row.facts.unit])
        return f"{address}?rule={version.pk}"

    columns = [
        Column("facts__name", _("先导区"), kind="link", width=190, is_pinned=True, url=url),
        Column("facts__grade", _("等级"), align="center"),
        Column(
            "interval", _("位次区间"), sortable=False,
            getter=lambda row: _interval(row.facts.rank_low, row.facts.rank_high),
        ),
    ]  # fmt: skip
    if len(rows) > 1:
        columns.insert(
            0, Column("pick", _("选"), kind="html", sortable=False, export=False, getter=_pick)
        )
    return columns


def _interval(low: int, high: int) -> str:
    return f"{low}–{high}" if low != high else str(low)


def _pick(row: Support) -> SafeString:
    return format_html(
        '<input type="checkbox" name="zones" value="{}" form="compare" aria-label="{}">',
        row.facts.unit,
        _("选择%(name)s") % {"name": row.facts.name},
    )


def _leaning(rows: Sequence[Support], value: str) -> list[Support]:
    return [row for row in rows if any(one.steps for one in row.outcomes) == (value == LEANS)]


def _column(factor: Factor, names: Names) -> Column:
    label = said(factor.name)
    if factor.unit:
        label = _("%(name)s（%(unit)s）") % {"name": label, "unit": said(factor.unit)}
    return Column(
        f"factor-{factor.code}", label, kind="html", sortable=False, getter=_drawn(factor, names),
        plain=lambda row: row.of(factor.code).value, width=170 if factor.kind == ENTITLEMENT else 112,
    )  # fmt: skip


def _drawn(factor: Factor, names: Names) -> Callable[[Support], SafeString]:
    def drawn(row: Support) -> SafeString:
        outcome = row.of(factor.code)
        return format_html(
            '<details class="why{}"><summary>{}</summary><ul>{}</ul></details>',
            "" if outcome.steps else " ordinary",
            shown_value(factor, outcome.value),
            format_html_join("", "<li>{}</li>", ((one,) for one in reasons_of(outcome, names))),
        )

    return drawn


def shown_value(factor: Factor, value: Value) -> str:
    """Return a value without its unit, which stands in the head of the column."""
    return value_words(factor, value) if isinstance(value, str) else number_words(factor, value)


def reasons_of(outcome: Outcome, names: Names) -> list[str]:
    """Return why a zone has what it has in a factor, then what the nearest line would take."""
    factor = outcome.factor
    found = [
        _("常规%(value)s") % {"value": value_words(factor, factor.base)},
        *(step_words(factor, step, names) for step in outcome.steps),
    ]
    if not outcome.steps:
        found.append(_("没有适用的条款，按常规"))
    if outcome.next and outcome.next[0].is_narrow:
        found.append(
            _("最近的一条：%(words)s") % {"words": missed_words(factor, outcome.next[0], names)}
        )
    return found
