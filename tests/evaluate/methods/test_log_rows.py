"""Rows of a log are there when somebody looks, whole and in order."""

import numpy as np
import pytest

from tests.evaluate.methods.small_tables import table
from xiandao.evaluate.methods.log_rows import LazyRows, Picked, joined_rows, unit_columns

ROWS = LazyRows([("a", np.array([1.0, 2.0]), None), ("b", np.zeros(0), None), ("c", [3.0], "x")])


def test_rows_are_plain_values_in_order_and_empty_blocks_vanish():
    assert tuple(ROWS) == (("a", 1.0, None), ("a", 2.0, None), ("c", 3.0, "x"))
    assert [type(row[1]) for row in ROWS] == [float] * 3


def test_rows_are_read_by_place_from_both_ends_and_in_slices():
    assert ROWS[1] == ("a", 2.0, None)
    assert ROWS[-1] == ("c", 3.0, "x")
    assert ROWS[1:] == (("a", 2.0, None), ("c", 3.0, "x"))
    with pytest.raises(IndexError):
        ROWS[3]


def test_lazy_rows_are_joined_without_being_made_and_with_tuples_too():
    both = joined_rows(ROWS, ROWS)
    assert isinstance(both, LazyRows)
    assert len(both) == 6
    assert joined_rows(ROWS, (("d", 4.0, ""),))[-1] == ("d", 4.0, "")


def test_units_and_periods_are_looked_up_by_row():
    given = table({"x": [1.0, 2.0, 3.0]}, periods=("2022", "2023", "2024"))
    units, periods = unit_columns(given, np.array([2, 0]))
    assert list(units) == ["U2", "U0"]
    assert list(periods) == ["2024", "2022"]
    assert Picked(("a", "b"), np.array([1]))[0] == "b"


def test_equal_rows_are_equal_whatever_holds_them():
    same = tuple(ROWS)
    assert same == ROWS
    assert hash(ROWS) == hash(LazyRows(ROWS.blocks))
    assert len(LazyRows([])) == 0
