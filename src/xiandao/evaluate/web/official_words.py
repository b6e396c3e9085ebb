"""What schemes and editions do, in words: steps of a recipe with their options, states as lamps, logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.step import Option
from xiandao.evaluate.models import Commission, CommissionState, Scheme, SchemeState, SupportRule
from xiandao.ui.spoken import said

SCHEME_TONES = {
    SchemeState.DRAFT: Tone.SOON,
    SchemeState.IN_FORCE: Tone.OK,
    SchemeState.RETIRED: Tone.IDLE,
}
COMMISSION_TONES = {
    CommissionState.ASSIGNED: Tone.SOON,
    CommissionState.DECLARED: Tone.SOON,
    CommissionState.REPORTED: Tone.OK,
    CommissionState.DECLINED: Tone.IDLE,
}
LOGS: Mapping[str, str | Promise] = {
    "screening": gettext_lazy("数据完整性筛选"),
    "treated_points": gettext_lazy("处理过的离群值"),
    "treatment": gettext_lazy("离群值检验"),
    "imputed": gettext_lazy("填补的缺失值"),
    "not_imputed": gettext_lazy("没能填补的缺失值"),
    "denominated": gettext_lazy("折算所用的分母"),
    "denominator_missing": gettext_lazy("缺少分母的数"),
    "bounds": gettext_lazy("标准化的上下限"),
    "shift": gettext_lazy("为取对数而平移的量"),
    "two_level": gettext_lazy("两级权重的折算"),
    "aggregate": gettext_lazy("合成时的情况"),
}
# Heads of columns, and what stands in some of their cells.
COLUMNS: Mapping[str, str | Promise] = {
    "unit": gettext_lazy("单位"),
    "period": gettext_lazy("期间"),
    "indicator": gettext_lazy("指标"),
    "code": gettext_lazy("指标"),
    "name": gettext_lazy("名称"),
    "what": gettext_lazy("处理"),
    "count": gettext_lazy("个数"),
    "value": gettext_lazy("值"),
    "from": gettext_lazy("处理前"),
    "to": gettext_lazy("处理后"),
    "kind": gettext_lazy("种类"),
    "direction": gettext_lazy("方向"),
    "part": gettext_lazy("部分"),
    "forced": gettext_lazy("指定参评"),
    "transform": gettext_lazy("变换"),
    "lambda": gettext_lazy("变换参数"),
    "says": gettext_lazy("说明"),
    "low": gettext_lazy("下限"),
    "high": gettext_lazy("上限"),
    "missing": gettext_lazy("缺数"),
    "zero": gettext_lazy("零值"),
    "missing_or_zero": gettext_lazy("缺数或零值"),
    "availability": gettext_lazy("有数比例"),
    "nonzero": gettext_lazy("非零比例"),
    "low_availability": gettext_lazy("有数太少"),
    "low_nonzero": gettext_lazy("非零太少"),
    "winhi": gettext_lazy("上端缩尾"),
    "winlo": gettext_lazy("下端缩尾"),
    "range": gettext_lazy("全距"),
    "included": gettext_lazy("参评"),
    "skew": gettext_lazy("偏度"),
    "kurtosis": gettext_lazy("峰度"),
    "pass": gettext_lazy("通过"),
    "winsorised": gettext_lazy("缩尾个数"),
    "pass_winsorised": gettext_lazy("缩尾后通过"),
    "skew_winsorised": gettext_lazy("缩尾后偏度"),
    "kurtosis_winsorised": gettext_lazy("缩尾后峰度"),
    "pass_transformed": gettext_lazy("变换后通过"),
    "skew_transformed": gettext_lazy("变换后偏度"),
    "kurtosis_transformed": gettext_lazy("变换后峰度"),
    "shift": gettext_lazy("平移"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that a recipe does: its name, where the method is from, options as they are set with what they mean."""

    name: str
    source: str
    options: tuple[tuple[str, str, str], ...]


def method_of(recipe: Mapping[str, Any]) -> list[Done]:
    """Return what a recipe does from the figures to the index, with the options that are set."""
    made = Recipe(dict(recipe))
    weigher, weighing = made.weighing
    plan = made.plan
    found = [
        Done(said(one.method.title), said(one.method.source), _set(one.options, one.method.options))
        for one in made.steps
    ]
    name = _("权重：%(title)s") % {"title": said(weigher.title)}
    found.append(Done(name, said(weigher.source), _set(weighing, weigher.options)))
    aggregator = plan.default.aggregator
    name = _("合成：%(title)s") % {"title": said(aggregator.title)}
    found.append(
        Done(name, said(aggregator.source), _set(plan.default.options, aggregator.options))
    )
    return found


def log_title(name: str) -> str:
    """Return what the log of a step is called."""
    return str(LOGS.get(name, name))


def log_heads(columns: Iterable[str]) -> list[str]:
    """Return the heads of the columns of a log."""
    return [str(COLUMNS.get(one, one)) for one in columns]


def log_cell(cell: Any) -> Any:
    """Return a cell of a log in words where it is one of those that the methods use."""
    return COLUMNS.get(cell, said(cell)) if isinstance(cell, str) else cell


def scheme_lamp(scheme: Scheme | SupportRule) -> Lamp:
    """Return the lamp of a version of a scheme or a rule: its state."""
    return lit(SCHEME_TONES[SchemeState(scheme.state)], scheme.get_state_display())


def commission_lamp(commission: Commission) -> Lamp:
    """Return the lamp of a commission: its state."""
    return lit(COMMISSION_TONES[CommissionState(commission.state)], commission.get_state_display())


def _set(given: Mapping[str, Any], known: Iterable[Option]) -> tuple[tuple[str, str, str], ...]:
    meanings = {one.name: said(one.about) for one in known}
    return tuple(
        (name, str(value), meanings.get(name, ""))
        for name, value in given.items()
        if value not in (None, "", (), {})
    )
