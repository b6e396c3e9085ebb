"""Power means: published values, missing cells, refusals, and what holds for every mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.power_means import arithmetic, geometric, harmonic, power
from xiandao.terms.error import InputError

W = np.array([0.2, 0.3, 0.5])
X = np.array([[1.0, 2.0, 4.0], [5.0, np.nan, 1.0], [np.nan, np.nan, 3.0], [np.nan] * 3])


def plain_power(row, w, p):
    """The definition, one row at a time."""
    kept = ~np.isnan(row)
    if not kept.any():
        return np.nan
    share = w[kept] / w[kept].sum()
    if p == 0:
        return float(np.exp((share * np.log(row[kept])).sum()))
    return float((share * row[kept] ** p).sum() ** (1 / p))


@pytest.mark.parametrize("p", [-3, -1, 0, 0.5, 1, 2, 7])
def test_every_exponent_follows_its_definition_and_skips_missing_cells(p):
    expected = [plain_power(row, W, p) for row in X]
    np.testing.assert_allclose(power(X, W, p=p), expected, rtol=1e-13)


def test_named_means_are_the_power_means_of_their_exponents():
    np.testing.assert_allclose(arithmetic(X, W), power(X, W, p=1), rtol=1e-14)
    np.testing.assert_allclose(geometric(X, W), power(X, W, p=0), rtol=1e-14)
    np.testing.assert_allclose(harmonic(X, W), power(X, W, p=-1), rtol=1e-14)


def test_the_generalised_mean_skips_a_missing_cell_where_coinr_gives_none():
    assert power(np.array([[3.0, np.nan, 3.0]]), W, p=2)[0] == pytest.approx(3.0)


def test_the_generalised_mean_is_no_constant_and_no_sum_as_compinds():
    x = np.array([[2.0, 8.0], [1.0, 1.0]])
    w = np.array([0.5, 0.5])
    np.testing.assert_allclose(power(x, w, p=1), [5.0, 1.0])
    np.testing.assert_allclose(power(x, w, p=0), [4.0, 1.0])
    np.testing.assert_allclose(power(x, w, p=2), [np.sqrt(34.0), 1.0])


def test_the_limit_at_zero_is_the_geometric_mean():
    np.testing.assert_allclose(power(X, W, p=1e-7), geometric(X, W), rtol=1e-6)


def test_high_exponents_neither_overflow_nor_vanish():
    x = np.array([[1e-200, 1e200]])
    w = np.array([0.5, 0.5])
    assert power(x, w, p=100)[0] == pytest.approx(1e200 * 0.5**0.01)
    assert power(x, w, p=-100)[0] == pytest.approx(1e-200 * 0.5**-0.01)


@pytest.mark.parametrize("mean", [geometric, harmonic, lambda x, w: power(x, w, p=-2)])
def test_zeros_and_negative_values_are_refused_with_column_and_count(mean):
    with pytest.raises(InputError) as caught:
        mean(np.array([[1.0, 0.0, 2.0], [1.0, -3.0, 2.0], [np.nan, 2.0, 0.0]]), W)
    assert caught.value.code == "EVA-251"
    assert caught.value.details["columns"] == {1: 2, 2: 1}
    assert "lower = 1" in caught.value.hint


def test_negative_values_are_refused_by_other_exponents_but_zeros_are_not():
    assert power(np.array([[0.0, 4.0]]), np.array([0.5, 0.5]), p=0.5)[0] == pytest.approx(1.0)
    with pytest.raises(InputError, match="不小于零"):
        power(np.array([[-1.0, 4.0]]), np.array([0.5, 0.5]), p=2)


def test_a_child_without_weight_may_hold_anything():
    x, w = np.array([[0.0, 4.0], [np.nan, 9.0]]), np.array([0.0, 2.0])
    for mean in (arithmetic, geometric, harmonic):
        np.testing.assert_allclose(mean(x, w), [4.0, 9.0])


def test_columns_are_counted_with_those_that_have_no_weight():
    with pytest.raises(InputError) as caught:
        geometric(np.array([[-1.0, 2.0, 0.0]]), np.array([0.0, 1.0, 1.0]))
    assert caught.value.details["columns"] == {2: 1}


def test_inputs_stay_as_they_were():
    x, w = X.copy(), W.copy()
    for mean in (arithmetic, geometric, harmonic, power):
        mean(x, w)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(w, W)


rows = st.lists(st.floats(0.01, 1e3), min_size=3, max_size=3)


@given(rows, st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 3.0]), st.integers(0, 2), st.floats(0, 50))
@settings(max_examples=30)
def test_a_better_child_never_lowers_a_mean_and_a_mean_lies_between_its_children(
    row, p, place, more
):
    x = np.array([row, row])
    x[1, place] += more
    found = power(x, W, p=p)
    assert found[1] >= found[0] - 1e-9 * found[0]
    assert min(row) * (1 - 1e-9) <= found[0] <= max(row) * (1 + 1e-9)


@given(rows, st.floats(0.1, 100))
@settings(max_examples=20)
def test_a_change_of_unit_changes_every_mean_by_the_same_factor(row, factor):
    x = np.array([row])
    for p in (-1.0, 0.0, 1.0, 2.0):
        np.testing.assert_allclose(power(x * factor, W, p=p), factor * power(x, W, p=p), rtol=1e-9)
