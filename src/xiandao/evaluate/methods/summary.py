"""What a person at a terminal is told of a build: what was done, what was changed, who leads, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from xiandao.evaluate.methods.recipe_parts import told_steps

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.reading import Source

SHOWN: Final = 5
MOST_NOTES: Final = 20


def summary_of(build: Build, source: Source) -> list[str]:
    """Return the lines.

    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.reading import read
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> source = read(b"unit,x\\na,1\\nb,3\\n", b"code,parent,direction\\nI,,\\nx,I,1\\n")
    >>> summary_of(build(source.table, source.framework, Recipe({"title": "试算"})), source)[0]
    '试算：2个单元，1个指标，2级'
    """
    raw, last, framework = build.stage("raw"), build.normalised, build.framework
    height = framework.level_of(framework.root)
    periods = f"，{len(set(raw.periods))}期" if raw.is_panel else ""
    title = build.recipe.title or framework[framework.root].label
    units = len(set(raw.units))
    lines = [f"{title}：{units}个单元{periods}，{len(framework.indicators)}个指标，{height}级"]
    if build.recipe.steps:
        lines.append(f"步骤：{told_steps(build.recipe.steps)}")
    lines.append(
        f"权重：{build.recipe.weighing[0].title}；合成：{build.recipe.plan.default.aggregator.title}"
    )
    missing = int(np.isnan(raw.values).sum())
    lines.append(f"原始数据缺失{missing}格，合成前缺失{int(np.isnan(last.values).sum())}格")
    dropped = len(raw.units) - len(last.units)
    if dropped:
        lines.append(f"筛选去掉{dropped}行")
    treated = build.log("treated_points")
    if treated is not None:
        lines.append(f"处理离群值{len(treated.rows)}格")
    lines += [f"提示：{note}" for note in source.notes[:MOST_NOTES]]
    if len(source.notes) > MOST_NOTES:
        lines.append(f"提示：另有{len(source.notes) - MOST_NOTES}条")
    return [*lines, *_leaders(build), *_without_score(build)]


def _leaders(build: Build) -> list[str]:
    scores = build.scores
    period = sorted(set(scores.periods))[-1] if scores.is_panel else ""
    rows = scores.slices()[period] if scores.is_panel else np.ones(len(scores.units), dtype=bool)
    ranks = build.ranks.column(build.framework.root)
    names = scores.names or scores.units
    first = sorted((int(ranks[at]), at) for at in np.flatnonzero(rows & (ranks <= SHOWN)))[:SHOWN]
    told = [f"  {rank}　{names[at]}　{build.index[at]:.2f}" for rank, at in first]
    return [f"{period + '期' if period else ''}前{len(told)}位：", *told] if told else []


def _without_score(build: Build) -> list[str]:
    places = np.flatnonzero(np.isnan(build.index))
    if not len(places):
        return []
    names = build.scores.names or build.scores.units
    told = "、".join(dict.fromkeys(names[at] for at in places[:SHOWN]))
    more = "等" if len(places) > SHOWN else ""
    return [f"注意：{told}{more}共{len(places)}行没有总分，因为有数的下级指标达不到方案的要求"]
