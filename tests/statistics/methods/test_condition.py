"""Operators, tolerances and strategies for missing values mean what the rule table says."""

import pytest

from xiandao.statistics.methods.condition import condition
from xiandao.statistics.methods.expression import truth_of
from xiandao.statistics.methods.rule import Rule


def fails(values, **fields):
    tested = condition(Rule("R1", "x", **fields))
    if tested.applies is not None and not truth_of(tested.applies, values):
        return None
    return truth_of(tested.violated, values)


@pytest.mark.parametrize(
    ("op", "less", "equal", "more"),
    [
        ("=", True, False, True), ("≠", False, True, False), (">", True, True, False),
        ("≥", True, False, False), ("<", False, True, True), ("≤", False, False, True),
    ],
)  # fmt: skip
def test_an_operator_must_hold(op, less, equal, more):
    found = [fails({"r1": left, "r2": 2}, left="r1", op=op, right="r2") for left in (1, 2, 3)]
    assert found == [less, equal, more]


@pytest.mark.parametrize(
    ("op", "left", "expected"),
    [("=", 103, False), ("=", 106, True), ("≤", 105, False), ("≤", 106, True), ("≥", 95, False), ("≥", 94, True),
     ("<", 104, False), ("<", 105, True), (">", 96, False), (">", 95, True), ("≠", 104, True), ("≠", 106, False)],
)  # fmt: skip
def test_the_larger_of_both_tolerances_counts(op, left, expected):
    values = {"r1": left, "r2": 100}
    assert (
        fails(values, left="r1", op=op, right="r2", tolerance_abs=2, tolerance_rel=0.05) is expected
    )


def test_binary_dust_is_no_difference():
    values = {"r1": 0.3, "r2": 0.1, "r3": 0.2}
    assert fails(values, left="r1", op="=", right="r2 + r3") is False
    assert fails(values, left="r2 + r3", op="≤", right="r1") is False


@pytest.mark.parametrize(
    ("missing", "some", "none"),
    [("skip_any", None, None), ("skip_all", True, None), ("never", True, False)],
)
def test_missing_values_are_treated_as_the_strategy_says(missing, some, none):
    fields = {"left": "r1", "op": "=", "right": "r2 + r3", "missing": missing}
    assert fails({"r1": 5, "r2": 2}, **fields) is some
    assert fails({}, **fields) is none
    assert fails({"r1": 5, "r2": 2, "r3": 3}, **fields) is False


def test_skip_if_any_also_skips_where_the_expression_itself_would_bear_the_gap():
    fields = {"left": "r1", "op": "=", "right": "sum(r2, r3)"}
    assert fails({"r1": 5, "r2": 2}, **fields) is None
    assert fails({"r1": 5, "r2": 2}, **fields, missing="skip_all") is True


def test_a_missing_earlier_value_is_never_taken_for_0():
    fields = {"left": "r1", "op": "=", "right": "lag(r1)", "missing": "never"}
    assert fails({"r1": 5}, **fields) is None
    assert fails({"r1": 5, "r1__lag1": 0}, **fields) is True


def test_pairs_are_filled_together_or_never_together():
    both = {"left": "r1", "right": "r2", "op": "compulsory"}
    assert [fails(v, **both) for v in ({"r1": 1}, {"r2": 1}, {}, {"r1": 0, "r2": 0})] == [
        True,
        True,
        False,
        False,
    ]
    either = {"left": "r1", "right": "r2", "op": "exclusive"}
    assert [fails(v, **either) for v in ({"r1": 1}, {}, {"r1": 0, "r2": 0})] == [False, False, True]


def test_a_range_may_be_open_at_one_end():
    found = [fails({"r1": n}, left="r1", op="between", right="1 .. 3") for n in (0, 1, 3, 4)]
    assert found == [True, False, False, True]
    assert fails({"r1": -9}, left="r1", op="between", right=".. 3") is False
    assert fails({"r1": 9}, left="r1", op="between", right="1 ..") is False


def test_a_condition_narrows_the_rule():
    fields = {"when": "r2 > 0", "left": "r1", "op": ">", "right": "0"}
    assert fails({"r1": 0, "r2": 1}, **fields) is True
    assert fails({"r1": 0, "r2": 0}, **fields) is None
    assert fails({"r1": 0}, **fields) is None
