"""Runs share what they have in common, and each is accounted for."""

import numpy as np
import pytest

from tests.evaluate.methods.uncertain import figures, recipe, tree
from xiandao.evaluate.methods import replications
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.factor_reading import factor_of
from xiandao.evaluate.methods.failures import failure_of
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.recipe_without import recipe_without
from xiandao.evaluate.methods.replications import Runner, distinct_rows
from xiandao.terms.error import InputError


def runner(*given, **changes):
    chosen = recipe(**changes)
    factors = [factor_of(one, "因素", chosen, tree()) for one in given]
    return Runner(figures(), tree(), chosen, factors, seed=1)


POINTS = {"key": "treat.max_points", "alternatives": [1, 2, 3]}
MEANS = {"key": "aggregate.method", "alternatives": ["arithmetic", "geometric", "copeland"]}
NOISE = {"noise": {"1": 0.25, "2": 0.25}, "sets": 6}


def test_each_run_is_the_index_built_with_its_own_recipe_and_weights():
    made = runner(POINTS, MEANS, NOISE)
    levels = np.array([[0, 0, 5], [2, 1, 3], [1, 2, 0], [2, 1, 4]], dtype=float)
    found = made.run(levels)
    codes = tuple(node.code for node in tree().nodes if node.parent)
    for row, (points, mean, number) in enumerate(levels.astype(int)):
        changed = recipe().changed(
            {
                "treat.max_points": POINTS["alternatives"][points],
                "aggregate.method": MEANS["alternatives"][mean],
            }
        )
        weights = made.multipliers[2][number] * np.array([tree()[code].weight for code in codes])
        framework = tree().with_weights(dict(zip(codes, weights, strict=True)))
        alone = build(figures(), framework, changed)
        assert np.allclose(found.scores[found.of_run[row]], alone.index, rtol=1e-12)


def test_given_weights_replace_those_named_and_leave_the_others():
    found = runner({"weight_sets": [{"P": 3}, {"a": 0}]}).run(np.array([[0.0], [1.0]]))
    heavier = build(figures(), tree().with_weights({"P": 3.0}), recipe())
    without = build(figures(), tree().with_weights({"a": 0.0}), recipe())
    assert np.allclose(found.scores[0], heavier.index)
    assert np.allclose(found.scores[1], without.index)


def test_noise_is_of_the_weights_that_the_recipe_finds():
    made = runner(NOISE, weights={"method": "entropy"})
    found = made.run(np.array([[2.0]]))
    base = build(figures(), tree(), recipe(weights={"method": "entropy"}))
    codes = tuple(node.code for node in tree().nodes if node.parent)
    own = tree().weights() | dict(base.weights)
    noisy = {
        code: own[code] * times for code, times in zip(codes, made.multipliers[0][2], strict=True)
    }
    alone = build(figures(), tree().with_weights(noisy), recipe())
    assert np.allclose(found.scores[0], alone.index)


def test_a_node_left_out_takes_along_what_the_recipe_says_of_it():
    changes = {
        "aggregate": {"nodes": {"P": {"method": "geometric"}}},
        "steps": [
            {"use": "normalise", "lower": 1, "indicators": {"a": {"method": "zscore", "mean": 50}}}
        ],
    }
    found = runner({"nodes": ["P", "a"]}, **changes).run(np.array([[0.0], [1.0], [2.0]]))
    assert not found.failures
    smaller = tree().without(["P"])
    steps = [{"use": "normalise", "lower": 1}]
    alone = build(figures(), smaller, recipe(steps=steps))
    assert np.allclose(found.scores[1], alone.index)


def test_a_recipe_that_names_nothing_lost_stays_the_same():
    whole = tree()
    assert recipe_without(recipe(), whole, whole.without(["a"])) == recipe()


def test_a_way_for_a_level_goes_with_the_last_node_of_the_level():
    whole = Framework.of(
        [Node("I"), Node("P", parent="I"), Node("a", parent="P"), Node("b", parent="I")]
    )
    plan = {"aggregate": {"levels": {"2": {}, "3": {"method": "geometric"}}}}
    left = recipe_without(Recipe(plan), whole, whole.without(["P"]))
    assert left.data == {"aggregate": {"levels": {"2": {}}}}


def test_runs_that_are_alike_are_made_once(monkeypatch):
    calls = []
    plain = replications.prepared

    def watched(*arguments):
        calls.append(arguments)
        return plain(*arguments)

    monkeypatch.setattr(replications, "prepared", watched)
    levels = np.array([[place % 3, place % 2] for place in range(120)], dtype=float)
    found = runner(POINTS, NOISE).run(levels)
    assert len(found.scores) == 6
    assert len(calls) == 3


def test_a_run_that_fails_is_kept_with_its_reason_and_the_others_go_on():
    # COINr drops such runs without a word (4 of 8 in a test).
    lows = {"key": "normalise.lower", "alternatives": [0, 1]}
    made = runner(lows, {"key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]})
    found = made.run(np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float))
    assert list(found.failures) == [1]
    why = found.failures[1]
    assert why.code == "EVA-251"
    assert "几何平均" in why.sentence
    assert why.hint
    assert np.isnan(found.scores[1]).all()
    assert not np.isnan(found.scores[[0, 2, 3]]).any()


def test_one_bad_set_of_weights_does_not_take_the_good_ones_along():
    made = runner({"weight_sets": [{"P": 1}, {"P": 2}]})
    # Not reachable through a checked factor: weights of one pillar that vanish together.
    object.__setattr__(made.factors[0], "weight_sets", ({"P": 1}, {"a": 0, "b": 0}))
    found = made.run(np.array([[0.0], [1.0]]))
    assert list(found.failures) == [1]
    assert not np.isnan(found.scores[0]).any()


def test_units_screened_out_in_a_run_have_no_score_in_it():
    table = figures()
    values = table.values.copy()
    values[4, :3] = np.nan
    steps = [{"use": "screen", "availability": 0.2}, *recipe().data["steps"]]
    chosen = recipe(steps=steps)
    factor = factor_of(
        {"key": "screen.availability", "alternatives": [0.2, 0.9]}, "因素", chosen, tree()
    )
    found = Runner(table.with_values(values), tree(), chosen, [factor], 1).run(
        np.array([[0.0], [1.0]])
    )
    assert not np.isnan(found.scores[0]).any()
    assert np.flatnonzero(np.isnan(found.scores[1])).tolist() == [4]


@pytest.mark.parametrize("sizes", [[3, 4], [3, 0]])
def test_distinct_runs_are_found_among_discrete_and_continuous_levels(sizes):
    levels = np.array([[2, 1], [0, 3], [2, 1], [1, 0]], dtype=float)
    distinct, of_run = distinct_rows(levels, sizes)
    assert len(distinct) == 3
    assert (distinct[of_run] == levels).all()


def test_an_error_of_the_arithmetic_is_a_reason_too():
    assert failure_of(ZeroDivisionError("by zero")).code == "EVA-312"
    assert failure_of(InputError("EVA-001", "句子", "提示")).hint == "提示"


def test_noise_keeps_within_its_share_at_its_levels_and_leaves_others():
    made = runner({"noise": {"2": 0.25}, "sets": 3000})
    made.run(np.array([[0.0]]))
    codes = [node.code for node in tree().nodes if node.parent]
    noise = dict(zip(codes, made.multipliers[0].T, strict=True))
    assert np.abs(noise["P"] - 1).max() <= 0.25
    # Uniform: the standard deviation is half the width over the root of three.
    assert np.isclose(noise["P"].std(), 0.25 / np.sqrt(3), rtol=0.05)
    assert (noise["a"] == 1).all()
