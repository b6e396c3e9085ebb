"""Every period judged by what was known by then: colours, persistence, and why there is no judgement."""

import numpy as np
import pytest

from tests.sense.methods.warning_rows import panel, quarters, rule, table
from xiandao.sense.methods.warning_colour import Colour
from xiandao.sense.methods.warning_judging import Unjudged, judged
from xiandao.sense.methods.warning_observations import observations
from xiandao.sense.methods.warning_series import every_series

FLAT = [100.0] * 12
SEASONAL = [100.0, 80.0, 120.0, 110.0]


def one_series(values, **options):
    return every_series(panel(values, **options))[0]


def noisy(years, seed=1, last=None):
    values = np.tile(SEASONAL, years) * np.exp(
        np.random.default_rng(seed).normal(0, 0.02, 4 * years)
    )
    return [*np.round(values, 3), *([] if last is None else last)]


def test_growth_at_the_limit_gets_the_colour_and_the_next_better_one_does_not():
    found = judged(one_series([*FLAT, 80.0, 80.1, 99.0, 99.5]), rule())
    assert [one.colour for one in found[-4:]] == [Colour.RED, Colour.ORANGE, Colour.BLUE, None]


def test_persistence_waits_and_gives_the_mildest_of_the_periods_in_a_row():
    found = judged(one_series([*FLAT, 75.0, 94.0, 88.0, 100.0]), rule(persistence=2))
    assert [one.colour for one in found[-4:]] == [None, Colour.YELLOW, Colour.YELLOW, None]
    assert [one.streak for one in found[-4:]] == [0, 2, 3, 0]


def test_few_points_get_no_colour_whatever_they_show():
    found = judged(one_series([100, 100, 100, 100, 1, 1, 1, 1]), rule())
    assert all(one.colour is None and one.value is None for one in found)
    assert {one.cause for one in found} == {Unjudged.SHORT}


def test_few_units_get_no_colour():
    found = judged(one_series([*FLAT, 10.0], units=("a", "b")), rule(units=3))
    assert found[-1].cause is Unjudged.FEW_UNITS
    assert found[-1].colour is None


def test_a_missing_period_and_a_base_of_nothing_are_told():
    rows = [(code, "a", "x", value) for code, value in quarters([*FLAT, 5, 6]) if code != "2023Q1"]
    holes = judged(every_series(observations(table(rows)))[0], rule())
    assert holes[12].cause is Unjudged.NO_DATA
    empty = judged(one_series([0.0] * 12 + [5.0]), rule())
    assert empty[-1].cause is Unjudged.NO_BASE


def test_a_turn_is_told_once_when_it_is_confirmed():
    values = [*FLAT[:8], 110, 110, 110, 110, 99, 98, 97, 96]
    found = judged(one_series(values), rule(measure='"turning"', confirm=2, smooth=1))
    assert [one.colour for one in found] == [None] * 13 + [Colour.ORANGE] + [None] * 2
    assert found[13].value == pytest.approx(-10.909091)


def test_a_fall_off_the_usual_is_seen_through_the_season():
    change = rule(measure='"deviation"', thresholds="{ red = -6, blue = -3 }")
    usual = judged(one_series(noisy(7)), change)
    assert sum(one.colour is not None for one in usual) <= 1
    fallen = judged(one_series(noisy(6, last=[70.0])), change)[-1]
    assert fallen.colour is Colour.RED
    assert fallen.gap == pytest.approx(-30, abs=3)


def test_a_deviation_needs_three_years_without_a_hole_and_some_scatter():
    change = rule(measure='"deviation"', thresholds="{ red = -6 }")
    assert judged(one_series(noisy(3)), change)[-1].cause is Unjudged.SHORT
    assert judged(one_series([100.0] * 20), change)[-1].cause is Unjudged.FLAT
    rows = [(code, "a", "x", value) for code, value in quarters(noisy(6)) if code != "2023Q1"]
    assert judged(every_series(observations(table(rows)))[0], change)[-1].cause is Unjudged.BROKEN


def test_differences_take_losses_that_ratios_cannot():
    losses = [value - 100 for value in noisy(6, last=[-60.0])]
    keys = {"measure": '"deviation"', "thresholds": "{ red = -6 }"}
    assert judged(one_series(losses, indicator="profit"), rule(**keys))[-1].cause is Unjudged.BROKEN
    by_difference = judged(one_series(losses, indicator="profit"), rule(ratio="false", **keys))[-1]
    assert by_difference.colour is Colour.RED
    assert by_difference.gap is None
