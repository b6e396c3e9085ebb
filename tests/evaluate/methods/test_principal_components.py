"""Components, consistency and adequacy: numbers from the definitions, and weights that no sign can spoil."""

import numpy as np
import pytest
from scipy import stats

from tests.evaluate.methods import asem
from xiandao.evaluate.methods.item_consistency import alpha_without, cronbach_alpha
from xiandao.evaluate.methods.principal_components import principal_components, varimax
from xiandao.evaluate.methods.sampling_adequacy import sampling_adequacy
from xiandao.evaluate.methods.weigh_pca import pca_weights
from xiandao.evaluate.methods.weighers_found import pca
from xiandao.terms.error import InputError

RNG = np.random.default_rng(9)
X = RNG.normal(size=(120, 2)) @ RNG.normal(size=(2, 6)) + 0.6 * RNG.normal(size=(120, 6))


def test_eigenvalues_add_up_to_the_number_of_columns_and_loadings_rebuild_the_matrix():
    found = principal_components(X)
    assert found.eigenvalues.sum() == pytest.approx(6)
    assert np.allclose(found.loadings @ found.loadings.T, np.corrcoef(X.T))
    assert (found.loadings.sum(axis=0) >= 0).all()


def test_kaiser_1958_no_turn_of_a_plane_makes_the_rotated_loadings_simpler():
    loadings = principal_components(X).loadings[:, :3]
    found = varimax(loadings)
    assert np.allclose((found**2).sum(axis=1), (loadings**2).sum(axis=1))

    def simplicity(x):
        x = x / np.sqrt((x**2).sum(axis=1, keepdims=True))
        return (x**2).var(axis=0).sum()

    best = simplicity(found)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        for angle in np.linspace(0.01, np.pi / 2, 40):
            turned = found.copy()
            turned[:, one] = found[:, one] * np.cos(angle) + found[:, other] * np.sin(angle)
            turned[:, other] = found[:, other] * np.cos(angle) - found[:, one] * np.sin(angle)
            assert simplicity(turned) <= best + 1e-9


def test_nicoletti_2000_weights_are_squared_loadings_of_the_highest_component():
    found = pca_weights(X)
    squared = found.loadings**2
    variance = squared.sum(axis=0)
    within = squared / variance
    raw = np.array(
        [within[j, k] * variance[k] / variance.sum() for j, k in enumerate(squared.argmax(axis=1))]
    )
    assert found.loadings.shape[1] == (found.eigenvalues > 1).sum() == 2
    assert np.allclose(found.weights, raw / raw.sum())


def test_turning_an_indicator_round_does_not_make_its_weight_negative():
    signs = np.array([1.0, -1.0, 1.0, 1.0, -1.0, 1.0])
    assert np.allclose(pca_weights(X).weights, pca_weights(X * signs).weights)


def test_on_asem_no_weight_is_negative_where_raw_loadings_would_be(shared):
    folder = shared / "data/asem"
    tree = asem.framework_of(folder)
    table = asem.stage_of(folder, "std_normalised.csv")
    for scope in ("siblings", "all", "tree"):
        effective = tree.effective_weights(pca(table, tree, scope=scope).weights)
        assert min(effective[code] for code in tree.indicators) >= 0
        assert sum(effective[code] for code in tree.indicators) == pytest.approx(1)
        index = table.values @ [effective[code] for code in table.columns]
        assert 0 <= index.min() <= index.max() <= 100


def test_more_components_than_indicators_are_refused():
    with pytest.raises(InputError) as told:
        pca_weights(X, components=7)
    assert told.value.code == "EVA-210"


def test_cronbach_1951_from_the_variance_of_the_sum():
    expected = 6 / 5 * (1 - X.var(axis=0, ddof=1).sum() / X.sum(axis=1).var(ddof=1))
    assert cronbach_alpha(X) == pytest.approx(expected)
    r = (np.corrcoef(X.T).sum() - 6) / 30
    assert cronbach_alpha(X, is_standardised=True) == pytest.approx(6 * r / (1 + 5 * r))
    assert alpha_without(X)[2] == pytest.approx(cronbach_alpha(np.delete(X, 2, axis=1)))


def test_alpha_with_gaps_goes_by_pairs_or_by_rows():
    x = X.copy()
    x[3, 1] = np.nan
    assert cronbach_alpha(x, missing="rows") == pytest.approx(
        cronbach_alpha(np.delete(X, 3, axis=0))
    )
    assert cronbach_alpha(x) != cronbach_alpha(x, missing="rows")
    with pytest.raises(InputError) as told:
        cronbach_alpha(x[:, :1])
    assert told.value.code == "EVA-211"


def test_kaiser_and_bartlett_from_partial_correlations_by_regression():
    found = sampling_adequacy(X)
    r, q = np.corrcoef(X.T), np.zeros((6, 6))
    for one in range(6):
        for other in range(6):
            if one != other:
                rest = np.column_stack([np.ones(len(X)), np.delete(X, [one, other], axis=1)])
                left = [
                    X[:, j] - rest @ np.linalg.lstsq(rest, X[:, j], rcond=None)[0]
                    for j in (one, other)
                ]
                q[one, other] = np.corrcoef(left)[0, 1]
    pairs = (r**2).sum() - 6
    assert found.kmo == pytest.approx(pairs / (pairs + (q**2).sum()))
    chi = -(120 - 1 - 17 / 6) * np.log(np.linalg.det(r))
    assert found.chi_square == pytest.approx(chi)
    assert found.p_value == pytest.approx(stats.chi2.sf(chi, 15))


def test_an_indicator_made_of_others_cannot_be_tested_for_adequacy():
    with pytest.raises(InputError) as told:
        sampling_adequacy(np.column_stack([X, X.sum(axis=1)]))
    assert told.value.code == "EVA-212"
