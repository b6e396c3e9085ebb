"""To whom a leader can address an instruction on an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiandao.policy.models import Item

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

INSTRUCT = "policy.item.instruct"


def addressees(account: Account, item: Item) -> list[Organisation]:
    """Return the lead, or without one the keeper of the ledger, then who takes part: single bodies below the leader.

    Empty for who may not instruct on the item at all.
    """
    if not account.may_somewhere(INSTRUCT) or not account.may(INSTRUCT, item.places(INSTRUCT)):
        return []
    lead = item.lead if item.lead is not None and item.lead.kind != "group" else item.organisation
    named = [lead, *(party.organisation for party in item.parties.select_related("organisation"))]
    found = {body.pk: body for body in named if body is not None and body.kind != "group"}
    return [body for body in found.values() if account.may(INSTRUCT, [body])]
