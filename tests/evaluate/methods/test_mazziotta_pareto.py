"""Mazziotta–Pareto: published formulae by hand, the sign of the penalty, goalposts over all periods."""

import numpy as np
import pytest

from xiandao.evaluate.methods.mazziotta_pareto import ampi, goalposts, mpi, penalised, standardised
from xiandao.terms.error import InputError

X = np.array([[10.0, 3.0, 50.0], [20.0, 9.0, 20.0], [60.0, 6.0, 80.0], [30.0, 1.0, 70.0]])
W = np.full(3, 1 / 3)


def test_columns_have_mean_one_hundred_and_deviation_ten():
    z = standardised(X)
    np.testing.assert_allclose(z.mean(axis=0), 100)
    np.testing.assert_allclose(z.std(axis=0), 10)
    np.testing.assert_allclose(standardised(X, "sample").std(axis=0, ddof=1), 10)


def test_each_column_is_standardised_with_its_own_mean_and_not_with_a_recycled_one():
    z = standardised(X)
    for place in range(3):
        np.testing.assert_allclose(z[:, place], standardised(X[:, [place]])[:, 0])
        assert np.corrcoef(z[:, place], X[:, place])[0, 1] == pytest.approx(1.0)


@pytest.mark.parametrize(("sd", "ddof"), [("population", 0), ("sample", 1)])
@pytest.mark.parametrize(("penalty", "sign"), [("negative", -1), ("positive", 1)])
def test_the_index_is_the_mean_less_or_plus_deviation_times_variation(sd, ddof, penalty, sign):
    z = 100 + 10 * (X - X.mean(axis=0)) / X.std(axis=0, ddof=ddof)
    mean, spread = z.mean(axis=1), z.std(axis=1, ddof=ddof)
    expected = mean + sign * spread * (spread / mean)
    np.testing.assert_allclose(mpi(X, W, penalty=penalty, sd=sd), expected, rtol=1e-13)


@pytest.mark.parametrize(("penalty", "sign"), [("negative", -1), ("positive", 1)])
def test_the_adjusted_index_heeds_the_sign_of_its_penalty(penalty, sign):
    reference = np.array([25.0, 5.0, 55.0])
    reach = (X.max(axis=0) - X.min(axis=0)) / 2
    r = (X - (reference - reach)) / (2 * reach) * 60 + 70
    mean, spread = r.mean(axis=1), r.std(axis=1)
    expected = mean + sign * spread**2 / mean
    found = ampi(X, W, penalty=penalty, reference=reference)
    np.testing.assert_allclose(found, expected, rtol=1e-13)
    assert not np.allclose(
        found, ampi(X, W, penalty="positive" if sign < 0 else "negative", reference=reference)
    )


def test_the_reference_is_one_hundred_and_the_mean_where_none_is_given():
    np.testing.assert_allclose(goalposts(X, X[2])[2], 100)
    np.testing.assert_allclose(goalposts(X).mean(axis=0), 100)


def test_a_unit_in_balance_is_not_penalised():
    np.testing.assert_allclose(penalised(np.array([[80.0, 80.0], [0.0, 0.0]]), W[:2]), [80.0, 0.0])


def test_missing_cells_leave_the_index_to_the_others():
    z = np.array([[90.0, 110.0, np.nan], [95.0, np.nan, np.nan]])
    np.testing.assert_allclose(penalised(z, W), [99.0, 95.0])
    np.testing.assert_allclose(penalised(z, W, sd="sample"), [98.0, 95.0])


def test_a_constant_column_is_neutral():
    np.testing.assert_array_equal(standardised(np.full((3, 1), 0.1))[:, 0], [100] * 3)
    np.testing.assert_array_equal(goalposts(np.full((3, 1), 0.1))[:, 0], [100] * 3)


def test_references_have_to_be_as_many_as_children():
    with pytest.raises(InputError, match="reference 有2个数，下级有3个"):
        ampi(X, W, reference=[1, 2])


def test_negative_scores_that_are_not_rescaled_are_refused():
    with pytest.raises(InputError, match="不小于零"):
        mpi(X - 50, W, rescale=False)
