"""一区简报: two sheets of A4 about one zone, from the score to what would lift it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.queries import prospects
from xiandao.evaluate.queries.brief_of import brief_of
from xiandao.evaluate.web.bars import points_bar
from xiandao.evaluate.web.wording import steps_of, titled
from xiandao.evaluate.web.zone import changes_of, decision_of, opened
from xiandao.evaluate.web.zone_figures import finding, name_of
from xiandao.terms.period import Period
from xiandao.ui.answers import answer
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.evaluate.queries.brief_of import Brief
    from xiandao.evaluate.queries.reasons import IndicatorLine
    from xiandao.registry.models import Account

VIEW = "evaluate.view"
# What the second sheet holds.
MOST_LINES = 40


@page(VIEW)
def brief(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show the sheets."""
    account = cast("Account", request.user)
    assessment, standing = opened(account, pk, code)
    made = brief_of(account, assessment, standing)
    label = _("中位水平")
    context = {
        "assessment": assessment,
        "title": titled(assessment),
        "period": said(Period.parse(assessment.period).label),
        "brief": made,
        "row": made.row,
        "told": decision_of(made),
        "finding": finding(made.reasons, label),
        "steps": _steps(made),
        "changes": changes_of(made),
        "lines": listed(made),
        "unlisted": max(len(made.reasons.lines) - MOST_LINES, 0),
        "next": prospects.next_place(assessment, code, count=4),
        "methods": steps_of(assessment.snapshot["recipe"]),
        "made_at": timezone.localtime(),
        "crumbs": [
            (_("评价与比较"), f"{reverse('eva_ranking')}?assessment={assessment.pk}"),
            (made.row.name, reverse("eva_zone", args=[assessment.pk, code])),
            (_("简报"), ""),
        ],
    }
    return answer(request, "evaluate/brief.html", context)


def listed(made: Brief) -> tuple[IndicatorLine, ...]:
    """Return the indicators that the second sheet has room for: the greatest losses and the greatest gains."""
    lines = made.reasons.lines
    if len(lines) <= MOST_LINES:
        return lines
    half = MOST_LINES // 2
    return (*lines[:half], *lines[-half:])


def _steps(made: Brief) -> list[dict[str, Any]]:
    most = max((abs(step.points) for step in made.reasons.steps), default=0)
    return [
        {"step": step, "name": name_of(step), "bar": points_bar(step.points, most)}
        for step in made.reasons.steps
    ]
