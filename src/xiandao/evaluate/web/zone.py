"""为什么是这个分: from the median to the score step by step, every indicator with its gap, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.evaluate.queries import prospects, ranking, visible
from xiandao.evaluate.queries.alike import alike
from xiandao.evaluate.queries.brief_of import Brief, brief_of, standing_of
from xiandao.evaluate.queries.naming import names_of
from xiandao.evaluate.queries.reasons import BEST, MEDIAN, TARGET, ways_to_compare
from xiandao.evaluate.queries.robustness import robustness
from xiandao.evaluate.queries.sources import sources_of
from xiandao.evaluate.web.bars import points_bar
from xiandao.evaluate.web.decided_words import Told, counting, is_special, told_of
from xiandao.evaluate.web.ranking import lamp_of
from xiandao.evaluate.web.wording import steps_of, titled
from xiandao.evaluate.web.zone_figures import sways, waterfall
from xiandao.evaluate.web.zone_lines import lines_grid
from xiandao.evaluate.web.zone_trial import TrialForm, tried
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.evaluate.models import Assessment, Standing
    from xiandao.registry.models import Account

VIEW = "evaluate.view"
# Parts that are computed after the page stands, each under the id of its element.
LATER = {
    "reach": "evaluate/zone-reach.html",
    "sway": "evaluate/zone-sway.html",
    "trial": "evaluate/zone-trial.html",
}


@page(VIEW)
def zone(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show why a unit has its score; what takes long comes after the page, or with it where scripts are off."""
    account = cast("Account", request.user)
    assessment, standing = opened(account, pk, code)
    part = request.headers.get("HX-Target", "")
    wanted = {part} if part in LATER else set(request.GET.getlist("show")) & set(LATER)
    context: dict[str, Any] = {
        "assessment": assessment,
        "code": code,
        "parts": wanted,
        "row": ranking.row_of(standing),
    }
    context |= _later(request, assessment, code, wanted)
    figure = context.get("sway_chart")
    if figure is not None and (file := exports.wanted(request, figure)):
        return file
    if part in LATER:
        return answer(request, LATER[part], context, fragment=LATER[part])
    whole = _whole(request, account, assessment, standing)
    if file := exports.wanted(request, whole["chart"], whole["grid"]):
        return file
    return answer(request, "evaluate/zone.html", {**context, **whole})


def opened(account: Account, pk: int, code: str) -> tuple[Assessment, Standing]:
    """Return an edition and the row of a unit that the account may see whole.

    Raises:
        Http404: there is none, or it is not for this account.
    """
    assessment = visible.assessments(account).filter(pk=pk).first()
    standing = standing_of(account, assessment, code) if assessment is not None else None
    if assessment is None or standing is None:
        raise Http404
    return assessment, standing


def _whole(
    request: HttpRequest, account: Account, assessment: Assessment, standing: Standing
) -> dict[str, Any]:
    code = standing.organisation.code
    against = _against(request, account, assessment, code)
    made = brief_of(account, assessment, standing, against)
    names = _choices(account, assessment, code)
    label = dict(names)[against]
    sees_all = visible.sees_all(account, assessment)
    told = decision_of(made)
    return {
        "brief": made,
        "row": made.row,
        "told": told,
        "counting": counting(assessment.snapshot["recipe"]) if told else "",
        "title": titled(assessment),
        "lamp": lamp_of(assessment),
        "against": against,
        "against_label": label,
        "choices": names,
        "chart": waterfall(request, made, label),
        "grid": lines_grid(
            request, made, label, sources_of(account, assessment, standing.organisation)
        ),
        "pillar_changes": changes_of(made),
        "peers": alike(assessment, code) if sees_all else (),
        "methods": steps_of(assessment.snapshot["recipe"]),
        "form": TrialForm(prospects.indicators(assessment), request.GET),
        "crumbs": [
            (_("评价与比较"), f"{reverse('eva_ranking')}?assessment={assessment.pk}"),
            (made.row.name, ""),
        ],
    }


def decision_of(made: Brief) -> Told | None:
    """Return what people or a veto decided of the unit, None where they decided nothing."""
    one = made.row.decided
    if one is None or not is_special(one):
        return None
    return told_of(one, made.row.name, names_of(made.assessment.snapshot))


def _choices(account: Account, assessment: Assessment, code: str) -> list[tuple[str, str]]:
    """Return what the unit may be held against: the median, and for who sees every row the best, targets, any other."""
    told = {MEDIAN: _("中位水平"), BEST: _("各项最好水平"), TARGET: _("目标水平")}
    found = [(way, told[way]) for way in ways_to_compare(account, assessment)]
    if len(found) > 1:
        others = visible.standings(account, assessment).exclude(organisation__code=code)
        found += [(one.organisation.code, one.organisation.label) for one in others]
    return found


def _against(request: HttpRequest, account: Account, assessment: Assessment, code: str) -> str:
    asked = request.GET.get("against", MEDIAN)
    known = {way for way, _label in _choices(account, assessment, code)}
    return asked if asked in known else MEDIAN


def changes_of(made: Brief) -> list[dict[str, Any]]:
    """Return what each pillar has to do with the change since the edition before, with its bar."""
    if made.since is None:
        return []
    most = max((abs(one.total) for one in made.since.pillars), default=0)
    return [{"pillar": one, "bar": points_bar(one.total, most)} for one in made.since.pillars]


def _later(
    request: HttpRequest, assessment: Assessment, code: str, wanted: set[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "reach" in wanted:
        found |= {
            "next": prospects.next_place(assessment, code),
            "gains": prospects.gains(assessment, code),
        }
    if "sway" in wanted or request.GET.get("export") == "chart-sway":
        told = robustness(assessment, code)
        found["robustness"] = told
        found["sway_chart"] = sways(request, assessment, told) if told else None
    if "trial" in wanted:
        found |= tried(request, assessment, code)
    return found
