"""Randomised trees: find what a straight line cannot, repeat themselves, and learn from the past alone."""

import numpy as np

from xiandao.sense.methods.emergence_lessons import Lessons, Taught, rose, thinned
from xiandao.sense.methods.emergence_terms import corpus
from xiandao.sense.methods.emergence_trees import Cases, in_steps, trees_say
from xiandao.sense.methods.emergence_trees_kernel import random_next
from xiandao.sense.methods.emergence_windows import all_features
from xiandao.sense.methods.takeoffs import outcome


def cases(count=600):
    inputs = np.random.default_rng(3).normal(size=(count, 4))
    targets = ((inputs[:, 0] > 0) != (inputs[:, 1] > 0)).astype(float)
    return Cases(inputs, targets, np.ones(count))


def test_what_only_two_features_together_tell_is_found():
    asked = np.array([[1.0, -1, 0, 0], [1, 1, 0, 0], [-1, 1, 0, 0], [-1, -1, 0, 0]])
    yes, no, also, neither = trees_say(cases(), asked, trees=100)
    assert min(yes, also) > max(no, neither) + 0.3


def test_the_same_cases_give_the_same_numbers_to_the_last_bit():
    asked = np.random.default_rng(4).normal(size=(20, 4))
    first, second = (trees_say(cases(), asked, trees=20) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_weights_of_cases_count():
    known = Cases(np.zeros((40, 1)), np.repeat([0.0, 1.0], 20), np.repeat([1.0, 9.0], 20))
    assert trees_say(known, np.zeros((1, 1)), trees=3)[0] > 0.85


def test_steps_end_at_four_standard_deviations():
    assert in_steps(np.array([-99.0, 99.0])).tolist() == [0, 255]


def test_random_numbers_spread_evenly():
    state = np.array([88172645463325253], np.uint64)
    drawn = np.array([random_next(state) % 10 for _ in range(5000)])
    assert np.bincount(drawn, minlength=10).min() > 400


def test_thinned_cases_stand_for_all_and_keep_every_rise():
    targets = np.zeros(10_001)
    targets[:7] = 0.5
    found = thinned(np.zeros((10_001, 2)), targets, np.ones(10_001))
    assert (found.targets > 0).sum() == 7
    assert len(found.targets) < 4008
    assert abs(found.importance.sum() - 10_001) < 1e-6


def test_a_rise_short_of_a_takeoff_is_seen():
    came = outcome(np.array([[5, 5, 8, 9, 9], [5, 5, 5, 5, 5]]), np.array([100] * 5), at=1)
    assert rose(came, 3).tolist() == [False, False]
    more = outcome(np.array([[10, 10, 18, 19, 19]]), np.array([100] * 5), at=1)
    assert rose(more, 3).tolist() == [True]
    assert not more.took_off.any()


def test_without_cases_the_weighted_sum_alone_ranks():
    found = np.random.default_rng(1).normal(size=(9, 36))
    scores = Taught(np.full(13, 0.25), None, 0).scores(found)
    assert np.argsort(scores).tolist() == np.argsort(found[:, :13].sum(1)).tolist()


def test_the_first_year_of_a_short_corpus_has_features_and_no_lessons():
    import polars as pl

    table = pl.DataFrame({"year": [2020] * 9, "title": ["stone"] * 9})
    counted = corpus(table, text=["title"])
    assert np.isfinite(all_features(counted, np.array([0]), 0)).all()
    assert Lessons(counted).taught(0).cases is None
