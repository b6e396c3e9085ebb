"""Mean–min: between the mean and the minimum, columns standardised each by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xiandao.evaluate.methods.mean_min import mean_min

W = np.full(3, 1 / 3)
X = np.array([[10.0, 3.0, 50.0], [20.0, 9.0, 20.0], [60.0, 6.0, 80.0], [30.0, 1.0, 70.0]])


@pytest.mark.parametrize(("alpha", "beta"), [(0.5, 1.0), (1.0, 0.0), (0.3, 7.0)])
def test_the_published_formula_on_columns_standardised_each_by_itself(alpha, beta):
    z = 100 + 10 * (X - X.mean(axis=0)) / X.std(axis=0)
    mean, low = z.mean(axis=1), z.min(axis=1)
    expected = mean - alpha * (np.sqrt((mean - low) ** 2 + beta**2) - beta)
    np.testing.assert_allclose(mean_min(X, W, alpha=alpha, beta=beta), expected, rtol=1e-13)


def test_the_order_of_rows_does_not_matter_as_it_does_with_recycled_means():
    order = [2, 0, 3, 1]
    np.testing.assert_allclose(mean_min(X[order], W), mean_min(X, W)[order])


def test_the_ends_are_the_mean_and_the_minimum():
    np.testing.assert_allclose(mean_min(X, W, alpha=0, rescale=False), X.mean(axis=1))
    np.testing.assert_allclose(mean_min(X, W, alpha=1, beta=0, rescale=False), X.min(axis=1))


def test_missing_cells_leave_it_to_the_others_and_an_empty_row_has_none():
    x = np.array([[4.0, np.nan, 2.0], [np.nan] * 3])
    np.testing.assert_allclose(mean_min(x, W, alpha=1, beta=0, rescale=False), [2.0, np.nan])


@given(arrays(float, (1, 3), elements=st.floats(0, 100)), st.integers(0, 2), st.floats(0, 20))
@settings(max_examples=30)
def test_a_better_child_never_lowers_it(x, place, more):
    better = x.copy()
    better[0, place] += more
    assert mean_min(better, W, rescale=False)[0] >= mean_min(x, W, rescale=False)[0] - 1e-9
