"""Who may see what: every list and every single look-up of policy starts here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from xiandao.policy.models import Item, Paper, Party, Progress, Proposal, Upload
from xiandao.policy.models.paper import PaperState
from xiandao.policy.models.progress import ProgressState
from xiandao.policy.models.reading import ProposalState
from xiandao.registry.methods.paths import LAST, line
from xiandao.registry.queries.organisations import in_reach

if TYPE_CHECKING:
    from xiandao.registry.models import Account

VIEW = "policy.view"


def within(field: str, tops: Iterable[str]) -> Q:
    """Return the condition that a path lies in one of the subtrees (never true without any)."""
    condition = Q(pk__in=[])
    for top in filter(None, tops):
        condition |= Q(**{f"{field}__gte": top, f"{field}__lte": top + LAST})
    return condition


def papers(account: Account) -> QuerySet[Paper]:
    """Return the papers an account may open: those it keeps, and those in force above it or with a part for it."""
    tops = account.reach.get(VIEW, ())
    if not tops:
        return Paper.objects.none()
    above = Q(organisation__path__in=line(account.organisation.path))
    in_force = Q(state__in=[PaperState.ACTIVE, PaperState.ARCHIVED])
    involved = Q(pk__in=items(account).order_by().values("paper"))
    return Paper.objects.filter(
        within("organisation__path", tops) | (in_force & (above | involved))
    )


def proposals(account: Account) -> QuerySet[Proposal]:
    """Return what was read in papers: all of it for those who keep the paper, what was accepted for the others."""
    tops = account.reach.get(VIEW, ())
    accepted = Q(state__in=[ProposalState.CONFIRMED, ProposalState.CORRECTED])
    return Proposal.objects.filter(
        within("paper__organisation__path", tops)
        | (accepted & Q(paper__in=papers(account).order_by().values("pk")))
    )


def items(account: Account) -> QuerySet[Item]:
    """Return the ledger items an account may see: those it keeps, leads or takes part in."""
    return touching(account, VIEW)


def reportable(account: Account) -> QuerySet[Item]:
    """Return the items an account may report on: the same bodies, by its grants for reporting."""
    return touching(account, "policy.item.report")


def editable(account: Account) -> QuerySet[Item]:
    """Return the items an account may change: those of the ledgers it keeps."""
    return Item.objects.filter(
        within("organisation__path", account.reach.get("policy.item.edit", ()))
    )


def touching(account: Account, permission: str) -> QuerySet[Item]:
    """Return the items kept, led or taken part in by a body that the permission reaches."""
    tops = account.reach.get(permission, ())
    if not tops:
        return Item.objects.none()
    # Sub-selects instead of joins: a group with many members must not multiply the rows.
    bodies = in_reach(account, permission).order_by().values("pk")
    led_by_group = Item.objects.filter(lead__memberships__member__in=bodies).order_by()
    parties = Party.objects.filter(
        Q(organisation__in=bodies) | Q(organisation__memberships__member__in=bodies)
    )
    return Item.objects.filter(
        within("organisation__path", tops)
        | Q(lead__in=bodies)
        | Q(pk__in=led_by_group.values("pk"))
        | Q(pk__in=parties.order_by().values("item"))
    )


def progress(account: Account) -> QuerySet[Progress]:
    """Return the reports an account may read: submitted ones, and drafts of its own line."""
    tops = account.reach.get(VIEW, ())
    return Progress.objects.filter(item__in=items(account)).filter(
        Q(state=ProgressState.SUBMITTED) | within("organisation__path", tops)
    )


def uploads(account: Account) -> QuerySet[Upload]:
    """Return the workbooks an account has handed in itself."""
    return Upload.objects.filter(uploaded_by=account)
