"""差异化支持: what each zone gets by the published rule, which line gave it, and what it costs in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.support import Support, divided
from xiandao.evaluate.methods.support_rule import AMOUNT, COEFFICIENT, Factor, Rule
from xiandao.evaluate.models import Assessment, AssessmentState, SupportRule
from xiandao.evaluate.queries import ranking, support_of, visible
from xiandao.evaluate.web.official_words import scheme_lamp
from xiandao.evaluate.web.support_table import support_grid
from xiandao.evaluate.web.support_words import Names, number_words, value_words
from xiandao.evaluate.web.wording import titled
from xiandao.terms.error import InputError
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.numbers import plain, to_decimal, whole
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW, MANAGE = "evaluate.view", "evaluate.manage"
LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Chosen:
    """An edition with the rule that is held against it; ``names`` are those of its pillars."""

    assessment: Assessment
    version: SupportRule
    rule: Rule
    names: Names


@page(VIEW)
def support(request: HttpRequest) -> HttpResponse:
    """Show the zones that the account may see whole with what the rule gives them."""
    account = cast("Account", request.user)
    chosen = chosen_of(request, account)
    if chosen is None:
        return empty(request, account)
    rows = support_of.supports(account, chosen.assessment, chosen.version)
    grid = support_grid(request, chosen.assessment, chosen.version, chosen.rule, rows, chosen.names)
    if file := exports.wanted(request, grid):
        return file
    sees_all = visible.sees_all(account, chosen.assessment)
    context = {
        **told_of(request, account, chosen),
        "grid": grid,
        "rows": rows,
        "sees_all": sees_all,
        "leaning": sum(any(one.steps for one in row.outcomes) for row in rows),
        "sums": sums_of(chosen.rule, rows) if sees_all else [],
        "may_compare": len(rows) > 1,
        "crumbs": [],
    }
    if sees_all:
        context |= _division(request, chosen.rule, rows)
    return answer(request, "evaluate/support.html", context)


def empty(request: HttpRequest, account: Account) -> HttpResponse:
    """Say that there is no published edition or no rule yet, and to the keeper where to make them."""
    told = {"may_manage": account.may_somewhere(MANAGE)}
    return answer(request, "evaluate/support-empty.html", told)


def chosen_of(
    request: HttpRequest, account: Account, assessment: Assessment | None = None
) -> Chosen | None:
    """Return the edition and the rule that the address names, else the newest and the one that holds for it.

    Raises:
        Http404: one that is named is not there, or not for this account.
    """
    asked, key = request.GET.get("assessment"), request.GET.get("rule")
    if assessment is None:
        assessment = ranking.opened(account, whole(asked) or 0 if asked else None)
    if assessment is None:
        if asked:
            raise Http404
        return None
    version = support_of.rule_for(account, assessment, whole(key) or 0 if key else None)
    if version is None:
        if key:
            raise Http404
        return None
    names = support_of.pillar_names(assessment.snapshot["nodes"])
    return Chosen(assessment, version, support_of.checked(version), names)


def told_of(request: HttpRequest, account: Account, chosen: Chosen) -> dict[str, Any]:
    """Return what every page about support says: edition, rule, and what else can be chosen."""
    version = chosen.version
    return {
        "assessment": chosen.assessment,
        "title": titled(chosen.assessment),
        "version": version,
        "rule_title": f"{said(version.title)} {said(version.version)}",
        "rule_lamp": scheme_lamp(version),
        "is_trial": version.approved_at is None,
        "is_unpublished": chosen.assessment.state != AssessmentState.PUBLISHED,
        "editions": [(one.pk, titled(one)) for one in ranking.editions(account)],
        "rules": [
            (one.pk, f"{said(one.version)}（{one.get_state_display()}）")
            for one in support_of.rules_for(account, chosen.assessment)
        ],
    }


def sums_of(rule: Rule, rows: list[Support]) -> list[dict[str, str]]:
    """Return what the amounts of all zones sum to, beside what they would be without leaning."""
    found = []
    for factor in rule.factors:
        if factor.kind != AMOUNT or isinstance(factor.base, str):
            continue
        total = sum(float(row.of(factor.code).value) for row in rows)
        ordinary = factor.base * len(rows)
        found.append(
            {
                "name": said(factor.name),
                "total": value_words(factor, total),
                "ordinary": value_words(factor, ordinary),
                "more": value_words(factor, total - ordinary),
            }
        )
    return found


def _division(request: HttpRequest, rule: Rule, rows: list[Support]) -> dict[str, Any]:
    """Return a total divided by the coefficients of a factor, where the address names both."""
    coefficients = [one for one in rule.factors if one.kind == COEFFICIENT]
    code, typed = request.GET.get("factor", ""), request.GET.get("total", "").strip()[:20]
    factor = next((one for one in coefficients if one.code == code), None)
    context: dict[str, Any] = {
        "coefficients": [(one.code, said(one.name)) for one in coefficients],
        "divided_factor": factor.code if factor else "",
        "total": typed,
    }
    if factor is None or not typed:
        return context
    try:
        context["parts"] = _parts(factor, rows, typed)
        context["divided_name"] = said(factor.name)
    except InputError as error:
        context["division_error"] = said(error)
    return context


def _parts(factor: Factor, rows: list[Support], typed: str) -> list[tuple[str, str, str, str]]:
    number = to_decimal(typed)
    if number is None or number.copy_abs() > LARGEST:
        raise InputError(
            "EVA-598", _("总量不是可用的数字"), _("请填写数字，并核对单位"), {"field": "total"}
        )
    given = [float(row.of(factor.code).value) for row in rows]
    parts, even = divided(float(number), given), divided(float(number), [1.0] * len(rows))
    return [
        (row.facts.name, number_words(factor, one), plain(part), plain(ordinary))
        for row, one, part, ordinary in zip(rows, given, parts, even, strict=True)
    ]


def back_to(chosen: Chosen) -> str:
    """Return the address of the table with the same edition and rule."""
    return f"{reverse('eva_support')}?assessment={chosen.assessment.pk}&rule={chosen.version.pk}"
