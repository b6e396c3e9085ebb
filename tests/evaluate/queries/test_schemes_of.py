"""Schemes for people: shares that sum, sources of figures, what a version changed."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.commands import schemes, weight_sets
from xiandao.evaluate.queries import schemes_of


def test_lines_tell_shares_clauses_and_sources(world):
    lines = schemes_of.lines_of(world.scheme)
    assert [one.depth for one in lines] == [1, 2, 2, 2, 1, 2, 2, 2]
    assert sum(one.effective for one in lines if one.is_indicator) == pytest.approx(100)
    energy = lines[-1]
    assert (energy.code, energy.direction, energy.clause, energy.form) == (
        "ENERGY_INTENSITY",
        -1,
        "Z五(三)",
        "zone-quarter",
    )


def test_only_the_weights_that_differ_are_told(world):
    drafted = schemes.draft(
        scheme=world.scheme,
        version="2027",
        weights={"INVENTIONS_PER_10K": 1.0},
        reason="会议",
        by=world.analyst,
    )
    found = schemes_of.changes(world.scheme, drafted)
    assert found[0].name == next(
        one["name"] for one in world.scheme.nodes if one["code"] == "INVENTIONS_PER_10K"
    )
    assert len(found) == 3
    assert (found[0].before, found[0].after) == (pytest.approx(30), pytest.approx(20))
    assert found[0].clause == "会议"
    assert schemes_of.same_method(world.scheme, drafted)


def test_a_weight_set_moves_only_the_groups_that_it_changed(world):
    kept = weight_sets.save(
        scheme=world.scheme, name="重培育", organisation=world.bureau, by=world.analyst,
        weights={"INNOVATION": 40.0, "NURTURE": 60.0, "INVENTIONS_PER_10K": 50.0, "PCT_APPLICATIONS": 25.0,
                 "RD_INSTITUTIONS": 25.0, "FUTURE_REVENUE": 100 / 3, "FUTURE_SHARE": 100 / 3, "ENERGY_INTENSITY": 100 / 3},
    )  # fmt: skip
    start = schemes_of.weights_of(world.scheme, kept)
    assert (start["INNOVATION"], start["NURTURE"]) == (40.0, 60.0)
    assert (start["INVENTIONS_PER_10K"], start["FUTURE_SHARE"]) == (2.0, 1.0)


def test_a_scheme_lists_its_versions_the_newest_first(world):
    drafted = factory.scheme(world, "2027")
    assert [one.pk for one in schemes_of.versions(world.analyst, drafted)] == [
        drafted.pk,
        world.scheme.pk,
    ]
    assert [one.pk for one in schemes_of.versions(world.other_evaluator, drafted)] == []


def test_a_group_without_weight_is_told_at_its_first_child(world):
    assert list(schemes_of.empty_groups(world.scheme, {"INNOVATION": 0.0, "NURTURE": 0.0})) == [
        "INNOVATION"
    ]
