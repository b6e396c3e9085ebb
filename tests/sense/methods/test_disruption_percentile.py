"""Percentiles within groups: ties share their place, other groups do not matter."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from xiandao.sense.methods.disruption_percentile import percentile_within

ROWS = st.lists(
    st.tuples(
        st.sampled_from([-1.0, 0.0, 0.5, float("nan")]), st.integers(0, 2), st.sampled_from("ab")
    ),
    max_size=30,
)


@given(ROWS)
def test_the_percentile_is_the_share_below_and_half_of_the_equal_ones(rows):
    values = np.array([row[0] for row in rows], float)
    years, fields = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    found = percentile_within(values, fields, years)
    for place, (value, year, field) in enumerate(rows):
        mates = [v for v, y, f in rows if (y, f) == (year, field) and v == v]
        if value != value:
            assert np.isnan(found[place])
            continue
        share = sum(v < value for v in mates) + sum(v == value for v in mates) / 2
        assert np.isclose(found[place], 100 * share / len(mates))


def test_without_groups_all_works_are_one_group():
    assert percentile_within(np.array([3.0, 1.0, 2.0])).round(1).tolist() == [83.3, 16.7, 50.0]


def test_values_multiplied_by_a_positive_number_keep_their_percentiles():
    chance = np.random.default_rng(1)
    values, years = chance.normal(size=200), pl.Series(chance.integers(0, 5, 200)).to_numpy()
    np.testing.assert_array_equal(
        percentile_within(values, years), percentile_within(values * 7, years)
    )
