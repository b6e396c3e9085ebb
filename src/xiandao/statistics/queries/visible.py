"""Who sees which return: the reporter its own, the reviewer what has been filed below; nobody a peer's draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from xiandao.registry.methods.paths import line
from xiandao.statistics.models import Filing, FilingStage
from xiandao.statistics.models.filing import FilingQuerySet

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

VIEW, FILE = "statistics.view", "statistics.file"
REVIEWS = ("statistics.review.city", "statistics.review.province")
# Before it is filed a return is its reporter's alone; one that was sent back has been seen already.
FILED = (FilingStage.CITY, FilingStage.PROVINCE, FilingStage.APPROVED, FilingStage.RETURNED)


def is_reporter(account: Account, unit: Organisation) -> bool:
    """Return whether the account reports for the unit: by a grant on the unit itself, never by one from above."""
    return bool(unit.path) and unit.path in account.reach.get(FILE, ())


def own(account: Account) -> FilingQuerySet:
    """Return the returns that the account fills."""
    return Filing.objects.filter(organisation__path__in=account.reach.get(FILE, ()))


def under_review(account: Account) -> FilingQuerySet:
    """Return the returns below the account's review grants, filed or not: that one is missing may be known."""
    return Filing.objects.within_any(_review_tops(account))


def readable(account: Account) -> FilingQuerySet:
    """Return the returns whose values the account may read."""
    below = Q(pk__in=under_review(account).filter(stage__in=FILED).values("pk"))
    return Filing.objects.filter(Q(organisation__path__in=account.reach.get(FILE, ())) | below)


def reads_values(account: Account, filing: Filing) -> bool:
    """Return whether the account may read the values of one return."""
    if is_reporter(account, filing.organisation):
        return True
    reviews = any(account.may(name, [filing.organisation]) for name in REVIEWS)
    return reviews and filing.stage in FILED


def in_line(account: Account, permission: str = VIEW) -> Q:
    """Return the condition that keeps what is kept by bodies above or below the account's grants, not beside them."""
    condition = Q(pk__in=())
    for top in account.reach.get(permission, ()):
        condition |= Q(organisation__path__in=line(top)) | Q(organisation__path__startswith=top)
    return condition


def _review_tops(account: Account) -> tuple[str, ...]:
    return tuple({top for name in REVIEWS for top in account.reach.get(name, ())})
