"""Numbers with units are found in every way of writing, and look-alikes are blanked out first."""

import pytest

from xiandao.policy.methods.amounts import BLANK, find_amounts
from xiandao.policy.methods.folding import THOUSANDS, fold
from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.masking import blank


def found(text: str):
    return [
        (item.value, item.value_max, item.unit) for item in find_amounts(blank(fold(text).text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3—5万家", (30000, 50000, "家")),
        ("10%-15%", (10, 15, "%")),
        ("3至5%", (3, 5, "%")),
        ("百分之二十五", (25, None, "%")),
        ("1/3", (33.33, None, "%")),
        ("2个百分点", (2, None, "百分点")),
        ("1300万千瓦", (13000000, None, "千瓦")),
        ("50万千米", (500000, None, "千米")),
        ("80EFLOPS", (80, None, "EFLOPS")),
        ("10名（个）", (10, None, "名（个）")),
        ("40万元/亩", (40, None, "万元/亩")),
        ("前三位", (3, None, "位")),
        ("千款", (1000, None, "款")),
        ("翻两番", (4, None, "倍")),
        ("20个工作日", (20, None, "工作日")),
    ],
)
def test_each_form_of_an_amount_is_found(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2027年12月31日", "第三批", "“1+8+N”体系", "苏政发〔2023〕104号", "党的二十大", "5G和6G", "CAR-T",
        "世界500强", "三级先导区", "数百家", "每万人口", "《某规划（2024—2026年）》", "一批企业", "1:0.5比例",
        "“十四五”期间", "千家万户", "四成立方案",
    ],
)  # fmt: skip
def test_what_only_looks_like_an_amount_is_passed_over(text):
    assert found(text) == []


def test_blanking_keeps_the_length():
    text = "到2027年，“1+8+N”体系建设10个"
    assert len(blank(text)) == len(text)
    assert blank(text).count(BLANK) >= 10


def test_folding_brings_widths_together_and_finds_the_way_back():
    source = "建设 １０ 个(家),增长５％"
    folded = fold(source, start=7)
    assert folded.text == "建设10个（家），增长5%"
    first, last = folded.span(2, 5)
    assert source[first - 7 : last - 7] == "１０ 个"
    assert folded.span(4, 4)[0] == folded.span(4, 4)[1]


def test_folding_keeps_thousands_together_and_pairs_straight_quotes():
    assert fold("12,000家").text == f"12{THOUSANDS}000家"
    assert fold('"未来工厂"').text == "“未来工厂”"


def test_a_half_width_stop_ends_a_sentence_but_not_a_decimal():
    assert fold("达到3.5万家.其中").text == "达到3.5万家。其中"


def test_longer_words_of_a_list_win():
    assert alternatives(["个", "个百分点"]).startswith("个百分点")
    assert "家" in words("units")["counts"]
