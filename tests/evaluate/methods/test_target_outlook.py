"""What can be said of a target from the figures observed, and when nothing can."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.evaluate.methods.progress import Target
from xiandao.evaluate.methods.target_outlook import (
    Observation,
    Verdict,
    counted_up,
    day_of,
    outlook,
    year_of,
)
from xiandao.terms.quantity import Comparator

ENDS = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
TODAY = date(2026, 11, 22)
DUE = year_of(date(2027, 12, 31))


def seen(*values):
    return [Observation(day, float(value)) for day, value in zip(ENDS, values, strict=False)]


def test_quarter_ends_are_evenly_spaced_years():
    times = [year_of(day) for day in ENDS]
    assert {round(after - before, 9) for before, after in pairwise(times)} == {0.25}


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_a_day_survives_the_way_to_a_year_and_back(day):
    assert abs(day_of(year_of(day)) - day) <= timedelta(days=1)


def test_records_are_counted_at_the_ends_of_whole_quarters_and_never_before_they_were_announced():
    found = counted_up([date(2026, 1, 9), date(2026, 8, 1), date(2026, 11, 1)], TODAY)
    assert [(one.on, one.value) for one in found] == [(ENDS[1], 1), (ENDS[2], 1), (ENDS[3], 2)]


def test_a_steady_rise_over_the_target_is_said_to_be_sure_and_one_far_below_to_be_unlikely():
    rising = seen(10, 14, 19, 23)
    assert outlook(rising, Target("甲", 25, DUE), today=TODAY).verdict is Verdict.SURE
    assert outlook(rising, Target("甲", 500, DUE), today=TODAY).verdict is Verdict.UNLIKELY


def test_a_ceiling_is_judged_from_below():
    falling = seen(0.50, 0.48, 0.45, 0.43)
    target = Target("能耗", 0.40, DUE, Comparator.LE, baseline=0.5)
    assert outlook(falling, target, today=TODAY).verdict is Verdict.SURE
    assert outlook(falling[::-1], target, today=TODAY, is_attained=True).verdict is Verdict.ATTAINED


@pytest.mark.parametrize(
    ("values", "verdict"),
    [((), Verdict.FEW), ((1, 2), Verdict.FEW), ((5, 5, 5), Verdict.FLAT)],
)
def test_nothing_is_forecast_from_too_few_figures_or_figures_that_do_not_move(values, verdict):
    found = outlook(seen(*values), Target("甲", 30, DUE), today=TODAY)
    assert (found.verdict, found.path, found.count) == (verdict, (), len(values))


def test_what_is_due_already_or_has_no_deadline_is_not_forecast():
    past = Target("甲", 30, year_of(date(2026, 9, 30)))
    assert outlook(seen(1, 2, 3, 4), past, today=TODAY).verdict is Verdict.PAST
    assert outlook(seen(1, 2, 3, 4), None, today=TODAY).verdict is Verdict.OPEN


def test_a_count_is_never_expected_to_fall_below_what_is_on_the_list():
    found = outlook(seen(6, 6, 11, 11), Target("甲", 30, DUE), today=TODAY, lowest=11)
    assert min(one.low for one in found.path) == 11
    assert [one.time for one in found.path] == sorted(one.time for one in found.path)
    assert day_of(found.last.time) == date(2027, 12, 31)


@given(st.lists(st.integers(0, 90), min_size=4, max_size=4, unique=True), st.integers(1, 90))
def test_a_higher_target_is_never_more_likely(values, value):
    lower, higher = (
        outlook(seen(*values), Target("甲", value + more, DUE, baseline=0.0), today=TODAY).chance
        for more in (0, 10)
    )
    assert higher <= lower + 1e-12
