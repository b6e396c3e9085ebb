"""Pinyin initials, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.engine.pinyin import initials, is_spelt_by


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先导区", "xdq"),
        ("重庆", "cq"),
        ("长江", "cj"),
        ("10+X", "10x"),
        ("ＡＩ产业", "aicy"),
        ("（一）目标", "ymb"),
        ("", ""),
    ],
)
def test_each_character_gives_the_letter_of_its_reading_in_the_word(text, expected):
    assert initials(text) == expected


@given(st.text(max_size=40))
def test_the_answer_is_lower_case_letters_and_digits_whatever_the_text(text):
    found = initials(text)
    assert found == "".join(c for c in found.lower() if c.isascii() and c.isalnum())


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("csj", True), ("zsj", True), ("SJ", True), ("jsc", False), ("csjx", False), ("", False)],
)
def test_any_reading_of_a_character_may_be_typed(typed, is_found):
    assert is_spelt_by("长三角", typed) is is_found


@given(st.text(max_size=40))
def test_whatever_the_text_a_blank_finds_nothing_in_it(text):
    assert not is_spelt_by(text, "  ")
