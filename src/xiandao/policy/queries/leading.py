"""Who leads an item where the text does not say: whom a person can designate (指定), and whether one did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from xiandao.policy.models import Change, Item, Party
from xiandao.policy.queries import visible
from xiandao.policy.queries.parties import RESPONSIBLE, choices

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation


def candidates(account: Account, item: Item) -> list[Organisation]:
    """Return the bodies that may be made the lead, in official order: those in reach and those the paper names."""
    reached = choices(account)
    named = visible.items(account).filter(paper=item.paper_id).order_by()
    parties = Party.objects.filter(item__in=named.values("pk"), organisation__isnull=False)
    known = (
        Q(pk__in=reached.order_by().values("pk"))
        | Q(pk__in=named.filter(lead__isnull=False).values("lead"))
        | Q(pk__in=parties.order_by().values("organisation"))
    )
    found = reached.model.objects.filter(known, kind__in=RESPONSIBLE, valid_to__isnull=True)
    return list(found.in_official_order())


def designated(item: Item) -> Change | None:
    """Return the change by which a person set the present lead, nothing where the lead is the text's own."""
    if not (item.lead_id or item.lead_name):
        return None
    changes = Change.objects.filter(item=item, field="lead_name").select_related("by__organisation")
    latest = changes.first()
    return latest if latest is not None and latest.after == item.lead_name else None
