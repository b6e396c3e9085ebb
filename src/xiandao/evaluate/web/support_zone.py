"""一区的差异化支持: what it gets, which line gave it on which figures, what the next line would take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.support import Outcome, support
from xiandao.evaluate.queries import ranking, support_of
from xiandao.evaluate.web.support import back_to, chosen_of, empty, told_of
from xiandao.evaluate.web.support_words import (
    Names,
    missed_words,
    risk_words,
    step_words,
    value_words,
)
from xiandao.evaluate.web.zone import opened
from xiandao.ui.answers import answer
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "evaluate.view"


@page(VIEW)
def zone_support(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show one zone that the account may see whole."""
    account = cast("Account", request.user)
    assessment, standing = opened(account, pk, code)
    chosen = chosen_of(request, account, assessment)
    if chosen is None:
        return empty(request, account)
    facts = next(one for one in support_of.facts_of(account, assessment) if one.unit == code)
    given = support(chosen.rule, facts)
    context = {
        **told_of(request, account, chosen),
        "facts": facts,
        "row": ranking.row_of(standing),
        "pillars": [(name, facts.pillars.get(key)) for key, name in chosen.names.items()],
        "outcomes": [told_outcome(one, chosen.names) for one in given.outcomes],
        "leaning": sum(bool(one.steps) for one in given.outcomes),
        "vetoes": [said(one) for one in facts.vetoes],
        "crumbs": [(_("差异化支持"), back_to(chosen)), (facts.name, "")],
        "zone_url": reverse("eva_zone", args=[assessment.pk, code]),
    }
    return answer(request, "evaluate/support-zone.html", context)


def told_outcome(outcome: Outcome, names: Names) -> dict[str, Any]:
    """Return one factor of a zone in words."""
    factor = outcome.factor
    return {
        "name": said(factor.name),
        "about": said(factor.about),
        "value": value_words(factor, outcome.value),
        "base": value_words(factor, factor.base),
        "leans": outcome.value != factor.base,
        "steps": [(step_words(factor, one, names), said(one.line.sentence), one.line.clause) for one in outcome.steps],
        "next": [missed_words(factor, one, names) for one in outcome.next],
        "risks": [risk_words(factor, one, names) for one in outcome.risks],
    }  # fmt: skip
