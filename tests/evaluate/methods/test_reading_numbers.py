"""Figures as people type them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.reading_cells import Grid
from xiandao.evaluate.methods.reading_findings import Findings, cell_name, where
from xiandao.evaluate.methods.reading_numbers import number_column, understood


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("1", "plain", 1),
        (" -1.5e3 ", "plain", -1500),
        ("1,234,567.5", "thousands", 1234567.5),
        ("１２．５", "wide", 12.5),
        ("−3", "wide", -3),
        ("85%", "percent", 85),
        ("85％", "percent", 85),
        (7, "plain", 7),
    ],
)
def test_what_is_clearly_a_number_is_one(cell, kind, value):
    assert understood(cell) == (kind, value)


@pytest.mark.parametrize(
    "cell",
    [
        "12,5",
        "1_000",
        "0x1f",
        "1.2.3",
        "三",
        "1 2",
        "TRUE",
        "3.2万",
        "e5",
        "1,23,456",
        {"d": "2026-01-01"},
    ],
)
def test_what_is_not_clearly_a_number_is_none(cell):
    assert understood(cell)[0] == "text"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("inf", "infinite"),
        ("∞", "infinite"),
        ("-Infinity", "infinite"),
        ("1e400", "large"),
        ({"x": "inf"}, "infinite"),
    ],
)
def test_infinity_and_overflow_are_told_apart_from_text(cell, kind):
    assert understood(cell)[0] == kind


@pytest.mark.parametrize("cell", ["", "NA", "na", "N/A", "…", "-", "缺失", "nan"])
def test_marks_for_nothing_are_missing(cell):
    assert math.isnan(understood(cell)[1])
    assert understood(cell)[0] in {"empty", "missing"}


def column(*cells, separator=","):
    found = Findings()
    grid = Grid(
        "数据",
        ("u", "x"),
        tuple(("a", cell) for cell in cells),
        tuple(range(2, len(cells) + 2)),
        separator,
    )
    return number_column(grid, 1, found), found


def test_a_column_of_percentages_is_read_and_told_but_a_mixed_one_refused():
    values, found = column("10%", "20%")
    assert values.tolist() == [10, 20]
    assert found.notes
    assert not found.problems
    assert [one.code for one in column("10%", "0.2")[1].problems] == ["EVA-424"]


def test_an_overflow_in_an_otherwise_plain_column_is_found():
    assert [one.code for one in column("1", "1e400")[1].problems] == ["EVA-412"]


def test_a_long_column_that_ends_in_a_text_is_refused():
    _, found = column(*["1234567.125e10"] * 20_000, "12x")
    assert [one.code for one in found.problems] == ["EVA-411"]


def test_the_note_says_how_many_cells_were_understood():
    _, found = column("1,000", "2,000", "3")
    assert found.notes == ["数据表“x”列：2格的千分位逗号已去掉"]


@settings(max_examples=30)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_every_double_written_with_all_digits_comes_back_the_same(numbers):
    values, found = column(*map(repr, numbers))
    assert np.array_equal(values, numbers)
    assert not found.problems


def test_places_are_told_as_a_spreadsheet_shows_them():
    assert cell_name(3, 28) == "AB3"
    assert where("框架", 4, 0, []) == "框架表第4行（4）"
