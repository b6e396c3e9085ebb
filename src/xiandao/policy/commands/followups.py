"""Follow-up (督办) of a ledger item: a case of the one casework engine, tied to the item."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xiandao.casework.commands import cases
from xiandao.policy.models import Item
from xiandao.registry.commands.acting import command, note
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.casework.models import Case
    from xiandao.registry.models import Account, Organisation

KIND = "policy.followup"
SUBJECT = "policy.item"


@command("policy.item.edit", on="item")
def open_followup(
    *,
    item: Item,
    words: str,
    by: Account,
    due_on: date | None = None,
    responsible: Organisation | None = None,
) -> Case:
    """Start the follow-up of an item at its lead (or a named body); the body of the account owns it."""
    body = responsible or item.lead
    if body is None:
        raise XiandaoError(
            "POL-251",
            "这一项没有对应到组织的牵头单位，无法发起督办",
            "请先在台账事项中选定牵头单位",
            {"field": "responsible"},
        )
    case = cases.open_case(
        kind=KIND,
        title=f"督办：{item.title}"[:200],
        subject_type=SUBJECT,
        subject_id=item.pk,
        owner=by.organisation,
        responsible=body,
        words=words,
        basis=basis_of(item),
        due_on=due_on,
        by=by,
    )
    note(f"发起督办：{item.title[:60]}", about=item, case=case.pk)
    return case


def basis_of(item: Item) -> str:
    """Return what the follow-up stands on: paper, clause and the words of the text."""
    clause = f"{item.clause.path}：" if item.clause else ""
    return f"《{item.paper.short_title}》{clause}{item.measure}"[:400]
