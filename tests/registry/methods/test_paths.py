"""Paths keep a subtree together: one range, whatever the engine sorts by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.registry.methods.paths import LAST, SEGMENT, level, line, ordinal, segment
from xiandao.terms.error import XiandaoError

NUMBERS = st.integers(1, 36**SEGMENT - 2)


@given(NUMBERS)
def test_a_segment_gives_its_number_back(number):
    assert ordinal("000001" + segment(number)) == number


@given(NUMBERS, NUMBERS)
def test_segments_sort_like_their_numbers_and_before_the_end_of_the_range(one, other):
    assert (segment(one) < segment(other)) == (one < other)
    assert segment(one) < LAST


@pytest.mark.parametrize("number", [0, -1, 36**SEGMENT])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(XiandaoError):
        segment(number)


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_a_line_leads_from_the_top_to_the_path(numbers):
    path = "".join(map(segment, numbers))
    assert line(path)[-1] == path
    assert len(line(path)) == level(path) == len(numbers)
