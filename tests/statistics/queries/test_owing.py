"""Who owes a form, as the register had it when the period ended."""

from datetime import date

from tests.statistics import world as factory
from xiandao.statistics.queries.owing import facts_of, units_owing


def test_units_stand_in_the_order_of_places_and_names_of_the_register(world):
    found = units_owing(factory.planned(world))
    assert [unit.organisation for unit in found] == world.enterprises


def test_who_closed_before_the_period_ended_owes_nothing(world):
    world.ent_1.valid_to = date(2026, 10, 31)
    world.ent_2.valid_to = date(2026, 11, 1)
    for one in (world.ent_1, world.ent_2):
        one.save()
    found = {unit.organisation for unit in units_owing(factory.planned(world))}
    assert world.ent_1 not in found
    assert world.ent_2 in found


def test_who_stands_outside_the_collecting_body_owes_it_nothing(world):
    far = factory.body("98", "邻省人民政府", "province", "000002")
    other = factory.body("98-E", "邻省企业", "enterprise", "000002000001", far)
    factory.unit(other, "980101", None)
    assert other not in {unit.organisation for unit in units_owing(factory.planned(world))}


def test_the_rule_reads_codes_and_never_keys(world):
    facts = facts_of(world.ent_1.reporting_units.select_related("zone", "organisation").get())
    assert (facts.code, facts.zone, facts.region, facts.subject) == (
        "E-1",
        "Z-A",
        "990101",
        "enterprise",
    )
