"""Unified social credit codes: check character, forms people type, and what is wrong with a code."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xiandao.terms.credit_code import ALPHABET, CreditCode, check_character
from xiandao.terms.error import TermError

REAL = ["91330100799655058B", "9144030071526726XG", "914403001922038216", "53640000MJX173672F"]


@pytest.mark.parametrize("code", REAL)
def test_real_codes_pass_with_both_check_characters(code):
    assert CreditCode(code).code == code
    assert CreditCode(code).warnings == ()


@pytest.mark.parametrize("code", REAL)
def test_lower_case_full_width_blanks_and_dashes_are_forgiven(code):
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code.lower())
    assert CreditCode.parse(f"  {wide} ").code == code
    assert CreditCode.parse(f"{code[:8]}-{code[8:17]} {code[17:]}").code == code


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(front, place, other):
    assume(front[place] != other)
    code = front + check_character(front)
    wrong = code[:place] + other + code[place + 1 :]
    assert CreditCode(code).code == code
    with pytest.raises(TermError) as caught:
        CreditCode(wrong)
    assert caught.value.code == "TRM-132"


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 15))
def test_two_neighbours_exchanged_are_noticed(front, place):
    assume(front[place] != front[place + 1])
    code = front + check_character(front)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    with pytest.raises(TermError):
        CreditCode(swapped)


@pytest.mark.parametrize(
    ("char", "meant"), [("I", "1"), ("O", "0"), ("Z", "2"), ("S", "5"), ("V", "U")]
)
def test_letters_that_no_code_has_are_named_with_place_and_likely_meaning(char, meant):
    with pytest.raises(TermError) as caught:
        CreditCode.parse("9133" + char + "100799655058B")
    error = caught.value
    assert (error.code, error.details["position"], error.details["character"]) == (
        "TRM-131",
        5,
        char,
    )
    assert "第5位" in error.sentence
    assert meant in error.hint


def test_a_code_of_another_length_is_refused_with_its_length():
    with pytest.raises(TermError) as caught:
        CreditCode.parse("9133010079965505")
    assert caught.value.code == "TRM-130"
    assert "16位" in caught.value.sentence


def test_the_expected_check_character_is_told():
    with pytest.raises(TermError) as caught:
        CreditCode.parse("91330100799655058C")
    assert caught.value.details["expected"] == "B"


def test_a_wrong_inner_check_character_is_a_warning_only():
    front = "91330100" + "799655059"
    code = CreditCode(front + check_character(front))
    assert len(code.warnings) == 1
    assert "组织机构代码" in code.warnings[0]


def test_authority_and_place_are_read_from_the_code():
    assert CreditCode(REAL[3]).authority == "民政部门"
    assert str(CreditCode(REAL[0]).place) == "330100"
