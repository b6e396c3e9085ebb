"""CRITIC, standard deviation, variance, Gini and MEREC weights are those of the packages."""

import numpy as np
import pymcdm.weights
import pytest
from skcriteria.preprocessing import weighters

from xiandao.evaluate.methods.weigh_critic import critic_weights
from xiandao.evaluate.methods.weigh_merec import merec_weights
from xiandao.evaluate.methods.weigh_spread import gini, spread_weights
from xiandao.terms.error import InputError

X = np.random.default_rng(5).gamma(2.0, size=(80, 6)) + 0.01
RISING = np.ones(6)


def test_diakoulaki_1995_as_two_packages_compute_it():
    found = critic_weights(X).weights
    assert np.abs(found - weighters.critic_weights(X, RISING)).max() < 1e-12
    assert np.abs(found - pymcdm.weights.critic_weights(X)).max() < 1e-12


def test_critic_with_rank_correlation_is_that_of_the_package():
    theirs = weighters.critic_weights(X, RISING, correlation="spearman")
    assert np.abs(critic_weights(X, kind="spearman").weights - theirs).max() < 1e-12


def test_keshavarz_2021_as_two_packages_compute_it():
    types = np.array([1, -1, 1, 1, -1, 1])
    found = merec_weights(X, directions=types)
    assert np.abs(found - weighters.merec_weights(X, types)).max() < 1e-12
    assert np.abs(found - pymcdm.weights.merec_weights(X, types)).max() < 1e-12


@pytest.mark.parametrize(
    ("measure", "rescale", "theirs"),
    [
        ("std", False, weighters.std_weights),
        ("std", False, pymcdm.weights.standard_deviation_weights),
        ("variance", True, pymcdm.weights.variance_weights),
        ("gini", False, weighters.gini_weights),
        ("gini", False, pymcdm.weights.gini_weights),
    ],
)
def test_spread_is_measured_as_the_packages_do(measure, rescale, theirs):
    found = spread_weights(X, measure=measure, rescale=rescale)
    assert np.abs(found - theirs(X)).max() < 1e-12


def test_missing_cells_are_left_out():
    x = np.column_stack([[1.0, 2.0, 4.0, np.nan], [1.0, 1.0, 4.0, 3.0]])
    assert gini(x)[0] == pytest.approx(gini(x[:3, :1])[0])
    assert spread_weights(x)[0] / spread_weights(x)[1] == pytest.approx(
        np.std([1, 2, 4], ddof=1) / np.std([1, 1, 4, 3], ddof=1)
    )
    assert np.isfinite(critic_weights(x).weights).all()


@pytest.mark.parametrize("weigh", [critic_weights, spread_weights, merec_weights])
def test_a_constant_column_is_named(weigh):
    with pytest.raises(InputError, match="乙") as told:
        weigh(np.array([[1.0, 2.0], [3.0, 2.0]]), names=["甲", "乙"])
    assert told.value.code == "EVA-203"


def test_merec_says_what_it_needs():
    with pytest.raises(InputError, match="零或负值") as told:
        merec_weights(np.array([[0.0, 2.0], [3.0, 1.0]]))
    assert told.value.code == "EVA-206"
    with pytest.raises(InputError, match="缺失") as told:
        merec_weights(np.array([[np.nan, 2.0], [3.0, 1.0], [1.0, 5.0]]))
    assert told.value.code == "EVA-208"


def test_indicators_that_say_the_same_leave_critic_without_an_answer():
    column = np.arange(5.0)
    with pytest.raises(InputError) as told:
        critic_weights(np.column_stack([column, 2 * column]))
    assert told.value.code == "EVA-207"
