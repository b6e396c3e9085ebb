"""Support rules in words: what a line asks, what it saw, what it gives, and what is still lacking."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiandao.evaluate.methods.support import Missed, Reason, Step, Value
from xiandao.evaluate.methods.support_conditions import CERTAIN, Condition, Seen
from xiandao.evaluate.methods.support_rule import ADD, CAP, MULTIPLY, SET, Factor, Give, Line
from xiandao.ui.numbers import plain
from xiandao.ui.spoken import said

Names = Mapping[str, str]
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of a rule as it is read."""

    number: int
    asks: str
    gives: tuple[str, ...]
    clause: str
    sentence: str
    reason: str


def value_words(factor: Factor, value: Value) -> str:
    """Return a value with its unit: 1.2倍, 1,500万元, or the words of an entitlement."""
    if isinstance(value, str):
        return _("；").join(said(one) for one in value.split("；")) if value else _("无")
    told = {"number": number_words(factor, value), "unit": said(factor.unit)}
    return _("%(number)s%(unit)s") % told if factor.unit else told["number"]


def number_words(factor: Factor, value: float) -> str:
    """Return a number with as many decimals as the factor has, none that say nothing."""
    return plain(round(value, factor.digits))


def line_words(line: Line, factors: Mapping[str, Factor], names: Names) -> ToldLine:
    """Return a line in words."""
    return ToldLine(
        line.number,
        conditions_words(line.when, names),
        tuple(give_words(factors[one.factor], one) for one in line.give),
        line.clause,
        said(line.sentence),
        line.reason,
    )


def conditions_words(conditions: Sequence[Condition], names: Names) -> str:
    """Return all conditions of a line in words."""
    told = [condition_words(one, names) for one in conditions]
    return _("，且").join(told) if told else _("所有先导区")


def condition_words(one: Condition, names: Names) -> str:
    """Return what a condition asks."""
    listed = _("、").join(said(name) for name in one.among)
    if one.on == "grade":
        return _("评价等级为%(grades)s") % {"grades": listed}
    if one.on == "band":
        return _("档次为%(bands)s") % {"bands": listed}
    if one.on == "veto":
        return _("触发否决") if one.struck else _("未触发否决")
    if one.on == "rank":
        return _rank_words(one)
    return _points_words(one, subject_of(one, names))


def subject_of(one: Condition, names: Names) -> str:
    """Return what a condition looks at."""
    told = {
        "grade": _("评价等级"), "band": _("档次"), "veto": _("否决情形"), "rank": _("位次区间"),
        "score": _("综合得分"), "change": _("比上期的提高幅度"),
    }  # fmt: skip
    return told.get(one.on) or _("%(pillar)s得分") % {"pillar": names.get(one.pillar, one.pillar)}


def _rank_words(one: Condition) -> str:
    if one.within_share is not None:
        edge = _("前%(share)s%%") % {"share": plain(one.within_share * HUNDRED)}
    elif one.within is not None:
        edge = _("前%(rank)d位") % {"rank": one.within}
    else:
        edge = _("第%(rank)d位以后") % {"rank": one.beyond or 0}
    if one.surely == CERTAIN:
        return _("位次区间全部在%(edge)s") % {"edge": edge}
    return _("位次区间有一部分在%(edge)s") % {"edge": edge}


def _points_words(one: Condition, subject: str) -> str:
    told = {"subject": subject, "low": plain(one.at_least), "high": plain(one.below)}
    if one.below is None:
        return _("%(subject)s不低于%(low)s分") % told
    if one.at_least is None:
        return _("%(subject)s低于%(high)s分") % told
    return _("%(subject)s在%(low)s分以上、%(high)s分以下") % told


def figure_words(seen: Seen) -> str:
    """Return what a condition saw at a zone: A, 82.70分, 3–7, or that there is nothing."""
    kind, figure = seen.condition.on, seen.figure
    if kind == "veto":
        reasons = figure if isinstance(figure, tuple) else ()
        return _("、").join(said(one) for one in reasons) if reasons else _("未触发")
    if isinstance(figure, tuple):
        low, high = figure
        return _("第%(places)s位") % {"places": f"{low}–{high}" if low != high else str(low)}
    if isinstance(figure, str):
        return said(figure)
    if figure is None:
        return {"change": _("没有可比的上期"), "grade": _("未评等级")}.get(kind) or _("没有数据")
    if kind == "change":
        sign = "−" if round(figure, 2) < 0 else "+" if round(figure, 2) > 0 else ""
        return _("%(points)s分") % {"points": f"{sign}{abs(figure):.2f}"}
    return _("%(points)s分") % {"points": f"{figure:.2f}"}


def saw_words(seen: Sequence[Seen], names: Names) -> str:
    """Return conditions with what they saw: 评价等级为A（现为A）."""
    told = [
        _("%(asks)s（现为%(figure)s）")
        % {"asks": condition_words(one.condition, names), "figure": figure_words(one)}
        for one in seen
    ]
    return _("，且").join(told) if told else _("所有先导区")


def give_words(factor: Factor, give: Give) -> str:
    """Return what a line does to a factor."""
    name, value = said(factor.name), give.value
    if isinstance(value, str):
        form = _("%(name)s增加“%(value)s”") if give.do == ADD else _("%(name)s为“%(value)s”")
        return form % {"name": name, "value": value_words(factor, value)}
    if give.do == MULTIPLY:
        return _("%(name)s乘以%(value)s") % {"name": name, "value": plain(value)}
    told = {"name": name, "value": value_words(factor, abs(value) if give.do == ADD else value)}
    if give.do == ADD:
        return (_("%(name)s增加%(value)s") if value >= 0 else _("%(name)s减少%(value)s")) % told
    return (_("%(name)s最高%(value)s") if give.do == CAP else _("%(name)s为%(value)s")) % told


def step_words(factor: Factor, step: Step, names: Names) -> str:
    """Return a line that applied: by what it saw, what it does, and to which value where it does not say so itself."""
    told = {
        "number": step.line.number,
        "saw": saw_words(step.seen, names),
        "gives": give_words(factor, step.give),
        "after": value_words(factor, step.after),
    }
    if step.give.do == SET:
        return _("第%(number)d条：%(saw)s，%(gives)s") % told
    return _("第%(number)d条：%(saw)s，%(gives)s，至%(after)s") % told


def gap_words(seen: Seen, names: Names) -> str:
    """Return what a condition still lacks: 产业培育得分还差2.3分（须不低于85分，现为82.70分）."""
    one, told = seen.condition, {"subject": subject_of(seen.condition, names)}
    asks = {"asks": condition_words(one, names), "figure": figure_words(seen)}
    if seen.gap is None or not seen.is_upward:
        return _("%(asks)s（现为%(figure)s）") % asks
    if one.on == "grade":
        short = _("%(subject)s还差%(gap)d级") % {**told, "gap": round(seen.gap)}
    elif one.on == "rank":
        short = _("%(subject)s还差%(gap)d位") % {**told, "gap": round(seen.gap)}
    else:
        # Rounded up: who gains what is told is then surely there.
        gap = f"{math.ceil(seen.gap * 100 - 1e-6) / 100:.2f}".rstrip("0").rstrip(".")
        short = _("%(subject)s还差%(gap)s分") % {**told, "gap": gap}
    return _("%(short)s（须%(asks)s，现为%(figure)s）") % {"short": short, **asks}


def missed_words(factor: Factor, missed: Missed, names: Names) -> str:
    """Return what a line would give and what it still takes."""
    return _("第%(number)d条可使%(name)s为%(value)s：%(gaps)s") % {
        "number": missed.line.number,
        "name": said(factor.name),
        "value": value_words(factor, missed.value),
        "gaps": _("；").join(gap_words(one, names) for one in missed.unmet),
    }


def risk_words(factor: Factor, missed: Missed, names: Names) -> str:
    """Return what a line would take, should it apply."""
    return _("第%(number)d条一旦适用，%(name)s为%(value)s：%(gaps)s") % {
        "number": missed.line.number,
        "name": said(factor.name),
        "value": value_words(factor, missed.value),
        "gaps": _("；").join(gap_words(one, names) for one in missed.unmet),
    }


def reason_words(factor: Factor, reason: Reason, names: Names) -> str:
    """Return a line that makes a difference with the figures of both zones: 评价等级为A（甲：A，乙：B）：只有甲适用."""
    told = [
        _("%(asks)s（甲：%(mine)s，乙：%(theirs)s）")
        % {
            "asks": condition_words(mine.condition, names),
            "mine": figure_words(mine),
            "theirs": figure_words(theirs),
        }
        for mine, theirs in zip(reason.first, reason.second, strict=True)
    ]
    form = (
        _("第%(number)d条，%(conditions)s：只有甲适用，%(gives)s")
        if reason.applied_to_first
        else _("第%(number)d条，%(conditions)s：只有乙适用，%(gives)s")
    )
    return form % {
        "number": reason.line.number,
        "conditions": _("，且").join(told),
        "gives": give_words(factor, reason.give),
    }
