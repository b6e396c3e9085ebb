"""The one inbox: what waits for an account, what it has done, what it has started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from xiandao.casework.models import Case, Task
from xiandao.casework.queries.cases import visible_to
from xiandao.casework.queries.digests import digests_for
from xiandao.casework.queries.rights import ACT, on_desk

if TYPE_CHECKING:
    from xiandao.registry.models import Account


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries each tab of the inbox has; ``todo`` counts tasks and lines of digests."""

    todo: int
    done: int
    started: int


def todo(account: Account) -> QuerySet[Task]:
    """Return the open tasks on the account's desk, most urgent first: assigned to it, or to its body and to nobody.

    Who has lost every grant keeps nothing, assigned or not.
    """
    return _with_case(Task.objects.filter(_waiting(account)))


def done(account: Account) -> QuerySet[Task]:
    """Return the tasks that the account itself finished and may still see, latest first."""
    return _with_case(Task.objects.filter(_finished(account))).order_by("-done_at", "-pk")


def started(account: Account) -> QuerySet[Case]:
    """Return the cases that the account opened and may still see, open ones first."""
    open_first = F("closed_at").asc(nulls_first=True)
    return visible_to(account).filter(opened_by=account).order_by(open_first, "-opened_at", "-pk")


def todo_count(account: Account) -> int:
    """Return how many entries wait: always the tasks of ``todo`` and the lines of digests above them."""
    return Task.objects.filter(_waiting(account)).count() + len(digests_for(account))


def expected(account: Account, limit: int = 3) -> QuerySet[Task]:
    """Return the tasks of others whose end will bring something to this desk, the next one first."""
    own = on_desk(account, "case__owner__path")
    others = Task.objects.filter(own, done_at__isnull=True).exclude(_waiting(account))
    return _with_case(others.exclude(organisation=F("case__owner")))[:limit]


def counts(account: Account) -> Counts:
    """Return the numbers of the tabs, each the length of its list, in two queries and those of the digests."""
    tasks = Task.objects.aggregate(
        todo=Count("pk", filter=_waiting(account)), done=Count("pk", filter=_finished(account))
    )
    todo = tasks["todo"] + len(digests_for(account))
    return Counts(todo, tasks["done"], started(account).count())


def _waiting(account: Account) -> Q:
    if not account.may_somewhere(ACT):
        return Q(pk__in=())
    unassigned = Q(assignee__isnull=True) & on_desk(account, "organisation__path")
    return Q(done_at__isnull=True) & (unassigned | Q(assignee=account))


def _finished(account: Account) -> Q:
    seen = visible_to(account).values("pk")
    return Q(done_by=account, done_at__isnull=False, case__in=seen)


def _with_case(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.select_related("case__owner", "case__responsible", "organisation", "assignee")
