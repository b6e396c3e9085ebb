"""What a rule gives: the lines that applied, what the next one takes, and why two zones differ."""

import itertools

import pytest

from tests.evaluate.supports import FUND, LAND, PERMIT, RULE, give, line
from xiandao.evaluate.methods.support import compare, divided, given, support
from xiandao.evaluate.methods.support_conditions import Facts
from xiandao.evaluate.methods.support_rule import Give, rule_from
from xiandao.terms.error import InputError

SCALE = ("A", "B", "C")


def zone(name, grade="C", low=4, high=6, nurture=70.0, **others):
    return Facts(
        name, name, 75.0, low, high, 6, grade=grade, scale=SCALE, pillars={"NURTURE": nurture}, **others
    )  # fmt: skip


def test_lines_are_taken_in_order_and_each_step_says_what_it_saw():
    found = support(rule_from(RULE), zone("甲", "A", 1, 2, 88.0))
    land, fund, permit = found.outcomes
    assert [(one.line.number, one.before, one.after) for one in land.steps] == [(1, 1.0, 1.2), (3, 1.2, 1.25)]  # fmt: skip
    assert land.steps[1].seen[0].figure == (1, 2)
    assert (fund.value, permit.value) == (1700.0, "委托审批")


def test_who_meets_no_line_has_the_ordinary_value():
    found = support(rule_from(RULE), zone("乙"))
    assert [one.value for one in found.outcomes] == [1.0, 500.0, "按现行权限办理"]
    assert [one.steps for one in found.outcomes] == [(), (), ()]


def test_the_nearest_line_comes_first_and_says_what_is_lacking():
    fund = support(rule_from(RULE), zone("乙", "B", nurture=82.7)).of("fund")
    first, second = fund.next
    assert (first.line.number, first.value, first.is_narrow) == (1, 1500.0, True)
    assert (second.line.number, second.value) == (4, 1200.0)
    assert second.unmet[0].gap == pytest.approx(2.3)


def test_a_line_that_shuts_out_an_applied_one_is_told_as_if_that_had_not_applied():
    land = support(rule_from(RULE), zone("乙", "B", 1, 2)).of("land")
    assert land.value == pytest.approx(1.15)
    assert [(one.line.number, one.value) for one in land.next] == [(1, 1.25)]


def test_a_line_that_takes_is_a_risk_and_no_next_step():
    capped = line([{"on": "veto", "struck": True}], give("land", "cap", 1.0))
    rule = rule_from({"factors": [LAND], "lines": [RULE["lines"][0] | {"give": [give("land", "set", 1.2)]}, capped]})  # fmt: skip
    safe, struck = support(rule, zone("甲", "A")), support(rule, zone("甲", "A", vetoes=("事故",)))
    assert [one.value for one in safe.of("land").risks] == [1.0]
    assert safe.of("land").next == ()
    assert struck.of("land").value == 1.0
    assert struck.of("land").steps[-1].seen[0].figure == ("事故",)


@pytest.mark.parametrize(
    ("do", "value", "after"),
    [("set", 3.0, 3.0), ("add", -5.0, 0.0), ("multiply", 0.5, 1.0), ("cap", 1.5, 1.5), ("cap", 9.0, 2.0)],
)  # fmt: skip
def test_what_a_line_does_to_a_number_which_never_falls_below_zero(do, value, after):
    assert given(2.0, Give("land", do, value)) == after


def test_words_are_set_joined_or_replaced():
    assert [given("甲", Give("a", do, "乙")) for do in ("set", "add", "cap")] == [
        "乙",
        "甲；乙",
        "乙",
    ]


def test_two_zones_differ_by_the_line_that_applied_to_one_of_them_with_both_figures():
    land, fund, permit = compare(rule_from(RULE), zone("甲", "A", 1, 3, 88.0), zone("乙", "B", 2, 4, 82.7))  # fmt: skip
    assert (land.first, land.second) == (1.2, 1.1)
    told = [(one.line.number, one.first[0].figure, one.second[0].figure, one.applied_to_first) for one in land.reasons]  # fmt: skip
    assert told == [(1, "A", "B", True), (2, "A", "B", False)]
    assert [one.line.number for one in fund.reasons] == [1, 2, 4]
    assert [one.line.number for one in permit.reasons] == [1]


def test_what_is_the_same_needs_no_reason():
    found = compare(rule_from(RULE), zone("甲", "A"), zone("乙", "A"))
    assert [(one.differs, one.reasons) for one in found] == [(False, ())] * 3


def test_a_line_that_changed_nothing_in_the_end_is_no_reason():
    lines = [
        line([{"on": "grade", "among": ["A"]}], give("land", "add", 0.2)),
        line([{"on": "pillar", "pillar": "NURTURE", "at_least": 85}], give("land", "cap", 1.5)),
    ]
    rule = rule_from({"factors": [LAND, FUND, PERMIT], "lines": lines})
    land = compare(rule, zone("甲", "A", nurture=90.0), zone("乙"))[0]
    assert [one.line.number for one in land.reasons] == [1]


def test_every_difference_between_any_two_zones_is_explained_by_a_line():
    rule = rule_from(RULE)
    zones = [
        zone(f"{grade}{low}{score}", grade, low, low + 1, score)
        for grade in SCALE
        for low in (1, 3)
        for score in (80.0, 90.0)
    ]
    for one, other in itertools.permutations(zones, 2):
        for found in compare(rule, one, other):
            assert found.differs == bool(found.reasons)
            for reason in found.reasons:
                here, there = (
                    all(s.is_met for s in side) for side in (reason.first, reason.second)
                )
                assert (here, there) == (reason.applied_to_first, not reason.applied_to_first)


@pytest.mark.parametrize("total", [0.0, 1.0, 100.0, 999.99])
def test_parts_of_a_total_sum_to_it(total):
    parts = divided(total, [1.2, 1.0, 1.1, 0.0])
    assert round(sum(parts), 2) == total
    assert parts[3] == 0.0


def test_parts_go_by_coefficient_times_ordinary_share():
    assert divided(100, [2.0, 1.0], ordinary=[1.0, 2.0], digits=0) == (50.0, 50.0)


@pytest.mark.parametrize(("total", "weights"), [(-1.0, [1.0]), (1.0, []), (1.0, [0.0]), (float("nan"), [1.0])])  # fmt: skip
def test_what_cannot_be_divided_is_refused(total, weights):
    with pytest.raises(InputError) as found:
        divided(total, weights)
    assert found.value.code == "EVA-598"
