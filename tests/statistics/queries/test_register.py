"""Questions about the register: the newest row of each unit in reach, who may be entered, where the keeper stands."""

from datetime import date

from tests.statistics import world as factory
from xiandao.statistics.commands import units
from xiandao.statistics.queries import register


def test_each_unit_is_listed_once_with_its_newest_row(world):
    units.move(
        unit=world.ent_3.reporting_units.get(), zone=world.zone_a, on=date(2027, 1, 1), by=world.statistician
    )  # fmt: skip
    rows = list(register.latest(world.statistician))
    assert len(rows) == 8
    (row,) = [one for one in rows if one.organisation == world.ent_3]
    assert row.zone == world.zone_a
    assert [one.valid_from.year for one in register.history(row)] == [2027, 2020]
    assert [event.action for event in register.story(register.history(row))] == ["units.move"]


def test_only_what_lives_in_reach_and_is_not_listed_can_be_entered(world):
    assert not register.candidates(world.statistician).exists()
    new = factory.body("E-7", "新单位", "enterprise", "000001000003000001000003", world.county_b)
    gone = factory.body("E-8", "旧单位", "enterprise", "000001000003000001000004", world.county_b)
    type(gone).objects.filter(pk=gone.pk).update(valid_to=date(2026, 1, 1))
    assert list(register.candidates(world.statistician)) == [new]
    assert not register.candidates(world.city_statistician_b).exists()


def test_the_register_is_kept_where_the_grant_stands(world):
    assert register.keeper(world.statistician) == world.top
    assert register.keeper(world.city_statistician_a) is None
    assert list(register.zones(world.statistician)) == [world.zone_a, world.zone_b]
    assert register.place_names(world.city_statistician_a)["990101"] == "镜澜区"


def test_only_open_rounds_of_ones_own_are_pointed_at(world, quick):
    factory.planned(world, period="2026-09")
    assert list(register.open_rounds(world.statistician)) == [quick]
    assert list(register.open_rounds(world.city_statistician_a)) == []


def test_industries_are_called_as_the_catalogue_of_the_province_calls_them(world):
    assert register.industries()["humanoid-robot"] == "人形机器人"
    assert register.industry_names().items() >= register.industries().items()
