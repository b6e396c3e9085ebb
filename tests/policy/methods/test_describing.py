"""Numbers that describe: sums, appositions, applicants, small numbers that are articles."""

import pytest

from xiandao.policy.methods.describing import (
    enumerated,
    is_dealt_with,
    only_describes,
    set_kind,
    sets_condition,
)
from xiandao.policy.methods.folding import fold
from xiandao.policy.methods.governing import Timing
from xiandao.policy.methods.segments import parse
from xiandao.terms.quantity import Comparator

UNDATED, DATED = Timing(None, None, "", None), Timing(2027, None, "text", None)


def describes(text: str, timing: Timing = DATED) -> bool:
    parsed = parse(fold(text))
    return only_describes(parsed, parsed.phrases[0], Comparator.EQ, timing, False)


@pytest.mark.parametrize(
    "text", ["成立由12个部门组成的专班", "全省高校共30所", "上述20个平台", "围绕5个领域开展攻关"]
)
def test_these_numbers_describe(text):
    assert describes(text)


@pytest.mark.parametrize(
    "text",
    ["建设平台载体共10个", "建成大科学装置一座", "新建5个工程研究中心", "选取10个城市开展试点"],
)
def test_these_numbers_are_goals(text):
    assert not describes(text)


def test_a_few_supported_ones_exist_unless_a_year_says_otherwise():
    assert describes("支持3个国家级高新区先行先试", UNDATED)
    assert not describes("支持3个国家级高新区先行先试", DATED)


def test_a_range_of_listed_things_is_a_goal():
    assert not describes("推动1—2个细分领域成长为集群")


def test_those_who_are_named_for_praise_are_dealt_with():
    parsed = parse(fold("对成效突出的3个市予以通报表扬"))
    assert is_dealt_with(parsed, parsed.phrases[0], "对成效突出的")
    assert not is_dealt_with(parsed, parsed.phrases[0], "对企业给予")


def test_a_dated_duty_is_no_condition():
    assert sets_condition("各市须建成", "各市须建成", dated=False)
    assert not sets_condition("各市须建成", "各市须建成", dated=True)


def test_the_size_of_a_list_named_in_full_is_a_scope():
    assert set_kind("培育氢能、储能等", "未来产业") == "scope"
    assert set_kind("围绕氢能、储能等", "未来产业") is None


@pytest.mark.parametrize("noun", ["国家级先导区", "城市更新项目", "工程研究中心", "地区总部"])
def test_a_longer_name_is_not_the_listed_noun(noun):
    assert enumerated().match(noun) is None
