"""Giving the ledger out: the official workbook, noted in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from xiandao.policy.methods.ledger_columns import OfficialRow
from xiandao.policy.methods.workbook import ledger_workbook
from xiandao.policy.models import Item, Paper
from xiandao.policy.queries import visible
from xiandao.policy.queries.official import LONGEST_LIST, official_rows
from xiandao.policy.queries.visible import VIEW
from xiandao.registry.commands.acting import command, note
from xiandao.registry.queries.organisations import in_reach

if TYPE_CHECKING:
    from xiandao.registry.models import Account
    from xiandao.terms.period import Period

LEADING = ("department", "branch", "city", "group")


def ledger_file(
    *, keys: Sequence[int], scope: str, period: Period, by: Account
) -> tuple[bytes, str]:
    """Return the official workbook of the items in this order, and its file name."""
    seen = visible.items(by)
    seen = seen.filter(pk__in=keys) if len(keys) <= LONGEST_LIST else seen
    today = timezone.localdate()
    rows = in_order(official_rows(by, seen.order_by("pk"), period=period, today=today), keys)
    papers = papers_of(keys)
    title = f"{papers[0].title}任务台账" if len(papers) == 1 else "未来产业任务台账"
    data = ledger_workbook(
        rows,
        title=title,
        scope=scope,
        made_by=f"{by.display_name}（{by.organisation.label}）",
        made_at=timezone.localtime().replace(tzinfo=None),
        period=period.code,
        papers=[paper.pk for paper in papers],
        leads=lead_names(rows, by),
    )
    record_export(count=len(rows), scope=scope, period=period.code, by=by)
    about = papers[0].title[:40] if len(papers) == 1 else "全部文件"
    return data, f"任务台账_{about}_{period.code}_{today:%Y%m%d}.xlsx"


@command("policy.view")
def record_export(*, count: int, scope: str, period: str, by: Account) -> None:
    """Leave a trace of what left the system as a file."""
    note(f"导出任务台账{count}项：{scope[:200]}", period=period, count=count)


def in_order(rows: Sequence[OfficialRow], keys: Sequence[int]) -> list[OfficialRow]:
    """Return the rows of the keys, in their order; where numbers of several papers meet, they are numbered through."""
    by_key = {row.item: row for row in rows}
    found = [by_key[key] for key in keys if key in by_key]
    if len({row.number for row in found}) == len(found):
        return found
    return [replace(row, number=order) for order, row in enumerate(found, 1)]


def papers_of(keys: Sequence[int]) -> list[Paper]:
    """Return the papers of the items."""
    held = Item.objects.filter(pk__in=keys) if len(keys) <= LONGEST_LIST else None
    found = Paper.objects.defer("text").order_by("-issued_on", "pk")
    if held is not None:
        return list(found.filter(pk__in=held.order_by().values("paper").distinct()))
    wanted = set(keys)
    owners = {paper for item, paper in Item.objects.values_list("pk", "paper_id") if item in wanted}
    return list(found.filter(pk__in=owners))


def lead_names(rows: Sequence[OfficialRow], by: Account) -> list[str]:
    """Return the names offered as leads: those of the table, then the bodies of the register in official order."""
    known = in_reach(by, VIEW).filter(kind__in=LEADING)
    bodies = known.current(timezone.localdate()).in_official_order()
    return [*dict.fromkeys(row.lead for row in rows if row.lead), *(body.label for body in bodies)]
