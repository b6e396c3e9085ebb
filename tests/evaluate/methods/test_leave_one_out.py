"""The index without each node, and ranks without each unit."""

import numpy as np
import pytest

from tests.evaluate.methods.uncertain import asem, figures, panel, recipe, tree
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.leave_one_out import index_without, leave_one_out, rank_reversals
from xiandao.evaluate.methods.ranking import ranks
from xiandao.evaluate.methods.table import Table


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic"])
def test_every_node_of_the_standard_index_is_left_out_as_a_smaller_framework_would(shared, method):
    table, framework, chosen = asem(shared)
    nominal = build(table, framework, chosen.changed({"aggregate.method": method}))
    found = leave_one_out(nominal)
    assert len(found.codes) == 59
    for code, scores, ranked, change in zip(
        found.codes, found.scores, found.ranks, found.change, strict=True
    ):
        alone = index_without(nominal, code)
        assert np.allclose(scores, alone, rtol=1e-9)
        assert (ranked == ranks(alone)).all()
        assert np.isclose(change, np.abs(ranks(alone) - ranks(nominal.index)).mean())
    assert found.ordered()[0][1] == found.change.max()


def test_gaps_are_left_out_the_general_way():
    table = figures()
    values = table.values.copy()
    values[3, 1] = np.nan
    nominal = build(table.with_values(values), tree(), recipe(steps=[{"use": "normalise"}]))
    found = leave_one_out(nominal, ["a", "Q"])
    assert np.allclose(found.scores[0], index_without(nominal, "a"), equal_nan=True)
    assert found.codes == ("a", "Q")
    assert not found.failures


def test_a_parent_goes_with_its_only_child_and_an_index_with_nothing_below_is_told():
    lone = Framework.of([Node("I"), Node("P", parent="I"), Node("a", parent="P")])
    table = Table(("x", "y", "z"), ("a",), np.array([[1.0], [2.0], [3.0]]))
    found = leave_one_out(build(table, lone, recipe(steps=[{"use": "normalise"}])))
    assert set(found.failures) == {"P", "a"}
    assert found.ordered() == ()
    wide = Framework.of([*lone.nodes, Node("b", parent="I")])
    both = Table(("x", "y", "z"), ("a", "b"), np.array([[1.0, 5.0], [2.0, 1.0], [3.0, 2.0]]))
    made = leave_one_out(build(both, wide, recipe(steps=[{"use": "normalise"}])), ["a"])
    assert np.allclose(made.scores[0], [100, 0, 25])


def test_an_index_that_cannot_be_made_without_a_node_says_why(monkeypatch):
    nominal = build(figures(), tree(), recipe(aggregate={"nodes": {"P": {"method": "topsis"}}}))
    found = leave_one_out(nominal)
    assert not found.failures
    assert np.isfinite(found.change).all()


def test_ranks_of_a_panel_are_those_of_each_period(shared):
    table, framework, chosen = panel(shared)
    found = leave_one_out(build(table, framework, chosen), ["Conn", "LPI"])
    assert found.ranks.shape == (2, 255)
    assert found.ranks.max() == 51


def test_a_unit_that_stretches_the_scale_turns_the_order_of_others():
    # With u2 the range of b is ten times as wide, so that b counts for little between u0 and u1.
    table = Table(
        ("u0", "u1", "u2", "u3"), ("a", "b"), np.array([[5.0, 2], [4, 5], [0, 60], [8, 1]])
    )
    flat = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    found = rank_reversals(table, flat, recipe(steps=[{"use": "normalise"}]), ["u2"])
    assert ("u2", "u0", "u1") in {(one.left_out, one.better, one.worse) for one in found}


def test_fixed_scales_have_no_reversals():
    fixed = {"a": [0, 100], "b": [0, 100], "c": [0, 100], "d": [0, 100]}
    steps = [{"use": "normalise", "bounds": fixed}]
    assert rank_reversals(figures(), tree(), recipe(steps=steps)) == ()
