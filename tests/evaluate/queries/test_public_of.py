"""What is told to everybody: bands in official order, the first few of single indicators, nothing to rank by."""

from types import SimpleNamespace

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.queries import public_of


def test_nothing_is_told_before_something_is_published(world, monkeypatch):
    factory.frozen(world, monkeypatch)
    assert public_of.newest() is None


def test_the_newest_period_is_told_whatever_was_published_last(world, monkeypatch):
    factory.assessed(world, monkeypatch)
    factory.assessed(world, monkeypatch, period=factory.BEFORE)
    assert public_of.newest().period == factory.PERIOD


def test_every_unit_is_in_one_band_and_stands_there_in_official_order(assessment, world):
    found = public_of.newest()
    names = [name for band in found.bands for name in band.names]
    assert sorted(names) == sorted(zone.label for zone in world.zones)
    order = {zone.label: zone.official_order for zone in world.zones}
    for band in found.bands:
        assert [order[name] for name in band.names] == sorted(order[name] for name in band.names)


def test_a_single_ranking_never_names_more_than_half(assessment):
    found = public_of.newest()
    assert found.rankings
    assert all(len(one.names) <= found.count // 2 for one in found.rankings)


def test_each_pillar_gives_its_weightiest_indicator(assessment):
    named = {one.pillar for one in public_of.newest().rankings}
    assert named == {"创新能力", "产业培育"}
    assert set(public_of.singled_out(assessment.snapshot["nodes"])) == {
        "INVENTIONS_PER_10K",
        "FUTURE_REVENUE",
    }


def test_the_first_of_an_indicator_are_those_with_the_best_figures(assessment, world):
    best = public_of.newest().rankings[0]
    figures = {zone.label: row[0] for zone, row in zip(world.zones, factory.FIGURES, strict=True)}
    assert set(best.names) == set(sorted(figures, key=figures.get, reverse=True)[: best.top])


def test_those_who_share_the_last_place_stand_or_fall_together():
    ranks = {"a": 1, "b": 2, "c": 2, "d": 2, "e": 5}
    assert public_of.first_of(ranks, 3) == {"a"}
    assert public_of.first_of(ranks, 4) == {"a", "b", "c", "d"}


@pytest.mark.parametrize("top", [1, 50])
def test_the_scheme_says_what_is_singled_out(assessment, top):
    nodes = [dict(node) for node in assessment.snapshot["nodes"]]
    nodes[-1]["public_top"] = top
    told = SimpleNamespace(
        snapshot={**assessment.snapshot, "nodes": nodes}, result=assessment.result
    )
    names = {code: code for code in assessment.snapshot["units"]}
    (only,) = public_of.rankings_of(told, names)
    assert 1 <= len(only.names) <= min(top, 3)


def test_shares_of_pillars_add_up_to_a_hundred(assessment):
    assert sum(one.share for one in public_of.newest().pillars) == pytest.approx(100)
