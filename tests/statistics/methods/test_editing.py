"""Selective editing: a few reviews in the right order remove nearly all of the bias."""

import numpy as np
import pytest

from tests.statistics.methods.planted import NUMBER, planted
from xiandao.statistics.methods import editing, outliers
from xiandao.terms.error import InputError

ONES = np.ones(NUMBER)


def biases(seed):
    """Bias of the total in per cent after 0, 50, 100 and 200 reviews that put the true figure in."""
    data = planted(seed)
    order = editing.review(editing.local_scores(data.reported, data.previous, ONES)).order
    found = []
    for number in (0, 50, 100, 200):
        figures = data.reported.copy()
        figures[order[:number]] = data.true[order[:number]]
        found.append(100 * abs(figures.sum() / data.true.sum() - 1))
    return found


def test_reviewing_the_top_50_100_and_200_removes_the_bias_step_by_step():
    none, fifty, hundred, two_hundred = np.mean([biases(seed) for seed in range(1, 6)], axis=0)
    assert 300 <= none <= 550
    assert 9 <= fifty <= 19
    assert hundred <= 0.35
    assert two_hundred <= 0.1


def test_review_may_stop_once_the_suspected_mistakes_that_remain_are_below_epsilon():
    data = planted(2)
    suspicion = outliers.changes(data.reported, data.previous).is_outlier.astype(float)
    scores = editing.local_scores(data.reported, data.previous, ONES, suspicion=suspicion)
    found = editing.review(scores, epsilon=0.01)
    figures = data.reported.copy()
    figures[found.order[: found.count]] = data.true[found.order[: found.count]]
    assert found.count < 150
    assert abs(figures.sum() / data.true.sum() - 1) < 0.01


def test_the_rule_reviews_until_what_remains_is_below_epsilon_and_not_one_more():
    scores = np.array([0.4, 90.0, 0.5, 3.0, 0.05])
    found = editing.review(scores, epsilon=0.01)
    assert found.order.tolist() == [1, 3, 2, 0, 4]
    assert found.count == 2
    assert found.remaining[1] == pytest.approx(0.0095)
    assert editing.review(scores, epsilon=0.0).count == 5 or found.remaining[-1] == 0
    assert editing.review(np.zeros(3)).count == 0


def test_a_missing_value_scores_nothing_and_a_design_weight_counts():
    scores = editing.local_scores(
        np.array([[12.0, np.nan], [10.0, 6.0]]),
        np.array([[10.0, 5.0], [10.0, 5.0]]),
        np.array([2.0, 1.0]),
    )
    assert scores[0, 0] == pytest.approx(100 * 2 * 2 / 30)
    assert scores[0, 1] == 0
    assert scores[1, 1] == pytest.approx(100 / 15)


def test_items_are_joined_by_the_largest_the_mean_by_importance_or_minkowski():
    local = np.array([[3.0, 4.0]])
    weighted = editing.global_scores(local, method="weighted", importance=np.array([3.0, 1.0]))
    assert editing.global_scores(local).tolist() == [4.0]
    assert editing.global_scores(local, method="mean").tolist() == [3.5]
    assert weighted.tolist() == [3.25]
    assert editing.global_scores(local, method="minkowski").tolist() == [5.0]
    with pytest.raises(InputError, match="重要性"):
        editing.global_scores(local, method="weighted")


def test_scores_do_not_depend_on_the_order_of_the_rows():
    data = planted(4)
    order = np.random.default_rng(7).permutation(NUMBER)
    straight = editing.local_scores(data.reported, data.previous, ONES)
    mixed = editing.local_scores(data.reported[order], data.previous[order], ONES)
    assert (mixed == straight[order]).all()
