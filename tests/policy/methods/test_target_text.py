"""A target written as one text is read back as the same target."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.target_text import TargetFigure, read_target, target_text
from xiandao.terms.error import TermError

figures = st.decimals(0, 10**9, places=2).map(lambda value: Decimal(f"{value:f}").normalize())


@st.composite
def targets(draw):
    value = draw(figures)
    most = draw(st.none() | figures.map(lambda more: value + more))
    return TargetFigure(
        value,
        value_max=most,
        unit=draw(
            st.sampled_from(
                ["个", "项", "家", "亿元", "万元", "%", "名(团队)", "台(套)", "万元/亩", ""]
            )
        ),
        comparator=draw(st.sampled_from(["ge", "gt", "le", "lt", "eq", "approx"])),
        stretch=draw(st.none() | figures),
        recurrence=draw(st.sampled_from(["", "annual", "quarterly", "monthly"])),
        year=draw(st.none() | st.integers(2000, 2099)),
    )


@given(targets())
def test_what_is_written_is_read_back(figure):
    assert read_target(target_text(figure)) == figure


@pytest.mark.parametrize("text", ["", "—", "无", " "])
def test_no_target_is_none(text):
    assert read_target(text) is None


@pytest.mark.parametrize(
    "text", ["很多", "三十个", "30个，", "=30", "30个·27年", "5—2家", "1e9个", "30 30"]
)
def test_what_is_no_target_is_refused_with_an_example(text):
    with pytest.raises(TermError) as refused:
        read_target(text)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "value", "comparator"),
    [("≥15项", 15, "ge"), ("15项以上", 15, "ge"), ("约30个", 30, "approx"), ("不超过0.5%", Decimal("0.5"), "le"), ("1,200家", 1200, "eq")],
)  # fmt: skip
def test_common_spellings_are_read(text, value, comparator):
    found = read_target(text)
    assert (found.value, found.comparator) == (value, comparator)
