"""Rules of a form as they are switched on today, and all of them as their page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from xiandao.registry.queries import events
from xiandao.statistics.methods.rule import Rule, of_row
from xiandao.statistics.models import RuleVersion
from xiandao.statistics.queries.visible import in_line

if TYPE_CHECKING:
    from xiandao.registry.models import Account, AuditEvent


def active(form_code: str) -> tuple[Rule, ...]:
    """Return the rules that returns of the form are checked by."""
    rows = RuleVersion.objects.filter(form_code=form_code, is_active=True)
    return tuple(read(row) for row in rows)


def read(row: RuleVersion) -> Rule:
    """Return a kept rule ready to be run; whether it is switched on is a matter of its row."""
    return replace(of_row(row.definition), is_active=True)


def known_to(account: Account) -> QuerySet[RuleVersion]:
    """Return the rules that the account may read: those of forms kept above or below it."""
    found = RuleVersion.objects.filter(in_line(account))
    return found.select_related("organisation", "edited_by")


def story(row: RuleVersion) -> Iterable[AuditEvent]:
    """Return what was done to a rule, the latest first, as the audit trail has it."""
    return events.story_of(row).filter(succeeded=True)[:50]
