"""Rounds as far as an account has to do with them, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from xiandao.statistics.models import FilingStage, FormState, FormVersion, Round
from xiandao.statistics.queries.visible import in_line, under_review

if TYPE_CHECKING:
    from xiandao.registry.models import Account

REMIND, MANAGE = "statistics.remind", "statistics.manage"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many returns of a round stand where, in the account's reach."""

    owed: int = 0
    missing: int = 0
    filed: int = 0
    returned: int = 0
    approved: int = 0


def rounds_for(account: Account) -> QuerySet[Round]:
    """Return the rounds that are collected by a body above or below the account's reach."""
    found = Round.objects.filter(in_line(account, REMIND)).select_related("form", "organisation")
    return found.order_by("-due_on", "form__code")


def managed(account: Account, round_: Round) -> bool:
    """Return whether the account opens, extends and closes the round."""
    return account.may(MANAGE, [round_.organisation])


def forms_to_plan(account: Account) -> QuerySet[FormVersion]:
    """Return the forms in use that the account may collect."""
    condition = Q(pk__in=())
    for top in account.reach.get(MANAGE, ()):
        condition |= Q(organisation__path__startswith=top)
    return FormVersion.objects.filter(condition, state=FormState.IN_USE).order_by("code")


def tallies(account: Account, rounds: Iterable[Round]) -> dict[int, Tally]:
    """Return the numbers of the rounds, counting the units in the account's reach."""
    at = {
        "owed": ~Q(stage=FilingStage.VOID),
        "missing": Q(stage=FilingStage.DRAFT),
        "filed": Q(stage__in=(FilingStage.CITY, FilingStage.PROVINCE)),
        "returned": Q(stage=FilingStage.RETURNED),
        "approved": Q(stage=FilingStage.APPROVED),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in at.items()}
    rows = under_review(account).filter(round__in=[one.pk for one in rounds])
    numbers = rows.order_by().values_list("round_id").annotate(**counts)
    return {key: Tally(*row) for key, *row in numbers}


def family(account: Account, round_: Round) -> list[Round]:
    """Return the rounds that belong on one board: those whose periods end in the same month, the round itself first."""
    end = round_.span.end
    others = [
        one
        for one in rounds_for(account).filter(organisation=round_.organisation)
        if one.pk != round_.pk and (one.span.end.year, one.span.end.month) == (end.year, end.month)
    ]
    return [round_, *sorted(others, key=lambda one: (one.form.subject, one.form.code))]
