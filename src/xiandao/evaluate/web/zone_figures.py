"""Pictures of a zone's page: the waterfall from a reference to the score, and how far assumptions sway its place."""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiandao.evaluate.models import Assessment
from xiandao.evaluate.queries.brief_of import Brief
from xiandao.evaluate.queries.reasons import Reasons, Step
from xiandao.evaluate.queries.robustness import Robustness, Sway
from xiandao.evaluate.queries.written import signed
from xiandao.evaluate.web.wording import factor, titled
from xiandao.ui.charts import Chart
from xiandao.ui.numbers import day

# Readable on light and dark alike; gains and losses take the first two colours of the theme.
NEUTRAL = "#8A94A6"
# Below the lowest bar, in parts of the range: total bars are seen as bars.
ROOM = 0.35
# Mean places that differ by less are the same to a reader.
LEAST_WIDTH = 0.05
CLEAR = {"color": "transparent"}


def waterfall(request: HttpRequest, made: Brief, label: str) -> Chart:
    """Return the steps from the reference to the score, a step for each pillar."""
    why = made.reasons
    names = [label, *(name_of(step) for step in why.steps), made.row.name]
    return Chart(
        name="waterfall",
        title=finding(why, label),
        option=_falling(why, names),
        columns=[_("方面"), _("对照得分"), _("本区得分"), _("对总分的影响（分）")],
        rows=[
            [label, round(why.start, 2), None, None],
            *(
                [name_of(step), _rounded(step.before), _rounded(step.after), round(step.points, 2)]
                for step in why.steps
            ),
            [made.row.name, None, round(why.end, 2), round(why.difference, 2)],
        ],
        subtitle=_("总分由对照到本区的变化　单位：分　纵轴不从零开始"),
        note=_(
            "各方面的影响按评价体系的合成方法精确分解，加起来等于两者的得分差；算术平均时即权重×得分差。"
            "中位水平是每项指标都取中位数的假想先导区。"
        ),
        source=source_of(made.assessment),
        description=_("%(finding)s。数据见“表”。") % {"finding": finding(why, label)},
        unit=_("分"),
        request=request,
    )


def name_of(step: Step) -> str:
    """Return what a step is called; what no pillar can be held to account for says so."""
    return step.name or _("其余单元与缺失的影响")


def finding(why: Reasons, label: str) -> str:
    """Return what the steps say, in words."""
    gains = sorted((one for one in why.steps if one.points > 0.005), key=lambda one: -one.points)
    losses = sorted((one for one in why.steps if one.points < -0.005), key=lambda one: one.points)
    told = _("比%(label)s高%(points)s分") if why.difference >= 0 else _("比%(label)s低%(points)s分")
    parts = [told % {"label": label, "points": f"{abs(why.difference):.1f}"}]
    if gains:
        one = gains[0]
        parts.append(
            _("%(name)s拉高%(points)s分") % {"name": name_of(one), "points": f"{one.points:.1f}"}
        )
    if losses:
        one = losses[0]
        parts.append(
            _("%(name)s拉低%(points)s分") % {"name": name_of(one), "points": f"{-one.points:.1f}"}
        )
    return _("，").join(parts)


def source_of(assessment: Assessment) -> str:
    """Return where the figures come from, and as of when."""
    made = assessment.published_at or assessment.frozen_at
    parts = {
        "title": titled(assessment),
        "body": assessment.organisation.label,
        "day": day(made)[:10],
    }
    return (
        _("%(title)s（演示数据），%(body)s，%(day)s")
        if assessment.is_demo
        else _("%(title)s，%(body)s，%(day)s")
    ) % parts


def sways(request: HttpRequest, assessment: Assessment, told: Robustness) -> Chart:
    """Return how far each assumption moves the mean place, the widest first."""
    return Chart(
        name="sway",
        title=_most_swayed(told.sways[0]),
        option=_spans(told),
        columns=[
            _("假设"), _("平均位次（最好）"), _("平均位次（最差）"), _("平均得分（低）"),
            _("平均得分（高）"), _("占位次波动（%）"),
        ],
        rows=[
            [
                factor(one.factor, one.kind), round(one.rank_low, 2), round(one.rank_high, 2),
                round(one.score_low, 2), round(one.score_high, 2), round(one.share * 100, 1),
            ]
            for one in told.sways
        ],
        subtitle=_("共试算%(runs)s次，十次中有九次位次在%(low)s–%(high)s之间，进入前三名的占%(share)s%%")
        % {
            "runs": told.runs, "low": f"{told.low:.0f}", "high": f"{told.high:.0f}",
            "share": told.share_top,
        },
        note=_(
            "横条为每项假设取不同值时本区的平均位次，其余假设取遍各种情形；"
            "占位次波动为一阶敏感度，余下的是各假设共同作用；%(failed)s次不能计算。"
        )
        % {"failed": told.failed},
        source=source_of(assessment),
        height="s",
        request=request,
    )  # fmt: skip


def _most_swayed(most: Sway) -> str:
    if most.width < LEAST_WIDTH:
        return _("换一种算法，位次也不变")
    return _("对位次影响最大的是%(factor)s：取值不同，平均位次在%(low)s到%(high)s之间") % {
        "factor": factor(most.factor, most.kind),
        "low": f"{most.rank_low:.1f}",
        "high": f"{most.rank_high:.1f}",
    }


def _spans(told: Robustness) -> dict[str, Any]:
    shown = list(told.sways)[::-1]
    low = floor(min(one.rank_low for one in shown)) - 1
    high = ceil(max(one.rank_high for one in shown)) + 1
    bar = {"type": "bar", "stack": "rank"}
    best = [round(one.rank_low, 2) for one in shown]
    widths = [round(one.width, 2) for one in shown]
    return {
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "min": max(low, 0), "max": high, "minInterval": 1},
        "yAxis": {"type": "category", "data": [factor(one.factor, one.kind) for one in shown]},
        "series": [
            {**bar, "name": _("最好的平均位次"), "itemStyle": CLEAR, "data": best},
            {**bar, "name": _("相差"), "data": widths},
        ],
    }


def _falling(why: Reasons, names: list[str]) -> dict[str, Any]:
    clear: list[Any] = [None]
    ups: list[Any] = [None]
    downs: list[Any] = [None]
    levels = [why.start]
    for step in why.steps:
        at, after = levels[-1], levels[-1] + step.points
        levels.append(after)
        clear.append(round(min(at, after), 4))
        bar = _bar(abs(step.points), signed(step.points))
        ups.append(bar if step.points >= 0 else None)
        downs.append(bar if step.points < 0 else None)
    spread = max(max(levels) - min(levels), 1.0)
    totals = [_bar(why.start, f"{why.start:.2f}"), *([None] * len(why.steps))]
    return {
        "tooltip": {"trigger": "item"},
        "grid": {"left": 8, "right": 16, "top": 28, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": names,
            "axisLabel": {"interval": 0, "width": 60, "overflow": "break", "lineHeight": 16},
        },
        "yAxis": {"type": "value", "min": floor(min(levels) - spread * ROOM)},
        "series": [
            _part("", [*clear, None], itemStyle=CLEAR, silent=True),
            _part(_("拉高"), [*ups, None]),
            _part(_("拉低"), [*downs, None]),
            _part(
                _("总分"), [*totals, _bar(why.end, f"{why.end:.2f}")], itemStyle={"color": NEUTRAL}
            ),
        ],
    }


def _part(name: str, data: list[Any], **others: Any) -> dict[str, Any]:
    bar = {"type": "bar", "stack": "points", "barMaxWidth": 56}
    return {**bar, "name": name, "data": data, **others}


def _bar(value: float, label: str) -> dict[str, Any]:
    return {
        "value": round(value, 4),
        "label": {"show": True, "position": "top", "formatter": label},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
