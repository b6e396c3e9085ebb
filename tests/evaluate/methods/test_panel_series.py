"""Series are laid out by period and unit."""

import numpy as np

from tests.evaluate.methods.small_tables import GAP
from xiandao.evaluate.methods.panel_series import after, before, shape_of, times_of
from xiandao.evaluate.methods.table import Table


def test_rows_find_their_place_and_absent_ones_are_gaps():
    given = Table(
        ("B", "A", "A"), ("x",), np.array([[3.0], [2.0], [1.0]]), periods=("2024", "2024", "2023")
    )
    shape = shape_of(given)
    assert shape.periods == ("2023", "2024")
    np.testing.assert_array_equal(shape.laid(given.column("x")), [[GAP, 1.0], [3.0, 2.0]])
    assert shape.rows.tolist() == [[-1, 2], [0, 1]]


def test_periods_that_are_numbers_are_ordered_as_such():
    periods, times = times_of(("10", "9", "9.5"))
    assert periods == ("9", "9.5", "10")
    assert times.tolist() == [9.0, 9.5, 10.0]


def test_neighbours_in_time_are_found_both_ways():
    series = np.array([[GAP, 1.0], [2.0, GAP], [GAP, GAP]])
    assert before(series).tolist() == [[-1, 0], [1, 0], [1, 0]]
    assert after(series).tolist() == [[1, 0], [1, 3], [3, 3]]
