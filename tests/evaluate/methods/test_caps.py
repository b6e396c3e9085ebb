"""Fences lie where their definitions put them."""

import numpy as np
import pytest
from scipy.stats import median_abs_deviation

from xiandao.evaluate.methods.caps import (
    fences_mad,
    fences_percentile,
    fences_points,
    fences_quartile,
    within,
)
from xiandao.terms.error import InputError

X = np.random.default_rng(6).lognormal(size=99)


def test_points_count_from_each_end():
    ordered = np.sort(X)
    assert fences_points(X, points=3) == (ordered[3], ordered[-4])
    assert fences_points(X, points=3, side="high") == (ordered[0], ordered[-4])
    assert fences_points(X, points=3, side="low") == (ordered[3], ordered[-1])
    with pytest.raises(InputError) as refused:
        fences_points(X[:4], points=2)
    assert refused.value.code == "EVA-124"


def test_quartile_and_deviation_fences_follow_their_definitions():
    low, high = np.quantile(X, [0.25, 0.75])
    assert fences_quartile(X, k=3) == pytest.approx(
        (low - 3 * (high - low), high + 3 * (high - low))
    )
    reach = 2.5 * median_abs_deviation(X, scale="normal")
    assert fences_mad(X, k=2.5) == pytest.approx((np.median(X) - reach, np.median(X) + reach))


def test_percentiles_must_be_in_order():
    assert fences_percentile(X, low=1, high=99) == pytest.approx(
        tuple(np.quantile(X, [0.01, 0.99]))
    )
    with pytest.raises(InputError) as refused:
        fences_percentile(X, low=50, high=50)
    assert refused.value.code == "EVA-125"


def test_figures_are_drawn_to_the_fence_or_to_the_nearest_inside():
    x = np.array([-9.0, 1.0, 2.0, np.nan, 30.0])
    np.testing.assert_array_equal(within(x, (0.0, 10.0)), [0, 1, 2, np.nan, 10])
    np.testing.assert_array_equal(within(x, (0.0, 10.0), to="nearest"), [1, 1, 2, np.nan, 2])


def test_fences_that_would_make_all_figures_equal_are_refused():
    with pytest.raises(InputError) as refused:
        within(np.array([0.0, 0.0, 0.0, 5.0]), (0.0, 0.0))
    assert refused.value.code == "EVA-126"
