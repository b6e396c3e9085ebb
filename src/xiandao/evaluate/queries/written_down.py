"""Who sees which records and contracts: who has a grant above them, and the departments of the body above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from xiandao.evaluate.models import Contract, Intake, ZoneRecord
from xiandao.evaluate.queries.visible import DEPARTMENT, VIEW
from xiandao.registry.methods.paths import SEGMENT
from xiandao.registry.queries import organisations

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account, Organisation

RECORD = "evaluate.record"
ZONE, INSTITUTE = "zone", "institute"
# With fewer bodies a mean or median would tell what the others have.
FEWEST = 5


def watched(account: Account) -> tuple[str, ...]:
    """Return the paths below which the account sees everything that was written down.

    The officers of a department act for the body that it belongs to: they see what lies below that body.
    """
    found = set(account.reach.get(VIEW, ()))
    acting = found & set(account.reach.get(RECORD, ()))
    if acting:
        told = organisations.in_reach(account, RECORD).filter(
            path__in=acting, kind=DEPARTMENT, parent__isnull=False
        )
        found |= set(told.values_list("parent__path", flat=True))
    return tuple(sorted(found))


def bodies(account: Account, kind: str) -> list[Organisation]:
    """Return the zones or institutes of which the account sees everything, in official order."""
    tops = watched(account)
    found = organisations.below(tops).filter(kind=kind).select_related("parent")
    return list(found.in_official_order())


def body(account: Account, kind: str, code: str) -> Organisation | None:
    """Return one of them by its code."""
    found = organisations.below(watched(account)).filter(kind=kind, code=code)
    return found.select_related("parent").first()


def entered_by(account: Account, kind: str) -> list[Organisation]:
    """Return the zones or institutes for which the account may enter something."""
    found = organisations.in_reach(account, RECORD).filter(kind=kind)
    return list(found.in_official_order())


def top_of(account: Account) -> str:
    """Return the path of the province that the account belongs to: all of its bodies are compared."""
    return account.organisation.path[:SEGMENT]


def within(tops: tuple[str, ...]) -> Q:
    """Return the condition that what is kept belongs to a body below one of the paths."""
    condition = Q(pk__in=())
    for top in filter(None, tops):
        condition |= Q(organisation__path__startswith=top)
    return condition


def records(account: Account) -> QuerySet[ZoneRecord]:
    """Return the projects and results that the account may see."""
    found = ZoneRecord.objects.filter(within(watched(account)), removed_at__isnull=True)
    return found.select_related("organisation")


def contracts(account: Account) -> QuerySet[Contract]:
    """Return the contracts that the account may see."""
    found = Contract.objects.filter(within(watched(account)), removed_at__isnull=True)
    return found.select_related("organisation")


def intakes(account: Account) -> QuerySet[Intake]:
    """Return the workbooks that the account has handed in."""
    if not account.may_somewhere(RECORD):
        return Intake.objects.none()
    return Intake.objects.filter(uploaded_by=account).select_related("organisation")
