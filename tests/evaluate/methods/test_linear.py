"""The whole tree as one weighted sum: the same scores as step by step, and only where that is so."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.linear import effective_matrix, linear_form, share_sets
from xiandao.evaluate.methods.recipe_parts import plan_of
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.tree import aggregate_tree
from xiandao.terms.error import InputError

TREE = Framework.of(
    [
        Node("I"), Node("P", parent="I"), Node("Q", parent="I", weight=2), Node("a", parent="P"),
        Node("b", parent="P", weight=3), Node("c", parent="Q"), Node("d", parent="I"),
    ]
)  # fmt: skip
X = np.random.default_rng(0).random((6, 4)) + 0.1
TABLE = Table(tuple("uvwxyz"), TREE.indicators, X)
CODES = ("P", "b", "d")


@given(arrays(float, (3, 3), elements=st.floats(0.01, 5)))
@settings(max_examples=20)
def test_one_product_gives_what_the_tree_gives(sets):
    effective = effective_matrix(TREE, sets, CODES)
    np.testing.assert_allclose(effective.sum(axis=0), 1.0)
    for place, row in enumerate(sets):
        weights = dict(zip(CODES, row, strict=True))
        for method, found in (
            ("arithmetic", X @ effective),
            ("geometric", np.exp(np.log(X) @ effective)),
        ):
            plan = plan_of({"method": method})
            assert linear_form(TREE, plan, X) == method
            expected = aggregate_tree(TABLE, TREE, weights, plan).column("I")
            np.testing.assert_allclose(found[:, place], expected, rtol=1e-12)


def test_shares_of_siblings_sum_to_one_in_every_set():
    shares = share_sets(TREE, np.array([[1.0, 1.0, 1.0], [0.0, 2.0, 7.0]]), CODES)
    np.testing.assert_allclose(shares["P"] + shares["Q"] + shares["d"], 1.0)
    np.testing.assert_allclose(shares["b"], [0.5, 2 / 3])


@pytest.mark.parametrize(
    "given_plan",
    [
        {"method": "harmonic"},
        {"nodes": {"P": {"method": "geometric"}}},
        {"levels": {"3": {"method": "topsis"}}},
        {"method": "power", "p": 2},
    ],
)
def test_other_trees_are_no_single_sum(given_plan):
    assert linear_form(TREE, plan_of(given_plan), X) == ""


def test_powers_that_are_means_of_their_own_name_are_known():
    assert linear_form(TREE, plan_of({"method": "power", "p": 1}), X) == "arithmetic"
    assert linear_form(TREE, plan_of({"method": "power", "p": 0}), X) == "geometric"


def test_missing_cells_and_zeros_under_logarithms_make_it_none():
    gappy, zeros = X.copy(), X.copy()
    gappy[0, 0], zeros[0, 0] = np.nan, 0.0
    assert linear_form(TREE, plan_of({}), gappy) == ""
    assert linear_form(TREE, plan_of({}), zeros) == "arithmetic"
    assert linear_form(TREE, plan_of({"method": "geometric"}), zeros) == ""


def test_unknown_codes_and_siblings_without_weight_are_refused():
    with pytest.raises(InputError, match="nowhere"):
        effective_matrix(TREE, np.ones((1, 1)), ["nowhere"])
    with pytest.raises(InputError, match="“Q”的下级权重合计为零") as caught:
        effective_matrix(TREE, np.zeros((2, 1)), ["c"])
    assert caught.value.details["sets"] == [0, 1]
