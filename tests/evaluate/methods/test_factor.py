"""Factors of a recipe are read and tried before anything runs."""

import pytest

from tests.evaluate.methods.uncertain import recipe, tree
from xiandao.evaluate.methods.factor_options import BY_KIND
from xiandao.evaluate.methods.factor_reading import factor_of, varied
from xiandao.terms.error import InputError


def read(given, **changes):
    return factor_of(given, "uncertainty.factors[1]", recipe(**changes), tree())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"key": "treat.max_points", "alternativs": [1]}, "EVA-050"),
        ({"key": "treat.max_points"}, "EVA-053"),
        ({"kind": "weight", "noise": {"1": 0.2}}, "EVA-052"),
        ({"key": "treat.max_points", "alternatives": [1, "many"]}, "EVA-304"),
        ({"key": "treat.max_points", "alternatives": []}, "EVA-304"),
        ({"key": "denominate.by", "alternatives": [{}]}, "EVA-304"),
        ({"key": "screen", "alternatives": ["off", {}]}, "EVA-304"),
        ({"alternatives": [1, 2]}, "EVA-304"),
        ({"key": "aggregate.method", "alternatives": ["arithmetic", "geometrc"]}, "EVA-304"),
        ({"key": "treat.max_points", "alternatives": [1, 2], "probabilities": [1.0]}, "EVA-305"),
        ({"key": "treat.max_points", "alternatives": [1, 2], "probabilities": [2, -1]}, "EVA-305"),
        ({"kind": "weights"}, "EVA-306"),
        ({"noise": {"9": 0.25}}, "EVA-306"),
        ({"noise": {"3": 0.25}}, "EVA-306"),
        ({"noise": {"2": 1.5}}, "EVA-306"),
        ({"noise": {"2": "viel"}}, "EVA-306"),
        ({"weight_sets": [{"X": 1}]}, "EVA-306"),
        ({"weight_sets": [{"P": -1}]}, "EVA-306"),
        ({"weight_sets": [{"P": 0, "Q": 0}]}, "EVA-306"),
        ({"weight_sets": [3]}, "EVA-306"),
        ({"nodes": ["I"]}, "EVA-307"),
        ({"nodes": ["zz"]}, "EVA-307"),
        ({"errors": {"zz": 0.1}}, "EVA-307"),
        ({"errors": {"a": -0.1}}, "EVA-308"),
        ({"key": "normalise.lower", "low": 2, "high": 1}, "EVA-308"),
    ],
)
def test_what_cannot_run_is_refused_before_it_runs_with_its_place_and_a_hint(given, code):
    with pytest.raises(InputError) as told:
        read(given)
    assert told.value.code == code
    assert "uncertainty.factors[1]" in told.value.sentence
    assert told.value.hint or told.value.code == "EVA-050"


def test_an_alternative_that_fails_is_named_with_the_reason():
    with pytest.raises(InputError) as told:
        read({"name": "处理", "key": "treat.max_points", "alternatives": [1, -1]})
    assert "（处理）的第2个备选 -1" in told.value.sentence
    assert told.value.details["cause"] == "EVA-052"


def test_imputed_values_cannot_vary_where_nothing_is_imputed():
    with pytest.raises(InputError) as told:
        read({"kind": "imputed"}, steps=[{"use": "normalise"}])
    assert told.value.code == "EVA-309"


def test_the_kind_is_told_by_the_keys():
    kinds = [
        read(one).kind
        for one in (
            {"key": "treat.max_points", "alternatives": [1, 2]},
            {"noise": {"2": 0.25}},
            {"weight_sets": [{"P": 2}], "sets": "given"},
            {"nodes": ["a"]},
            {"errors": {"*": 0.1}},
            {"key": "normalise.lower", "low": 1, "high": 2},
            {"kind": "imputed"},
        )
    ]
    assert kinds == ["choice", "weights", "weights", "omit", "data", "uniform", "imputed"]
    assert set(kinds) == set(BY_KIND)


def test_a_step_that_is_off_is_taken_away_and_its_keys_do_nothing():
    made = varied(recipe(), {"treat": "off", "treat.max_points": 2})
    assert [step.use for step in made.steps] == ["impute", "normalise"]


def test_a_whole_step_is_changed_before_its_keys():
    made = varied(recipe(), {"normalise.mean": 50.0, "normalise": {"method": "zscore"}})
    assert made.steps[-1].method.name == "zscore"
    assert made.steps[-1].options["mean"] == 50.0


def test_an_alternative_may_change_several_keys_at_once():
    factor = read(
        {"name": "一套", "alternatives": [{"treat": "off", "aggregate.method": "geometric"}, {}]}
    )
    assert factor.changes(0) == {"treat": "off", "aggregate.method": "geometric"}
    assert factor.changes(1) == {}
