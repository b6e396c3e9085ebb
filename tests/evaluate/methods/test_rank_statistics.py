"""Ranks of many runs and what they say of each unit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.rank_statistics import distribution, run_ranks, weighted_quantiles
from xiandao.evaluate.methods.ranking import ranks

CELLS = st.sampled_from([0.1, 0.2, 0.3, 0.1 + 0.2, 1e-13, -4.0, 7.0, np.nan])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=6))
def test_ranks_of_many_runs_are_those_of_each_run_ties_and_gaps_included(rows):
    scores = np.array(rows)
    careful = ranks(scores.T).T
    assert (run_ranks(scores) == np.where(np.isnan(careful), 0, careful)).all()


def test_wide_runs_are_ranked_as_narrow_ones():
    scores = np.random.default_rng(1).random((5, 400))
    scores[1, 7] = scores[1, 9]
    scores[2, 3] = np.nan
    careful = ranks(scores.T).T
    assert (run_ranks(scores) == np.where(np.isnan(careful), 0, careful)).all()


@pytest.fixture
def ranked():
    return run_ranks(np.random.default_rng(3).random((37, 6)))


@pytest.mark.parametrize("q", [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0])
def test_quantiles_of_ranks_are_those_of_numpy(ranked, q):
    assert np.allclose(distribution(ranked).quantile(q), np.quantile(ranked, q, axis=0))


def test_mean_spread_and_chances_are_those_of_the_runs(ranked):
    found = distribution(ranked)
    assert np.allclose(found.mean, ranked.mean(axis=0))
    assert np.allclose(found.sd, ranked.std(axis=0))
    for k in (1, 3, 6, 99):
        assert np.allclose(found.top(k), (ranked <= k).mean(axis=0))
    assert (found.top(0) == 0).all()


def test_runs_without_a_score_are_counted_and_do_not_count_as_ranks():
    ranked = np.array([[1, 2], [1, 0], [0, 0], [2, 1]], dtype=np.uint16)
    found = distribution(ranked)
    assert found.present.tolist() == [0.75, 0.5]
    assert np.allclose(found.mean, [4 / 3, 1.5])
    assert np.allclose(found.top(1), [2 / 3, 0.5])


def test_runs_of_different_chance_weigh_as_much_as_they_are_likely():
    ranked = np.array([[1, 2], [2, 1]], dtype=np.uint16)
    found = distribution(ranked, np.array([0.9, 0.1]))
    assert np.allclose(found.top(1), [0.9, 0.1])
    assert found.quantile(0.5).tolist() == [1.0, 2.0]
    assert np.allclose(found.mean, [1.1, 1.9])


def test_score_quantiles_leave_out_missing_scores():
    values = np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, np.nan], [4.0, np.nan]])
    found = weighted_quantiles(values, (0.0, 0.5, 1.0))
    assert found[:, 0].tolist() == [1.0, 2.0, 4.0]
    assert np.isnan(found[:, 1]).all()
