"""What a workbook that was handed in would change, as the account that handed it in may change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xiandao.policy.methods.ledger_columns import OfficialRow
from xiandao.policy.methods.ledger_diff import Ground, compare
from xiandao.policy.methods.ledger_edits import Frame
from xiandao.policy.methods.ledger_findings import Diff
from xiandao.policy.methods.workbook_in import Uploaded, recognise
from xiandao.policy.models import Item, Paper
from xiandao.policy.queries import visible
from xiandao.policy.queries.ledger import QUANTIFIED
from xiandao.policy.queries.official import LONGEST_LIST, official_rows
from xiandao.terms.error import TermError
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.policy.models import Upload
    from xiandao.registry.models import Account

EDIT, REPORT = "policy.item.edit", "policy.item.report"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A recognised workbook with what it would change; new matters may go to the papers of ``keeps`` alone."""

    uploaded: Uploaded
    period: Period
    diff: Diff
    papers: tuple[Paper, ...]
    keeps: tuple[Paper, ...]


def comparison(account: Account, upload: Upload, *, today: date) -> Comparison:
    """Compare a waiting workbook with the ledger as it is now."""
    uploaded = recognise(upload.cells)
    period = quarter_of(uploaded.period, today)
    wanted = {record.item for record in uploaded.records.values()}
    seen = visible.items(account).filter(paper__in=uploaded.papers)
    if len(wanted) <= LONGEST_LIST:
        seen = seen.filter(pk__in=wanted)
    current: dict[int, OfficialRow] = {
        row.item: row
        for row in official_rows(
            account, seen.order_by("paper_id", "number"), period=period, today=today
        )
        if row.item in wanted and row.item is not None
    }
    quantified = frozenset(keys(seen.filter(kind__in=QUANTIFIED, value__isnull=False), wanted))
    allowed = {
        EDIT: keys(visible.editable(account), wanted),
        REPORT: keys(visible.reportable(account), wanted),
    }
    papers = tuple(
        visible.papers(account)
        .filter(pk__in=uploaded.papers)
        .select_related("organisation")
        .defer("text")
    )
    keeps = tuple(paper for paper in papers if account.may(EDIT, paper.places(EDIT)))

    def may(item: int | None, permission: str) -> bool:
        return bool(keeps) if item is None else item in allowed[permission]

    frame = Frame(period.year, period.number, today)
    ground = Ground(current, quantified, frame, may, [paper.title for paper in keeps])
    return Comparison(uploaded, period, compare(uploaded, ground), papers, keeps)


def quarter_of(code: str, today: date) -> Period:
    """Return the quarter a workbook was made for; one that cannot be read counts as the present one."""
    try:
        period = Period.parse(code)
    except TermError:
        period = Period.of(PeriodKind.QUARTER, today)
    return (
        period if period.kind is PeriodKind.QUARTER else Period.of(PeriodKind.QUARTER, period.end)
    )


def keys(items: QuerySet[Item], wanted: set[int]) -> set[int]:
    """Return which of the wanted items are among those of a question."""
    if len(wanted) <= LONGEST_LIST:
        items = items.filter(pk__in=wanted)
    return wanted & set(items.order_by().values_list("pk", flat=True))
