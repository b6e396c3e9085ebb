"""Texts of records stay on one line, printable and storable."""

from hypothesis import given
from hypothesis import strategies as st

from xiandao.registry.methods.wording import masked, one_line, storable


@given(st.text(max_size=80), st.integers(1, 40))
def test_any_text_becomes_one_bounded_line(text, limit):
    line = one_line(text, limit=limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    line.encode()


@given(st.text(max_size=80))
def test_any_text_becomes_storable(text):
    kept = storable(text)
    assert "\x00" not in kept
    kept.encode()
    assert len(kept) == len(text)


@given(st.text("0123456789-", max_size=20))
def test_a_masked_number_shows_no_more_than_seven_signs(number):
    assert len(masked(number)) == len(number)
    assert sum(sign != "*" for sign in masked(number)) <= 7
