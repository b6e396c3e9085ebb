"""What statistics have published of a figure that a paper sets a target for: released totals and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.evaluate.methods.target_outlook import Observation
from xiandao.statistics.methods.disclosure_table import TOTAL
from xiandao.statistics.methods.indicator import Indicator, shipped
from xiandao.statistics.queries import releases
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Account


PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class PublishedSeries:
    """The published totals of an indicator, oldest first; ``release`` is the key of the latest table."""

    indicator: Indicator
    unit: str
    seen: tuple[Observation, ...]
    release: int


def published_series(account: Account, metric: str, unit: str) -> PublishedSeries | None:
    """Return the series of the indicator that a metric names, in the same unit; None where nothing was published.

    A total that the disclosure gate hid is not in it, nor is a table that the account may not open.
    """
    one = named(metric)
    if one is None:
        return None
    tables = releases.visible(account).filter(indicator=one.code, state=PUBLISHED)
    found: dict[str, tuple[Observation, int]] = {}
    for row in tables.order_by("published_at", "pk"):
        total = next((cell for cell in row.cells if set(cell["at"]) == {TOTAL}), None)
        is_shown = total is not None and total["conf"] == "F" and total["value"] is not None
        if is_shown and total is not None and (row.unit or one.unit) == unit:
            seen = Observation(Period.parse(row.period).end, float(total["value"]))
            found[row.period] = (seen, row.pk)
    if not found:
        return None
    ordered = sorted(found.values(), key=lambda pair: (pair[0].on, pair[1]))
    by_day = {seen.on: seen for seen, _key in ordered}
    return PublishedSeries(one, unit, tuple(by_day.values()), ordered[-1][1])


def named(metric: str) -> Indicator | None:
    """Return the indicator that a metric names by its code or its name.

    >>> named("没有这个指标") is None
    True
    """
    wanted = "".join(metric.split())
    if not wanted:
        return None
    return next((one for one in shipped().values() if wanted in (one.code, one.name)), None)
