"""Which figures lag behind expected progress: lists and totals light the same lamp as an item's own row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from xiandao.policy.methods.pacing import is_behind
from xiandao.policy.methods.tracking import counting_rules, standing
from xiandao.policy.models import Counted, Item, Progress
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries.ledger import OPEN, PACED, by_stage, due_on, start_on, value_of

FIGURES = (
    "pk", "value", "comparator", "baseline_value", "tolerance_pct", "due_on", "recurrence",
    "counting_rule", "paper__issued_on",
)  # fmt: skip
# Lists longer than this are not sent as parameters of a statement.
LONGEST_LIST = 500


def behind(items: QuerySet[Item], *, today: date) -> frozenset[int]:
    """Return those of the items whose value lags behind by more than the rule allows, in three queries."""
    figures = items.filter(kind__in=PACED, value__isnull=False, status__in=OPEN).order_by()
    told: dict[int, list[tuple[date, Decimal | None]]] = {}
    here = figures.values("pk")
    submitted = Progress.objects.filter(state=ProgressState.SUBMITTED, value__isnull=False)
    reports = submitted.filter(item__in=here).order_by("period_end")
    for item_id, period_end, value in reports.values_list("item_id", "period_end", "value"):
        told.setdefault(item_id, []).append((period_end, value))
    records = by_stage(Counted.objects.filter(item__in=here))
    found = with_value(figures, [*told, *records]).values_list(*FIGURES)
    return frozenset(
        row[0] for row in found if lags(row, told.get(row[0], ()), records.get(row[0], {}), today)
    )


def with_value(figures: QuerySet[Item], keys: Sequence[int]) -> QuerySet[Item]:
    """Keep the figures that have a value: something was reported on them, or their records are counted."""
    if len(keys) > LONGEST_LIST:
        return figures
    counted = [code for code, rule in counting_rules().items() if rule.stages]
    return figures.filter(Q(pk__in=keys) | Q(counting_rule__in=counted))


def lags(
    row: Sequence[Any],
    told: Sequence[tuple[date, Decimal | None]],
    records: dict[str, int],
    today: date,
) -> bool:
    """Return whether one figure, given as the columns of ``FIGURES``, lags behind."""
    _pk, target, comparator, baseline, tolerance, deadline, recurrence, rule, issued_on = row
    value, _records, on = value_of(rule, recurrence, told, records, today=today)
    if value is None:
        return False
    return is_behind(
        standing(
            value,
            target,
            comparator=comparator or "eq",
            baseline=baseline,
            tolerance_pct=tolerance,
            start=start_on(recurrence, issued_on, today),
            due=due_on(deadline, recurrence, today),
            today=on,
        )
    )
