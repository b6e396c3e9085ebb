"""Chinese numerals and magnitudes are read and written both ways without losing a digit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.terms import numeral
from xiandao.terms.error import TermError

WHOLE = st.integers(min_value=0, max_value=10**16 - 1)


@given(WHOLE)
def test_what_is_written_in_chinese_reads_back(value):
    assert numeral.parse(numeral.chinese(value)) == value


@given(WHOLE)
def test_what_is_written_in_banking_figures_reads_back(value):
    assert numeral.parse(numeral.chinese(value, formal=True)) == value


@given(st.decimals(min_value=0, max_value=10**14, places=2))
def test_what_is_written_compactly_reads_back(value):
    assert numeral.parse(numeral.compact(value)) == value


@given(st.integers(min_value=1000, max_value=9999))
def test_a_year_written_digit_by_digit_reads_back(year):
    assert numeral.parse(numeral.year_digits(year)) == year


@given(st.text(max_size=40))
def test_any_other_text_is_refused_politely_or_read(text):
    codes = set()
    try:
        codes = {type(numeral.parse(text)).__name__}
    except TermError as error:
        codes = {error.code}
    assert codes <= {"Decimal", "TRM-001"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三十", 30), ("十", 10), ("十二", 12), ("二〇二七", 2027), ("一千二百", 1200), ("两百", 200),
        ("廿", 20), ("廿五", 25), ("卅", 30), ("一万二千", 12000), ("三万五", 35000), ("三万零五", 30005),
        ("两千三", 2300), ("百万", 1000000), ("千万", 10000000), ("亿", 100000000), ("万亿", 10**12),
        ("1.2万亿", 1200000000000), ("3千", 3000), ("壹万贰仟叁佰", 12300), ("一千零一", 1001),
        ("12,000", 12000), ("３５", 35), ("三点五万", 35000), ("五千亿", 500000000000), ("一亿三千万", 130000000),
    ],
)  # fmt: skip
def test_each_way_of_writing_a_number_is_read(written, value):
    assert numeral.parse(written) == value


@pytest.mark.parametrize("written", ["", "甲", "三三十", "1.2.3", "点五个", "九" * 100])
def test_what_is_no_number_is_refused_with_a_hint(written):
    with pytest.raises(TermError) as refused:
        numeral.parse(written)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("written", "percent"),
    [
        ("12.5%", "12.5"), ("百分之十二", "12"), ("千分之三", "0.3"), ("5‰", "0.5"), ("三分之一", "33.33"),
        ("三分之二", "66.67"), ("七成", "70"), ("七成半", "75"), ("四分之一", "25"),
    ],
)  # fmt: skip
def test_proportions_become_per_cent(written, percent):
    assert numeral.parse_percent(written) == Decimal(percent)


def test_a_fraction_of_nothing_is_refused():
    with pytest.raises(TermError):
        numeral.parse_percent("零分之一")


@pytest.mark.parametrize(
    ("written", "times"),
    [("翻番", 2), ("翻一番", 2), ("翻两番", 4), ("三倍", 3), ("1.5倍", Decimal("1.5"))],
)
def test_doublings_become_multiples(written, times):
    assert numeral.parse_multiple(written) == times


def test_a_number_too_large_for_words_is_refused():
    with pytest.raises(TermError) as refused:
        numeral.chinese(10**16)
    assert refused.value.code == "TRM-002"
