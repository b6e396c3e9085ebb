"""What a paper is opened at: a target with data of one's own before any other, a standing parameter never first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from xiandao.policy.models import Counted, Item, Progress
from xiandao.policy.models.item import ItemKind
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.queries.ledger import LedgerRow
from xiandao.policy.queries.visible import VIEW, within

if TYPE_CHECKING:
    from xiandao.registry.models import Account

# Commitments before conditions: who opens a paper asks what has been promised.
KINDS = (ItemKind.TARGET, ItemKind.SCOPE, ItemKind.MILESTONE, ItemKind.TASK, ItemKind.PARAMETER)


def first(account: Account, items: QuerySet[Item]) -> tuple[int | None, int | None]:
    """Return clause and item to begin with: of the best kind, with own data, else any data, the first in the text."""
    own = within("organisation__path", account.reach.get(VIEW, ()))
    told = Progress.objects.filter(item=OuterRef("pk"), state=ProgressState.SUBMITTED)
    counted = Counted.objects.filter(item=OuterRef("pk"))
    known = Q(Exists(told)) | Q(Exists(counted))
    mine = Q(Exists(told.filter(own))) | Q(Exists(counted.filter(own)))
    kinds = [When(kind=kind, then=place) for place, kind in enumerate(KINDS)]
    ranked = items.filter(clause__isnull=False).annotate(
        rank=Case(*kinds, default=Value(len(KINDS)), output_field=IntegerField()),
        data=Case(When(mine, then=0), When(known, then=1), default=2, output_field=IntegerField()),
    )
    best = ranked.order_by("rank", "data", "start", "number")
    return best.values_list("clause_id", "pk").first() or (None, None)


def best(rows: Sequence[LedgerRow]) -> LedgerRow | None:
    """Return the item of a clause to begin with: a target, else another commitment, a parameter last."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    return min(rows, key=lambda row: order.get(ItemKind(row.item.kind), len(KINDS)), default=None)
