"""Rows that an account may see whole, the bands of all others, moves since the edition before."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.commands import assessments
from xiandao.evaluate.queries import ranking

BETTER = (
    (480.0, 7.0, 3.6, 24.0, 68.0, 0.09),
    *factory.FIGURES[1:5],
    (500.0, 9.0, 5.0, 40.0, 80.0, 0.05),
)


@pytest.fixture
def two(world, monkeypatch):
    """Two quarters; in the later one the sixth zone has overtaken the others."""
    before = factory.assessed(world, monkeypatch, period=factory.BEFORE)
    after = factory.assessed(world, monkeypatch, figures=BETTER)
    return before, after


def test_a_province_sees_every_row_in_order_of_rank(world, assessment):
    found = ranking.ranking_of(world.analyst, assessment)
    assert found.sees_all
    assert [row.rank for row in found.rows] == sorted(row.rank for row in found.rows)
    assert len(found.rows) == found.count == 6
    assert not found.others


def test_a_zone_sees_its_own_row_and_only_bands_of_the_others_in_official_order(world, assessment):
    found = ranking.ranking_of(world.zone_reporter, assessment)
    assert not found.sees_all
    assert [row.code for row in found.rows] == ["Z-1"]
    assert [one.code for one in found.others] == ["Z-2", "Z-3", "Z-4", "Z-5", "Z-6"]
    assert not hasattr(found.others[0], "score")


def test_a_city_sees_the_rows_of_its_own_zones(world, assessment):
    found = ranking.ranking_of(world.city_officer, assessment)
    assert {row.code for row in found.rows} == {"Z-1", "Z-2", "Z-3"}


def test_moves_are_counted_from_the_edition_before(world, two):
    before, after = two
    found = ranking.ranking_of(world.analyst, after)
    assert found.before == before
    assert found.most_gained.code == "Z-6"
    up, down, same = found.moved
    assert up + down + same == 6
    assert up >= 1


def test_the_first_edition_has_nothing_before_it(world, two):
    before, _after = two
    found = ranking.ranking_of(world.analyst, before)
    assert found.before is None
    assert all(row.gained is None for row in found.rows)


def test_without_a_wish_the_newest_published_edition_is_opened(world, two, monkeypatch):
    factory.frozen(world, monkeypatch, period="2026Q4")
    assert ranking.opened(world.viewer, None) == two[1]
    assert ranking.opened(world.viewer, two[0].pk) == two[0]


def test_a_frozen_edition_is_opened_by_its_keepers_only(world, monkeypatch):
    waiting = factory.frozen(world, monkeypatch)
    assert ranking.opened(world.analyst, waiting.pk) == waiting
    assert ranking.opened(world.zone_reporter, waiting.pk) is None
    assert ranking.opened(world.zone_reporter, None) is None


def test_a_withdrawn_edition_is_no_edition_before(world, two):
    assessments.withdraw(assessment=two[0], reason="数据有误", by=world.leader)
    assert ranking.edition_before(world.analyst, two[1]) is None


def test_pillar_medians_are_of_all_units(world, assessment):
    whole = ranking.ranking_of(world.analyst, assessment)
    own = ranking.ranking_of(world.zone_reporter, assessment)
    assert whole.medians == own.medians
    assert [name for _code, name in whole.pillars] == ["创新能力", "产业培育"]
