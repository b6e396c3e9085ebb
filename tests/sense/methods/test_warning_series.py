"""Same-scope growth and linked levels against sums by hand."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sense.methods.warning_rows import panel, quarters, table
from xiandao.sense.methods.warning_observations import observations
from xiandao.sense.methods.warning_series import Scope, compared, every_series, missing_periods


def test_units_that_come_and_go_do_not_move_growth():
    rows = [
        ("2024Q1", "a", "x", 100),
        ("2025Q1", "a", "x", 110),
        ("2024Q1", "gone", "x", 900),
        ("2025Q1", "new", "x", 5),
    ]
    one = every_series(observations(table(rows)))[0]
    assert one.growth[-1] == 10.0
    assert one.compared[-1] == 1
    assert one.value[-1] == 115


def test_levels_are_linked_over_the_units_of_both_periods():
    rows = [(code, "a", "x", value) for code, value in quarters([100, 110, 99])]
    rows += [("2020Q2", "b", "x", 1000), ("2020Q3", "b", "x", 1000)]
    one = every_series(observations(table(rows)))[0]
    ratio, begins = one.linked(ratio=True)
    assert np.allclose(ratio, [0, math.log(1.1), math.log(1.1) + math.log(1099 / 1110)])
    assert begins.tolist() == [0, 0, 0]
    assert np.allclose(one.linked(ratio=False)[0], [100, 110, 99])


def test_a_missing_period_is_a_hole_and_begins_a_new_run():
    rows = [(code, "a", "x", value) for code, value in quarters([1, 2, 3, 4]) if value != 3]
    found = every_series(observations(table(rows)))
    assert np.isnan(found[0].value[2])
    assert found[0].linked(ratio=True)[1].tolist() == [0, 0, 2, 3]
    assert missing_periods(found) == {("x", "全部"): (2020 * 4 + 2,)}


def test_ratios_break_where_a_level_is_not_positive_and_differences_do_not():
    one = every_series(panel([5, 0, 3]))[0]
    assert one.linked(ratio=True)[1].tolist() == [0, 1, 2]
    assert one.linked(ratio=False)[1].tolist() == [0, 0, 0]


def test_scopes_are_the_values_of_groups_and_their_crossings():
    rows = [
        ("2025Q1", "a", "x", 1, "甲市", "量子"),
        ("2025Q1", "b", "x", 2, "甲市", ""),
        ("2025Q1", "c", "x", 4, None, "量子"),
    ]
    found = observations(table(rows, "region", "industry"), groups=["region", "industry"])
    series = every_series(found, [(), ("region",), ("region", "industry")])
    assert {one.scope.label: one.value[0] for one in series} == {
        "全部": 7,
        "甲市": 3,
        "甲市·量子": 1,
    }
    assert Scope().label == "全部"


def test_pairs_with_a_year_before_are_those_of_the_same_unit_and_indicator():
    rows = [
        ("2024-05", "a", "x", 1),
        ("2025-05", "a", "x", 2),
        ("2025-05", "a", "y", 3),
        ("2025-05", "b", "x", 4),
    ]
    assert compared(observations(table(rows))).select(
        "unit", "indicator", "value", "base"
    ).rows() == [("a", "x", 2, 1)]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from("abc"), st.integers(-50, 50)), max_size=25
    )
)
def test_growth_is_that_of_a_slow_reckoning(cells):
    values = {(at, unit): value for at, unit, value in cells}
    rows = [(quarters([0] * 10)[at][0], unit, "x", value) for (at, unit), value in values.items()]
    for one in every_series(observations(table(rows))):
        for place, growth in enumerate(one.growth):
            at = one.start + place - 2020 * 4
            both = [unit for unit in "abc" if (at, unit) in values and (at - 4, unit) in values]
            now, base = (sum(values[when, unit] for unit in both) for when in (at, at - 4))
            assert one.compared[place] == len(both)
            if both and base:
                assert abs(growth - (now - base) / abs(base) * 100) < 1e-8
            else:
                assert np.isnan(growth)
