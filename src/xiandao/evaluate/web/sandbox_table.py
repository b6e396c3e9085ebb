"""The table of a trial: the official result as it is, and beside it what other weights would make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiandao.evaluate.models import WeightSet
from xiandao.evaluate.queries import sandbox as questions
from xiandao.evaluate.queries.ranking import Ranking, Row
from xiandao.evaluate.queries.sandbox import Outcome, Trial
from xiandao.evaluate.web.bars import rank_band
from xiandao.evaluate.web.ranking import interval_of
from xiandao.evaluate.web.wording import marked, titled
from xiandao.ui.grids import Column, Grid
from xiandao.ui.spoken import said


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit as it officially is, and what one or more trials make of it."""

    row: Row
    after: tuple[Outcome, ...]

    @property
    def name(self) -> str:
        """Return what the unit is called."""
        return self.row.name

    @property
    def rank(self) -> int:
        """Return the official rank."""
        return self.row.rank


def grid_of(request: HttpRequest, seen: Ranking, tried: Trial) -> Grid:
    """Return the table of one trial."""
    columns = [
        _name(seen),
        *_official(),
        _score("after", _("试算得分"), lambda pair: pair.after[0].score),
        *_after(0, _("试算位次"), _("变化")),
    ]
    if tried.has_intervals:
        columns.append(_interval(seen))
    columns.append(
        Column("band", _("档次"), kind="html", getter=_band, plain=_band_text, sortable=False)
    )
    return Grid(
        request,
        columns,
        _pairs(seen, (tried,)),
        name="trial",
        title=marked(_("%(title)s试算") % {"title": titled(seen.assessment)}, seen.assessment),
        note=_(
            "试算只在本页，正式得分、位次和档次不变；位次区间按同一组方法变化、围绕试算权重重新计算。"
        ),
        unit=_("分"),
        per_page=100,
        default_sort="rank-0",
        is_numbered=False,
    )


def comparison_of(request: HttpRequest, seen: Ranking, kept: list[WeightSet]) -> dict[str, Any]:
    """Return the table of some weight sets beside the official result, and their weights side by side."""
    base, _problems = questions.weights_from(seen.assessment, ())
    weights = [base | {code: value for code, value in one.weights if code in base} for one in kept]
    trials = [questions.trial(seen.assessment, one) for one in weights]
    lines = [questions.flat(questions.sliders(seen.assessment, one, {})) for one in weights]
    columns = [_name(seen), *_official()]
    for place, one in enumerate(kept):
        columns += _after(place, one.name, _("%(name)s变化") % {"name": one.name})
    grid = Grid(
        request,
        columns,
        _pairs(seen, tuple(trials)),
        name="sets",
        title=marked(
            _("%(title)s权重方案比较") % {"title": titled(seen.assessment)}, seen.assessment
        ),
        note=_("正式结果不变；各方案的位次按其权重试算。"),
        per_page=100,
        is_numbered=False,
    )
    return {
        "grid": grid,
        "every": lines,
        "lines": list(zip(*lines, strict=True)),
        "trials": list(zip(kept, trials, strict=True)),
    }


def _pairs(seen: Ranking, trials: tuple[Trial, ...]) -> list[Pair]:
    return [
        Pair(row, tuple(one.outcomes[row.code] for one in trials))
        for row in seen.rows
        if all(row.code in one.outcomes for one in trials)
    ]


def _name(seen: Ranking) -> Column:
    def address(pair: Pair) -> str:
        return reverse("eva_zone", args=[seen.assessment.pk, pair.row.code])

    return Column("name", _("先导区"), kind="link", width=180, is_pinned=True, url=address)


def _score(key: str, label: str, score: Callable[[Pair], float]) -> Column:
    """Two decimals in every row, so that the points stand below each other; the file has the number."""
    return Column(
        key, label, align="right", kind="html", getter=lambda pair: format_html("{}", f"{score(pair):.2f}"),
        plain=lambda pair: round(score(pair), 2),
    )  # fmt: skip


def _official() -> list[Column]:
    return [
        _score("score", _("正式得分"), lambda pair: pair.row.score),
        Column("rank", _("正式位次"), kind="number"),
        Column(
            "interval", _("区间"), kind="html", plain=lambda pair: interval_of(pair.row), sortable=False,
            getter=lambda pair: format_html('<span class="hint">{}</span>', interval_of(pair.row)),
        ),
    ]  # fmt: skip


def _after(place: int, label: str, moved: str) -> list[Column]:
    return [
        Column(f"rank-{place}", label, kind="number", getter=lambda pair: pair.after[place].rank),
        Column(
            f"move-{place}", moved, kind="html", align="right",
            getter=lambda pair: arrow(pair.rank - pair.after[place].rank),
            plain=lambda pair: pair.rank - pair.after[place].rank, sortable=False,
        ),
    ]  # fmt: skip


def _interval(seen: Ranking) -> Column:
    def drawn(pair: Pair) -> SafeString:
        one = pair.after[0]
        return format_html(
            '{} <span class="hint">{}</span>',
            rank_band(one.rank, one.low, one.high, seen.count),
            text(pair),
        )

    def text(pair: Pair) -> str:
        one = pair.after[0]
        return f"{one.low}–{one.high}" if one.low != one.high else str(one.low)

    return Column(
        "new-interval", _("试算区间"), kind="html", getter=drawn, plain=text, sortable=False
    )


def arrow(gained: int) -> SafeString | str:
    """Return how many places a unit would climb or fall, in neutral ink."""
    if not gained:
        return _("不变")
    sign, word = ("▲", _("上升")) if gained > 0 else ("▼", _("下降"))
    return format_html(
        '<span class="move" title="{}{}">{} {}</span>', word, abs(gained), sign, abs(gained)
    )


def _band(pair: Pair) -> SafeString | str:
    before, after = said(pair.row.band), said(pair.after[0].band)
    return (
        before
        if before == after
        else format_html(
            '<b>{}</b><br><span class="hint">{}</span>',
            after,
            _("正式：%(band)s") % {"band": before},
        )
    )


def _band_text(pair: Pair) -> str:
    return said(pair.after[0].band)
