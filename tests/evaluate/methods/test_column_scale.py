"""Scales of columns: each by its definition, constant columns and zeros without a division by zero."""

import numpy as np
import pytest

from xiandao.evaluate.methods.column_scale import SCALES, scaled
from xiandao.terms.error import InputError

X = np.array([[3.0, 1.0], [4.0, 5.0], [np.nan, 3.0]])


def test_each_scale_follows_its_definition():
    np.testing.assert_allclose(scaled(X, "vector")[:2, 0], [0.6, 0.8])
    np.testing.assert_allclose(scaled(X, "minmax")[:, 1], [0, 1, 0.5])
    np.testing.assert_allclose(scaled(X, "max")[:2, 0], [0.75, 1])
    np.testing.assert_allclose(scaled(X, "sum")[:, 1], [1 / 9, 5 / 9, 3 / 9])
    np.testing.assert_allclose(scaled(X, "mean")[:, 1], [1 / 3, 5 / 3, 1])
    assert scaled(X, "none") is X


@pytest.mark.parametrize("scale", SCALES)
def test_a_column_of_zeros_stays_zero(scale):
    np.testing.assert_array_equal(scaled(np.zeros((3, 1)), scale), np.zeros((3, 1)))


def test_divisors_that_would_turn_the_order_round_are_refused():
    with pytest.raises(InputError, match="不小于零"):
        scaled(-X, "max")
