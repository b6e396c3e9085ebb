"""四地画像: projects, results and targets in each of the four roles, zone by zone, against the mean of all zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.evaluate.methods.roles import Entry, Profile, Suggestion, mean_shares, profile, suggest
from xiandao.evaluate.models import Role, TargetRole, ZoneRecord
from xiandao.evaluate.queries.written_down import (
    FEWEST,
    ZONE,
    bodies,
    records,
    top_of,
    watched,
)
from xiandao.policy.queries import visible as policy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xiandao.policy.models import Item
    from xiandao.registry.models import Account, Organisation

OPEN: Final = "open"
PARTS: Final = (*Role.values, OPEN)


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone with its profile."""

    zone: Organisation
    profile: Profile


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target of a paper: its role with the reason, or what its words speak for."""

    item: Item
    role: str
    reason: str
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class RolesView:
    """What an account may see: its zones one by one, all of them together, and its targets."""

    zones: tuple[ZoneLine, ...]
    total: Profile
    means: Mapping[str, float]
    targets: tuple[TargetLine, ...]
    is_demo: bool

    @property
    def open_targets(self) -> int:
        """Return how many targets have no role yet."""
        return sum(not one.role for one in self.targets)


def roles_of(account: Account) -> RolesView:
    """Return the profiles of all zones that the account sees, and the targets of papers by role."""
    seen = bodies(account, ZONE)
    entries, is_demo = _entries(records(account))
    means = means_for(account)
    lines = tuple(ZoneLine(zone, profile(entries.get(zone.pk, []), means)) for zone in seen)
    total = profile(entry for zone in seen for entry in entries.get(zone.pk, []))
    return RolesView(lines, total, means, targets_of(account), is_demo)


def profile_of(account: Account, zone: Organisation) -> Profile:
    """Return the profile of one zone against the mean of all."""
    entries, _is_demo = _entries(records(account).filter(organisation=zone))
    return profile(entries.get(zone.pk, []), means_for(account))


def means_for(account: Account) -> dict[str, float]:
    """Return the mean share of each role over all zones of the province; nothing where they are too few to hide in."""
    top = top_of(account)
    rows = ZoneRecord.objects.filter(organisation__path__startswith=top, removed_at__isnull=True)
    entries, _is_demo = _entries(rows)
    profiles = [profile(one) for one in entries.values()]
    sees_all = any(top.startswith(path) for path in watched(account))
    if not sees_all and sum(one.settled > 0 for one in profiles) < FEWEST:
        return {}
    return mean_shares(profiles)


def listed(account: Account, zone: Organisation, part: str = "") -> QuerySet[ZoneRecord]:
    """Return the records of a zone, those of one role, or with ``open`` those without any."""
    rows = records(account).filter(organisation=zone)
    if part:
        rows = rows.filter(role="" if part == OPEN else part)
    return rows


def suggested(record: ZoneRecord) -> Suggestion | None:
    """Return the role that the words of a record speak for."""
    return suggest(record.title, record.note)


def targets_of(account: Account) -> tuple[TargetLine, ...]:
    """Return the targets that the account may see, in the order of the ledger."""
    if not account.may_somewhere(policy.VIEW):
        return ()
    rows = policy.items(account).filter(kind="target").select_related("paper", "organisation")
    found = list(rows.order_by("paper", "number").distinct())
    given = {
        one.item_id: one for one in TargetRole.objects.filter(item__in=[one.pk for one in found])
    }
    lines = []
    for item in found:
        held = given.get(item.pk)
        words = None if held else suggest(item.title, f"{item.metric} {item.measure}")
        lines.append(
            TargetLine(item, held.role if held else "", held.reason if held else "", words)
        )
    return tuple(lines)


def _entries(rows: QuerySet[ZoneRecord]) -> tuple[dict[int, list[Entry]], bool]:
    found: dict[int, list[Entry]] = {}
    is_demo = False
    told = rows.order_by().values_list("organisation", "role", "amount", "is_demo")
    for zone, role, amount, invented in told:
        found.setdefault(zone, []).append(Entry(role, amount))
        is_demo = is_demo or invented
    return found, is_demo
