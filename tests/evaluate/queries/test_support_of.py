"""Which rule holds for an edition, what each zone gets by it, and for whom a draft would change what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.evaluate import supports
from tests.evaluate import world as factory
from xiandao.evaluate.commands import support_rules
from xiandao.evaluate.queries import support_of


@pytest.fixture
def edition(world, monkeypatch):
    supports.graded(world)
    return factory.assessed(world, monkeypatch)


def values(account, edition, rule):
    return {
        one.facts.unit: [outcome.value for outcome in one.outcomes]
        for one in support_of.supports(account, edition, rule)
    }


def test_the_province_sees_what_every_zone_gets_and_a_zone_its_own(world, edition):
    rule = supports.in_force(world)
    everything = values(world.viewer, edition, rule)
    grades = dict(edition.standings.values_list("organisation__code", "grade"))
    assert everything.keys() == grades.keys()
    assert {grades[code]: found[0] >= 1.1 for code, found in everything.items()} == {
        "A": True,
        "B": True,
        "C": False,
    }
    own = values(world.zone_reporter, edition, rule)
    assert own == {"Z-1": everything["Z-1"]}
    assert list(values(world.city_officer, edition, rule)) == sorted(
        ["Z-1", "Z-2", "Z-3"], key=list(everything).index
    )


def test_facts_carry_pillars_interval_scale_and_the_change_since_the_edition_before(
    world, monkeypatch
):
    supports.graded(world)
    factory.assessed(world, monkeypatch, period=factory.BEFORE, figures=factory.FIGURES[::-1])
    edition = factory.assessed(world, monkeypatch)
    facts = support_of.facts_of(world.viewer, edition)
    assert facts[0].scale == ("A", "B", "C")
    assert set(facts[0].pillars) == {"INNOVATION", "NURTURE"}
    assert facts[0].change == pytest.approx(facts[0].score - facts[-1].score, abs=30)
    assert all(one.change is not None for one in facts)
    assert [one.vetoes for one in facts] == [()] * 6


def test_a_veto_that_struck_is_among_the_facts(world, monkeypatch):
    levels = [{"name": "A", "share": 0.34}, {"name": "B"}]
    veto = {"indicator": "ENERGY_INTENSITY", "when": ">=", "value": 0.15, "cap": "B", "reason": "能耗超标"}  # fmt: skip
    grades = {"method": "quota", "levels": levels, "vetoes": [veto]}
    world.scheme = factory.scheme(world, "2026否决", {**factory.RECIPE, "grades": grades})
    edition = factory.assessed(world, monkeypatch)
    struck = {one.unit: one.vetoes for one in support_of.facts_of(world.viewer, edition)}
    assert {unit for unit, why in struck.items() if why} == {"Z-5"}
    assert struck["Z-5"] == ("能耗超标",)
    assert support_of.vetoes_of(edition) == {"Z-5": ("能耗超标",)}


def test_the_rule_in_force_on_the_day_of_publication_holds(world, edition):
    first = supports.in_force(world)
    assert support_of.rule_for(world.viewer, edition) == first
    edition.published_at = timezone.now() - timedelta(days=3)
    earlier = timezone.localdate() - timedelta(days=5)
    type(first).objects.filter(pk=first.pk).update(valid_from=earlier)
    later = support_rules.approve(rule=supports.drafted(world, "2027"), by=world.leader)
    assert support_of.rule_for(world.viewer, edition) == first
    assert support_of.rule_for(world.viewer, edition, later.pk) == later
    edition.published_at = timezone.now()
    assert support_of.rule_for(world.viewer, edition) == later


def test_a_draft_is_for_the_keeper_alone(world, edition):
    made = supports.drafted(world)
    assert support_of.rule_for(world.analyst, edition, made.pk) == made
    for account in (world.viewer, world.zone_reporter, world.officer, world.evaluator):
        assert support_of.rule_for(account, edition, made.pk) is None
        assert list(support_of.rules(account)) == []


def test_everybody_in_line_reads_a_published_rule(world):
    supports.graded(world)
    made = supports.in_force(world)
    for account in (world.viewer, world.zone_reporter, world.city_officer):
        assert list(support_of.rules(account)) == [made]
    assert list(support_of.rules(world.evaluator)) == []


def test_a_draft_tells_who_would_gain_and_who_would_lose(world, edition):
    before = supports.in_force(world)
    data = supports.rule()
    data["lines"][0]["give"][0]["value"] = 1.3
    data["lines"][1]["give"][0]["value"] = 1.05
    data["lines"][0]["give"][2]["value"] = "全部委托"
    after = supports.drafted(world, "2027", data)
    land, fund, permit = support_of.impact(world.analyst, edition, before, after)
    grades = dict(edition.standings.values_list("organisation__name", "grade"))
    assert {grades[name] for name, _was, _now in land.gains} == {"A"}
    assert {grades[name] for name, _was, _now in land.losses} == {"B"}
    assert fund.is_same
    assert {(was, now) for _name, was, now in permit.others} == {("委托审批", "全部委托")}


def test_without_a_rule_before_it_a_draft_is_held_against_the_ordinary(world, edition):
    land = support_of.impact(world.analyst, edition, None, supports.drafted(world))[0]
    assert {was for _name, was, _now in land.gains} == {1.0}
    assert land.losses == ()


def test_the_scheme_that_a_rule_builds_on_is_the_one_in_force(world):
    made = supports.drafted(world)
    supports.graded(world)
    assert support_of.scheme_of(made) == world.scheme
    assert support_of.scale_of(world.scheme.recipe) == ("A", "B", "C")
    assert support_of.pillar_names(world.scheme.nodes) == {
        "INNOVATION": "创新能力",
        "NURTURE": "产业培育",
    }
