"""The official table of ledger items, in a fixed number of queries whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from xiandao.casework.methods import kinds
from xiandao.casework.queries import cases
from xiandao.policy.methods.ledger_columns import INFERRED, ONGOING, QUARTERS, OfficialRow
from xiandao.policy.methods.official_reading import source_text
from xiandao.policy.methods.target_text import TargetFigure, target_text
from xiandao.policy.models import Item, Party, Progress
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries import paces
from xiandao.policy.queries.ledger import QUANTIFIED, Lamps, due_on
from xiandao.registry.queries import documents
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    from xiandao.registry.models import Account

FIELDS = (
    "pk", "number", "version", "kind", "title", "measure", "comparator", "value", "value_max",
    "stretch_value", "unit", "recurrence", "due_on", "is_ongoing", "status", "done_on", "lead_name",
    "lead_inferred", "division", "person", "issues", "funds_cny_10k", "paper_id", "paper__title",
    "clause__path", "lead__short_name", "lead__name",
)  # fmt: skip
# Lists longer than this are not sent as parameters of a statement.
LONGEST_LIST = 500
SUBJECT = "policy.item"


@dataclass(frozen=True, slots=True)
class Told:
    """What was reported in one quarter; a quarter's own report outweighs those of its months."""

    rank: tuple[bool, str]
    words: str
    value: Decimal | None


def quarter_of(code: str) -> int:
    """Return the quarter that a report's period lies in."""
    period = Period.parse(code)
    return (period.end.month + 2) // 3


def official_rows(
    account: Account, items: QuerySet[Item], *, period: Period, today: date
) -> list[OfficialRow]:
    """Return the official rows of items (already narrowed to what the account may see), in their order.

    ``period`` is the quarter that 本期进展 stands for; its year is that of the four quarters.
    """
    found = [dict(zip(FIELDS, values, strict=True)) for values in items.values_list(*FIELDS)]
    keys = [row["pk"] for row in found]
    told = reports(items, keys, period.year)
    parties = grouped(
        narrowed(Party.objects.order_by("order"), items, keys).values_list("item_id", "name")
    )
    evidence = grouped(evidence_names(account, items, keys))
    followups = followup_words(account, keys)
    lamps, late = Lamps(today), paces.behind(items, today=today)
    return [
        official_row(
            row, told.get(row["pk"], {}), period.number, lamps, "、".join(parties.get(row["pk"], ())),
            "、".join(dict.fromkeys(evidence.get(row["pk"], ()))), "；".join(followups.get(row["pk"], ())),
            behind=row["pk"] in late,
        )
        for row in found
    ]  # fmt: skip


def official_row(
    row: dict[str, Any],
    told: dict[int, Told],
    quarter: int,
    lamps: Lamps,
    parties: str,
    evidence: str,
    followups: str,
    *,
    behind: bool,
) -> OfficialRow:
    """Put one row together."""
    is_quantified = row["kind"] in QUANTIFIED and row["value"] is not None
    quarters = {
        name: quarter_cell(told.get(order), is_quantified=is_quantified)
        for order, name in enumerate(QUARTERS, 1)
    }
    due = due_on(row["due_on"], row["recurrence"], lamps.today)
    lamp = lamps.lamp(due, row["status"], row["done_on"], behind=behind)
    return OfficialRow(
        number=row["number"],
        source=source_text(row["paper__title"], row["clause__path"] or ""),
        title=row["title"],
        measure=row["measure"],
        target=figure_text(row),
        lead=lead_text(row),
        parties=parties,
        person="/".join(part for part in (row["division"], row["person"]) if part),
        due=row["due_on"] or (ONGOING if row["is_ongoing"] else ""),
        **quarters,
        progress=told[quarter].words if quarter in told else "",
        funds=row["funds_cny_10k"],
        evidence=evidence,
        issues=row["issues"],
        lamp=f"{lamp.colour} {lamp.word}",
        followups=followups,
        item=row["pk"],
        version=row["version"],
    )


def quarter_cell(told: Told | None, *, is_quantified: bool) -> Decimal | str:
    """Return a quarter's progress: the value of a figure, else the words."""
    if told is None:
        return ""
    return told.value if is_quantified and told.value is not None else told.words


def lead_text(row: dict[str, Any]) -> str:
    """Return the lead as the paper names it; one that is only inferred says so."""
    name = row["lead_name"] or row["lead__short_name"] or row["lead__name"] or ""
    return f"{name}{INFERRED}" if name and row["lead_inferred"] else name


def figure_text(row: dict[str, Any]) -> str:
    """Return the target of an item in the words of the table."""
    if row["value"] is None:
        return ""
    return target_text(
        TargetFigure(
            row["value"], row["value_max"], row["unit"], row["comparator"] or "eq",
            row["stretch_value"], row["recurrence"], row["due_on"].year if row["due_on"] else None,
        )
    )  # fmt: skip


def reports(items: QuerySet[Item], keys: Sequence[int], year: int) -> dict[int, dict[int, Told]]:
    """Return what was submitted in the quarters of a year, by item and quarter."""
    submitted = Progress.objects.filter(
        state=ProgressState.SUBMITTED, period_end__year=year
    ).order_by("period_end")
    rows = narrowed(submitted, items, keys).values_list("item_id", "period", "words", "value")
    found: dict[int, dict[int, Told]] = {}
    for item, code, words, value in rows:
        period = Period.parse(code)
        rank = (period.kind is PeriodKind.QUARTER, code)
        quarters = found.setdefault(item, {})
        known = quarters.get((period.end.month + 2) // 3)
        if known is None or rank > known.rank:
            quarters[(period.end.month + 2) // 3] = Told(rank, words, value)
    return found


def evidence_names(
    account: Account, items: QuerySet[Item], keys: Sequence[int]
) -> Iterable[tuple[int, str]]:
    """Return item and name of the evidence that the account may open."""
    submitted = narrowed(Progress.objects.filter(state=ProgressState.SUBMITTED), items, keys)
    open_to = documents.visible_to(account).values("pk")
    through = Progress.evidence.through.objects.filter(
        progress__in=submitted.order_by().values("pk"), document__in=open_to
    )
    return through.order_by("pk").values_list("progress__item_id", "document__name")


def followup_words(account: Account, keys: Sequence[int]) -> dict[int, list[str]]:
    """Return the follow-ups of items, each as day, body and stage."""
    about = cases.visible_to(account).filter(subject_type=SUBJECT).order_by("opened_at")
    if len(keys) <= LONGEST_LIST:
        about = about.filter(subject_id__in=[str(key) for key in keys])
    found: dict[int, list[str]] = {}
    for case in about:
        if case.subject_id.isdigit():
            stage = kinds.get(case.kind).stage(case.stage).label
            words = f"{case.opened_at:%Y-%m-%d} {case.responsible.label}（{stage}）"
            found.setdefault(int(case.subject_id), []).append(words)
    return found


def narrowed(rows: QuerySet[Any], items: QuerySet[Item], keys: Sequence[int]) -> QuerySet[Any]:
    """Keep the rows of the items: by their keys, or where these are many by the question that found them."""
    if len(keys) <= LONGEST_LIST:
        return rows.filter(item_id__in=keys)
    return rows.filter(item__in=items.order_by().values("pk"))


def grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Return the second of each pair by the first."""
    found: dict[int, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
