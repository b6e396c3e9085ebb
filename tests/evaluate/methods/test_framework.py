"""A framework is a tree of any depth, and what is wrong with one is told all at once."""

import pytest

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.framework_checks import problems_of
from xiandao.terms.error import InputError

UNEQUAL = (
    Node("I"), Node("P", parent="I", weight=3), Node("b", parent="I"),
    Node("a1", parent="P"), Node("Q", parent="P"), Node("a2", parent="Q"), Node("a3", parent="Q", weight=2),
)  # fmt: skip


def codes(nodes):
    return [problem.code for problem in problems_of(nodes)]


def test_levels_are_heights_above_the_indicators():
    tree = Framework.of(UNEQUAL)
    assert dict(tree.levels) == {"b": 1, "a1": 1, "a2": 1, "a3": 1, "Q": 2, "P": 3, "I": 4}
    assert tree.aggregates == ("Q", "P", "I"), "those below come first"
    assert tree.leaves("P") == ("a1", "a2", "a3")


def test_effective_weights_of_indicators_sum_to_one_at_unequal_depth():
    found = Framework.of(UNEQUAL).effective_weights()
    assert sum(found[code] for code in ("a1", "a2", "a3", "b")) == pytest.approx(1)
    assert found["a3"] == pytest.approx(0.75 * 0.5 * 2 / 3)


def test_a_parent_that_loses_all_its_children_goes_too():
    assert Framework.of(UNEQUAL).without(["a2", "a3"]).indicators == ("b", "a1")


def test_changed_weights_make_another_framework_and_leave_this_one():
    tree = Framework.of(UNEQUAL)
    assert tree.with_weights({"b": 1, "P": 1}).shares()["b"] == 0.5
    assert tree.shares()["b"] == 0.25


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([], ["EVA-011"]),
        ([Node("I"), Node("a", parent="I"), Node("a", parent="I")], ["EVA-012"]),
        ([Node("I"), Node(" ", parent="I")], ["EVA-012"]),
        ([Node("I"), Node("a", parent="I"), Node("b", parent="J")], ["EVA-013"]),
        ([Node("I"), Node("a", parent="I"), Node("J"), Node("b", parent="J")], ["EVA-014"]),
        (
            [Node("I"), Node("c", parent="I"), Node("a", parent="b"), Node("b", parent="a")],
            ["EVA-015"],
        ),
        ([Node("I"), Node("a", parent="I"), Node("P", parent="I", level=2)], ["EVA-016"]),
        ([Node("I")], ["EVA-016"]),
        (
            [Node("I"), Node("a", parent="I", weight=-1), Node("b", parent="I", weight=2)],
            ["EVA-017"],
        ),
        ([Node("I"), Node("a", parent="I", weight=float("nan"))], ["EVA-017"]),
        ([Node("I"), Node("a", parent="I", weight=1e308)], ["EVA-017"]),
        ([Node("I"), Node("a", parent="I", direction=0)], ["EVA-018"]),
        ([Node("I"), Node("a", parent="I", weight=0)], ["EVA-019"]),
    ],
)
def test_each_cause_has_one_message_of_its_own(nodes, expected):
    assert codes(nodes) == expected
    with pytest.raises(InputError, match="指标框架有误") as told:
        Framework.of(nodes)
    assert told.value.hint
    assert [one["code"] for one in told.value.details["problems"]] == expected


def test_several_causes_are_told_together():
    nodes = [Node("I"), Node("a", parent="I", weight=-1, direction=3), Node("b", parent="X")]
    assert codes(nodes) == ["EVA-013", "EVA-017", "EVA-018"]


def test_a_ring_is_told_once_with_its_members():
    ring = [
        Node("I"),
        Node("x", parent="I"),
        Node("a", parent="c"),
        Node("b", parent="a"),
        Node("c", parent="b"),
    ]
    (problem,) = problems_of(ring)
    assert "→" in problem.sentence
    assert {"a", "b", "c"} <= set(problem.sentence)
