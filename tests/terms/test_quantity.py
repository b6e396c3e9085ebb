"""A quantity keeps value, unit and comparator together and writes itself in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.terms.error import TermError
from xiandao.terms.quantity import Comparator, Quantity, normalise


@pytest.mark.parametrize(
    ("quantity", "label"),
    [
        (Quantity(30, None, "个", Comparator.APPROX), "30个左右"),
        (Quantity(15, None, "家", Comparator.GE), "不少于15家"),
        (Quantity(200, None, "家", Comparator.GT), "超过200家"),
        (Quantity(4000, None, "亩", Comparator.LE), "不超过4000亩"),
        (Quantity(1, None, "毫秒", Comparator.LT), "低于1毫秒"),
        (Quantity(20, None, "个"), "20个"),
        (Quantity(2, 3, "个"), "2—3个"),
        (Quantity(0.5, None, "%", Comparator.GE), "不低于0.5%"),
        (Quantity(2, None, "百分点"), "2个百分点"),
        (Quantity(35000, None, "家", Comparator.GT), "超过3.5万家"),
        (Quantity(1000000, None, "吨", Comparator.APPROX), "100万吨左右"),
    ],
)
def test_the_label_is_what_a_paper_would_say(quantity, label):
    assert quantity.label() == label


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        ("3.5万", "家", (35000, "家")), ("1.2万亿", "元", (12000, "亿元")), ("三千亿", "元", (3000, "亿元")),
        ("500万", "元", (500, "万元")), ("20", "元", (20, "元")), ("40万", "元/亩", (40, "万元/亩")),
        ("百", "项", (100, "项")), ("1.2万", "亩", (12000, "亩")), ("10亿", "美元", (10, "亿美元")),
    ],
)  # fmt: skip
def test_counts_are_multiplied_out_and_money_keeps_its_magnitude(written, unit, expected):
    assert normalise(written, unit) == expected


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_more_never_turns_a_met_floor_into_an_unmet_one(value, more):
    for comparator in (Comparator.GE, Comparator.GT, Comparator.EQ, Comparator.APPROX):
        quantity = Quantity(value, None, "个", comparator)
        if quantity.is_met(value + 1):
            assert quantity.is_met(value + 1 + more)


def test_a_ceiling_is_met_from_below():
    assert Quantity(5, None, "毫秒", Comparator.LE).is_met(4)
    assert not Quantity(5, None, "毫秒", Comparator.LE).is_met(6)


def test_about_allows_a_visible_tolerance():
    about = Quantity(30, None, "个", Comparator.APPROX)
    assert about.is_met(27)
    assert not about.is_met(27, tolerance=0)


def test_a_range_upside_down_is_refused():
    with pytest.raises(TermError) as refused:
        Quantity(3, 2, "个")
    assert refused.value.code == "TRM-011"
