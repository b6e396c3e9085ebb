"""Turning points by hand, and beside a slow reading of the definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xiandao.sense.methods.turning_points import Turn, smoothed, turning_points


def test_a_turn_down_begins_at_the_first_negative_and_is_confirmed_later():
    assert turning_points([3, 2, 1, -1, -2, -3], confirm=3) == (Turn(3, 5, is_down=True),)


def test_a_dip_shorter_than_the_confirmation_is_no_turn():
    assert turning_points([3, 2, -1, 1, 2, 3], confirm=2) == ()


def test_a_hole_or_a_zero_ends_a_run():
    assert turning_points([1, 1, float("nan"), -1, -1], confirm=2) == ()
    assert turning_points([1, 1, 0, -1, -1], confirm=2) == ()


def test_smoothing_looks_back_only_and_keeps_holes():
    found = smoothed(np.array([3.0, 1.0, np.nan, 1.0, 3.0]), 2)
    assert found[1] == 2.0
    assert found[4] == 2.0
    assert np.isnan(found[[0, 2, 3]]).all()
    assert np.isnan(smoothed(np.array([1.0]), 3)).all()


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), max_size=20), st.integers(1, 3))
def test_turns_are_those_of_the_definition(growth, confirm):
    slow = []
    for at in range(len(growth)):
        after = growth[at - confirm + 1 : at + 1] if at - confirm + 1 >= 0 else []
        begins = at - confirm + 1
        before = growth[begins - confirm : begins] if begins - confirm >= 0 else []
        for sign in (1.0, -1.0):
            if (
                len(after) == len(before) == confirm
                and all(x == sign for x in after)
                and all(x == -sign for x in before)
            ):
                slow.append(Turn(begins, at, is_down=sign < 0))
    assert list(turning_points(growth, confirm=confirm)) == slow


@given(st.lists(st.sampled_from([-2.0, 1.0]), max_size=20), st.integers(0, 20))
def test_later_periods_change_no_turn_that_was_confirmed(growth, cut):
    known = [one for one in turning_points(growth, confirm=2) if one.confirmed < cut]
    assert list(turning_points(growth[:cut], confirm=2)) == known
