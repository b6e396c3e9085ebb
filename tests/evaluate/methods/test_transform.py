"""Transformations follow their published formulas and keep the order of figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.evaluate.methods.small_tables import GAP
from xiandao.evaluate.methods.transform import (
    TRANSFORMS,
    box_cox,
    log_gii,
    log_original,
    log_plus,
    log_spread,
)
from xiandao.terms.error import InputError

X = np.array([-3.0, 0.0, 2.0, GAP, 17.0])


def test_logarithms_follow_their_formulas():
    np.testing.assert_allclose(log_spread(X).values, np.log(X + 3 + 0.2))
    np.testing.assert_allclose(log_original(X).values, np.log(X + 4))
    np.testing.assert_allclose(log_gii(X).values, np.log(16 * (X + 3) / 20 + 1))
    np.testing.assert_allclose(log_plus(X).values, np.log(X + 3 + 0.2))
    np.testing.assert_allclose(log_plus(-X).values, -np.log(3 + 0.2 + X))


def test_the_logarithm_of_the_innovation_index_changes_its_input():
    assert not np.array_equal(log_gii(np.array([1.0, 5.0, 20.0])).values, [1.0, 5.0, 20.0])


def test_the_logarithm_of_the_innovation_index_refuses_to_turn_the_order_round():
    with pytest.raises(InputError) as refused:
        log_gii(np.array([0.1, 0.5]))
    assert refused.value.code == "EVA-121"
    assert log_gii(np.array([0.1, 0.5]), factor=10).values.tolist() == pytest.approx([0, np.log(5)])


@pytest.mark.parametrize("power", [-1.0, 0.0, 0.5, 2.0])
def test_powers_follow_box_and_cox(power):
    x = np.array([0.5, 1.0, 4.0])
    np.testing.assert_allclose(box_cox(x, power=power).values, stats.boxcox(x, lmbda=power))


def test_the_likeliest_power_is_that_of_an_independent_implementation():
    x = np.random.default_rng(2).lognormal(mean=9, size=300) + 2
    values, power = stats.boxcox(x)
    found = box_cox(x)
    assert found.power == pytest.approx(power, abs=1e-5)
    np.testing.assert_allclose(found.values, values, rtol=1e-4)


def test_figures_that_are_not_positive_are_shifted_or_refused():
    np.testing.assert_allclose(box_cox(X, power=2).values, ((X + 4) ** 2 - 1) / 2)
    np.testing.assert_allclose(box_cox(X + 10, power=1, shift="always").values, X + 3)
    with pytest.raises(InputError) as refused:
        box_cox(X, shift="never")
    assert refused.value.code == "EVA-122"


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
@pytest.mark.parametrize("x", [[2.0, 2.0, GAP], [GAP, GAP]])
def test_constants_and_empty_columns_are_refused(name, x):
    with pytest.raises(InputError) as refused:
        TRANSFORMS[name](np.array(x))
    assert refused.value.code == "EVA-120"


@settings(max_examples=25)
@given(
    st.lists(st.integers(2, 5000), min_size=3, max_size=30, unique=True),
    st.sampled_from(sorted(TRANSFORMS)),
)
def test_the_order_of_figures_never_changes(figures, name):
    x = np.array(figures, dtype=float)
    found = TRANSFORMS[name](x).values
    assert np.argsort(found, kind="stable").tolist() == np.argsort(x).tolist()


def test_a_power_with_which_figures_overflow_is_refused_without_a_warning():
    with pytest.raises(InputError) as refused:
        box_cox(np.array([1.0, 50.0, 1e6]), power=100.0)
    assert refused.value.code == "EVA-128"
    assert "λ = 100" in refused.value.sentence
