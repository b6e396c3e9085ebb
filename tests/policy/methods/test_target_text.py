"""A target written as one text is read back as the same target."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.policy.methods.target_text import TargetFigure, read_target, target_text
from xiandao.terms.error import TermError

figures = st.one_of(
    st.decimals(0, 10**9, places=2),
    # Round figures, which are written with 万 and 亿.
    st.builds(
        lambda digits, power: Decimal(digits).scaleb(power), st.integers(1, 9999), st.integers(0, 9)
    ),
).map(lambda value: Decimal(f"{value:f}").normalize())


@st.composite
def targets(draw):
    value = draw(figures)
    most = draw(st.none() | figures.map(lambda more: value + more))
    return TargetFigure(
        value,
        value_max=most,
        unit=draw(
            st.sampled_from(
                [
                    "个",
                    "项",
                    "家",
                    "亿元",
                    "万元",
                    "元",
                    "美元",
                    "吨",
                    "千瓦",
                    "%",
                    "名(团队)",
                    "台(套)",
                    "万元/亩",
                    "",
                ]
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


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (1_000_000, "吨", "100万吨"), (35_000, "家", "3.5万家"), (10_000, "家", "1万家"),
        (9_999, "家", "9999家"), (12_345, "家", "12345家"), (120_000_000, "千瓦", "1.2亿千瓦"),
        (12_000, "亿元", "1.2万亿元"), (20_000, "万元", "20000万元"), (100_000_000, "元", "100000000元"),
    ],
)  # fmt: skip
def test_a_round_number_is_written_with_its_magnitude_as_papers_do(value, unit, written):
    figure = TargetFigure(Decimal(value), unit=unit)
    assert target_text(figure) == written
    assert read_target(written) == figure


def test_a_range_and_a_stretch_carry_their_own_magnitude():
    figure = TargetFigure(
        Decimal(10_000), Decimal(20_000), unit="家", comparator="approx", stretch=Decimal(25_000)
    )
    assert target_text(figure) == "1万—2万家左右（力争2.5万家）"
    assert read_target("1—2万家") == TargetFigure(Decimal(10_000), Decimal(20_000), unit="家")
    assert target_text(TargetFigure(Decimal(5_000), Decimal(20_000), unit="家")) == "5000—20000家"
