"""Benefit of the doubt against a linear programme written out in full, and what the reference study found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from tests.evaluate.methods.asem import framework_of, stage_of
from xiandao.evaluate.methods.benefit_of_doubt import bod, directional
from xiandao.evaluate.methods.recipe_parts import plan_of
from xiandao.evaluate.methods.tree import aggregate_tree, aggregated
from xiandao.terms.error import InputError


def plain_bod(x, low=0.0, high=1.0):
    """The programme of the publication: best weights of each unit, shares within limits, nobody above one."""
    found, eye = [], np.eye(x.shape[1])
    for own in x:
        shares = np.vstack([low * own - eye * own, eye * own - high * own])
        limits = np.vstack([x, shares])
        bounds = np.concatenate([np.ones(len(x)), np.zeros(len(shares))])
        found.append(-linprog(-own, A_ub=limits, b_ub=bounds, method="highs").fun)
    return np.array(found)


@pytest.fixture(scope="module")
def pillars(shared):
    folder = shared / "data" / "asem"
    tree, table = framework_of(folder), stage_of(folder, "std_normalised.csv")
    scores = aggregate_tree(table.with_values(1 + 0.99 * table.values), tree, {}, plan_of({}))
    return np.column_stack([scores.column(code) for code in tree.aggregates[:8]])


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.05, 0.3), (0.125, 0.125), (0.0, 0.4)])
def test_scores_are_those_of_the_programme_written_out(low, high):
    x = np.random.default_rng(5).gamma(2.0, 10.0, (30, 8))
    np.testing.assert_allclose(
        bod(x, np.ones(8), low=low, high=high), plain_bod(x, low, high), atol=1e-9
    )


def test_the_pillars_of_the_reference_study_score_as_published(pillars):
    plain = bod(pillars, np.ones(8))
    limited = bod(pillars, np.ones(8), low=0.05, high=0.3)
    assert (round(plain.min(), 2), plain.max()) == (0.81, pytest.approx(1.0))
    assert (round(limited.min(), 2), limited.max()) == (0.32, pytest.approx(1.0))
    assert (limited <= plain + 1e-9).all()


def test_with_49_indicators_all_51_units_score_one_and_the_build_says_so(shared):
    folder = shared / "data" / "asem"
    plan = plan_of({"levels": {"4": {"method": "bod", "over": "indicators"}}})
    made = aggregated(stage_of(folder, "std_normalised.csv"), framework_of(folder), {}, plan)
    np.testing.assert_allclose(made.table.column("Index"), 1.0, atol=1e-9)
    assert [(row[0], row[2]) for row in made.logs[0].rows] == [
        ("Index", "各单元得分相同，分不出先后")
    ]


@given(
    arrays(float, (6, 3), elements=st.integers(1, 20)),
    st.floats(0.01, 100),
    st.permutations(range(6)),
)
@settings(max_examples=20)
def test_neither_units_of_measure_nor_the_order_of_rows_matter(x, factor, order):
    w = np.ones(3)
    for limits in ({}, {"low": 0.1, "high": 0.6}):
        found = bod(x, w, **limits)
        np.testing.assert_allclose(bod(x * [factor, 1, 1], w, **limits), found, atol=1e-8)
        np.testing.assert_allclose(bod(x[list(order)], w, **limits), found[list(order)], atol=1e-8)
        assert found.max() == pytest.approx(1.0) or limits


def test_a_unit_with_nothing_on_a_child_that_must_count_has_nothing():
    x = np.array([[0.0, 9.0], [5.0, 5.0]])
    np.testing.assert_allclose(bod(x, np.ones(2), low=0.1), [0.0, 1.0])
    np.testing.assert_allclose(bod(x, np.ones(2)), [1.0, 1.0])
    np.testing.assert_allclose(bod(x, np.ones(2), high=0.8), [0.0, 1.0])


def test_a_missing_cell_is_no_credit_and_an_empty_row_has_no_score():
    x = np.array([[4.0, np.nan], [4.0, 4.0], [np.nan, np.nan], [2.0, np.nan]])
    np.testing.assert_allclose(bod(x, np.ones(2)), [1.0, 1.0, np.nan, 0.5])
    np.testing.assert_allclose(bod(x, np.ones(2), low=0.2, high=0.8), [1.0, 1.0, np.nan, 0.5])


def test_children_without_weight_are_left_out():
    x = np.array([[4.0, 1.0], [2.0, 9.0]])
    np.testing.assert_allclose(bod(x, np.array([1.0, 0.0])), [1.0, 0.5])


def test_units_without_anything_score_nothing():
    np.testing.assert_allclose(bod(np.array([[0.0, 0.0], [1.0, 2.0]]), np.ones(2)), [0.0, 1.0])
    np.testing.assert_allclose(bod(np.zeros((2, 2)), np.ones(2)), [0.0, 0.0])
    np.testing.assert_allclose(bod(np.array([[0.0, 1.0], [0.0, 2.0]]), np.ones(2)), [0.5, 1.0])


def test_many_units_are_measured_by_the_few_that_are_best():
    x = np.random.default_rng(8).random((400, 4))
    found = bod(x, np.ones(4))
    some = np.arange(0, 400, 40)
    expected = [-linprog(-x[row], A_ub=x, b_ub=np.ones(400), method="highs").fun for row in some]
    np.testing.assert_allclose(found[some], expected, atol=1e-9)


@pytest.mark.parametrize(("low", "high"), [(0.6, 1.0), (0.0, 0.4), (0.5, 0.3)])
def test_limits_that_no_shares_can_keep_are_refused(low, high):
    with pytest.raises(InputError, match="份额") as caught:
        bod(np.ones((3, 2)), np.ones(2), low=low, high=high)
    assert caught.value.code == "EVA-259"


def test_negative_values_are_refused():
    with pytest.raises(InputError) as caught:
        bod(np.array([[1.0, -1.0], [1.0, 1.0]]), np.ones(2))
    assert caught.value.details["columns"] == {1: 1}


@pytest.mark.parametrize("direction", [[1, 2], [0, 0, 0], [1, -1, 1], [1, float("nan"), 1], []])
def test_a_direction_that_is_none_is_refused(direction):
    with pytest.raises(InputError) as told:
        directional(np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]), np.ones(3), direction=direction)
    assert told.value.code == "EVA-261"
    assert told.value.hint


def test_the_directional_score_is_that_of_the_programme_written_out():
    x, toward = np.random.default_rng(2).gamma(2.0, 10.0, (12, 3)), np.array([1.0, 2.0, 0.5])
    expected = []
    for own in x:
        # The largest step so that a mix of units reaches the unit and its step.
        limits = np.vstack([np.hstack([-x.T, toward[:, None]]), np.append(np.ones(12), 0.0)])
        step = linprog(
            np.append(np.zeros(12), -1.0), A_ub=limits, b_ub=np.append(-own, 1.0), method="highs"
        )
        expected.append(1 / (1 - step.fun))
    np.testing.assert_allclose(directional(x, np.ones(3), direction=toward), expected, atol=1e-9)
