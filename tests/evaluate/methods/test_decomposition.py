"""What moved the score between editions: effects of data, bounds and weights that sum to the change exactly."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.decomposition import (
    change_between,
    geometric_change,
    recipe_change,
    unit_weights,
    weighted_change,
)
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.shapley import shapley_change
from xiandao.evaluate.methods.shift_share import shift_share
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

TREE = Framework.of(
    [
        Node("I"), Node("P", parent="I", weight=2), Node("Q", parent="I"),
        Node("a", parent="P"), Node("b", parent="P", direction=-1), Node("c", parent="Q"), Node("d", parent="Q", weight=3),
    ]
)  # fmt: skip


def edition(seed, *, tree=TREE, units="uvwxyz", gaps=(), data=None, **recipe):
    x = (
        np.random.default_rng(seed).uniform(1, 9, (len(units), len(tree.indicators)))
        if data is None
        else data
    )
    for row, column in gaps:
        x[row, column] = np.nan
    steps = recipe.pop("steps", [{"use": "normalise", "method": "minmax"}])
    return build(Table(tuple(units), tree.indicators, x), tree, Recipe({"steps": steps, **recipe}))


def closes(change):
    np.testing.assert_allclose(
        change.effects.sum(axis=(1, 2)), change.after - change.before, atol=1e-10
    )


@settings(max_examples=20)
@given(st.integers(0, 1000), st.sampled_from(["minmax", "zscore", "efficacy", "rank"]))
def test_effects_sum_to_the_change_of_every_unit(seed, method):
    steps = [{"use": "normalise", "method": method}]
    closes(change_between(edition(seed, steps=steps), edition(seed + 1, steps=steps)))


def test_missing_cells_new_units_and_new_indicators_leave_no_residue():
    wider = Framework.of([*TREE.without(["c"]).nodes, Node("e", parent="Q")])
    before = edition(1, gaps=[(0, 1), (2, 3)])
    after = edition(2, tree=wider, units="zyxwvs", gaps=[(1, 1)])
    change = change_between(before, after)
    assert change.units == tuple("vwxyz")
    assert change.indicators == ("a", "b", "c", "d", "e")
    closes(change)
    # What only one edition has is no matter of data.
    assert not change.effects[:, [2, 4], 0].any()


def test_only_the_weights_are_the_cause_where_only_they_changed():
    x = np.random.default_rng(3).uniform(1, 9, (6, 4))
    before = edition(0, data=x.copy())
    after = edition(0, data=x.copy(), tree=TREE.with_weights({"P": 1}))
    change = change_between(before, after)
    closes(change)
    assert np.abs(change.by_effect()[:, :2]).max() < 1e-12
    assert np.abs(change.by_effect()[:, 2]).max() > 1


def test_with_frozen_bounds_nothing_is_the_bounds_doing():
    bounds = {code: [0, 10] for code in TREE.indicators}
    steps = [{"use": "normalise", "method": "minmax", "bounds": bounds}]
    change = change_between(edition(1, steps=steps), edition(2, steps=steps))
    closes(change)
    assert np.abs(change.effects[:, :, 1:]).max() < 1e-12


def test_a_unit_that_stands_still_is_moved_by_the_bounds_of_others():
    x0 = np.array([[1.0, 5, 2, 4], [3, 3, 3, 3], [5, 1, 4, 2]])
    x1 = x0.copy()
    x1[2] = [9, 0.5, 8, 9]
    change = change_between(edition(0, units="uvw", data=x0), edition(0, units="uvw", data=x1))
    closes(change)
    assert np.abs(change.effects[1, :, 0]).max() < 1e-12
    assert change.by_effect()[1, 1] < -1


def test_indicators_with_a_method_of_their_own_are_rescaled_by_it():
    steps = [
        {
            "use": "normalise",
            "method": "minmax",
            "indicators": {"a": {"method": "zscore"}, "c": {"upper": 10}},
        }
    ]
    change = change_between(edition(1, steps=steps), edition(2, steps=steps))
    closes(change)
    assert np.abs(change.effects[:, 0, 1]).max() > 1e-6


def test_what_cannot_be_split_by_indicator_is_refused_with_the_reason():
    geometric = [{"use": "normalise", "method": "minmax", "lower": 1}]
    cases = [
        (edition(1), edition(2, steps=geometric, aggregate={"method": "geometric"})),
        (edition(1), edition(2, units="klmnop")),
        (edition(1), edition(2, steps=[{"use": "normalise"}, {"use": "screen"}])),
    ]
    panel = Table(
        ("u", "u", "v"),
        TREE.indicators,
        np.random.default_rng(0).uniform(1, 9, (3, 4)),
        periods=("1", "2", "1"),
    )
    cases.append((edition(1), build(panel, TREE, Recipe({"steps": [{"use": "normalise"}]}))))
    for before, after in cases:
        with pytest.raises(InputError) as caught:
            change_between(before, after)
        assert caught.value.code == "EVA-186"


def test_weights_of_units_are_those_that_reproduce_the_index():
    made = edition(5, gaps=[(0, 0), (1, 2), (1, 3), (2, 1)])
    weights = unit_weights(made.normalised, TREE, made.weights)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    np.testing.assert_allclose(
        np.nansum(weights * made.normalised.values, axis=1), made.index, atol=1e-12
    )


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_values_and_weights_share_the_change_of_sums_and_of_geometric_means(seed):
    stream = np.random.default_rng(seed)
    x0, x1 = stream.uniform(1, 9, (2, 5, 3))
    w0, w1 = stream.dirichlet(np.ones(3), 2)
    values, weights = weighted_change(x0, x1, w0, w1)
    np.testing.assert_allclose((values + weights).sum(axis=1), x1 @ w1 - x0 @ w0)
    values, weights = geometric_change(x0, x1, w0, w1)
    change = np.prod(x1**w1, axis=1) - np.prod(x0**w0, axis=1)
    np.testing.assert_allclose((values + weights).sum(axis=1), change, atol=1e-12)
    with pytest.raises(InputError):
        geometric_change(x0 * 0, x1, w0, w1)


def test_shapley_of_two_factors_is_the_mean_of_laspeyres_and_paasche():
    p, q = np.array([2.0, 5.0]), np.array([7.0, 3.0])
    found = shapley_change(
        lambda after: np.array([p[int(after[0])] * q[int(after[1])]]), ["p", "q"]
    )
    laspeyres, paasche = (p[1] - p[0]) * q[0], (p[1] - p[0]) * q[1]
    assert found[0, 0] == pytest.approx((laspeyres + paasche) / 2)
    assert found.sum() == pytest.approx(p[1] * q[1] - p[0] * q[0])
    for factors in ([], list("abcdefghijklm")):
        with pytest.raises(InputError) as caught:
            shapley_change(lambda after: np.zeros(1), factors)
        assert caught.value.code == "EVA-184"


def test_shapley_is_fair_to_equal_factors_and_gives_nothing_to_idle_ones():
    found = shapley_change(
        lambda after: np.array([float(after[0] and after[1])]), ["a", "b", "idle"]
    )
    np.testing.assert_allclose(found, [[0.5, 0.5, 0]])


def test_sections_of_the_recipe_that_changed_are_named():
    plain = Recipe({"title": "甲", "steps": []})
    assert recipe_change(plain, plain.changed({"weights.method": "equal"})) == ("weights",)
    assert recipe_change(plain, replace(plain)) == ()


def test_shift_share_by_hand():
    start, end = np.array([[10.0, 20], [30, 40]]), np.array([[20.0, 20], [30, 50]])
    parts = shift_share(start, end)
    # The whole grew by 20 %, the first industry by 25 %, the second by 1/6.
    np.testing.assert_allclose(parts.national, start * 0.2)
    np.testing.assert_allclose(parts.mix, start * [0.05, 1 / 6 - 0.2])
    np.testing.assert_allclose(parts.own, [[7.5, -20 / 6], [-7.5, 20 / 6]])
    np.testing.assert_allclose(parts.national + parts.mix + parts.own, end - start)
    outside = shift_share(
        start, end, whole_start=start.sum(axis=0) * 10, whole_end=start.sum(axis=0) * 11
    )
    np.testing.assert_allclose(outside.national, start * 0.1)
    np.testing.assert_allclose(outside.mix, 0, atol=1e-12)
    with pytest.raises(InputError) as caught:
        shift_share(start * 0, end)
    assert caught.value.code == "EVA-187"
