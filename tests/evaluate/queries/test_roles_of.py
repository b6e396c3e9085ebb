"""Profiles of zones and the list behind each part; means only where they give nobody away."""

import pytest

from tests.evaluate import entered
from xiandao.evaluate.commands import records
from xiandao.evaluate.queries import roles_of


@pytest.fixture
def known(world):
    entered.records(world)
    return world


def test_the_profile_of_a_zone_counts_exactly_what_its_lists_hold(known):
    made = roles_of.profile_of(known.zone_reporter, known.zone_1)
    counts = {one.role: one.count for one in made.shares} | {"open": made.open_count}
    assert counts == {"origin": 2, "testbed": 0, "application": 0, "cluster": 1, "open": 1}
    for part, count in counts.items():
        assert roles_of.listed(known.zone_reporter, known.zone_1, part).count() == count
    assert roles_of.listed(known.zone_reporter, known.zone_1).count() == 4


def test_the_mean_of_few_zones_is_told_to_the_province_alone(known):
    assert roles_of.means_for(known.zone_reporter) == {}
    assert roles_of.means_for(known.analyst)["origin"] == pytest.approx((2 / 3 + 0) / 2)
    for zone in known.zones[1:4]:
        told = entered.facts(role="testbed")
        records.add(organisation=zone, facts=told, by=known.analyst)
    assert roles_of.means_for(known.zone_reporter)["testbed"] == pytest.approx(3 / 5)


def test_the_province_sees_every_zone_and_a_zone_itself(known):
    assert len(roles_of.roles_of(known.analyst).zones) == 6
    (only,) = roles_of.roles_of(known.zone_reporter).zones
    assert only.zone == known.zone_1
    assert roles_of.roles_of(known.zone_reporter).targets == ()


def test_an_open_record_has_its_suggestion(known):
    (row,) = roles_of.listed(known.analyst, known.zone_1, "open")
    assert roles_of.suggested(row).word == "中试基地"
