"""Formulas of indicators: read by the white list, worth the same in memory as on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.statistics.methods.indicators_formula import compute, parse
from xiandao.terms.error import InputError

AMOUNT = st.none() | st.integers(-1000, 100_000).map(float)
FILINGS = st.lists(st.fixed_dictionaries({"r155": AMOUNT, "r13": AMOUNT}), max_size=12)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "STA-201"),
        ("sum(r1)" + " + sum(r1)" * 300, "STA-201"),
        ("sum(r1) +", "STA-202"),
        ("__import__('os').system('x')", "STA-203"),
        ("[sum(r1)]", "STA-203"),
        ("sum(r1) ** 9", "STA-203"),
        ("-" * 30 + "sum(r1)", "STA-204"),
        ("max(r1)", "STA-510"),
        ("sum(r1, r2)", "STA-510"),
        ("sum()", "STA-510"),
        ("sum(r1 > 0)", "STA-510"),
        ("count(r1)", "STA-510"),
        ("sum(sum(r1))", "STA-510"),
        ("sum(ly(r1 + r2))", "STA-510"),
        ("sum(r1) > 0", "STA-510"),
        ("sum(r1) + True", "STA-510"),
        ("sum(r1) * 1e300", "STA-510"),
        ("sum(r1) + 'a'", "STA-510"),
        ("r155 / sum(r13)", "STA-511"),
    ],
)
def test_what_is_no_formula_is_refused_with_a_hint(text, code):
    with pytest.raises(InputError) as caught:
        parse(text)
    assert caught.value.code == code
    assert caught.value.hint


def test_a_refusal_tells_the_place():
    with pytest.raises(InputError) as caught:
        parse("sum(r1) + max(r2)")
    assert caught.value.details["position"] == 11


def test_signs_of_a_chinese_keyboard_are_understood():
    assert parse("sum（r155）÷sum（r13）×100").names == ("r155", "r13")


@given(FILINGS)
def test_a_ratio_takes_both_sides_from_the_same_filings(filings):
    whole = [one for one in filings if one["r155"] is not None and one["r13"] is not None]
    bottom = sum(one["r13"] for one in whole)
    expected = None if not bottom else sum(one["r155"] for one in whole) / bottom
    found = compute(parse("sum(r155) / sum(r13)"), filings)
    assert found == pytest.approx(expected) if expected is not None else found is None


def test_every_total_takes_what_there_is_when_filings_need_not_be_complete():
    filings = [{"r1": 1.0, "r2": None}, {"r1": None, "r2": 5.0}]
    assert compute(parse("sum(r1) + sum(r2)"), filings, is_complete=False) == 6.0
    assert compute(parse("sum(r1) + sum(r2)"), filings) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count()", 3.0),
        ("count(r1 > 1)", 2.0),
        ("count(r1 >= 1) / count() * 100", 100.0),
        ("count(r1 == 2)", 1.0),
        ("count(r1 != 2)", 2.0),
        ("count(r1 < 2) + count(r1 <= 2)", 3.0),
        ("sum(r1 * r1)", 14.0),
        ("-sum(r1)", -6.0),
        ("sum(r1 - ly(r1))", 3.0),
        ("sum(r1) / (sum(r1) - 6)", None),
    ],
)
def test_totals_and_arithmetic_are_those_of_the_notation(text, expected):
    filings = [{"r1": value, "r1__ly": 1.0} for value in (1.0, 2.0, 3.0)]
    assert compute(parse(text), filings) == expected
