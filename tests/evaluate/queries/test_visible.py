"""Who may open which edition, and whose rows in it."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.queries import visible


@pytest.mark.parametrize("name", ["viewer", "officer", "zone_reporter", "city_officer"])
def test_what_a_department_keeps_is_told_to_everybody_below_the_body_that_it_acts_for(
    world, assessment, name
):
    account = getattr(world, name)
    assert assessment in visible.assessments(account)
    assert world.scheme in visible.schemes(account)
    assert visible.on_same_line(account, assessment.organisation)


def test_what_waits_is_for_its_keepers_only(world, monkeypatch):
    waiting = factory.frozen(world, monkeypatch)
    assert waiting in visible.assessments(world.analyst)
    assert waiting in visible.assessments(world.leader)
    for account in (world.viewer, world.officer, world.zone_reporter, world.city_officer):
        assert waiting not in visible.assessments(account)


def test_what_a_city_keeps_is_not_told_to_another_city(world, assessment):
    type(assessment).objects.filter(pk=assessment.pk).update(organisation=world.city_a)
    assert assessment in visible.assessments(world.zone_reporter)
    assert assessment not in visible.assessments(world.other_reporter)


def test_the_keeper_sees_every_row_and_a_zone_its_own(world, assessment):
    assert visible.sees_all(world.viewer, assessment)
    assert not visible.sees_all(world.zone_reporter, assessment)
    own = visible.standings(world.zone_reporter, assessment)
    assert [one.organisation.code for one in own] == ["Z-1"]
    assert not visible.standings(world.evaluator, assessment).exists()
