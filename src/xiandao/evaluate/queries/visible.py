"""Who sees which evaluation: everybody in line the published bands, the keeper all rows, a zone its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from xiandao.evaluate.models import (
    Assessment,
    AssessmentState,
    Commission,
    CommissionState,
    Scheme,
    SchemeState,
    Standing,
    WeightSet,
)
from xiandao.registry.methods.paths import line
from xiandao.statistics.queries.visible import in_line as stands_in_line

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

VIEW, MANAGE, PUBLISH, REVIEW = (
    "evaluate.view",
    "evaluate.manage",
    "evaluate.publish",
    "evaluate.review",
)
KEEPS = (MANAGE, PUBLISH)
DEPARTMENT = "department"


def in_line(account: Account, permission: str) -> Q:
    """Return the condition that keeps what is kept by bodies above or below the account's grants, not beside them.

    A department acts for the body that it belongs to: what it keeps is told to everybody below that body.
    """
    condition = stands_in_line(account, permission)
    for top in account.reach.get(permission, ()):
        condition |= Q(organisation__kind=DEPARTMENT, organisation__parent__path__in=line(top))
    return condition


def kept_by(account: Account, permissions: tuple[str, ...] = KEEPS) -> Q:
    """Return the condition that keeps what the account's grants reach from above."""
    condition = Q(pk__in=())
    for permission in permissions:
        for top in account.reach.get(permission, ()):
            condition |= Q(organisation__path__startswith=top)
    return condition


def on_same_line(account: Account, organisation: Organisation) -> bool:
    """Return whether a body is above or below one of the places that the account's view grants reach."""
    acts_for = {organisation.path}
    if organisation.kind == DEPARTMENT and organisation.parent is not None:
        acts_for.add(organisation.parent.path)
    tops = account.reach.get(VIEW, ())
    return any(
        organisation.path.startswith(top) or not acts_for.isdisjoint(line(top)) for top in tops
    )


def schemes(account: Account) -> QuerySet[Scheme]:
    """Return the schemes that the account may read: those in force or retired in its line, drafts of its own body."""
    told = in_line(account, VIEW) & ~Q(state=SchemeState.DRAFT)
    return Scheme.objects.filter(told | kept_by(account)).select_related("organisation")


def assessments(account: Account) -> QuerySet[Assessment]:
    """Return the assessments that the account may open: published ones in its line, all of those it keeps."""
    told = in_line(account, VIEW) & Q(state=AssessmentState.PUBLISHED)
    found = Assessment.objects.filter(told | kept_by(account))
    return found.select_related("scheme", "organisation")


def sees_all(account: Account, assessment: Assessment) -> bool:
    """Return whether the account may see every unit's score: its grant reaches the body that made it."""
    return any(account.may(permission, [assessment.organisation]) for permission in (VIEW, *KEEPS))


def standings(account: Account, assessment: Assessment) -> QuerySet[Standing]:
    """Return the rows of which the account may see score and reasons: all, or those below its own grants."""
    rows = Standing.objects.filter(assessment=assessment).select_related("organisation")
    if sees_all(account, assessment):
        return rows
    own = Q(pk__in=())
    for top in account.reach.get(VIEW, ()):
        own |= Q(organisation__path__startswith=top)
    return rows.filter(own)


def weight_sets(account: Account, scheme: Scheme) -> QuerySet[WeightSet]:
    """Return the weight sets that the account has saved for a scheme."""
    return WeightSet.objects.filter(scheme=scheme, made_by=account)


def commissions(account: Account) -> QuerySet[Commission]:
    """Return the commissions of the account as evaluator, and those given by bodies that it keeps."""
    own = Q(evaluator=account) if account.may_somewhere(REVIEW) else Q(pk__in=())
    found = Commission.objects.filter(own | kept_by(account, (MANAGE,)))
    return found.select_related("assessment__scheme", "evaluator", "organisation")


def data_room(account: Account, commission: Commission) -> bool:
    """Return whether the frozen figures of a commission are open to the account: after it declared its interests."""
    return commission.evaluator_id == account.pk and commission.state in {
        CommissionState.DECLARED,
        CommissionState.REPORTED,
    }
