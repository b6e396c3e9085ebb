"""目标预测 (J一(二), Z五(四)): the targets of a paper, where each stands and whether it will be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import COLOURS, TONES
from xiandao.evaluate.methods.target_outlook import CONFIDENCE
from xiandao.evaluate.queries import progress_of as questions
from xiandao.evaluate.queries.progress_of import Leaf, LeafView
from xiandao.evaluate.queries.published_series import published_series
from xiandao.evaluate.web import progress_words as words
from xiandao.evaluate.web.progress_chart import published_chart, target_chart
from xiandao.policy.methods import pacing
from xiandao.policy.queries.clock import today
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.filters import Filter, Grouping
from xiandao.ui.grids import Column, Grid
from xiandao.ui.numbers import day, whole
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.policy.models import Counted, Paper
    from xiandao.registry.models import Account

VIEW = "policy.view"


@page(VIEW)
def progress(request: HttpRequest) -> HttpResponse:
    """Show the targets of a paper in the order of its text."""
    account = cast("Account", request.user)
    known = questions.papers(account)
    asked = request.GET.get("paper")
    chosen = next((one for one in known if one.pk == whole(asked)), None) if asked else None
    if asked and chosen is None:
        raise Http404
    paper = chosen or next(iter(known), None)
    found = questions.leaves(account, paper, today=today()) if paper else []
    grid = _grid(request, found, known, paper)
    if file := exports.wanted(request, grid):
        return file
    counted = [one for one in found if one.row.counts]
    context = {
        "paper": paper,
        "grid": grid,
        "total": len(counted),
        "tally": words.tally_of(counted),
        "repeated": len(found) - len(counted),
    }
    return answer(request, "evaluate/progress.html", context)


@page(VIEW)
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one target with its line, its figures, the range ahead and the records behind."""
    account = cast("Account", request.user)
    view = questions.leaf(account, pk, today=today())
    if view is None:
        raise Http404
    item = view.leaf.item
    figure = target_chart(request, view) if view.leaf.seen and item.value is not None else None
    series = published_series(account, item.metric, item.unit)
    published = published_chart(request, view.leaf, series) if series else None
    grid = _records(request, view)
    if file := exports.wanted(request, grid, *filter(None, (figure, published))):
        return file
    context = {
        "leaf": view.leaf,
        "item": item,
        "lamp": view.leaf.row.lamp,
        "sentence": words.sentence_of(view.leaf),
        "verdict": words.verdict_of(view.leaf),
        "value": words.value_text(view.leaf),
        "expected": words.expected_text(view.leaf),
        "source": words.source_of(view.leaf),
        "due": words.due_text(view.leaf.row.due),
        "text_url": text_url(view.leaf),
        "chart": figure,
        "published": published,
        "series": series,
        "grid": grid if view.records else None,
        "pace_about": said(pacing.about()),
        "way": words.WAYS.get(view.leaf.outlook.way, ""),
        "sure": round(CONFIDENCE * 100),
        "chance": round(view.leaf.outlook.chance * 100) if view.leaf.outlook.path else None,
        "crumbs": [
            (_("目标预测"), f"{reverse('eva_progress')}?paper={item.paper_id}"),
            (item.title, ""),
        ],
    }
    return answer(request, "evaluate/progress-target.html", context)


def text_url(leaf: Leaf) -> str:
    """Return where the sentence of a leaf stands in the reading room."""
    item = leaf.item
    place = f"#p{item.proposal_id}" if item.proposal_id else ""
    place = place or (f"#c{item.clause_id}" if item.clause_id else "")
    return reverse("reading", args=[item.paper_id]) + place


def _grid(request: HttpRequest, found: list[Leaf], known: list[Paper], paper: Paper | None) -> Grid:
    # Choosing a paper changes what is read, not what is kept of it.
    papers = [(str(one.pk), one.title) for one in known]
    filters = [
        Filter("verdict", _("预计"), list(words.VERDICTS.items()), _by_verdict),
        Filter("tone", _("状态灯"), [(one.value, said(COLOURS[one])) for one in TONES], _by_tone),
        Filter("lead", _("牵头单位"), _leads(found), _by_lead),
    ]  # fmt: skip
    if len(papers) > 1:
        filters.insert(0, Filter("paper", _("文件"), papers, lambda kept, _value: kept))
    return Grid(
        request,
        _file_columns() if request.GET.get("export") else _columns(),
        found,
        name="progress",
        search=("item__title", "item__metric", "item__lead_name"),
        filters=filters,
        groupings=[Grouping("branch", _("章节"), lambda leaf: str(leaf.branch or ""))],
        default_group="branch",
        title=_("目标预测：%(paper)s") % {"paper": paper.title} if paper else _("目标预测"),
        note=said(pacing.about())
        + _("；预计为%(sure)s%%区间，由各期数据推算，少于3期或没有变化的不推算。")
        % {"sure": round(CONFIDENCE * 100)},
        empty=_("没有目标：确认文件中读出的目标后会出现在这里"),
        per_page=200,
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column(
            "title",
            _("目标与原文"),
            kind="html",
            width=360,
            sortable=False,
            getter=_title,
            is_pinned=True,
        ),
        Column("clause", _("条款"), kind="link", url=text_url),
        Column("figure", _("目标"), kind="html", sortable=False, getter=_aim),
        Column("value", _("现值"), kind="html", align="right", sortable=False, getter=_value),
        Column(
            "expected", _("时序应为"), align="right", sortable=False, getter=words.expected_text
        ),
        Column("lamp", _("状态灯"), kind="lamp", sortable=False, getter=lambda leaf: leaf.row.lamp),
        Column("sentence", _("势头"), width=240, sortable=False, getter=words.sentence_of),
        Column("source", _("数据来源"), width=180, sortable=False, getter=words.source_of),
        Column("lead", _("牵头单位"), sortable=False, getter=lead_of),
    ]


def _file_columns() -> list[Column]:
    def asked(leaf: Leaf) -> str:
        return leaf.quote.marked if leaf.quote else leaf.item.measure

    return [
        Column("title", _("目标"), width=240, getter=lambda leaf: leaf.item.title),
        Column("quote", _("原文"), width=360, getter=asked),
        Column("clause", _("条款")),
        Column("figure", _("目标值"), getter=lambda leaf: leaf.item.figure),
        Column("due", _("时限"), kind="date", getter=lambda leaf: leaf.row.due),
        Column("value", _("现值"), kind="number", getter=lambda leaf: leaf.row.standing.value),
        Column("unit", _("单位"), getter=lambda leaf: leaf.item.unit),
        Column("latest_on", _("数据日期"), kind="date"),
        Column(
            "records", _("计入个数"), kind="number", getter=lambda leaf: leaf.row.records or None
        ),
        Column(
            "expected",
            _("时序应为"),
            kind="number",
            getter=lambda leaf: leaf.row.standing.expected_shown,
        ),
        Column("lamp", _("状态灯"), kind="lamp", getter=lambda leaf: leaf.row.lamp),
        Column("low", _("预计下限"), kind="number", getter=lambda leaf: _ahead(leaf, "low")),
        Column("high", _("预计上限"), kind="number", getter=lambda leaf: _ahead(leaf, "high")),
        Column("verdict", _("预计"), getter=words.verdict_of),
        Column("sentence", _("势头"), width=320, getter=words.sentence_of),
        Column("source", _("数据来源"), width=240, getter=words.source_of),
        Column("lead", _("牵头单位"), getter=lead_of),
    ]


def _ahead(leaf: Leaf, end: str) -> float | None:
    last = leaf.outlook.last
    return None if last is None else round(float(getattr(last, end)), 1)


def _aim(leaf: Leaf) -> SafeString:
    due = words.due_text(leaf.row.due)
    return format_html('{}<small class="beside">{}</small>', leaf.item.figure, due)


def _value(leaf: Leaf) -> SafeString:
    on = day(leaf.latest_on) if leaf.latest_on else ""
    return format_html('{}<small class="beside">{}</small>', words.value_text(leaf), on)


def _title(leaf: Leaf) -> SafeString:
    mark = SafeString()
    if not leaf.row.counts:
        mark = format_html(' <span class="chip">{}</span>', _("重复，不计数"))
    said_so = SafeString()
    if leaf.quote is not None:
        said_so = format_html(
            '<small class="said quote">{}<mark>{}</mark>{}</small>',
            _cut(leaf.quote.before, -24), leaf.quote.marked, _cut(leaf.quote.after, 24),
        )  # fmt: skip
    url = reverse("eva_target", args=[leaf.item.pk])
    return format_html('<a href="{}">{}</a>{}{}', url, leaf.item.title, mark, said_so)


def _cut(text: str, limit: int) -> str:
    if len(text) <= abs(limit):
        return text
    return "…" + text[limit:] if limit < 0 else text[:limit] + "…"


def lead_of(leaf: Leaf) -> str:
    """Return the lead as the register calls it, else as the paper does."""
    return leaf.item.lead.label if leaf.item.lead else leaf.item.lead_name


def _leads(found: list[Leaf]) -> list[tuple[str, str]]:
    return [(name, name) for name in dict.fromkeys(map(lead_of, found)) if name]


def _by_verdict(found: list[Leaf], value: str) -> list[Leaf]:
    return [one for one in found if one.outlook.verdict.value == value]


def _by_tone(found: list[Leaf], value: str) -> list[Leaf]:
    return [one for one in found if one.row.lamp.tone == value]


def _by_lead(found: list[Leaf], value: str) -> list[Leaf]:
    return [one for one in found if lead_of(one) == value]


def _records(request: HttpRequest, view: LeafView) -> Grid:
    stages = view.leaf.rule.stages if view.leaf.rule else ()

    def counts(one: Counted) -> str:
        return _("计入") if not stages or one.stage in stages else _("不计")

    return Grid(
        request,
        [
            Column("name", _("名称")),
            Column("place", _("所在地")),
            Column("stage", _("阶段"), getter=lambda one: said(one.stage)),
            Column("counts", _("是否计入"), getter=counts),
            Column("batch", _("批次")),
            Column("counted_on", _("公布日期"), kind="date"),
            Column("notice", _("依据"), width=260),
        ],
        list(view.records),
        name="records",
        title=_("计入明细：%(title)s") % {"title": view.leaf.item.title},
        note=said(view.leaf.rule.about) if view.leaf.rule else "",
        per_page=50,
    )  # fmt: skip
