"""Optimised weights go to those for whom they were asked, are never negative, and say what cannot be reached."""

import numpy as np
import pytest

from tests.evaluate.methods import asem
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.weigh_optimised import optimised_weights
from xiandao.evaluate.methods.weighers_optimised import optimised_weighing
from xiandao.terms.error import InputError


@pytest.fixture(scope="module")
def asem_data(shared):
    folder = shared / "data/asem"
    return asem.stage_of(folder, "std_normalised.csv"), asem.framework_of(folder)


def test_equal_influence_of_the_asem_pillars_cannot_be_reached_and_that_is_said(asem_data):
    found = optimised_weighing(*asem_data)
    whole, deviation, is_reached = found.logs[1].rows[0]
    assert whole == "Index"
    assert deviation == pytest.approx(0.0077, abs=5e-5)
    assert is_reached is False
    assert min(found.weights.values()) >= 0


def test_double_influence_goes_to_the_two_pillars_that_were_named(asem_data):
    targets = {"ConEcFin": 2, "Social": 2}
    wanted = {
        row[1]: row[2] for row in optimised_weighing(*asem_data, targets=targets).logs[0].rows
    }
    assert {code for code, share in wanted.items() if share == pytest.approx(0.2)} == set(targets)
    assert {share for code, share in wanted.items() if code not in targets} == {0.1}
    equal = {row[1]: row[3] for row in optimised_weighing(*asem_data).logs[0].rows}
    double = {
        row[1]: row[3] for row in optimised_weighing(*asem_data, targets=targets).logs[0].rows
    }
    ratio = sum(double[code] for code in targets) / sum(equal[code] for code in targets)
    assert ratio > 1.1
    assert max(double, key=lambda code: double[code]) == "ConEcFin"
    assert double["Environ"] < 0.1


def test_names_that_are_not_in_alphabetical_order_get_their_own_target():
    codes = ("z", "m", "a", "q")
    tree = Framework.of([Node("I"), *(Node(code, parent="I") for code in codes)])
    x = np.random.default_rng(4).normal(size=(300, 4)) + 0.3 * np.random.default_rng(5).normal(
        size=(300, 1)
    )
    table = Table(tuple(map(str, range(300))), codes, x)
    found = optimised_weighing(table, tree, level=1, targets={"z": 2, "q": 2})
    index = x @ [found.weights[code] for code in codes]
    r = {code: np.corrcoef(table.column(code), index)[0, 1] for code in codes}
    total = sum(r.values())
    assert {code: round(one / total, 4) for code, one in r.items()} == {
        "z": 0.3333, "m": 0.1667, "a": 0.1667, "q": 0.3333,
    }  # fmt: skip
    assert found.logs[1].rows[0][2] is True


def test_the_correlations_told_are_those_of_the_index_that_results(asem_data):
    table, tree = asem_data
    found = optimised_weighing(table, tree)
    effective = tree.effective_weights(found.weights)
    index = table.values @ [effective[code] for code in table.columns]
    for row in found.logs[0].rows:
        pillar = table.take(columns=tree.leaves(row[1])).values.mean(axis=1)
        assert row[4] == pytest.approx(np.corrcoef(pillar, index)[0, 1], abs=1e-9)


def test_the_largest_sum_of_correlations_is_larger_than_that_of_equal_weights(asem_data):
    table, tree = asem_data
    most = optimised_weighing(table, tree, goal="most").logs[0].rows
    pillars = {row[1]: table.take(columns=tree.leaves(row[1])).values.mean(axis=1) for row in most}
    index = table.values @ [tree.effective_weights()[code] for code in table.columns]
    equal = sum(np.corrcoef(scores, index)[0, 1] for scores in pillars.values())
    assert sum(row[4] for row in most) > equal + 0.01


def test_each_parent_can_be_balanced_by_itself(asem_data):
    found = optimised_weighing(*asem_data, level=1, against="parent")
    fits = {row[0]: row[2] for row in found.logs[1].rows}
    assert len(fits) == 8
    assert fits["P2P"] is True
    assert min(found.weights.values()) >= 0


def test_squared_correlations_can_be_the_measure():
    x = np.random.default_rng(6).normal(size=(200, 3))
    found = optimised_weights(x, [3, 2, 1], measure="squared")
    assert np.allclose(
        found.correlations**2 / (found.correlations**2).sum(), [1 / 2, 1 / 3, 1 / 6], atol=1e-4
    )


def test_wrong_targets_levels_and_data_are_told():
    x = np.random.default_rng(0).normal(size=(20, 2))
    tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    table = Table(tuple(map(str, range(20))), ("a", "b"), x)
    causes = {
        "EVA-245": lambda: optimised_weights(x, [1, -1]),
        "EVA-246": lambda: optimised_weights(np.array([[1.0, np.nan], [2.0, 1.0], [np.nan, 3.0]])),
        "EVA-247": lambda: optimised_weights(np.column_stack([x[:, 0], -x[:, 0]])),
        "EVA-248": lambda: optimised_weighing(table, tree, level=3),
        "EVA-231": lambda: optimised_weighing(table, tree, level=1, targets={"I": 1}),
    }
    for code, call in causes.items():
        with pytest.raises(InputError) as told:
            call()
        assert told.value.code == code
