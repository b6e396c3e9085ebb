"""What a unit reported before and elsewhere: what checks, columns side by side and prefill compare with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xiandao.statistics.methods.filing_values import known_values
from xiandao.statistics.models import Filing
from xiandao.statistics.queries.as_filed import filed_values
from xiandao.statistics.queries.visible import FILED
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from decimal import Decimal

Values = Mapping[str, "Decimal | str | None"]

# A year of months and the same month of the year before.
MOST_PERIODS = 13


def history_of(filing: Filing) -> list[tuple[str, Values]]:
    """Return what the unit filed on the same form in earlier periods, the latest first; never what is not filed yet."""
    rows = (
        Filing.objects.filter(
            organisation=filing.organisation_id,
            round__form__code=filing.round.form.code,
            stage__in=FILED,
        )
        .exclude(pk=filing.pk)
        .select_related("round__form")
    )
    start = filing.round.span.start
    earlier = [(Period.parse(row.round.period), row) for row in rows]
    before = sorted(
        ((span, row) for span, row in earlier if span.start < start),
        key=lambda pair: pair[0].start,
        reverse=True,
    )
    return [
        (span.code, known_values(row.round.form.form, filed_values(row)))
        for span, row in before[:MOST_PERIODS]
    ]


def others_of(filing: Filing) -> dict[str, Values]:
    """Return what the unit filed on other forms for the period that ends on the same day, by form."""
    end = filing.round.span.end
    rows = (
        Filing.objects.filter(organisation=filing.organisation_id, stage__in=FILED)
        .exclude(round__form__code=filing.round.form.code)
        .filter(round__period__startswith=f"{end.year}")
        .select_related("round__form")
        .order_by("round__form__code", "round__period")
    )
    return {
        row.round.form.code: known_values(row.round.form.form, filed_values(row))
        for row in rows
        if row.round.span.end == end
    }
