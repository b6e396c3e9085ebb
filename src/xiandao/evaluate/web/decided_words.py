"""What people decided beside the computed score, in words: which counts, why, vetoes with figure and clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.verdict import Decided, Struck, is_out
from xiandao.evaluate.methods.vetoes import Veto
from xiandao.evaluate.queries.written import figure
from xiandao.ui.spoken import said

COUNTS: Mapping[str, str | Promise] = {
    "manual": gettext_lazy("自动评分、人工评分都有的，采用人工评分"),
    "automatic": gettext_lazy("自动评分、人工评分都有的，采用自动评分，人工评分只作参考"),
    "lower": gettext_lazy("自动评分、人工评分都有的，采用较低的一个"),
    "mean": gettext_lazy("自动评分、人工评分都有的，采用两者的平均"),
}
WHICH: Mapping[str, str | Promise] = {
    "manual": gettext_lazy("人工评分"),
    "automatic": gettext_lazy("自动评分"),
    "mean": gettext_lazy("两者平均"),
}
SIGNS: Mapping[str, str | Promise] = {
    "<": gettext_lazy("低于%(value)s"),
    "<=": gettext_lazy("不高于%(value)s"),
    ">": gettext_lazy("高于%(value)s"),
    ">=": gettext_lazy("不低于%(value)s"),
    "==": gettext_lazy("等于%(value)s"),
    "!=": gettext_lazy("不等于%(value)s"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One unit with what is decided of it, in words."""

    name: str
    decided: Decided
    which: str
    why: str
    vetoes: tuple[str, ...]

    @property
    def is_out(self) -> bool:
        """Whether a veto leaves the unit out."""
        return is_out(self.decided.grade)


def told_of(one: Decided, name: str, names: Mapping[str, str]) -> Told:
    """Return one unit in words; ``names`` are those of the indicators."""
    return Told(
        name, one, str(WHICH[one.which]), why_of(one), tuple(veto_told(two, names) for two in one.vetoes)
    )  # fmt: skip


def is_special(one: Decided | None) -> bool:
    """Return whether people or a veto had a hand in a unit."""
    return one is not None and (one.manual is not None or bool(one.vetoes))


def why_of(one: Decided) -> str:
    """Return the reason of a manual score with its clause and who gave it, empty where there is none."""
    if one.manual is None:
        return ""
    told = said(one.manual.reason)
    if one.manual.clause:
        told = _("%(told)s（%(clause)s）") % {"told": told, "clause": said(one.manual.clause)}
    return (
        _("%(told)s，评分人%(by)s") % {"told": told, "by": one.manual.by} if one.manual.by else told
    )


def veto_told(one: Struck, names: Mapping[str, str]) -> str:
    """Return a veto that struck, in words."""
    name = names.get(one.indicator, one.indicator)
    value = _("缺数") if one.figure is None else figure(one.figure)
    told = _("%(reason)s：%(name)s为%(value)s，%(line)s，%(what)s") % {
        "reason": said(one.reason), "name": name, "value": value, "line": _line(one), "what": _what(one),
    }  # fmt: skip
    return _with_clause(told, one.clause)


def rules_told(recipe: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Return the vetoes that a recipe has, in words."""
    rule = Recipe(dict(recipe)).grading
    found = []
    for one in rule.vetoes if rule is not None else ():
        told = _("%(name)s%(line)s的，%(what)s：%(reason)s") % {
            "name": names.get(one.indicator, one.indicator), "line": _line(one), "what": _what(one),
            "reason": said(one.reason),
        }  # fmt: skip
        if one.missing == "strike":
            told = _("%(told)s；缺数的视同触发") % {"told": told}
        found.append(_with_clause(told, one.clause))
    return found


def counting(recipe: Mapping[str, Any]) -> str:
    """Return which score counts where there are two."""
    return str(COUNTS[Recipe(dict(recipe)).manual.counts])


def joined(words: Iterable[str]) -> str:
    """Return sentences as one cell."""
    return _("；").join(words)


def _line(one: Struck | Veto) -> str:
    return str(SIGNS[one.when]) % {"value": figure(one.value)}


def _what(one: Struck | Veto) -> str:
    return _("不参评") if one.exclude else _("最高定为%(cap)s等") % {"cap": one.cap}


def _with_clause(told: str, clause: str) -> str:
    return _("%(told)s（%(clause)s）") % {"told": told, "clause": said(clause)} if clause else told
