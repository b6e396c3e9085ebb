"""A return that was sent back, as everybody but its reporter reads it: what was filed, not what is being mended."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Final

from xiandao.statistics.models import Filing, FilingStage, Finding, ValueChange
from xiandao.statistics.queries.visible import is_reporter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account

Stored = Mapping[str, "str | None"]
# What the reporter goes on working at, and what a return says of it that was never filed.
FIELDS: Final[Mapping[str, Any]] = {
    "values": {}, "explanations": {}, "people": {}, "has_consent": False,
    "changes_since_approval": 0, "must_count": 0, "explain_count": 0, "hint_count": 0,
}  # fmt: skip
FOUND: Final = ("rule", "severity", "item", "items", "message", "message_en", "needs_explanation")


def snapshot(filing: Filing) -> dict[str, Any]:
    """Return what a return says now, to be kept while it is with its reporter once more."""
    found = [{name: getattr(row, name) for name in FOUND} for row in filing.findings.all()]
    return {**{name: getattr(filing, name) for name in FIELDS}, "findings": found}


def is_held(filing: Filing) -> bool:
    """Return whether what was filed and what the reporter works at are two things now."""
    return filing.stage == FilingStage.RETURNED


def filed_values(filing: Filing) -> Stored:
    """Return the values of a filed return as they were filed."""
    if not is_held(filing):
        return filing.values
    kept: Stored = filing.as_filed.get("values", {})
    return kept


def as_filed(filing: Filing) -> Filing:
    """Return a return as it was filed; a copy that is to be read and never written."""
    if not is_held(filing):
        return filing
    shown = copy(filing)
    for name, nothing in FIELDS.items():
        setattr(shown, name, filing.as_filed.get(name, nothing))
    return shown


def as_seen(account: Account, filing: Filing) -> Filing:
    """Return a return as the account may read it: its reporter what stands there now, others what was filed."""
    return filing if is_reporter(account, filing.organisation) else as_filed(filing)


def findings_seen(account: Account, filing: Filing) -> list[Finding]:
    """Return the findings that belong to what the account reads."""
    if is_reporter(account, filing.organisation):
        return list(filing.findings.all())
    return filed_findings(filing)


def filed_findings(filing: Filing) -> list[Finding]:
    """Return what was found in a return as it was filed."""
    if not is_held(filing):
        return list(filing.findings.all())
    return [Finding(filing=filing, **row) for row in filing.as_filed.get("findings", ())]


def changes_seen(account: Account, filing: Filing) -> QuerySet[ValueChange]:
    """Return the changed values that the account may read: of a return sent back, those before it was."""
    changes = filing.changes.select_related("by")
    if is_reporter(account, filing.organisation) or not is_held(filing):
        return changes
    sent_back = filing.events.filter(transition="return").order_by("-at", "-pk").first()
    return changes.filter(at__lte=sent_back.at) if sent_back else changes.none()
