"""What a reporter owes now, with how much is really left to fill, and what it filed before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiandao.statistics.methods.prefill import Burden, burden
from xiandao.statistics.models import Filing, FilingEvent, FilingStage, Reminder, RoundState
from xiandao.statistics.models.filing import WITH_UNIT
from xiandao.statistics.queries.visible import own

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class Owed:
    """One return that is with its reporter; ``reason`` is why it was sent back."""

    filing: Filing
    due_on: date
    burden: Burden
    reason: str = ""
    reminded_on: date | None = None
    reminded_words: str = ""

    @property
    def is_returned(self) -> bool:
        """Whether a reviewer sent it back."""
        return self.filing.stage == FilingStage.RETURNED

    @property
    def filled(self) -> int:
        """How many cells the reporter has filled so far."""
        return sum(1 for value in self.filing.values.values() if value not in (None, ""))


def waiting(account: Account) -> QuerySet[Filing]:
    """Return the returns that the account has to fill, the first to fall due first.

    A return that was sent back is owed even where its round is closed by now: an approved one is sent back that way.

    Each carries ``until`` (its own deadline or the round's), ``reason``, ``reminded_on`` and ``reminded_words``.
    """
    sent_back = FilingEvent.objects.filter(filing=OuterRef("pk"), transition="return")
    reminders = Reminder.objects.filter(
        round=OuterRef("round"), organisation=OuterRef("organisation")
    ).order_by("-sent_on", "-pk")
    is_owed = Q(round__state=RoundState.OPEN) | Q(stage=FilingStage.RETURNED)
    found = own(account).filter(is_owed, stage__in=WITH_UNIT)
    return (
        found.select_related("round__form", "organisation")
        .annotate(
            until=Coalesce(F("due_on"), F("round__due_on")),
            reason=Subquery(sent_back.order_by("-at", "-pk").values("words")[:1]),
            reminded_on=Subquery(reminders.values("sent_on")[:1]),
            reminded_words=Subquery(reminders.values("words")[:1]),
        )
        .order_by("until", "round__form__code", "organisation__official_order", "pk")
    )


def owed(account: Account) -> list[Owed]:
    """Return what the account has to fill now, with what is left to do."""
    # The annotations are no fields that the checker could know.
    found: list[Any] = list(waiting(account))
    # One version of a form is read once, however many units it is filled for.
    forms = {filing.round.form_id: filing.round.form for filing in found}
    return [
        Owed(
            filing,
            filing.until,
            burden(forms[filing.round.form_id].form, filing.prefill),
            (filing.reason or "") if filing.stage == FilingStage.RETURNED else "",
            filing.reminded_on,
            filing.reminded_words or "",
        )
        for filing in found
    ]


def earlier(account: Account) -> QuerySet[Filing]:
    """Return the other returns of the account's units: filed, approved, void, or missed until the round closed."""
    now = waiting(account).order_by().values("pk")
    found = (
        own(account)
        .exclude(pk__in=now)
        .defer("values", "prefill", "explanations", "round__form__definition")
    )
    return found.select_related("round__form", "organisation").order_by(
        "-round__due_on", "round__form__code", "organisation__official_order"
    )
