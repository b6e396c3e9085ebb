"""The ledger as people read it: each item with its lamp, its standing against time and its latest report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, QuerySet

from xiandao.casework.methods.lamps import Lamp, Tone, lamp
from xiandao.policy.methods.pacing import is_behind, paced
from xiandao.policy.methods.tracking import (
    Standing,
    counting_rules,
    last_quarter_end,
    standing,
)
from xiandao.policy.models import Counted, Item, Paper, Party, Progress
from xiandao.policy.models.item import ItemKind, ItemStatus
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries.clock import calendar

Row = TypeVar("Row", Progress, Party, Counted)
FIGURES = (
    "pk", "number", "kind", "value", "comparator", "baseline_value", "tolerance_pct", "due_on", "recurrence",
    "counting_rule", "same_as_id",
)  # fmt: skip
BRIEF = (
    "paper__issued_on", "number", "kind", "value", "value_max", "comparator", "baseline_value", "tolerance_pct", "unit",
    "due_on", "recurrence", "counting_rule", "same_as", "status", "done_on",
    "lead_inferred",
)  # fmt: skip
QUANTIFIED = frozenset({ItemKind.TARGET, ItemKind.SCOPE, ItemKind.PARAMETER})
OPEN = frozenset({ItemStatus.NOT_STARTED, ItemStatus.UNDER_WAY})
# A parameter is kept to, not reached: it has no line to lag behind.
PACED = frozenset({ItemKind.TARGET, ItemKind.SCOPE})


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
    def is_behind(self) -> bool:
        """Whether its value lags behind expected progress by more than the rule of the lamp allows."""
        return self.item.kind in PACED and is_behind(self.standing)

    @property
    def counts(self) -> bool:
        """Whether it counts in totals: a repetition of another item does not."""
        return self.item.same_as_id is None


@dataclass(frozen=True, slots=True)
class Weighed:
    """As much of an item as it takes to put it in order by how far it lags."""

    pk: int
    number: int
    kind: str
    counts: bool
    due: date | None
    standing: Standing

    @property
    def is_behind(self) -> bool:
        """Whether it lags behind by more than the rule of the lamp allows."""
        return self.kind in PACED and is_behind(self.standing)


class Lamps:
    """The lamps of one day; many items share deadline and state, so each lamp is worked out once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._calendar = calendar()
        self._known: dict[tuple[date | None, str, date | None, bool], Lamp] = {}

    def lamp(
        self, due: date | None, status: str, done_on: date | None, *, behind: bool = False
    ) -> Lamp:
        """Return the lamp of an item, ``behind`` expected progress or not; one that was given up shows that it was."""
        key = (due, status, done_on, behind)
        if key not in self._known:
            if status == ItemStatus.DROPPED:
                self._known[key] = Lamp(
                    "灰", Tone.IDLE.value, str(ItemStatus.DROPPED.label), None, "○"
                )
            else:
                done = done_on if status == ItemStatus.DONE else None
                started = status != ItemStatus.NOT_STARTED
                shown = lamp(due, done, started, self.today, self._calendar)
                self._known[key] = paced(shown, behind=behind and status in OPEN)
        return self._known[key]


def due_of(item: Item, today: date) -> date | None:
    """Return the day the item is due: its deadline, or the end of this year where it recurs."""
    return due_on(item.due_on, item.recurrence, today)


def due_on(deadline: date | None, recurrence: str, today: date) -> date | None:
    """Return the day a commitment is due: its deadline, or the end of this year where it recurs."""
    if deadline is not None and (not recurrence or deadline <= today):
        return deadline
    return date(today.year, 12, 31) if recurrence else deadline


def start_on(recurrence: str, issued_on: date | None, today: date) -> date | None:
    """Return the day a trajectory starts: the paper's issue, or this year's first day where it recurs."""
    return date(today.year, 1, 1) if recurrence else issued_on


def rows(items: QuerySet[Item], *, today: date) -> list[LedgerRow]:
    """Return the rows of the items in five queries, whatever their number."""
    return written(items.select_related("paper", "clause", "lead").defer("paper__text"), today)


def brief_rows(items: QuerySet[Item], *, today: date) -> list[LedgerRow]:
    """Return rows whose items carry figures, deadline and state alone, for lists that have the rest already."""
    return written(items.select_related("paper").only(*BRIEF), today)


def written(items: QuerySet[Item], today: date) -> list[LedgerRow]:
    """Put the rows of items together with their parties, reports and counted records."""
    found = list(items)
    keys = [item.pk for item in found]
    reports = by_item(
        Progress.objects.filter(state=ProgressState.SUBMITTED).order_by("period_end"), keys
    )
    records = by_stage(chosen(Counted.objects.all(), keys))
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


def standings(items: QuerySet[Item], paper: Paper, *, today: date) -> list[Weighed]:
    """Weigh items of one paper by their figures alone, in three queries and without an object for each row."""
    found = list(items.values_list(*FIGURES))
    values: dict[int, list[tuple[date, Decimal | None]]] = {}
    told = Progress.objects.filter(
        state=ProgressState.SUBMITTED, item__paper=paper, value__isnull=False
    )
    for item_id, period_end, value in told.order_by("period_end").values_list(
        "item_id", "period_end", "value"
    ):
        values.setdefault(item_id, []).append((period_end, value))
    records = by_stage(Counted.objects.filter(item__paper=paper))
    made = []
    for pk, number, kind, target, comparator, baseline, tolerance, deadline, *more in found:
        again, rule, same = more
        due = due_on(deadline, again, today)
        value, _number, on = value_of(
            rule, again, values.get(pk, ()), records.get(pk, {}), today=today
        )
        place = standing(
            value,
            target if kind in QUANTIFIED else None,
            comparator=comparator or "eq",
            baseline=baseline,
            tolerance_pct=tolerance,
            start=start_on(again, paper.issued_on, today),
            due=due,
            today=on,
        )
        made.append(Weighed(pk, number, kind, same is None, due, place))
    return made


def by_stage(counted: QuerySet[Counted]) -> dict[int, dict[str, int]]:
    """Return how many records of each stage every item counts."""
    found: dict[int, dict[str, int]] = {}
    rows = counted.order_by().values_list("item_id", "stage").annotate(number=Count("pk"))
    for item_id, stage, number in rows:
        found.setdefault(item_id, {})[stage] = number
    return found


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
    value, number, on = value_of(
        item.counting_rule,
        item.recurrence,
        [(one.period_end, one.value) for one in told],
        records,
        today=today,
    )
    place = standing(
        value,
        item.value if item.kind in QUANTIFIED else None,
        comparator=item.comparator or "eq",
        baseline=item.baseline_value,
        tolerance_pct=item.tolerance_pct,
        start=start_on(item.recurrence, item.paper.issued_on, today),
        due=due,
        today=on,
    )
    behind = item.kind in PACED and is_behind(place)
    shown = lamps.lamp(due, item.status, item.done_on, behind=behind)
    return LedgerRow(item, shown, place, due, tuple(parties), told, number)


def value_of(
    rule: str,
    recurrence: str,
    told: Sequence[tuple[date, Decimal | None]],
    records: Mapping[str, int],
    *,
    today: date,
) -> tuple[Decimal | None, int, date]:
    """Return the value that counts now, the number of records, and the day the value stands for.

    The counting rule decides, else what was last reported; a report stands at least for the last finished quarter,
    so that who stops reporting falls behind. ``told`` holds the reports, oldest first; of what starts again each
    year only this year's count.
    """
    known = counting_rules().get(rule)
    if known is not None and known.stages:
        number = sum(records.get(stage, 0) for stage in known.stages)
        return Decimal(number), number, today
    for period_end, value in reversed(told):
        if value is not None and (not recurrence or period_end.year == today.year):
            on = min(today, max(period_end, last_quarter_end(today)))
            return value, sum(records.values()), on
    return None, sum(records.values()), today
