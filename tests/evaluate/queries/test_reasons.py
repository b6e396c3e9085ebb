"""The steps to a score add up, whatever it is held against."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.queries import reasons
from xiandao.evaluate.queries.naming import names_of


@pytest.mark.parametrize("against", ["median", "best", "Z-4"])
def test_steps_and_indicators_add_up_to_the_difference(assessment, against):
    found = reasons.reasons(assessment, "Z-1", against)
    assert sum(step.points for step in found.steps) == pytest.approx(found.difference)
    assert sum(line.gap for line in found.lines) + found.rest == pytest.approx(found.difference)
    assert sum(line.points for line in found.lines) == pytest.approx(found.end)
    assert found.end == pytest.approx(assessment.standings.get(organisation__code="Z-1").score)


def test_the_greatest_loss_stands_first(assessment):
    gaps = [line.gap for line in reasons.reasons(assessment, "Z-6").lines]
    assert gaps == sorted(gaps)


def test_weights_of_indicators_sum_to_one_and_carry_their_clause(assessment):
    lines = reasons.reasons(assessment, "Z-2").lines
    assert sum(line.weight for line in lines) == pytest.approx(1)
    assert {line.clause for line in lines} == {"Z五(三)"}


def test_a_missing_figure_has_no_value_and_no_rank(assessment):
    line = next(
        one for one in reasons.reasons(assessment, "Z-4").lines if one.code == "FUTURE_SHARE"
    )
    assert line.value is None
    assert line.score is None
    assert line.rank is None


def test_a_zone_is_held_against_the_median_only_and_the_province_against_more(world, assessment):
    assert reasons.ways_to_compare(world.zone_reporter, assessment) == ["median"]
    assert reasons.ways_to_compare(world.analyst, assessment) == ["median", "best"]


def test_the_change_since_the_edition_before_adds_up_by_pillar(world, monkeypatch):
    before = factory.assessed(world, monkeypatch, period=factory.BEFORE)
    better = ((500.0, 9.0, 4.0, 30.0, 70.0, 0.08), *factory.FIGURES[1:])
    after = factory.assessed(world, monkeypatch, figures=better)
    for unit in ("Z-1", "Z-2", "Z-4"):
        found = reasons.since(after, before, unit)
        assert sum(one.total for one in found.pillars) == pytest.approx(found.after - found.before)
        assert [one.code for one in found.pillars] == ["INNOVATION", "NURTURE"]
    own = reasons.since(after, before, "Z-1")
    assert sum(one.data for one in own.pillars) > 0


def test_nothing_is_decomposed_without_an_edition_before(assessment):
    assert reasons.since(assessment, None, "Z-1") is None


def test_names_follow_the_reader(assessment):
    from django.utils.translation import override

    assert names_of(assessment.snapshot)["FUTURE_REVENUE"] == next(
        node["name"] for node in assessment.snapshot["nodes"] if node["code"] == "FUTURE_REVENUE"
    )
    with override("en"):
        assert names_of(assessment.snapshot)["FUTURE_REVENUE"].isascii()
