"""Ordered weighted averages: from the best to the worst child, with and without weights, minimum and median."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xiandao.evaluate.methods.ordered_weights import median, minimum, owa
from xiandao.evaluate.methods.power_means import arithmetic
from xiandao.terms.error import InputError

X = np.array([[1.0, 6.0, 2.0, 5.0], [3.0, np.nan, 7.0, np.nan], [np.nan] * 4])
W = np.array([0.1, 0.2, 0.3, 0.4])


def test_positions_go_to_the_best_first():
    positions = [0.4, 0.3, 0.2, 0.1]
    assert owa(X, W, positions=positions)[0] == pytest.approx(0.4 * 6 + 0.3 * 5 + 0.2 * 2 + 0.1)


def test_positions_of_a_row_with_gaps_are_spread_over_what_it_has():
    found = owa(X, W, positions=[0.4, 0.3, 0.2, 0.1])
    assert found[1] == pytest.approx(0.7 * 7 + 0.3 * 3)
    assert np.isnan(found[2])


def test_with_exponent_one_it_is_the_weighted_mean():
    np.testing.assert_allclose(owa(X, W, alpha=1), arithmetic(X, W))


def test_the_quantifier_weighs_children_in_order_from_the_best():
    # In order 6, 5, 2, 1 the weights reach 0.2, 0.6, 0.9, 1; squared 0.04, 0.36, 0.81, 1.
    expected = 0.04 * 6 + 0.32 * 5 + 0.45 * 2 + 0.19 * 1
    assert owa(X, W, alpha=2)[0] == pytest.approx(expected)


def test_the_ends_are_the_maximum_and_the_minimum():
    assert owa(X, W, alpha=0.001)[0] == pytest.approx(6, abs=0.01)
    assert owa(X, W, alpha=1000)[0] == pytest.approx(1)


@pytest.mark.parametrize("positions", [[1, 2], [1, -1, 0, 0], [0, 0, 0, 0]])
def test_positions_that_make_no_sense_are_refused(positions):
    with pytest.raises(InputError, match="positions") as caught:
        owa(X, W, positions=positions)
    assert caught.value.code == "EVA-258"


def test_the_minimum_looks_at_children_with_a_weight_only():
    np.testing.assert_array_equal(minimum(X, W), [1, 3, np.nan])
    np.testing.assert_array_equal(minimum(X, np.array([0, 1, 1, 1.0])), [2, 7, np.nan])


def test_the_median_with_equal_weights_is_the_ordinary_one():
    np.testing.assert_allclose(median(X, np.ones(4)), [3.5, 5, np.nan])
    odd = np.random.default_rng(0).random((20, 7))
    np.testing.assert_allclose(median(odd, np.full(7, 1 / 7)), np.median(odd, axis=1))


def test_the_median_heeds_weights():
    assert median(np.array([[1.0, 2.0, 3.0]]), np.array([0.6, 0.2, 0.2]))[0] == 1


@given(
    arrays(float, (1, 4), elements=st.floats(0, 100)),
    st.integers(0, 3),
    st.floats(0, 20),
    st.floats(0.1, 9),
)
@settings(max_examples=30)
def test_a_better_child_never_lowers_any_of_them(x, place, more, alpha):
    better = x.copy()
    better[0, place] += more
    equal = np.full(4, 0.25)
    assert owa(better, equal, alpha=alpha)[0] >= owa(x, equal, alpha=alpha)[0] - 1e-9
    assert median(better, W)[0] >= median(x, W)[0] - 1e-9
    assert minimum(better, W)[0] >= minimum(x, W)[0]
