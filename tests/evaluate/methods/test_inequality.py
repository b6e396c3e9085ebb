"""Differences between places: convergence, Theil, Gini, coupling, Moran, each by its definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.beta_convergence import beta_convergence, sigma_convergence
from xiandao.evaluate.methods.coupling import LEVELS, coupling
from xiandao.evaluate.methods.inequality import dagum, gini, theil
from xiandao.evaluate.methods.moran import moran
from xiandao.terms.error import InputError

PLACES = st.lists(st.floats(0.1, 100), min_size=4, max_size=12)


def refused(code, call):
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.hint


def split(values):
    y = np.array(values)
    return y, ["东" if place % 3 else "西" for place in range(len(y))]


@settings(max_examples=30)
@given(PLACES)
def test_theil_is_the_sum_of_within_and_between(values):
    y, groups = split(values)
    found = theil(y, groups=groups)
    assert found.total == pytest.approx(found.within + found.between, abs=1e-12)
    assert found.total == pytest.approx(np.mean(y / y.mean() * np.log(y / y.mean())), abs=1e-12)
    assert sum(share for _, share, _ in found.groups) == pytest.approx(1)
    assert theil(y * 1000).total == pytest.approx(found.total, abs=1e-9)


@settings(max_examples=30)
@given(PLACES)
def test_dagum_parts_sum_to_the_gini_coefficient(values):
    y, groups = split(values)
    found = dagum(y, groups)
    ordered = np.sort(y)
    rank = np.arange(1, len(y) + 1)
    by_ranks = 2 * (rank @ ordered) / (len(y) * ordered.sum()) - (len(y) + 1) / len(y)
    assert found.total == pytest.approx(by_ranks, abs=1e-12)
    assert gini(y) == found.total
    assert found.within + found.between + found.overlap == pytest.approx(found.total, abs=1e-12)


def test_groups_that_do_not_overlap_have_no_overlap_and_equal_ones_nothing_between():
    assert dagum(np.array([1.0, 2, 8, 9]), ["a", "a", "b", "b"]).overlap == pytest.approx(0)
    same = dagum(np.array([1.0, 9, 1, 9]), ["a", "a", "b", "b"])
    assert same.between == pytest.approx(0)
    assert same.across == (("a", "b", 0.4),)
    assert theil(np.array([0.0, 2.0])).total == pytest.approx(np.log(2))


def test_sigma_is_the_coefficient_of_variation_or_the_spread_of_logarithms():
    y = np.array([[1.0, 2], [3, 2], [5, 2]])
    np.testing.assert_allclose(sigma_convergence(y), [2 / 3, 0])
    np.testing.assert_allclose(sigma_convergence(y, of_logs=True), [np.log(y[:, 0]).std(ddof=1), 0])


def test_beta_agrees_with_an_ordinary_regression():
    from scipy.stats import linregress

    stream = np.random.default_rng(1)
    start = stream.uniform(1, 10, 12)
    end = start**0.7 * np.exp(stream.normal(0.5, 0.05, 12))
    found = beta_convergence(start, end, years=5)
    theirs = linregress(np.log(start), np.log(end / start) / 5)
    assert found.coefficient == pytest.approx(theirs.slope)
    assert found.error == pytest.approx(theirs.stderr)
    assert found.p == pytest.approx(theirs.pvalue)
    assert found.r_squared == pytest.approx(theirs.rvalue**2)
    assert found.speed == pytest.approx(-np.log(1 + theirs.slope * 5) / 5)
    assert found.half_life == pytest.approx(np.log(2) / found.speed)


def test_places_that_draw_apart_have_no_half_life_and_controls_matter():
    start = np.array([1.0, 2, 4, 8, 16, 32])
    apart = beta_convergence(start, start**1.2, years=5)
    assert apart.coefficient > 0
    assert apart.half_life == np.inf
    policy = np.array([[0.0], [1], [0], [1], [1], [0]])
    end = start**0.8 * np.exp(policy[:, 0])
    found = beta_convergence(start, end, years=10, controls=policy)
    assert found.coefficient == pytest.approx(-0.02)


def test_coupling_of_two_systems_is_the_known_formula():
    u = np.array([[0.9, 0.4], [0.0, 0.5], [0.0, 0.0], [1.0, 1.0]])
    found = coupling(u, weights=[0.4, 0.6])
    assert found.c[0] == pytest.approx(2 * np.sqrt(0.36) / 1.3)
    assert found.t[0] == pytest.approx(0.6)
    assert found.d[0] == pytest.approx(np.sqrt(found.c[0] * 0.6))
    assert found.level[1:] == (LEVELS[0], LEVELS[0], LEVELS[9])


def test_the_modified_form_spreads_over_the_whole_range():
    u = np.array([[0.9, 0.4], [0.6, 0.6], [1.0, 0.0]])
    found = coupling(u, form="modified")
    np.testing.assert_allclose(found.c, [np.sqrt(0.5 * 0.4 / 0.9), 1, 0], atol=1e-12)
    three = coupling(np.array([[0.8, 0.6, 0.4]]), form="modified")
    spread = (0.2 + 0.4 + 0.2) / 3
    assert three.c[0] == pytest.approx(np.sqrt((1 - spread) * (0.75 * 0.5) ** 0.5))


def test_classes_are_tenths_of_the_degree():
    u = np.array([[d * d, d * d] for d in (0.05, 0.1, 0.35, 0.5, 0.6, 0.95)])
    assert coupling(u).level == (LEVELS[0], LEVELS[1], LEVELS[3], LEVELS[5], LEVELS[6], LEVELS[9])


def test_neighbours_alike_have_a_positive_index_and_a_chequerboard_a_negative_one():
    side = 6
    rows, columns = np.divmod(np.arange(side * side), side)
    near = (np.abs(rows[:, None] - rows) + np.abs(columns[:, None] - columns) == 1).astype(float)
    smooth = moran(rows + columns * 0.5, near, seed=1)
    assert smooth.i > 0.5
    assert smooth.p < 0.01
    assert smooth.z > 3
    assert smooth.local.sum() == pytest.approx(side * side * smooth.i)
    board = moran(((rows + columns) % 2).astype(float), near, seed=1)
    assert board.i == pytest.approx(-1)


def test_moran_is_its_double_sum_and_the_same_seed_gives_the_same_p():
    stream = np.random.default_rng(2)
    y, near = stream.normal(size=8), (stream.random((8, 8)) < 0.4).astype(float)
    np.fill_diagonal(near, 0)
    found = moran(y, near, seed=7, by_row=False)
    z = y - y.mean()
    by_hand = (
        sum(near[i, j] * z[i] * z[j] for i in range(8) for j in range(8)) / near.sum() / (z @ z / 8)
    )
    assert found.i == pytest.approx(by_hand)
    assert found.p == moran(y, near, seed=7, by_row=False).p
    draws = [
        moran(stream.permutation(y), near, seed=1, permutations=1, by_row=False)
        for _ in range(4000)
    ]
    spread = np.std([one.i for one in draws])
    assert np.mean([one.i for one in draws]) == pytest.approx(
        -1 / 7, abs=4 * spread / np.sqrt(4000)
    )


def test_figures_without_a_meaning_are_refused():
    near = np.ones((3, 3)) - np.eye(3)
    refused("EVA-188", lambda: sigma_convergence(np.array([[1.0, 0.0], [1.0, 1.0]])))
    refused("EVA-188", lambda: beta_convergence(np.ones(5), np.ones(5), years=3))
    refused(
        "EVA-188", lambda: beta_convergence(np.array([1.0, 2.0]), np.array([1.0, 2.0]), years=3)
    )
    refused("EVA-189", lambda: theil(np.array([1.0, np.nan])))
    refused("EVA-189", lambda: gini(np.zeros(3)))
    refused("EVA-189", lambda: dagum(np.ones(3), ["a"]))
    refused("EVA-190", lambda: coupling(np.array([[50.0, 60.0]])))
    refused("EVA-190", lambda: coupling(np.array([[0.5]])))
    refused("EVA-190", lambda: coupling(np.array([[0.5, 0.5]]), weights=[1]))
    refused("EVA-190", lambda: coupling(np.array([[0.5, 0.5]]), form="other"))
    refused("EVA-191", lambda: moran(np.ones(3), near, seed=1))
    refused("EVA-191", lambda: moran(np.arange(3.0), np.eye(3), seed=1))
