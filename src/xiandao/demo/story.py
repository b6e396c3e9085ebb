"""A year of the demonstration province, told through commands like any user's: 演示数据 throughout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from xiandao.casework.commands import cases
from xiandao.policy.commands import followups, items, progress, proposals
from xiandao.policy.commands import papers as paper_commands
from xiandao.policy.queries import clock
from xiandao.registry.commands import documents
from xiandao.registry.queries import organisations
from xiandao.terms.period import Period, PeriodKind

if TYPE_CHECKING:
    from xiandao.policy.models import Item, Paper
    from xiandao.registry.models import Account, Document, Organisation

MARK = "（演示数据）"
# Which part of the expected progress each target has reached: some ahead, some behind.
PACES = ("0.9", "0.55", "1.1", "0.7", "0.35", "1.0", "0.8")
# Days from today of the deadlines that the analyst breaks the tasks down to.
DEADLINES = (-3, 40, 5, -10, 75, 160, -21, 120, 20, 230, 33, 90)
ACCEPTED = 11


def tell(paper: Paper, *, top: Organisation, by: Account, officer: Account) -> None:
    """Confirm what was read, assign, report three quarters, count zones, follow up what is late."""
    waiting = list(paper.proposals.values_list("pk", flat=True))
    proposals.confirm_many(paper=paper, proposals=waiting, by=by)
    paper_commands.activate(paper=paper, by=by)
    evidence = documents.store(
        data=f"季度进展佐证材料{MARK}\n本文件为演示用，内容均为虚构。\n".encode(),
        name=f"三季度进展佐证{MARK}.txt",
        organisation=paper.organisation,
        by=by,
    )
    today = clock.today()
    ledger = list(paper.items.select_related("paper", "organisation", "lead").order_by("number"))
    figures = [item for item in ledger if item.kind == "target" and item.value is not None]
    for order, item in enumerate(figures):
        if "先导区" in item.metric and item.unit == "个" and item.value and item.value >= 10:
            count_zones(item, top, by=by)
        else:
            report_target(item, Decimal(PACES[order % len(PACES)]), evidence, today, by=by)
    work = [item for item in ledger if item.kind in {"task", "milestone"}]
    for order, item in enumerate(work):
        break_down(item, order, today, by=by)
    follow_up(work, today, by=by, officer=officer)


def quarters(today: date, number: int) -> list[Period]:
    """Return the last finished quarters, oldest first."""
    found = [Period.of(PeriodKind.QUARTER, today).previous]
    while len(found) < number:
        found.append(found[-1].previous)
    return found[::-1]


def report_target(
    item: Item, pace: Decimal, evidence: Document, today: date, *, by: Account
) -> None:
    """Report three quarters of a target at its pace."""
    start = item.paper.issued_on or date(today.year, 1, 1)
    due = item.due_on or date(today.year, 12, 31)
    if item.recurrence:
        start, due = date(today.year, 1, 1), date(today.year, 12, 31)
    for quarter in quarters(today, 3):
        if quarter.end <= start or item.value is None:
            continue
        part = Decimal((quarter.end - start).days) / Decimal((due - start).days)
        value = (item.value * part * pace).quantize(Decimal(1))
        progress.report(
            item=item,
            period=quarter.code,
            words=f"累计完成{value:,}{item.unit}，按计划推进{MARK}",
            value=value,
            evidence=[evidence] if quarter.code.endswith("Q3") else [],
            by=by,
        )


def count_zones(item: Item, top: Organisation, *, by: Account) -> None:
    """Count the province's zones toward the target: most accepted, the newest still under cultivation."""
    items.edit(item=item, changes={"counting_rule": "accepted"}, version=item.version, by=by)
    zones = organisations.subtree(top).filter(kind="zone").select_related("parent")
    for order, zone in enumerate(zones.in_official_order()):
        batch, day = ("第一批", date(2025, 3, 27)) if order < 6 else ("第二批", date(2025, 11, 20))
        if order >= ACCEPTED:
            batch, day = "第三批", date(2026, 6, 26)
        progress.count_in(
            item=item,
            name=zone.name,
            organisation=zone,
            place=zone.parent.label if zone.parent else "",
            stage="认定" if order < ACCEPTED else "培育",
            batch=batch,
            counted_on=day,
            notice=f"{batch}未来产业先导区名单公告{MARK}",
            by=by,
        )


def break_down(item: Item, order: int, today: date, *, by: Account) -> None:
    """Give a task its division, its own deadline and a word of progress."""
    changes: dict[str, object] = {"division": ("规划处", "产业处", "创新处", "综合处")[order % 4]}
    if item.due_on is None and order % 5 != 4:
        changes["due_on"] = today + timedelta(days=DEADLINES[order % len(DEADLINES)])
    items.edit(item=item, changes=changes, version=item.version, by=by)
    if order % 4 == 3:
        return
    (quarter,) = quarters(today, 1)
    words = ("方案已征求意见", "首批对象已确定", "已完成前期调研", "正在组织实施")[order % 4]
    progress.report(item=item, period=quarter.code, words=f"{words}{MARK}", by=by)
    if order % 6 == 1:
        item.refresh_from_db()
        items.edit(item=item, changes={"status": "done"}, version=item.version, by=by)


def follow_up(work: Sequence[Item], today: date, *, by: Account, officer: Account) -> None:
    """Follow up what is late: one task of each lead, two of the officer's body, who answers the first."""
    room = {officer.organisation_id: 2}
    answered = False
    for item in work:
        item.refresh_from_db()
        late = item.due_on is not None and item.due_on < today and item.status != "done"
        if not late or item.lead is None or item.lead.kind == "group":
            continue
        if room.setdefault(item.lead.pk, 1) == 0:
            continue
        room[item.lead.pk] -= 1
        words = f"请说明滞后原因和下一步安排{MARK}"
        case = followups.open_followup(item=item, words=words, by=by)
        if item.lead_id == officer.organisation_id and not answered:
            answered = True
            case = cases.act(case, transition="sign", version=case.version, by=officer)
            reply = f"已完成需求征集，拟于下月印发清单{MARK}"
            cases.act(case, transition="reply", version=case.version, words=reply, by=officer)
