"""The ledger as people read it: each item with its lamp, its standing against time and its latest report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, QuerySet

from xiandao.casework.methods.lamps import Lamp, Tone, lamp
from xiandao.policy.methods.tracking import Standing, counting_rules, standing
from xiandao.policy.models import Counted, Item, Paper, Party, Progress
from xiandao.policy.models.item import ItemKind, ItemStatus
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries.clock import calendar

Row = TypeVar("Row", Progress, Party, Counted)
FIGURES = (
    "number", "kind", "value", "comparator", "baseline_value", "tolerance_pct", "due_on", "recurrence",
    "counting_rule", "same_as_id", "status", "done_on", "paper_id",
)  # fmt: skip
QUANTIFIED = frozenset({ItemKind.TARGET, ItemKind.SCOPE, ItemKind.PARAMETER})


@dataclass(frozen=True, slots=True)
class Reported:
    """One submitted report of an item."""

    period: str
    period_end: date
    words: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One item with all that its row shows."""

    item: Item
    lamp: Lamp
    standing: Standing
    due: date | None
    parties: tuple[str, ...]
    reports: tuple[Reported, ...]
    records: int

    @property
    def latest(self) -> Reported | None:
        """The newest report."""
        return self.reports[-1] if self.reports else None

    @property
    def is_quantified(self) -> bool:
        """Whether it has a figure to reach."""
        return self.item.kind in QUANTIFIED and self.item.value is not None

    @property
    def counts(self) -> bool:
        """Whether it counts in totals: a repetition of another item does not."""
        return self.item.same_as_id is None


class Lamps:
    """The lamps of one day; many items share deadline and state, so each lamp is worked out once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._calendar = calendar()
        self._known: dict[tuple[date | None, str, date | None], Lamp] = {}

    def lamp(self, due: date | None, status: str, done_on: date | None) -> Lamp:
        """Return the lamp of an item; one that was given up shows that it was."""
        key = (due, status, done_on)
        if key not in self._known:
            if status == ItemStatus.DROPPED:
                self._known[key] = Lamp(
                    "灰", Tone.IDLE.value, str(ItemStatus.DROPPED.label), None, "○"
                )
            else:
                done = done_on if status == ItemStatus.DONE else None
                started = status != ItemStatus.NOT_STARTED
                self._known[key] = lamp(due, done, started, self.today, self._calendar)
        return self._known[key]


def due_of(item: Item, today: date) -> date | None:
    """Return the day the item is due: its deadline, or the end of this year where it recurs."""
    return due_on(item.due_on, item.recurrence, today)


def due_on(deadline: date | None, recurrence: str, today: date) -> date | None:
    """Return the day a commitment is due: its deadline, or the end of this year where it recurs."""
    if deadline is not None and (not recurrence or deadline <= today):
        return deadline
    return date(today.year, 12, 31) if recurrence else deadline


def start_of(item: Item, issued_on: date | None, today: date) -> date | None:
    """Return the day its trajectory starts: the paper's issue, or this year's first day where it recurs."""
    return date(today.year, 1, 1) if item.recurrence else issued_on


def rows(items: QuerySet[Item], *, today: date) -> list[LedgerRow]:
    """Return the rows of the items in five queries, whatever their number."""
    found = list(items.select_related("paper", "clause", "lead").defer("paper__text"))
    keys = [item.pk for item in found]
    reports, records = told(keys)
    parties: dict[int, list[str]] = {}
    for item_id, name in chosen(Party.objects.order_by("order"), keys).values_list(
        "item_id", "name"
    ):
        parties.setdefault(item_id, []).append(name)
    lamps = Lamps(today)
    return [
        row_of(
            item,
            reports.get(item.pk, ()),
            parties.get(item.pk, ()),
            records.get(item.pk, {}),
            lamps,
        )
        for item in found
    ]


def standings(items: QuerySet[Item], paper: Paper, *, today: date) -> list[LedgerRow]:
    """Return items of one paper with figures and lamp alone: for weighing many, without names and parties."""
    found = list(items.only(*FIGURES))
    reports, records = told([item.pk for item in found])
    lamps = Lamps(today)
    for item in found:
        item.paper = paper
    return [
        row_of(item, reports.get(item.pk, ()), (), records.get(item.pk, {}), lamps)
        for item in found
    ]


def told(keys: Sequence[int]) -> tuple[dict[int, list[Reported]], dict[int, dict[str, int]]]:
    """Return the submitted reports of the items, and how many records of each stage they count."""
    submitted = Progress.objects.filter(state=ProgressState.SUBMITTED).order_by("period_end")
    records: dict[int, dict[str, int]] = {}
    counted = chosen(Counted.objects.order_by(), keys).values_list("item_id", "stage")
    for item_id, stage, number in counted.annotate(number=Count("pk")):
        records.setdefault(item_id, {})[stage] = number
    return by_item(submitted, keys), records


def chosen(rows: QuerySet[Row], keys: Sequence[int]) -> QuerySet[Row]:
    """Keep the rows of the items; a list too long for one statement is left to the caller's dictionary."""
    return rows.filter(item_id__in=keys) if len(keys) <= 500 else rows


def by_item(rows: QuerySet[Progress], keys: Sequence[int]) -> dict[int, list[Reported]]:
    """Return the reports of each item, oldest first."""
    found: dict[int, list[Reported]] = {}
    values = chosen(rows, keys).values_list("item_id", "period", "period_end", "words", "value")
    for item_id, period, period_end, words, value in values:
        found.setdefault(item_id, []).append(Reported(period, period_end, words, value))
    return found


def row_of(
    item: Item,
    reports: Iterable[Reported],
    parties: Iterable[str],
    records: dict[str, int],
    lamps: Lamps,
) -> LedgerRow:
    """Put one row together."""
    today = lamps.today
    due = due_of(item, today)
    told = tuple(reports)
    this_round = [one for one in told if not item.recurrence or one.period_end.year == today.year]
    rule = counting_rules().get(item.counting_rule)
    if rule is not None and rule.stages:
        number = sum(records.get(stage, 0) for stage in rule.stages)
        value: Decimal | None = Decimal(number)
    else:
        number = sum(records.values())
        value = next(
            (report.value for report in reversed(this_round) if report.value is not None), None
        )
    place = standing(
        value,
        item.value if item.kind in QUANTIFIED else None,
        comparator=item.comparator or "eq",
        baseline=item.baseline_value,
        tolerance_pct=item.tolerance_pct,
        start=start_of(item, item.paper.issued_on, today),
        due=due,
        today=today,
    )
    shown = lamps.lamp(due, item.status, item.done_on)
    return LedgerRow(item, shown, place, due, tuple(parties), told, number)
