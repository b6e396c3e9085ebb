"""Copeland: the published rule, ties by tolerance, missing cells, any order of rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xiandao.evaluate.methods.copeland import copeland, outranking


def plain_outranking(x, w):
    """The definition, one pair at a time, over the children that both have."""
    found = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        for j in range(len(x)):
            both = ~np.isnan(x[i]) & ~np.isnan(x[j])
            if i != j:
                better = (x[i] > x[j])[both] + 0.5 * (x[i] == x[j])[both]
                found[i, j] = (w[both] * better).sum() / w[both].sum() if both.any() else np.nan
    return found


def plain_copeland(x, w):
    pairs = np.where(np.isnan(plain_outranking(x, w)), 0.5, plain_outranking(x, w))
    np.fill_diagonal(pairs, 0.5)
    return (pairs > 0.5 + 1e-9).sum(axis=1) - (pairs < 0.5 - 1e-9).sum(axis=1)


@pytest.mark.parametrize("missing", [0.0, 0.25])
@pytest.mark.parametrize("size", [5, 130])
def test_pairs_follow_the_definition(missing, size):
    rng = np.random.default_rng(3)
    x = rng.integers(0, 6, (size, 7)).astype(float)
    x[rng.random(x.shape) < missing] = np.nan
    x[:, 0] = np.where(np.isnan(x).all(axis=1), 1.0, x[:, 0])
    w = rng.integers(1, 5, 7).astype(float)
    np.testing.assert_allclose(outranking(x, w), plain_outranking(x, w), atol=1e-12)
    np.testing.assert_array_equal(copeland(x, w), plain_copeland(x, w))


def test_a_half_that_is_missed_by_rounding_only_is_a_tie():
    # 49 equal weights, the tenth child equal: half of the weight each, but sums of 1/49 miss it.
    x = np.zeros((2, 49))
    x[0, :24], x[1, 25:] = 1.0, 1.0
    w = np.full(49, 1 / 49)
    np.testing.assert_array_equal(copeland(x, w), [0, 0])
    weights = np.array([0.1, 0.2, 0.3])
    np.testing.assert_array_equal(
        copeland(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), weights), [0, 0]
    )


def test_values_that_differ_by_rounding_only_are_a_tie():
    x = np.array([[0.1 + 0.2, 1.0], [0.3, 2.0]])
    np.testing.assert_array_equal(copeland(x, np.array([0.9, 0.1])), [-1, 1])


@given(
    arrays(float, (9, 4), elements=st.sampled_from([1.0, 2.0, 3.0, np.nan])),
    st.permutations(range(9)),
)
@settings(max_examples=30)
def test_the_order_of_rows_does_not_matter_even_with_missing_cells(x, order):
    w = np.array([0.1, 0.2, 0.3, 0.4])
    np.testing.assert_array_equal(copeland(x, w)[list(order)], copeland(x[list(order)], w))


def test_what_one_wins_the_other_loses():
    rng = np.random.default_rng(1)
    x = rng.random((70, 5))
    assert copeland(x, np.ones(5)).sum() == 0
    pairs = outranking(x, np.ones(5))
    np.testing.assert_allclose((pairs + pairs.T)[~np.eye(70, dtype=bool)], 1.0)


def test_a_row_without_figures_has_no_score_and_beats_nobody():
    found = copeland(np.array([[1.0, 1.0], [np.nan, np.nan], [2.0, 2.0]]), np.ones(2))
    np.testing.assert_array_equal(found, [-1, np.nan, 1])
