"""Who beats whom."""

import numpy as np

from xiandao.evaluate.methods.pairs import beats, dominance
from xiandao.evaluate.methods.rank_statistics import run_ranks


def test_chances_are_counted_run_by_run():
    scores = np.random.default_rng(2).random((50, 4))
    found = beats(run_ranks(scores))
    for i in range(4):
        for j in range(4):
            assert np.isclose(found[i, j], (scores[:, i] > scores[:, j]).mean())


def test_a_pair_and_its_mirror_leave_room_for_ties_only():
    scores = np.array([[1.0, 1.0, 0.0], [2.0, 1.0, 3.0]])
    found = beats(run_ranks(scores))
    assert found[0, 1] + found[1, 0] == 0.5
    assert found[0, 2] + found[2, 0] == 1.0


def test_runs_in_which_one_has_no_score_do_not_count_for_the_pair():
    ranked = np.array([[1, 2, 0], [2, 1, 0], [1, 0, 0]], dtype=np.uint16)
    found = beats(ranked)
    assert found[0, 1] == found[1, 0] == 0.5
    assert np.isnan(found[0, 2])


def test_chances_of_runs_weigh():
    ranked = np.array([[1, 2], [2, 1]], dtype=np.uint16)
    assert np.allclose(beats(ranked, np.array([0.8, 0.2])), [[0, 0.8], [0.2, 0]])


def test_dominance_asks_for_the_share_named():
    assert dominance(np.array([[0, 0.94], [0.06, 0]]), 0.95).sum() == 0
    assert dominance(np.array([[0, 0.94], [0.06, 0]]), 0.9).tolist() == [[0, 1], [0, 0]]
