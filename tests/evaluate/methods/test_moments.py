"""Skewness and kurtosis are those of spreadsheets, whatever the size and the gaps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from xiandao.evaluate.methods import moments as module
from xiandao.evaluate.methods.moments import moments, moments_of, passes, shape_of, sums_of

RANDOM = np.random.default_rng(5)


def test_they_equal_an_independent_implementation_with_gaps():
    x = RANDOM.lognormal(size=(200, 3))
    x[::7, 1] = np.nan
    found = moments(x)
    for place in range(3):
        there = x[~np.isnan(x[:, place]), place]
        assert found.skew[place] == pytest.approx(stats.skew(there, bias=False), rel=1e-12)
        assert found.kurtosis[place] == pytest.approx(stats.kurtosis(there, bias=False), rel=1e-12)
        assert found.sd[place] == pytest.approx(there.std(ddof=1), rel=1e-12)


def test_long_columns_give_what_short_ones_give(monkeypatch):
    x = RANDOM.lognormal(size=(70_001, 2))
    x[3, 1] = np.nan
    at_once = moments(x)
    monkeypatch.setattr(module, "SMALL", 0)
    blockwise = moments(x)
    np.testing.assert_allclose(blockwise.skew, at_once.skew, rtol=1e-11)
    np.testing.assert_allclose(blockwise.kurtosis, at_once.kurtosis, rtol=1e-11)


def test_constants_and_too_few_figures_have_no_shape_and_pass():
    for x in ([0.1] * 51, [1.0, 2.0], [np.nan, np.nan], [1.0, 2.0, 9.0]):
        found = moments_of(np.array(x))
        assert np.isnan(found.kurtosis[0])
        assert passes(found.skew, found.kurtosis, 2, 3.5)[0]
    assert np.isnan(moments_of(np.array([0.1] * 51)).skew[0])


@settings(max_examples=25)
@given(
    st.lists(st.integers(-1000, 1000), min_size=4, max_size=30, unique=True),
    st.sampled_from([1e-6, 3.0, 1e6]),
    st.integers(-5, 5),
)
def test_shape_does_not_depend_on_unit_and_origin(figures, factor, origin):
    x = np.array(figures, dtype=float)
    one, two = moments_of(x), moments_of(x * factor + origin * factor)
    assert one.skew[0] == pytest.approx(two.skew[0], rel=1e-6, abs=1e-9)
    assert one.kurtosis[0] == pytest.approx(two.kurtosis[0], rel=1e-6, abs=1e-9)


def test_either_skewness_or_kurtosis_is_enough():
    skew, kurtosis = np.array([3.0, 3.0, -3.0, 1.0]), np.array([3.0, 9.0, 9.0, 9.0])
    assert passes(skew, kurtosis, 2, 3.5).tolist() == [True, False, False, True]


def test_plain_numbers_give_what_arrays_give():
    for x in (RANDOM.normal(size=30), np.array([1.0, 2.0, 9.0]), np.array([3.0, np.nan, 3.0])):
        found = moments_of(x)
        wanted = (float(found.skew[0]), float(found.kurtosis[0]))
        assert shape_of(sums_of(x)) == pytest.approx(wanted, rel=1e-12, nan_ok=True)
