"""The register of reporting units as its readers may see it: who reports below them, since when, what was before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from xiandao.catalog.methods.classification import known_catalogue, load_catalogue
from xiandao.registry.queries import events
from xiandao.registry.queries.organisations import in_reach
from xiandao.statistics.models import Round, RoundState, Unit, UnitSheet
from xiandao.terms.pack import load_pack

if TYPE_CHECKING:
    from xiandao.registry.models import Account, AuditEvent, Organisation
    from xiandao.registry.models.organisation import OrganisationQuerySet

MANAGE, REMIND = "statistics.manage", "statistics.remind"
REPORTING = ("enterprise", "zone")
MOST_OFFERED = 1000


def rows_of(account: Account) -> QuerySet[Unit]:
    """Return every row of the units in the account's reach, those of the past included."""
    reach = in_reach(account, REMIND)
    return Unit.objects.filter(organisation__in=reach).select_related("organisation", "zone")


def latest(account: Account) -> QuerySet[Unit]:
    """Return the newest row of each unit in reach, in official order."""
    later = Unit.objects.filter(
        organisation=OuterRef("organisation"), valid_from__gt=OuterRef("valid_from")
    )
    rows = rows_of(account).filter(~Exists(later))
    return rows.order_by("organisation__official_order", "organisation__code")


def history(unit: Unit) -> list[Unit]:
    """Return all rows of the unit's organisation, the newest first."""
    rows = Unit.objects.filter(organisation=unit.organisation_id).select_related("zone")
    return list(rows.order_by("-valid_from"))


def story(rows: Iterable[Unit]) -> list[AuditEvent]:
    """Return what was done to the rows, the latest first, as the audit trail has it."""
    found = [event for row in rows for event in events.story_of(row).filter(succeeded=True)]
    return sorted(found, key=lambda event: event.sequence, reverse=True)


def candidates(account: Account) -> OrganisationQuerySet:
    """Return the enterprises and zones that the account may enter: alive today and not on the register."""
    known = Unit.objects.filter(organisation=OuterRef("pk"), valid_to__isnull=True)
    found = in_reach(account, MANAGE).filter(~Exists(known), kind__in=REPORTING)
    return found.current(timezone.localdate()).in_official_order()


def zones(account: Account) -> OrganisationQuerySet:
    """Return the zones that a unit may belong to."""
    return in_reach(account, MANAGE).filter(kind="zone").in_official_order()


def keeper(account: Account) -> Organisation | None:
    """Return the body for which the account manages statistics: where its grant stands."""
    tops = account.reach.get(MANAGE, ())
    return in_reach(account, MANAGE).filter(path__in=tops).order_by("path").first()


def sheets(account: Account) -> QuerySet[UnitSheet]:
    """Return the workbooks for the registers that the account keeps."""
    return UnitSheet.objects.filter(organisation__in=in_reach(account, MANAGE))


def place_names(account: Account) -> dict[str, str]:
    """Return the names of places by their codes: those of the pack, and the bodies of places in reach."""
    places = in_reach(account, REMIND).filter(kind__in=("province", "city", "county"))
    own = places.exclude(region_code="").values_list("region_code", "short_name", "name")
    pack = {str(one.code): one.name for one in load_pack(settings.XIANDAO_PACK).places}
    return {code: short or name for code, short, name in own} | pack


def industries() -> dict[str, str]:
    """Return the industries of the province's catalogue: what can be chosen, by code."""
    return {one.code: one.name for one in load_catalogue(settings.XIANDAO_PACK).industries}


def industry_names() -> dict[str, str]:
    """Return what industries are called by their codes, those the catalogue no longer has included."""
    return {one.code: one.name for one in known_catalogue().industries} | industries()


def open_rounds(account: Account) -> QuerySet[Round]:
    """Return the open rounds that the account manages: new units enter them only when they are opened again."""
    below = Q(pk__in=())
    for top in account.reach.get(MANAGE, ()):
        below |= Q(organisation__path__startswith=top)
    rounds = Round.objects.filter(below, state=RoundState.OPEN).select_related("form")
    return rounds.order_by("due_on", "pk")
