"""TOPSIS, VIKOR, grey relational grades, WASPAS, EDAS and PROMETHEE against two packages and their definitions."""

import warnings

import numpy as np
import pymcdm.methods as peer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pymcdm.normalizations import minmax_normalization, vector_normalization

from xiandao.evaluate.methods.edas import edas
from xiandao.evaluate.methods.grey_relational import grey_relational
from xiandao.evaluate.methods.outranking import promethee
from xiandao.evaluate.methods.topsis import topsis
from xiandao.evaluate.methods.vikor import compromise, vikor
from xiandao.evaluate.methods.waspas import waspas
from xiandao.terms.error import InputError

METHODS = {
    "topsis": topsis, "vikor": vikor, "grey": grey_relational,
    "waspas": waspas, "edas": edas, "promethee": promethee,
}  # fmt: skip


@pytest.fixture(scope="module")
def figures():
    rng = np.random.default_rng(7)
    x = np.round(rng.gamma(2.0, 20.0, (51, 9)) + 1, 1)
    w = rng.random(9)
    return x, w / w.sum()


def scikit(module, name, x, w, **options):
    """What scikit-criteria gives."""
    import skcriteria

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        agg = __import__(f"skcriteria.agg.{module}", fromlist=[name])
        matrix = skcriteria.mkdm(x, [max] * x.shape[1], weights=w)
        return getattr(agg, name)(**options).evaluate(matrix).e_


@pytest.mark.parametrize(
    ("scale", "normalisation"),
    [("vector", vector_normalization), ("minmax", minmax_normalization), ("none", None)],
)
def test_topsis_is_that_of_pymcdm(figures, scale, normalisation):
    x, w = figures
    body = peer.TOPSIS(normalization_function=normalisation or (lambda column, cost: column))
    np.testing.assert_allclose(topsis(x, w, scale=scale), body(x, w, np.ones(9)), atol=1e-13)


def test_topsis_is_that_of_scikit_criteria(figures):
    x, w = figures
    kept = scikit("topsis", "TOPSIS", x / np.sqrt((x**2).sum(axis=0)), w)
    np.testing.assert_allclose(topsis(x, w), kept.similarity, atol=1e-13)


def test_a_cost_as_its_negative_gives_what_the_packages_give_for_costs(figures):
    x, w = figures
    types = np.array([1, -1, 1, 1, -1, 1, 1, 1, 1])
    scaled = x / np.sqrt((x**2).sum(axis=0))
    expected = peer.TOPSIS(normalization_function=lambda column, cost: -column if cost else column)(
        scaled, w, types
    )
    np.testing.assert_allclose(topsis(x * types, w), expected, atol=1e-13)


def test_topsis_of_many_rows_is_that_of_few(figures):
    x, w = figures
    many = np.vstack([x] * 700)
    scale = np.sqrt(700)
    np.testing.assert_allclose(topsis(many, w)[:51], topsis(x / scale, w), atol=1e-12)


@pytest.mark.parametrize("v", [0.0, 0.5, 0.8])
def test_vikor_is_that_of_pymcdm(figures, v):
    x, w = figures
    q = peer.VIKOR(v=v)(x, w, np.ones(9))
    np.testing.assert_allclose(vikor(x, w, v=v), 1 - q, atol=1e-12)


def test_vikor_is_that_of_scikit_criteria(figures):
    x, w = figures
    kept, ours = scikit("vikor", "VIKOR", x, w), compromise(x, w)
    np.testing.assert_allclose(ours.group_regret, kept.s_k, atol=1e-12)
    np.testing.assert_allclose(ours.largest_regret, kept.r_k, atol=1e-12)
    np.testing.assert_allclose(ours.compromise, kept.q_k, atol=1e-12)


def test_waspas_and_edas_are_those_of_pymcdm(figures):
    x, w = figures
    np.testing.assert_allclose(waspas(x, w), peer.WASPAS()(x, w, np.ones(9)), atol=1e-12)
    np.testing.assert_allclose(edas(x, w), peer.EDAS()(x, w, np.ones(9)), atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "p", "q"), [("usual", None, None), ("vshape", 12.0, None), ("vshape_2", 15.0, 4.0)]
)
def test_promethee_is_that_of_pymcdm(figures, kind, p, q):
    x, w = figures
    options = {name: np.full(9, value) for name, value in (("p", p), ("q", q)) if value is not None}
    expected = peer.PROMETHEE_II(kind, **options)(x, w, np.ones(9))
    np.testing.assert_allclose(
        promethee(x, w, preference=p or 0, indifference=q or 0), expected, atol=1e-12
    )


@pytest.mark.parametrize("rho", [0.1, 0.5])
def test_grey_relational_grades_follow_the_definition(figures, rho):
    x, w = figures
    z = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))
    apart = 1 - z
    expected = ((apart.min() + rho * apart.max()) / (apart + rho * apart.max())) @ w
    np.testing.assert_allclose(grey_relational(x, w, rho=rho), expected, atol=1e-13)


@pytest.mark.parametrize("name", METHODS)
def test_the_order_of_rows_does_not_matter(figures, name):
    x, w = figures
    order = np.random.default_rng(1).permutation(51)
    np.testing.assert_allclose(METHODS[name](x[order], w), METHODS[name](x, w)[order], atol=1e-12)


@pytest.mark.parametrize("name", METHODS)
def test_a_missing_cell_does_not_spoil_the_others_and_an_empty_row_has_no_score(figures, name):
    x, w = figures
    gappy = x.copy()
    gappy[3, 2], gappy[5] = np.nan, np.nan
    found = METHODS[name](gappy, w)
    assert np.flatnonzero(np.isnan(found)).tolist() == [5]
    assert abs(found[3] - METHODS[name](x, w)[3]) < 0.2


@pytest.mark.parametrize("name", METHODS)
def test_units_that_are_all_alike_have_one_score_and_no_division_by_zero(name):
    found = METHODS[name](np.full((4, 3), 5.0), np.full(3, 1 / 3))
    assert np.isfinite(found).all()
    assert np.ptp(found) < 1e-12


@pytest.mark.parametrize("name", METHODS)
@given(x=arrays(float, (6, 3), elements=st.integers(1, 50)), factor=st.floats(0.1, 30))
@settings(max_examples=15)
def test_the_unit_of_a_column_does_not_matter(name, x, factor):
    w = np.array([0.5, 0.3, 0.2])
    other = x * np.array([factor, 1.0, 1.0])
    np.testing.assert_allclose(METHODS[name](other, w), METHODS[name](x, w), atol=1e-7)


@pytest.mark.parametrize("method", [waspas, edas])
def test_negative_values_are_refused(method):
    with pytest.raises(InputError) as caught:
        method(np.array([[1.0, -1.0], [2.0, 2.0]]), np.ones(2))
    assert caught.value.details["columns"] == {1: 1}
