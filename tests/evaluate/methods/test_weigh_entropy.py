"""Entropy weights are those of the packages, survive zeros, and refuse what they cannot mean."""

import numpy as np
import pymcdm.weights
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skcriteria.preprocessing import weighters

from xiandao.evaluate.methods.weigh_entropy import entropy_weights
from xiandao.terms.error import InputError


def figures(seed: int, rows: int = 60, columns: int = 7) -> np.ndarray:
    return np.random.default_rng(seed).gamma(1.5, size=(rows, columns))


def test_shannon_1948_as_two_packages_compute_it():
    x = figures(1)
    found = entropy_weights(x).weights
    assert np.abs(found - weighters.entropy_weights(x)).max() < 1e-12
    assert np.abs(found - pymcdm.weights.entropy_weights(x)).max() < 1e-12


def test_a_share_of_zero_adds_nothing_so_that_a_minmax_scale_can_be_weighed():
    x = np.array([[0.0, 0.0], [50.0, 10.0], [100.0, 90.0]])
    found = entropy_weights(x)
    p = np.array([1 / 3, 2 / 3])
    assert found.entropy[0] == pytest.approx(-(p * np.log(p)).sum() / np.log(3), abs=1e-14)
    assert np.abs(found.weights - weighters.entropy_weights(x)).max() < 1e-12


def test_missing_cells_are_left_out_of_their_column_only():
    x = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 3.0], [np.nan, 4.0]])
    found = entropy_weights(x)
    assert found.divergence[0] == pytest.approx(entropy_weights(x[:3]).divergence[0], abs=1e-14)
    assert found.divergence[1] == pytest.approx(
        entropy_weights(x[:, [1, 1]]).divergence[0], abs=1e-14
    )


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(1e-6, 1e9))
def test_the_unit_of_measure_does_not_matter(seed, factor):
    x = figures(seed)
    y = x * np.array([factor, *[1.0] * 6])
    assert np.allclose(entropy_weights(x).weights, entropy_weights(y).weights, rtol=1e-9)


def test_both_memory_layouts_and_many_blocks_give_the_same():
    x = figures(3, rows=30_000, columns=9)
    assert np.allclose(
        entropy_weights(x).weights, entropy_weights(np.asfortranarray(x)).weights, rtol=1e-11
    )
    assert np.allclose(entropy_weights(x).weights, weighters.entropy_weights(x), rtol=1e-11)


@pytest.mark.parametrize(
    ("x", "code"),
    [
        ([[1.0, -1.0], [2.0, 3.0]], "EVA-204"),
        ([[1.0, 0.0], [2.0, 0.0]], "EVA-205"),
        ([[1.0, 5.0], [2.0, 5.0]], "EVA-203"),
        ([[1.0, np.nan], [2.0, np.nan]], "EVA-201"),
        ([[1.0, np.inf], [2.0, 1.0]], "EVA-202"),
    ],
)
def test_what_cannot_be_weighed_is_refused_by_name(x, code):
    with pytest.raises(InputError) as told:
        entropy_weights(np.array(x), names=["甲", "乙"])
    assert told.value.code == code
    assert "乙" in told.value.sentence
    assert "甲" not in told.value.sentence
    assert told.value.hint


def test_negative_figures_may_be_shifted():
    x = np.array([[1.0, -1.0], [2.0, 3.0], [2.5, 0.0]])
    moved = x - [0.0, -1.0]
    assert np.allclose(
        entropy_weights(x, negatives="shift").weights, entropy_weights(moved).weights
    )


def test_one_unit_cannot_be_weighed():
    with pytest.raises(InputError) as told:
        entropy_weights(np.array([[1.0, 2.0]]))
    assert told.value.code == "EVA-200"
