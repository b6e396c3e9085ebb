"""The register of reporting units: entering one, moving it, and that history stays."""

from datetime import date
from decimal import Decimal

import pytest

from tests.statistics import world as factory
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import units
from xiandao.statistics.models import Unit
from xiandao.terms.error import InputError


@pytest.fixture
def newcomer(world):
    """An enterprise that does not report yet."""
    return factory.body(
        "E-7", "望海新单位有限公司", "enterprise", "000001000003000001000003", world.county_b
    )


def enrol(world, organisation, **changes):
    facts = {
        "region_code": "990201",
        "zone": world.zone_b,
        "industry": "quantum",
        "land_mu": Decimal("3.5"),
        "valid_from": date(2026, 11, 1),
        "by": world.statistician,
    }
    return units.enrol(organisation=organisation, **(facts | changes))


def test_an_enterprise_reports_from_the_day_it_is_entered(world, newcomer):
    enrol(world, newcomer)
    assert newcomer.reporting_units.on(date(2026, 11, 1)).count() == 1
    assert newcomer.reporting_units.on(date(2026, 10, 31)).count() == 0


def test_an_enterprise_is_entered_once(world, newcomer):
    enrol(world, newcomer)
    with pytest.raises(InputError) as caught:
        enrol(world, newcomer, valid_from=date(2027, 1, 1))
    assert caught.value.code == "STA-320"
    assert newcomer.reporting_units.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("region_code", "99"),
        ("industry", "no-such"),
        ("land_mu", Decimal("-1")),
        ("land_mu", Decimal("NaN")),
    ],
)
def test_an_impossible_fact_is_said_beside_its_field(world, newcomer, field, value):
    with pytest.raises(InputError) as caught:
        enrol(world, newcomer, **{field: value})
    assert (caught.value.code, caught.value.details["field"]) == ("STA-321", field)
    assert not newcomer.reporting_units.exists()


def test_only_enterprises_and_zones_report_and_a_zone_belongs_to_no_zone(world, newcomer):
    for organisation, zone in ((world.bureau, None), (newcomer, world.county_b)):
        with pytest.raises(InputError):
            enrol(world, organisation, zone=zone)
    with pytest.raises(InputError) as caught:
        units.move(
            unit=world.zone_a.reporting_units.get(), zone=world.zone_b, on=date(2026, 11, 1),
            by=world.statistician,
        )  # fmt: skip
    assert caught.value.details["field"] == "zone"


def test_a_move_makes_a_new_row_and_leaves_what_was(world):
    before = world.ent_3.reporting_units.get()
    after = units.move(
        unit=before, zone=world.zone_a, is_above_size=True, on=date(2026, 11, 1),
        by=world.statistician,
    )  # fmt: skip
    before.refresh_from_db()
    assert (before.valid_to, before.zone, before.is_above_size) == (date(2026, 11, 1), None, False)
    assert (after.zone, after.is_above_size, after.industry) == (
        world.zone_a, True, before.industry,
    )  # fmt: skip
    assert [row.pk for row in world.ent_3.reporting_units.on(date(2026, 10, 31))] == [before.pk]
    assert [row.pk for row in world.ent_3.reporting_units.on(date(2026, 11, 1))] == [after.pk]


def test_history_is_not_moved(world):
    before = world.ent_3.reporting_units.get()
    with pytest.raises(InputError) as caught:
        units.move(unit=before, zone=world.zone_a, on=before.valid_from, by=world.statistician)
    assert caught.value.code == "STA-322"
    units.move(unit=before, zone=world.zone_a, on=date(2026, 11, 1), by=world.statistician)
    with pytest.raises(InputError):
        units.move(unit=before, zone=None, on=date(2026, 11, 5), by=world.statistician)
    assert Unit.objects.filter(organisation=world.ent_3).count() == 2


@pytest.mark.parametrize("who", ["reporter_3", "city_statistician_a", "analyst"])
def test_the_register_is_kept_by_the_statistician_of_the_province(world, newcomer, who):
    with pytest.raises(Refused):
        enrol(world, newcomer, by=getattr(world, who))
    with pytest.raises(Refused):
        units.move(
            unit=world.ent_3.reporting_units.get(), zone=world.zone_a, on=date(2026, 11, 1),
            by=getattr(world, who),
        )  # fmt: skip


def test_a_unit_that_ends_reports_no_more_and_its_history_stays(world):
    row = world.ent_3.reporting_units.get()
    units.end(unit=row, on=date(2026, 11, 1), reason="注销", by=world.statistician)
    assert world.ent_3.reporting_units.on(date(2026, 10, 31)).count() == 1
    assert world.ent_3.reporting_units.on(date(2026, 11, 1)).count() == 0
    with pytest.raises(InputError) as caught:
        units.end(unit=row, on=date(2026, 12, 1), reason="再次", by=world.statistician)
    assert caught.value.code == "STA-322"


def test_an_end_says_why_and_lies_after_the_beginning(world):
    row = world.ent_3.reporting_units.get()
    for on, reason, field in (
        (date(2026, 11, 1), "  ", "reason"),
        (row.valid_from, "注销", "on"),
    ):
        with pytest.raises(InputError) as caught:
            units.end(unit=row, on=on, reason=reason, by=world.statistician)
        assert caught.value.details["field"] == field
    assert world.ent_3.reporting_units.get().valid_to is None


def test_a_unit_that_ended_comes_back_only_after_its_end(world):
    row = world.ent_3.reporting_units.get()
    units.end(unit=row, on=date(2026, 6, 1), reason="停产", by=world.statistician)
    with pytest.raises(InputError) as caught:
        enrol(world, world.ent_3, valid_from=date(2026, 5, 1))
    assert (caught.value.code, caught.value.details["field"]) == ("STA-320", "valid_from")
    enrol(world, world.ent_3, valid_from=date(2026, 6, 1))
    assert world.ent_3.reporting_units.on(date(2026, 6, 1)).count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("region_code", "330100"), ("land_mu", Decimal(10**8)), ("group_code", "G" * 33)],
)
def test_a_fact_of_another_province_or_beyond_the_columns_is_refused(world, newcomer, field, value):
    with pytest.raises(InputError) as caught:
        enrol(world, newcomer, **{field: value})
    assert (caught.value.code, caught.value.details["field"]) == ("STA-321", field)
