"""Selective editing: what a mistake would move, told in per cent of the totals, and how far a review has to go."""

import pytest

from tests.statistics import world as factory
from xiandao.statistics.queries.scores import curve, predicted_totals, score_of


@pytest.fixture
def before(world):
    made = factory.opened(world, period="2026-09")
    for unit, assets in ((world.ent_1, "600"), (world.ent_2, "400")):
        factory.write(factory.filing_of(made, unit), values={"r42": assets, "r65": "-10"})
    return made


def scored(world, quick, unit, **values):
    return score_of(factory.write(factory.filing_of(quick, unit), "city", values=values))


def test_the_score_is_the_change_in_per_cent_of_the_predicted_total(world, before, quick):
    assert predicted_totals(quick)["r42"] == 1000
    assert predicted_totals(quick)["r65"] == 20
    assert scored(world, quick, world.ent_1, r42="700") == pytest.approx(10)
    assert scored(world, quick, world.ent_1, r42="600", r65="-10") == 0
    assert scored(world, quick, world.ent_1, r42="600", r65="10") == pytest.approx(100)


def test_a_newcomer_is_weighed_with_all_it_reports(world, before, quick):
    assert scored(world, quick, world.ent_3, r42="500") == pytest.approx(50)
    assert scored(world, quick, world.ent_3, r42="500", r42__ly="450") == pytest.approx(5)


def test_without_a_past_there_is_no_score_and_what_is_missing_weighs_nothing(world, quick):
    assert scored(world, quick, world.ent_1, r42="500") == 0


def test_a_total_follows_its_returns(world, before, quick):
    assert predicted_totals(quick)["r42"] == 1000
    factory.write(factory.filing_of(before, world.ent_1), values={"r42": "1600"})
    assert predicted_totals(quick)["r42"] == 2000


def test_the_curve_says_how_many_reviews_remove_most_of_the_effect():
    found = curve([80.0, 15.0, 4.0, 1.0])
    assert (found.waiting, found.count, found.percent) == (4, 2, "95%")
    assert curve([5.0]).percent == "100%"
    assert curve([]) is None
    assert curve([0.0, 0.0]) is None
