"""Running the rules over one return and keeping what they found beside it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xiandao.statistics.methods.checking import check_one
from xiandao.statistics.methods.filing_values import known_values
from xiandao.statistics.models import Filing, Finding, Severity
from xiandao.statistics.queries import rules
from xiandao.statistics.queries.history import history_of, others_of

if TYPE_CHECKING:
    from xiandao.statistics.methods.finding import Finding as Found


def check(filing: Filing) -> list[Finding]:
    """Check a return by the rules of today, replace its findings and counts, and return them."""
    rows = [_row(filing, found) for found in found_in(filing)]
    filing.findings.all().delete()
    kept = Finding.objects.bulk_create(rows)
    counts = Counter(row.severity for row in kept)
    filing.must_count = counts[Severity.MUST]
    filing.explain_count = sum(is_open(filing, row) for row in kept if row.severity == "explain")
    filing.hint_count = counts[Severity.HINT]
    Filing.objects.filter(pk=filing.pk).update(
        must_count=filing.must_count,
        explain_count=filing.explain_count,
        hint_count=filing.hint_count,
    )
    return kept


def found_in(filing: Filing) -> list[Found]:
    """Return what the active rules find in a return, with its unit's history and other forms at hand."""
    form = filing.round.form.form
    return check_one(
        form,
        known_values(form, filing.values),
        rules=rules.active(form.code),
        unit=filing.organisation.code,
        period=filing.round.period,
        history=history_of(filing),
        others=others_of(filing),
    )


def in_the_way(filing: Filing) -> list[Finding]:
    """Return the findings that keep a return from being filed."""
    return [row for row in filing.findings.all() if is_open(filing, row)]


def is_open(filing: Filing, row: Finding) -> bool:
    """Return whether a finding still asks something: a correction, or words of explanation."""
    if row.severity == Severity.MUST:
        return True
    if row.severity == Severity.HINT or not row.needs_explanation:
        return False
    return not any(filing.explanations.get(item.removesuffix("__ly")) for item in row.items)


def _row(filing: Filing, found: Found) -> Finding:
    return Finding(
        filing=filing,
        rule=found.rule,
        severity=found.severity,
        item=found.items[0] if found.items else "",
        items=list(found.items),
        message=found.message[:400],
        message_en=found.message_en[:400],
        needs_explanation=found.needs_explanation,
    )
