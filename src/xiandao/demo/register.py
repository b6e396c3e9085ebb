"""The register of the demonstration province: its enterprises, who reports for them, and which forms there are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings

from xiandao.catalog.methods.classification import load_catalogue
from xiandao.demo.firms import Firm, Site, firms_of
from xiandao.registry.commands import accounts, grants
from xiandao.registry.commands import organisations as places
from xiandao.registry.queries import organisations
from xiandao.statistics.commands import forms, indicators, rules, units

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

SINCE = date(2023, 1, 1)
FIRST_AREA = 620


def zones_of(top: Organisation) -> list[Organisation]:
    """Return the zones of the province in official order."""
    found = organisations.subtree(top).filter(kind="zone").select_related("parent")
    return list(found.in_official_order())


def sites_of(zones: list[Organisation]) -> list[Site]:
    """Return what is known of each zone: its place, and the industry that its name says."""
    industries = load_catalogue(settings.XIANDAO_PACK).industries
    return [
        Site(
            zone.code,
            zone.name,
            zone.region_code,
            next((one.code for one in industries if one.name in zone.name), industries[0].code),
        )
        for zone in zones
    ]


def settle_firms(zones: list[Organisation], *, by: Account) -> dict[Firm, Organisation]:
    """Enter the enterprises as organisations of the place that each zone lies in."""
    codes = [one.code for one in load_catalogue(settings.XIANDAO_PACK).industries]
    made = {}
    homes = organisations.by_codes({zone.region_code for zone in zones})
    for firm in firms_of(sites_of(zones), codes):
        made[firm] = places.add(
            parent=homes[firm.region],
            code=firm.code,
            name=firm.name,
            kind="enterprise",
            region_code=firm.region,
            credit_code=firm.credit_code,
            valid_from=SINCE,
            is_demo=True,
            by=by,
        )
    return made


def enrol(zones: list[Organisation], firms: dict[Firm, Organisation], *, by: Account) -> None:
    """Put zones and enterprises on the register of reporting units."""
    by_code = {zone.code: zone for zone in zones}
    for order, (zone, site) in enumerate(zip(zones, sites_of(zones), strict=True)):
        units.enrol(
            organisation=zone,
            region_code=zone.region_code,
            zone=None,
            industry=site.industry,
            land_mu=Decimal(FIRST_AREA + 35 * order),
            valid_from=SINCE,
            by=by,
        )
    for firm, organisation in firms.items():
        units.enrol(
            organisation=organisation,
            region_code=firm.region,
            zone=by_code[firm.zone],
            industry=firm.industry,
            group_code=firm.group,
            is_above_size=firm.is_above_size,
            is_high_tech=firm.is_high_tech,
            land_mu=Decimal(12 + firm.revenue // 900),
            valid_from=SINCE,
            by=by,
        )


def plant(top: Organisation, *, by: Account) -> None:
    """Put the forms, indicators and rules that come with the product into use."""
    forms.plant(organisation=top, by=by)
    indicators.plant(organisation=top, by=by)
    rules.plant(organisation=top, by=by)


def clerk(
    username: str,
    name: str,
    at: Organisation,
    over: list[Organisation],
    password: str,
    admins: dict[str, Account],
    role: str = "reporter",
) -> Account:
    """Make an account with a role over each of the organisations: a reporter's reaches its units alone."""
    issued = accounts.create(
        organisation=at,
        username=username,
        display_name=name,
        password=password,
        must_change=False,
        is_demo=True,
        by=admins["system_admin"],
    )
    for unit in over:
        grants.give(
            account=issued.account,
            role=role,
            organisation=unit,
            by=admins["security_admin"],
        )
    return issued.account
