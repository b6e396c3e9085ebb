"""Many sets of weights at once give what the tree gives for each."""

import numpy as np
import pytest

from tests.evaluate.methods.uncertain import tree
from xiandao.evaluate.methods.fast_path import index_scores, is_batched, up_the_tree
from xiandao.evaluate.methods.linear import share_sets
from xiandao.evaluate.methods.recipe_parts import plan_of
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.tree import aggregate_tree

CODES = ("P", "Q", "a", "b", "c", "d")


def one_by_one(x, sets, plan):
    table = Table(tuple(f"u{number}" for number in range(len(x))), ("a", "b", "c", "d"), x)
    made = [
        aggregate_tree(table, tree(), dict(zip(CODES, weights, strict=True)), plan).column("I")
        for weights in sets
    ]
    return np.array(made)


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"method": "geometric"},
        {"method": "harmonic"},
        {"method": "power", "p": 2.0},
        {"method": "power", "p": -2.5},
        {"levels": {"3": {"method": "geometric"}}},
        {"nodes": {"P": {"method": "harmonic"}}, "levels": {"3": {"method": "power", "p": 0.5}}},
        {"over": "indicators"},
        {"threshold": 0.6},
        {"threshold": 0.6, "counted": "number"},
        {"missing": "propagate"},
    ],
)
def test_every_power_mean_by_node_by_level_with_and_without_gaps(given, gaps):
    rng = np.random.default_rng(4)
    x = rng.uniform(1, 100, (9, 4))
    if gaps:
        x[0, 1] = x[2, 3] = x[5, 0] = x[5, 2] = np.nan
    sets = rng.uniform(0.5, 2, (7, len(CODES)))
    plan = plan_of(given)
    found = index_scores(x, tree(), sets, CODES, plan)
    assert found is not None
    assert np.allclose(found, one_by_one(x, sets, plan), rtol=1e-12, equal_nan=True)


@pytest.mark.parametrize(
    "given", [{"method": "copeland"}, {"missing": "worst"}, {"method": "geometric"}]
)
def test_what_only_the_general_way_can_tell_is_left_to_it(given):
    x = np.array([[0.0, 1.0, 2.0, np.nan], [1.0, 2.0, 3.0, 4.0]])
    assert index_scores(x, tree(), np.ones((2, 6)), CODES, plan_of(given)) is None
    assert is_batched(tree(), plan_of({"method": "copeland"})) is False


def test_columns_without_any_figure_are_left_to_the_general_way():
    x = np.array([[1.0, np.nan], [2.0, np.nan]])
    x = np.column_stack([x, np.ones((2, 2))])
    assert index_scores(x, tree(), np.ones((1, 6)), CODES, plan_of({})) is None


def test_indicators_of_each_run_meet_the_weights_of_that_run():
    rng = np.random.default_rng(4)
    leaves = {code: rng.uniform(1, 9, (3, 5)) for code in "abcd"}
    sets = rng.uniform(0.5, 2, (3, len(CODES)))
    found = up_the_tree(leaves, tree(), share_sets(tree(), sets, CODES), plan_of({}))
    for run in range(3):
        x = np.column_stack([leaves[code][run] for code in "abcd"])
        assert np.allclose(found[run], one_by_one(x, sets[run : run + 1], plan_of({}))[0])
