"""Instruction (批示) of a leader on a ledger item: a case of the one casework engine, kept in the item's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiandao.casework.commands import cases
from xiandao.policy.commands.followups import SUBJECT, basis_of
from xiandao.policy.models import Change, Item
from xiandao.policy.queries.instructing import INSTRUCT
from xiandao.registry.commands.acting import command, note
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.casework.models import Case
    from xiandao.registry.models import Account, Organisation

KIND = "policy.instruction"


@command(INSTRUCT, on="item")
def instruct(
    *,
    item: Item,
    words: str,
    by: Account,
    responsible: Organisation | None = None,
    door: str = "web",
) -> Case:
    """Send a leader's words on an item to its lead, or to a named body below the leader; they answer by a deadline.

    Raises:
        InputError: ``POL-252`` without words.
        XiandaoError: ``POL-253`` where the item has no lead to address, ``POL-254`` where the body is beyond reach.
    """
    body = responsible or item.lead
    if not words.strip():
        raise InputError(
            "POL-252", "批示内容是空的", "请写明批示意见，例如“请加快推进”", {"field": "words"}
        )
    if body is None:
        raise XiandaoError(
            "POL-253",
            "这一项还没有牵头单位，批示无处送达",
            "请先请台账单位指定牵头单位",
            {"field": "responsible"},
        )
    if not by.may(INSTRUCT, [body]):
        raise XiandaoError(
            "POL-254",
            f"{body.label}不在您的批示范围内",
            "请批示给本级或下级单位",
            {"field": "responsible"},
        )
    case = cases.open_case(
        kind=KIND,
        title=f"批示：{item.title}"[:200],
        subject_type=SUBJECT,
        subject_id=item.pk,
        owner=by.organisation,
        responsible=body,
        words=words,
        basis=basis_of(item),
        by=by,
    )
    told = f"请{body.label}落实，批示件{case.number}"
    Change.objects.create(item=item, field="instruction", after=told, by=by, door=door)
    note(f"批示：{item.title[:60]}", about=item, case=case.pk)
    return case
