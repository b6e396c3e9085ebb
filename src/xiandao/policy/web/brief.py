"""领导简报 (Z五(四)): a paper on one or two sheets of A4, from the headline to what was asked of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from xiandao.policy.methods import pacing
from xiandao.policy.queries import clock, visible
from xiandao.policy.queries.brief import brief as brief_of
from xiandao.ui.answers import answer
from xiandao.ui.page import page

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@page("policy.view")
def brief(request: HttpRequest, paper: int) -> HttpResponse:
    """Show the sheets."""
    account = cast("Account", request.user)
    found = get_object_or_404(visible.papers(account).select_related("organisation"), pk=paper)
    today = clock.today()
    made = brief_of(account, found, today=today)
    context = {
        "paper": found,
        "brief": made,
        "view": made.view,
        "today": today,
        "made_at": timezone.localtime(),
        "pace_about": pacing.about(),
        "word": "overview",
    }
    return answer(request, "policy/brief.html", context)
