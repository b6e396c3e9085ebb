"""Targets of a paper against what was observed: each with its sentence, its figure and what is to be expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from xiandao.evaluate.methods.progress import Target
from xiandao.evaluate.methods.target_outlook import (
    Observation,
    TargetOutlook,
    counted_up,
    outlook,
    year_of,
)
from xiandao.policy.methods.tracking import CountingRule, counting_rules
from xiandao.policy.queries import overview, visible
from xiandao.policy.queries.clauses import Quote, quote
from xiandao.policy.queries.ledger import LedgerRow, rows, start_on
from xiandao.terms.quantity import Comparator

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.policy.models import Clause, Counted, Item, Paper
    from xiandao.registry.models import Account

KINDS = ("target", "scope", "milestone")
DONE, DROPPED = "done", "dropped"
# A list too long for one statement is narrowed by the paper instead.
MOST_KEYS = 500


@dataclass(frozen=True, slots=True)
class Leaf:
    """A target or milestone of a paper; ``branch`` is the chapter that it stands in."""

    row: LedgerRow
    branch: Clause | None
    quote: Quote | None
    rule: CountingRule | None
    seen: tuple[Observation, ...]
    latest_on: date | None
    outlook: TargetOutlook

    @property
    def item(self) -> Item:
        """The item of the ledger."""
        return self.row.item

    @property
    def is_counted(self) -> bool:
        """Whether its figure is the number of records on a list."""
        return self.rule is not None and bool(self.rule.stages)

    @property
    def clause(self) -> str:
        """The place in the paper."""
        return self.item.clause.path if self.item.clause else ""


@dataclass(frozen=True, slots=True)
class LeafView:
    """A leaf with all records behind it and the first day of its line."""

    leaf: Leaf
    records: tuple[Counted, ...]
    start: date | None


def papers(account: Account) -> list[Paper]:
    """Return the papers that have a target which the account may see, those in force first."""
    having = targets(account).order_by().values("paper")
    found = visible.papers(account).filter(pk__in=having)
    known = {paper.pk for paper in found.only("pk")}
    return [paper for paper in overview.papers(account) if paper.pk in known]


def targets(account: Account) -> QuerySet[Item]:
    """Return the targets and milestones that the account may see in the ledger: exactly the policy scope."""
    return visible.items(account).filter(kind__in=KINDS).exclude(status=DROPPED)


def leaves(account: Account, paper: Paper, *, today: date) -> list[Leaf]:
    """Return the targets of a paper in the order of its text, in a fixed number of queries."""
    seen = targets(account).filter(paper=paper).order_by("clause__order", "start", "number")
    found = rows(seen, today=today)
    return _leaves(account, found, paper, today)


def leaf(account: Account, key: int, *, today: date) -> LeafView | None:
    """Return one target with its records, None where the account may not see it."""
    item = targets(account).filter(pk=key).select_related("paper").first()
    if item is None:
        return None
    found = rows(targets(account).filter(pk=key), today=today)
    (one,) = _leaves(account, found, item.paper, today)
    records = item.counted.select_related("organisation").order_by("-counted_on", "name")
    return LeafView(one, tuple(records), start_on(item.recurrence, item.paper.issued_on, today))


def _leaves(account: Account, found: Sequence[LedgerRow], paper: Paper, today: date) -> list[Leaf]:
    clauses = {clause.pk: clause for clause in paper.clauses.all()}
    parents = {key: clause.parent_id for key, clause in clauses.items()}
    counted = _counted(account, found)
    made = []
    for row in found:
        line = overview.line_of(row.item.clause_id, parents)
        branch = clauses.get(line[-1]) if line else None
        made.append(_leaf(row, branch, paper.text, counted.get(row.item.pk, ()), today))
    return made


def _leaf(
    row: LedgerRow,
    branch: Clause | None,
    text: str,
    records: Sequence[tuple[str, date]],
    today: date,
) -> Leaf:
    item, rule = row.item, counting_rules().get(row.item.counting_rule)
    lowest: float | None = None
    if rule is not None and rule.stages:
        days = [day for stage, day in records if stage in rule.stages and day <= today]
        seen, latest = counted_up(days, today), max(days, default=None)
        lowest = float(len(days))
    else:
        seen = _reported(row, today)
        latest = seen[-1].on if seen else None
        if all(one.value >= 0 for one in seen):
            lowest = 0.0
    has_span = item.start is not None and item.end is not None and item.end <= len(text)
    return Leaf(
        row,
        branch,
        quote(text, item.start or 0, item.end or 0) if has_span else None,
        rule,
        seen,
        latest,
        outlook(
            seen,
            target_of(row),
            today=today,
            is_attained=row.standing.attained or item.status == DONE,
            lowest=lowest,
        ),
    )


def target_of(row: LedgerRow) -> Target | None:
    """Return what a row is to reach, as the methods know it; None without a figure or a deadline."""
    item = row.item
    if item.value is None or row.due is None:
        return None
    return Target(
        item.metric or item.title,
        float(item.value),
        year_of(row.due),
        Comparator(item.comparator or "eq"),
        baseline=float(item.baseline_value or 0),
        unit=item.unit,
        tolerance=float(item.tolerance_pct or 0) / 100,
    )


def expected_on(row: LedgerRow, start: date | None, day: date) -> Decimal | None:
    """Return where the line of a target stands on a day, by the rule of the ledger; None where it has none."""
    item, due = row.item, row.due
    if item.value is None or start is None or due is None or due <= start:
        return None
    if item.comparator in {"le", "lt"}:
        return item.value
    part = Decimal((min(max(day, start), due) - start).days) / Decimal((due - start).days)
    ground = item.baseline_value or Decimal(0)
    return ground + (item.value - ground) * part


def _reported(row: LedgerRow, today: date) -> tuple[Observation, ...]:
    """Return the figures reported, of several for one day the last; of what starts again each year this year's."""
    by_day = {
        one.period_end: float(one.value)
        for one in row.reports
        if one.value is not None and (not row.item.recurrence or one.period_end.year == today.year)
    }
    return tuple(Observation(day, by_day[day]) for day in sorted(by_day) if day <= today)


def _counted(account: Account, found: Iterable[LedgerRow]) -> dict[int, list[tuple[str, date]]]:
    """Return stage and day of the records of each item, in one query."""
    listed = [row for row in found if row.records]
    keys = [row.item.pk for row in listed]
    chosen = targets(account).order_by().filter(counted__isnull=False)
    few = {"pk__in": keys} if len(keys) <= MOST_KEYS else {"paper": listed[0].item.paper_id}
    records: dict[int, list[tuple[str, date]]] = {}
    for item, stage, on in chosen.filter(**few).values_list(
        "pk", "counted__stage", "counted__counted_on"
    ):
        records.setdefault(item, []).append((stage, on))
    return records
