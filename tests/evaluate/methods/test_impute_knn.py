"""Gaps are filled from the units most alike, as an independent implementation does it."""

import numpy as np
import pytest
from sklearn.impute import KNNImputer

from tests.evaluate.methods.small_tables import GAP, table, tree
from xiandao.evaluate.methods import impute_knn as module
from xiandao.evaluate.methods.impute_knn import distances, impute_knn, nearest
from xiandao.terms.error import InputError


def holes(rows=60, columns=6, seed=3):
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, columns)) @ random.normal(size=(columns, columns))
    x[random.random(x.shape) < 0.15] = np.nan
    return x


def data(x):
    names = [f"x{place}" for place in range(x.shape[1])]
    return table(dict(zip(names, x.T, strict=True))), tree(*names)


@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_it_equals_an_independent_implementation(weights):
    x = holes()
    found = impute_knn(*data(x), k=4, weights=weights, standardise=False)
    wanted = KNNImputer(n_neighbors=4, weights=weights).fit_transform(x)
    np.testing.assert_allclose(found.table.values, wanted, rtol=1e-9)


def test_standardising_makes_the_unit_of_measure_immaterial():
    x = holes()
    scaled = x.copy()
    scaled[:, 0] *= 1000
    found, other = (impute_knn(*data(one), k=3).table.values for one in (x, scaled))
    np.testing.assert_allclose(other[:, 1:], found[:, 1:], rtol=1e-9)


def test_large_tables_are_done_in_pieces_with_the_same_result(monkeypatch):
    x = holes()
    whole = impute_knn(*data(x)).table.values
    monkeypatch.setattr(module, "PAIRS", 200)
    np.testing.assert_array_equal(impute_knn(*data(x)).table.values, whole)


def test_a_unit_that_shares_nothing_gets_the_mean_of_all():
    assert np.isnan(distances(np.array([[1.0, GAP]]), np.array([[GAP, 1.0]]))[0, 0])
    assert nearest(np.array([1.0, 5.0]), np.array([[GAP, GAP]]), k=1).values.tolist() == [3.0]


def test_donors_at_distance_nought_count_alone():
    found = nearest(np.array([1.0, 5.0]), np.array([[0.0, 2.0]]), k=2, weights="distance")
    assert found.values.tolist() == [1.0]


def test_an_indicator_that_nobody_has_is_refused_by_name():
    given = table({"x": [1.0, 2.0], "y": [GAP, GAP]})
    with pytest.raises(InputError, match="y") as refused:
        impute_knn(given, tree("x", "y"))
    assert refused.value.code == "EVA-110"
