"""排名: who stands where and how surely, four pillars against the median; other zones' accounts see bands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.evaluate.models import Assessment, AssessmentState
from xiandao.evaluate.queries import ranking as questions
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.queries.ranking import Ranking, Row
from xiandao.evaluate.web.bars import pillar_bar, rank_band, scale_of
from xiandao.evaluate.web.decided_words import Told, counting, is_special, joined, told_of
from xiandao.evaluate.web.wording import marked, titled
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Grid
from xiandao.ui.numbers import whole
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE = "evaluate.view", "evaluate.manage"
TONES = {
    AssessmentState.FROZEN: Tone.SOON,
    AssessmentState.PUBLISHED: Tone.OK,
    AssessmentState.WITHDRAWN: Tone.IDLE,
}


@page(VIEW)
def ranking(request: HttpRequest) -> HttpResponse:
    """Show the newest published edition, or the one that is asked for."""
    account = cast("Account", request.user)
    asked = request.GET.get("assessment")
    found = questions.opened(account, whole(asked) or 0 if asked else None)
    if found is None:
        if asked:
            raise Http404
        empty = {"may_manage": account.may_somewhere(MANAGE)}
        return answer(request, "evaluate/ranking-empty.html", empty)
    seen = questions.ranking_of(account, found)
    told = special(seen)
    grid = _grid(request, seen, told)
    if file := exports.wanted(request, grid):
        return file
    leader = next((row for row in seen.rows if row.place == 1), None)
    context = {
        "assessment": found,
        "title": titled(found),
        "period": said(Period.parse(found.period).label),
        "lamp": lamp_of(found),
        "ranking": seen,
        "leader": leader,
        "moved": dict(zip(("up", "down", "same"), seen.moved, strict=True)),
        "grid": grid,
        "told": told,
        "counting": counting(found.snapshot["recipe"]) if told else "",
        "choices": [(one.pk, titled(one)) for one in questions.editions(account)],
        "may_compare": len(seen.rows) > 1,
    }
    return answer(request, "evaluate/ranking.html", context)


def lamp_of(found: Assessment) -> Lamp:
    """Return the lamp of an edition: its state."""
    return lit(TONES[AssessmentState(found.state)], found.get_state_display())


def moved_of(row: Row) -> SafeString | str:
    """Return how many places a row has climbed or fallen, in neutral ink."""
    if row.is_out:
        return "—"
    if row.gained is None:
        return _("新参评")
    if not row.gained:
        return _("持平")
    sign, word = ("▲", _("上升")) if row.gained > 0 else ("▼", _("下降"))
    return format_html(
        '<span class="move" title="{}{}">{} {}</span>', word, abs(row.gained), sign, abs(row.gained)
    )


def special(seen: Ranking) -> list[Told]:
    """Return the units in which people or a veto had a hand, of those that the account may see whole."""
    names = names_of(seen.assessment.snapshot)
    return [
        told_of(row.decided, row.name, names)
        for row in seen.rows
        if row.decided is not None and is_special(row.decided)
    ]


def interval_of(row: Row) -> str:
    """Return the interval of a row's place as text."""
    return row.interval


def _columns(seen: Ranking, ends: tuple[float, float], told: list[Told]) -> list[Column]:
    columns = [
        Column(
            "name", _("先导区"), kind="link", width=200, is_pinned=True,
            url=lambda row: _zone_url(seen, row),
        ),
        Column(
            "score", _("采用分") if told else _("得分"), kind="html", align="right",
            getter=lambda row: f"{row.score:.2f}", plain=lambda row: row.score,
        ),
        *(_beside(told) if told else ()),
        Column("rank", _("位次"), kind="number", getter=lambda row: row.place),
        Column(
            "interval", _("位次区间"), kind="html", sortable=False, plain=lambda row: row.interval,
            getter=lambda row: format_html(
                "{} <span class=\"hint\">{}</span>",
                "" if row.is_out else rank_band(row.rank, row.low, row.high, seen.count), row.interval,
            ),
        ),
        Column("band", _("档次"), getter=lambda row: said(row.band)),
    ]  # fmt: skip
    if any(row.grade for row in seen.rows):
        columns.append(Column("grade", _("等级"), align="center"))
    columns += [_pillar_column(code, name, seen, ends) for code, name in seen.pillars]
    if seen.before is not None:
        columns.append(
            Column(
                "gained", _("比上期"), kind="html", align="right", getter=moved_of,
                plain=lambda row: row.gained, sortable=False,
            )
        )  # fmt: skip
    if len(seen.rows) > 1:
        columns.insert(
            0, Column("pick", _("选"), kind="html", sortable=False, export=False, getter=_pick)
        )
    return columns


def _beside(told: list[Told]) -> list[Column]:
    """Return both scores of a row with what was decided of it."""
    by_name = {one.name: one for one in told}

    def why(row: Row) -> str:
        one = by_name.get(row.name)
        return joined([*([one.why] if one.why else []), *one.vetoes]) if one else ""

    def given(row: Row) -> float | None:
        manual = row.decided.manual if row.decided else None
        return None if manual is None else manual.score

    def two(number: float | None) -> str:
        return "—" if number is None else f"{number:.2f}"

    def automatic(row: Row) -> float | None:
        return row.decided.automatic if row.decided else row.score

    return [
        Column(
            "automatic", _("自动分"), kind="html", align="right", sortable=False,
            getter=lambda row: two(automatic(row)), plain=automatic,
        ),
        Column(
            "manual", _("人工分"), kind="html", align="right", sortable=False,
            getter=lambda row: two(given(row)), plain=given,
        ),
        Column("decided", _("人工评分理由和否决"), width=280, sortable=False, getter=why),
    ]  # fmt: skip


def _grid(request: HttpRequest, seen: Ranking, told: list[Told]) -> Grid:
    ends = scale_of(
        [*(score for row in seen.rows for _code, score in row.pillars), *seen.medians.values()]
    )
    return Grid(
        request,
        _columns(seen, ends, told),
        list(seen.rows),
        name="ranking",
        search=("name",),
        title=marked(_("%(title)s排名") % {"title": titled(seen.assessment)}, seen.assessment),
        note=_(
            "得分按冻结数据计算；位次区间是改变权重、标准化和合成方法后十次中有九次落入的范围；"
            "条形刻度%(low)s—%(high)s分，竖线为全部先导区的中位数，低于中位数的用橙色。"
        )
        % {"low": ends[0], "high": ends[1]}
        + (_("有人工评分或否决的批次，区间随最终位次平移，宽度不变。") if told else ""),
        unit=_("分"),
        empty=_("本批次没有您可以查看得分的先导区"),
        per_page=100,
        is_numbered=False,
    )


def _pillar_column(code: str, name: str, seen: Ranking, ends: tuple[float, float]) -> Column:
    def drawn(row: Row) -> SafeString:
        return pillar_bar(row.pillar(code), seen.medians.get(code), ends, name)

    def score(row: Row) -> Any:
        found = row.pillar(code)
        return None if found is None else round(found, 2)

    return Column(f"pillar-{code}", name, kind="html", sortable=False, getter=drawn, plain=score)


def _pick(row: Row) -> SafeString:
    return format_html(
        '<input type="checkbox" name="zones" value="{}" form="compare" aria-label="{}">',
        row.code,
        _("选择%(name)s") % {"name": row.name},
    )


def _zone_url(seen: Ranking, row: Row) -> str:
    return reverse("eva_zone", args=[seen.assessment.pk, row.code])
