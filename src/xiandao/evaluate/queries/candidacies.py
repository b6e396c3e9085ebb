"""Who sees which candidacy: the candidate always, the bodies above it once it is handed in, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from xiandao.evaluate.models import Candidacy, CandidacyState, Claim
from xiandao.evaluate.queries.visible import DEPARTMENT, MANAGE, VIEW, kept_by
from xiandao.registry.queries.documents import visible_to

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Document, Organisation

RECORD: Final = "evaluate.record"
# What may be a candidate: a place, or a zone that wants to be founded anew.
CITY: Final = "city"
CANDIDATES: Final = (CITY, "county", "zone")
OPEN: Final = (CandidacyState.DRAFT, CandidacyState.RETURNED)
WAITING: Final = (CandidacyState.SUBMITTED, CandidacyState.REVIEWED, CandidacyState.RETURNED)
MOST_PAPERS: Final = 200


def bodies_of(account: Account) -> list[Organisation]:
    """Return the bodies that the account speaks for: its own, and the one that its department belongs to."""
    own = account.organisation
    if own.kind == DEPARTMENT and own.parent is not None:
        return [own, own.parent]
    return [own]


def is_member(account: Account, organisation: Organisation) -> bool:
    """Return whether the account speaks for a candidate."""
    return any(one.pk == organisation.pk for one in bodies_of(account))


def candidate_of(account: Account) -> Organisation | None:
    """Return the body for which the account may open a candidacy; None where there is none."""
    for one in bodies_of(account):
        if one.kind in CANDIDATES and account.may(RECORD, [one]):
            return one
    return None


def candidacies(account: Account) -> QuerySet[Candidacy]:
    """Return the candidacies that the account may see."""
    bodies = [one.pk for one in bodies_of(account) if account.may(VIEW, [one])]
    own = Q(organisation__in=bodies)
    handed_in = Q(submitted_at__isnull=False) & ~Q(state=CandidacyState.DRAFT)
    found = Candidacy.objects.filter(own | (kept_by(account, (VIEW,)) & handed_in))
    return found.select_related("organisation__parent", "made_by")


def perhaps_waiting(account: Account) -> QuerySet[Candidacy]:
    """Return what may wait for the account, by one statement without its own body: every page asks for the number."""
    own = Q(organisation=account.organisation_id) | Q(
        organisation__children=account.organisation_id
    )
    found = Candidacy.objects.filter(own | kept_by(account, (VIEW,)), state__in=WAITING)
    return found.select_related("organisation__parent").defer("outcome", "rule").distinct()


def shows_live(account: Account, candidacy: Candidacy) -> bool:
    """Return whether the account looks at what is being filled in, and not at what was handed in."""
    return candidacy.state in OPEN and is_member(account, candidacy.organisation)


def city_of(candidacy: Candidacy) -> Organisation | None:
    """Return the city that stands above the candidate and reviews first; None where there is none."""
    above = candidacy.organisation.parent
    while above is not None and above.kind != CITY:
        above = above.parent
    return above


def may_take_back(account: Account, candidacy: Candidacy) -> bool:
    """Return whether the account may take back what nobody has looked at yet."""
    is_own = is_member(account, candidacy.organisation)
    is_waiting = candidacy.state == CandidacyState.SUBMITTED
    return is_own and is_waiting and account.may(RECORD, [candidacy.organisation])


def may_review(account: Account, candidacy: Candidacy) -> bool:
    """Return whether the account answers for the city whose turn it is."""
    if candidacy.state != CandidacyState.SUBMITTED or is_member(account, candidacy.organisation):
        return False
    city = city_of(candidacy)
    return city is not None and is_member(account, city) and account.may(RECORD, [city])


def may_decide(account: Account, candidacy: Candidacy) -> bool:
    """Return whether the account accepts or returns for the province, and whether it is its turn."""
    is_turn = candidacy.state == CandidacyState.REVIEWED or (
        candidacy.state == CandidacyState.SUBMITTED and city_of(candidacy) is None
    )
    if not is_turn or is_member(account, candidacy.organisation):
        return False
    return account.may(MANAGE, [candidacy.organisation])


def claims_of(candidacy: Candidacy) -> list[Claim]:
    """Return what the candidate says it has, with the papers."""
    return list(candidacy.claims.prefetch_related("documents"))


def papers_of(account: Account, candidacy: Candidacy) -> QuerySet[Document]:
    """Return the candidate's documents that the account may attach as evidence, the newest first."""
    bodies = [one.pk for one in bodies_of(account)]
    return visible_to(account).filter(organisation__in=bodies).order_by("-pk")[:MOST_PAPERS]


def readable(account: Account, documents: list[int]) -> set[int]:
    """Return which of some documents the account may open."""
    return set(visible_to(account).filter(pk__in=documents).values_list("pk", flat=True))
