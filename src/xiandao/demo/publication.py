"""What the demonstration province has published: tables through the gate, made by one, published by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xiandao.statistics.commands import releases
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

# Indicator, rows, columns and unit: by city nearly all may be seen, by industry and zone some is hidden.
MONTHLY = (("TOTAL_INCOME", "city", "", "万元"), ("RD_INTENSITY", "city", "", ""))
LATEST = (("TOTAL_INCOME", "industry", "", "万元"), ("TOTAL_INCOME", "city", "group", "万元"))


def tell(
    *, top: Organisation, periods: Sequence[Period], maker: Account, publisher: Account
) -> None:
    """Publish tables of the past months; the last one waits for its second person."""
    wanted = [(period, *table) for period in periods for table in MONTHLY]
    wanted += [(periods[-1], *table) for table in LATEST]
    for period, indicator, rows, columns, unit in wanted:
        made = releases.make(
            indicator=indicator,
            period=period.code,
            rows=rows,
            columns=columns,
            unit=unit,
            organisation=top,
            by=maker,
        )
        if made.audit["verdict"] != "fail":
            releases.publish(release=made, by=publisher)
    releases.make(
        indicator="PROFIT",
        period=periods[-1].code,
        rows="city",
        unit="万元",
        organisation=top,
        by=maker,
    )
