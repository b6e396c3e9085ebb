"""Which organisation a paper means by a name: by the registry's names, or as a person has matched it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from xiandao.policy.methods.payloads import leads_of
from xiandao.policy.models import Proposal
from xiandao.registry.queries.organisations import by_codes, in_reach, resolve_many

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.registry.models import Account, Organisation

Bodies = Mapping[str, "Organisation | None"]
# Bodies that a paper can make responsible; enterprises and zones are named, not made responsible.
RESPONSIBLE = ("province", "department", "branch", "group", "city", "institute", "zone")


def names_in(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every body a proposal names, leads first."""
    named = [*leads_of(payload), *(str(name) for name in payload.get("departments") or ())]
    return tuple(dict.fromkeys(named))


def bodies_of(proposals: Iterable[Proposal]) -> dict[str, Organisation | None]:
    """Return the organisation of each name in the proposals; what a person matched goes before what names say."""
    rows = list(proposals)
    names = dict.fromkeys(name for row in rows for name in names_in(row.payload))
    found = resolve_many(names)
    matched: dict[str, str] = {}
    for row in rows:
        matched |= row.payload.get("matches") or {}
    if matched:
        known = by_codes(set(matched.values()))
        found |= {name: known[code] for name, code in matched.items() if code in known}
    return found


def choices(account: Account) -> QuerySet[Organisation]:
    """Return the bodies a name can be matched to, in official order."""
    reach = in_reach(account, "registry.view")
    return reach.filter(kind__in=RESPONSIBLE, valid_to__isnull=True).in_official_order()
