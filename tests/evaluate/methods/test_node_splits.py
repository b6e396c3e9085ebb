"""One node split among its children, alone and between two units."""

import numpy as np
import pytest

from tests.evaluate.methods.explained import example, made
from xiandao.evaluate.methods.node_splits import crossing, split_alone, split_between


def test_parts_of_a_node_sum_to_its_score_and_shares_to_one():
    for plan in ({}, {"method": "harmonic"}, {"method": "topsis"}):
        index = made(example(gaps=6), plan)
        for code in ("P", "Q", "I"):
            score = float(index.scores.column(code)[1])
            split = split_alone(crossing(index, code, 1), score)
            assert (split.slopes * split.amounts + split.fixed).sum() == pytest.approx(score)
            assert split.shares.sum() == pytest.approx(1.0)


def test_what_is_left_over_between_two_units_is_told_as_rest():
    index = made(example(), {"method": "copeland"})
    before, after = (
        dict(zip(index.scores.columns, index.scores.values[row], strict=True)) for row in (1, 0)
    )
    split = split_between(crossing(index, "P", 0), before, after)
    told = (split.slopes * split.amounts + split.fixed).sum() + split.rest
    assert told == pytest.approx(after["P"] - before["P"])


def test_a_gap_costs_what_the_node_s_own_score_in_its_place_would():
    values = example()
    values[0, 0] = np.nan
    index = made(values)
    before, after = (
        dict(zip(index.scores.columns, index.scores.values[row], strict=True)) for row in (1, 0)
    )
    split = split_between(crossing(index, "P", 0), before, after)
    told = dict(zip(split.codes, split.slopes * split.amounts + split.fixed, strict=True))
    assert told["a"] == pytest.approx(2 / 3 * (after["P"] - values[1, 0]))
    assert told["b"] == pytest.approx(1 / 3 * (values[0, 1] - values[1, 1]))
    assert split.rest == 0


def test_the_worst_value_stands_in_a_gap_where_the_plan_says_so():
    values = example()
    values[0, 0] = np.nan
    node = crossing(made(values, {"missing": "worst"}), "P", 0)
    assert node.x[0] == np.nanmin(values[:, 0])
    assert node.medians[0] == pytest.approx(np.median([*values[1:, 0], np.nanmin(values[:, 0])]))
