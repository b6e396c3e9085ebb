"""A small province that reports: two cities with a county and a zone each, six enterprises, people for each role.

``build()`` writes it; ``open_quick(world)`` opens a round of the monthly form. Attributes by meaning: ``city_a``,
``zone_a``, ``ent_1`` …, people ``reporter_1`` (of ent_1), ``reporter_2`` (of ent_2), ``zone_reporter`` (of zone_a),
``city_statistician_a``, ``city_statistician_b``, ``statistician``, ``second_statistician``, ``analyst``, ``leader``.
"""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from types import SimpleNamespace

import pytest
from django.utils import timezone

from xiandao.registry.methods.names import key

LONG_AGO = date(2020, 1, 1)
# A Sunday; the month before is the one that is being collected.
TODAY = date(2026, 11, 22)
PERIOD, BEFORE = "2026-10", "2026-09"
OPENS, DUE = date(2026, 11, 2), date(2026, 11, 27)

BODIES = (
    # attribute, code, name, kind, path, parent, region
    ("top", "99", "示范省人民政府", "province", "000001", "", "990000"),
    ("bureau", "99-TJ", "示范省统计局", "department", "000001000001", "top", "990000"),
    ("city_a", "9901", "澜州市", "city", "000001000002", "top", "990100"),
    ("city_b", "9902", "东屿市", "city", "000001000003", "top", "990200"),
    ("county_a", "990101", "云溪县", "county", "000001000002000001", "city_a", "990101"),
    ("county_b", "990201", "望海县", "county", "000001000003000001", "city_b", "990201"),
    ("zone_a", "Z-A", "澜州智能机器人先导区", "zone", "000001000002000001000001", "county_a", "990101"),
    ("zone_b", "Z-B", "东屿深海先导区", "zone", "000001000003000001000001", "county_b", "990201"),
    # Two stand inside the zone's subtree: a grant on the zone must not make its holder their reporter.
    ("ent_1", "E-1", "澜州灵巧科技有限公司", "enterprise", "000001000002000001000001000001", "zone_a", "990101"),
    ("ent_2", "E-2", "澜州关节制造有限公司", "enterprise", "000001000002000001000001000002", "zone_a", "990101"),
    ("ent_3", "E-3", "云溪视觉技术有限公司", "enterprise", "000001000002000001000002", "county_a", "990101"),
    ("ent_4", "E-4", "望海深潜装备有限公司", "enterprise", "000001000003000001000001000001", "zone_b", "990201"),
    ("ent_5", "E-5", "望海海工材料有限公司", "enterprise", "000001000003000001000001000002", "zone_b", "990201"),
    ("ent_6", "E-6", "东屿洋流能源有限公司", "enterprise", "000001000003000001000002", "county_b", "990201"),
)  # fmt: skip
CREDITS = {
    "ent_1": "91990101MA00000018",
    "ent_2": "91990101MA00000026",
    "ent_3": "91990101MA00000034",
    "ent_4": "91990201MA00000048",
    "ent_5": "91990201MA00000056",
    "ent_6": "91990201MA00000064",
}
UNITS = (
    # attribute, zone, industry, group, above size, high tech, land in mu
    ("zone_a", "", "", "", False, False, "1200"),
    ("zone_b", "", "", "", False, False, "860"),
    ("ent_1", "zone_a", "humanoid-robot", "G-1", True, True, "36.5"),
    ("ent_2", "zone_a", "humanoid-robot", "G-1", True, True, "52"),
    ("ent_3", "", "humanoid-robot", "", False, True, "8"),
    ("ent_4", "zone_b", "deep-sea-earth-space", "", True, True, "120"),
    ("ent_5", "zone_b", "deep-sea-earth-space", "", True, False, "75.25"),
    ("ent_6", "", "deep-sea-earth-space", "", False, False, None),
)
PEOPLE = (
    # username, role, organisation of the grant and of the person
    ("reporter_1", "reporter", "ent_1"),
    ("reporter_2", "reporter", "ent_2"),
    ("reporter_3", "reporter", "ent_3"),
    ("reporter_4", "reporter", "ent_4"),
    ("zone_reporter", "reporter", "zone_a"),
    ("zone_reporter_b", "reporter", "zone_b"),
    ("city_statistician_a", "city_statistician", "city_a"),
    ("city_statistician_b", "city_statistician", "city_b"),
    ("statistician", "statistician", "top"),
    ("second_statistician", "statistician", "top"),
    ("analyst", "analyst", "top"),
    ("leader", "leader", "top"),
    ("viewer", "viewer", "top"),
)
ENTERPRISES = ("ent_1", "ent_2", "ent_3", "ent_4", "ent_5", "ent_6")


def stop_the_clock(patched):
    """Make it the day of the tests."""
    real = timezone.localdate
    patched.setattr(
        timezone, "localdate", lambda at=None, zone=None: real(at, zone) if at else TODAY
    )


def on_the_day(build):
    """Return what builds the same on the day of the tests."""

    def built():
        with pytest.MonkeyPatch.context() as patched:
            stop_the_clock(patched)
            return build()

    return built


def build():
    """Write bodies, units, people and the shipped forms; ``forms`` finds a form by its code."""
    from xiandao.casework.methods import kinds
    from xiandao.statistics.commands import forms

    kinds.register("statistics.filing", files("xiandao.statistics") / "data/filing.toml")
    made = {}
    for order, (attribute, code, name, kind, path, parent, region) in enumerate(BODIES):
        made[attribute] = body(
            code, name, kind, path, made.get(parent), order, region, CREDITS.get(attribute, "")
        )
    for attribute, *facts in UNITS:
        unit(made[attribute], made[attribute].region_code, made.get(facts[0]), *facts[1:])
    people = {username: person(username, made[at], role) for username, role, at in PEOPLE}
    planted = forms.plant(organisation=made["top"], by=people["statistician"])
    return SimpleNamespace(
        **made,
        **people,
        bodies=made,
        enterprises=[made[name] for name in ENTERPRISES],
        forms={row.code: row for row in planted},
    )


def body(code, name, kind, path, parent=None, order=1, region="", credit=""):
    """Write one organisation."""
    from xiandao.registry.models import Organisation

    return Organisation.objects.create(
        code=code, name=name, kind=kind, path=path, parent=parent, official_order=order,
        region_code=region, credit_code=credit, name_key=key(name),
    )  # fmt: skip


def unit(organisation, region, zone, industry="", group="", above=False, tech=False, land=None):
    """Write where a unit belongs."""
    from xiandao.statistics.models import Unit

    return Unit.objects.create(
        organisation=organisation, region_code=region, zone=zone, industry=industry,
        group_code=group, is_above_size=above, is_high_tech=tech,
        land_mu=None if land is None else Decimal(land), valid_from=LONG_AGO,
    )  # fmt: skip


def person(username, organisation, role=None):
    """Write one account with a role over its organisation."""
    from xiandao.registry.models import Account, Grant

    account = Account.objects.create(
        username=username, display_name=f"{username}同志", organisation=organisation,
        must_change_password=False,
    )  # fmt: skip
    if role:
        Grant.objects.create(
            account=account, role=role, organisation=organisation, valid_from=LONG_AGO
        )
    return account


def planned(world, form="quick", period=PERIOD, *, opens_on=OPENS, due_on=DUE, rule=None, by=None):
    """Plan a round of one of the shipped forms."""
    from xiandao.statistics.commands import rounds

    return rounds.plan(
        form=world.forms[form], period=period, organisation=world.top, opens_on=opens_on,
        due_on=due_on, rule=rule or {}, by=by or world.statistician,
    )  # fmt: skip


def opened(world, form="quick", period=PERIOD, **others):
    """Plan and open a round; every unit that owes the form has an empty draft."""
    from xiandao.statistics.commands import rounds

    found = planned(world, form, period, **others)
    return rounds.open_round(round=found, by=world.statistician)


def filing_of(found, organisation):
    """Return the return of one unit for a round."""
    from xiandao.statistics.models import Filing

    return Filing.objects.select_related("round__form", "organisation").get(
        round=found, organisation=organisation
    )


def write(filing, stage="approved", values=None, **fields):
    """Put a return where a test needs it, past every command: for what lies before the tested step."""
    from xiandao.statistics.models import Filing

    filing.stage = stage
    if values is not None:
        filing.values = values
    for name, value in fields.items():
        setattr(filing, name, value)
    filing.save()
    return Filing.objects.select_related("round__form", "organisation").get(pk=filing.pk)
