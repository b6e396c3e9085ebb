"""Editions behind the scenes: what a period has, where figures come from, who may be asked to evaluate."""

import numpy as np

from tests.evaluate import world as factory
from xiandao.evaluate.commands import commissions
from xiandao.evaluate.queries import official


def looked_at(world, monkeypatch, figures=factory.FIGURES):
    monkeypatch.setattr(
        official, "gather", lambda scheme, span, below: (factory.table(figures), [])
    )
    return official.coverage(world.scheme, "2026年三季度")


def test_missing_figures_are_told_by_name(world, monkeypatch):
    found = looked_at(world, monkeypatch)
    assert (found.period, found.zones, found.cells, found.missing) == ("2026Q3", 6, 36, 1)
    assert [one.missing for one in found.indicators if one.missing] == [("第4未来产业先导区",)]


def test_an_indicator_that_is_the_same_everywhere_is_told(world, monkeypatch):
    same = tuple((*row[:5], 0.1) for row in factory.FIGURES)
    assert [one.code for one in looked_at(world, monkeypatch, same).constant] == [
        "ENERGY_INTENSITY"
    ]
    empty = tuple((*row[:5], np.nan) for row in factory.FIGURES)
    assert looked_at(world, monkeypatch, empty).constant == ()


def test_an_edition_reproduces_itself(assessment):
    assert official.is_reproduced(assessment)


def test_sources_name_the_form_of_each_indicator(assessment):
    assert {one.form for one in official.sources(assessment)} == {"zone-quarter"}
    assert len(official.sources(assessment)) == len(factory.INDICATORS)


def test_only_evaluators_not_yet_asked_can_be_commissioned(world, assessment):
    assert set(official.evaluators(world.analyst, assessment)) == {
        world.evaluator,
        world.other_evaluator,
    }
    commissions.assign(assessment=assessment, evaluator=world.evaluator, by=world.analyst)
    assert set(official.evaluators(world.analyst, assessment)) == {world.other_evaluator}


def test_logs_speak_of_zones_by_name():
    assert official.named("Z-1", {"Z-1": "甲区"}) == "甲区"
    assert official.named(float("nan"), {}) == ""
    assert official.named(0.1 + 0.2, {}) == "0.3"
