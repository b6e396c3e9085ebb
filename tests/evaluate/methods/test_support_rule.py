"""A support rule is checked when it is read, and each message names the line."""

import pytest

from tests.evaluate.supports import FUND, LAND, PERMIT, RULE, give, line
from xiandao.evaluate.methods.support_rule import rule_from
from xiandao.terms.error import InputError

A, B = {"on": "grade", "among": ["A"]}, {"on": "grade", "among": ["B"]}
HIGH = {"on": "score", "at_least": 80}


def refused(lines, factors=(LAND, FUND, PERMIT)):
    with pytest.raises(InputError) as found:
        rule_from({"factors": list(factors), "lines": list(lines)})
    return found.value.code, found.value.sentence


def without(factor, key):
    return {name: value for name, value in factor.items() if name != key}


def test_a_rule_keeps_factors_and_lines_in_order():
    rule = rule_from(RULE)
    assert [one.code for one in rule.factors] == ["land", "fund", "permit"]
    assert [one.number for one in rule.lines] == [1, 2, 3, 4]
    assert rule.lines[0].gives("permit").value == "委托审批"
    assert rule.lines[2].gives("permit") is None


def test_a_line_for_a_factor_that_is_not_listed_is_named():
    code, sentence = refused([line([A], give("land", "set", 1.2)), line([A], give("water", "set", 1))])  # fmt: skip
    assert code == "EVA-592"
    assert "第2条" in sentence
    assert "water" in sentence


@pytest.mark.parametrize(
    "factor", [without(LAND, "base"), LAND | {"base": -1}, PERMIT | {"base": 1}]
)
def test_a_factor_without_an_ordinary_value_is_refused(factor):
    code, sentence = refused([line([A], give("land", "set", 1.2))], [factor])
    assert code == "EVA-591"
    assert (
        f"的常规值（base）应为{'文字' if factor['kind'] == 'entitlement' else '不小于零的数'}"
        in sentence
    )


def test_a_factor_named_twice_is_refused():
    assert refused([line([A], give("land", "set", 1.2))], [LAND, LAND])[0] == "EVA-591"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([line([A], give("land", "set", 1.2)), line([HIGH], give("land", "set", 1.1))], "各定一个值"),
        ([line([HIGH], give("land", "add", 0.1)), line([A], give("land", "set", 1.1))], "抹掉"),
        ([line([], give("permit", "set", "甲")), line([A], give("permit", "set", "乙"))], "各定一个值"),
    ],
)  # fmt: skip
def test_lines_that_contradict_each_other_are_both_named(lines, words):
    code, sentence = refused(lines)
    assert code == "EVA-595"
    assert "第1条和第2条" in sentence
    assert words in sentence


@pytest.mark.parametrize(
    "lines",
    [
        [line([A], give("land", "set", 1.2)), line([B], give("land", "set", 1.1))],
        [line([A], give("land", "set", 1.2)), line([HIGH], give("land", "add", 0.1))],
        [
            line([{"on": "rank", "within": 5}], give("land", "set", 1.2)),
            line([{"on": "rank", "beyond": 5, "surely": "possible"}], give("land", "set", 1.1)),
        ],
        [
            line([{"on": "score", "at_least": 80}], give("land", "set", 1.2)),
            line([{"on": "score", "below": 80}], give("land", "set", 1.1)),
        ],
    ],
)
def test_lines_that_shut_each_other_out_or_add_do_not_contradict(lines):
    assert len(rule_from({"factors": [LAND], "lines": lines}).lines) == 2


@pytest.mark.parametrize(
    "given",
    [
        give("permit", "multiply", "甲"),
        give("permit", "set", 1),
        give("land", "set", "甲"),
        give("land", "set", -1),
        give("land", "double", 2),
        give("land", "set", True),
        give("land", "set", float("nan")),
        {"factor": "land", "do": "set"},
    ],
)
def test_a_gift_that_cannot_be_is_refused(given):
    code, sentence = refused([line([A], given)])
    assert code == "EVA-596"
    assert "第1条" in sentence


def test_a_line_gives_each_factor_once():
    assert refused([line([A], give("land", "set", 1.2), give("land", "add", 1))])[0] == "EVA-596"


@pytest.mark.parametrize(
    "when",
    [
        [A, B],
        [{"on": "grade"}],
        [{"on": "score"}],
        [{"on": "pillar", "at_least": 1}],
        [{"on": "rank"}],
        [{"on": "rank", "within": 2, "beyond": 3}],
        [{"on": "grade", "among": ["A"], "within": 3}],
        [{"on": "score", "at_least": 80, "below": 80}],
    ],
)
def test_a_condition_that_asks_nothing_or_never_holds_is_refused(when):
    code, sentence = refused([line(when, give("land", "set", 1.2))])
    assert code == "EVA-594"
    assert "第1条" in sentence


def test_a_key_that_nobody_knows_is_named_with_its_line():
    code, sentence = refused([line([{"on": "grade", "amung": ["A"]}], give("land", "set", 1.2))])
    assert code == "EVA-050"
    assert "第1条条件1" in sentence
    assert refused([line([A], give("land", "set", 1.2), wehn=[])])[0] == "EVA-050"


@pytest.mark.parametrize("data", [{}, {"factors": [], "lines": []}, {"factors": [1], "lines": [2]}])
def test_what_is_no_rule_is_refused(data):
    with pytest.raises(InputError) as found:
        rule_from(data)
    assert found.value.code == "EVA-590"


def test_a_pillar_or_grade_that_the_scheme_does_not_have_is_named_with_its_line():
    rule = rule_from(RULE)
    rule.refuse_strangers(["NURTURE"], ["A", "B"])
    for pillars, grades, number in (([], ["A", "B"], 4), (["NURTURE"], ["A"], 2)):
        with pytest.raises(InputError) as found:
            rule.refuse_strangers(pillars, grades)
        assert found.value.code == "EVA-593"
        assert f"第{number}条" in found.value.sentence
