"""Rows that cannot be used are counted and named; the others come through unchanged."""

import polars as pl
import pytest

from tests.sense.methods.warning_rows import table
from xiandao.sense.methods.warning_observations import (
    code_of,
    group_column,
    observations,
    period_of,
)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (("2026-02", "b", "x", "many"), "不是数字"),
        (("2026-02", "b", "x", "NaN"), "NaN"),
        (("2026-02", "b", "x", "-inf"), "无穷大"),
        (("2026-02", "b", "x", None), "为空"),
        (("2026-02", " ", "x", "1"), "为空"),
        (("soon", "b", "x", "1"), "不能识别"),
        (("2026-13", "b", "x", "1"), "不能识别"),
        (("2026", "b", "x", "1"), "不是月或季"),
        (("2026M01-03", "b", "x", "1"), "不是月或季"),
        (("2026Q1", "b", "x", "1"), "月、季混用"),
        (("2026-02", "b", "x", "-1"), "不应为负"),
        (("2026-01", "a", "x", "1"), "重复行，只计一次"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_and_named(row, cause):
    good = [("2026-01", "a", "x", "1"), ("2026-02", "a", "x", "2")]
    found = observations(table([*good, row]), nonnegative={"x"})
    assert found.rows.get_column("value").to_list() == [1.0, 2.0]
    assert [one.count for one in found.refused] == [1]
    assert cause in found.refused[0].cause
    assert "第4行" in found.refused[0].line()


def test_two_different_figures_for_the_same_count_neither():
    found = observations(table([("2026-01", "a", "x", "1"), ("2026年1月", "a", "x", "2")]))
    assert found.rows.is_empty()
    assert found.refused[0].count == 2
    assert "不同的数" in found.lines()[1]


def test_negative_values_stay_where_they_are_possible():
    assert len(observations(table([("2026Q1", "a", "profit", -3.5)])).rows) == 1


def test_figures_with_separators_of_thousands_are_read():
    rows = [("2026Q1", "a", "x", "1,234.5"), ("2026Q1", "b", "x", "12,34")]
    found = observations(table(rows))
    assert found.rows.get_column("value").to_list() == [1234.5]
    assert "12,34" in found.lines()[1]


def test_every_row_is_either_used_or_in_the_account():
    rows = (
        [("2026-01", "a", "x", "1")] * 4 + [("x", "a", "x", "1")] * 30 + [("2026Q1", "a", "y", "2")]
    )
    found = observations(table(rows))
    assert found.read == len(found.rows) + sum(one.count for one in found.refused) == 35
    assert max(len(one.some) for one in found.refused) == 10


def test_a_group_called_like_a_column_of_the_work_does_no_harm():
    found = observations(
        table([("2026Q1", "a", "x", 1.0, "s", "l")], "season", "line"), groups=["season", "line"]
    )
    assert found.rows.get_column(group_column("season")).to_list() == ["s"]
    assert found.rows.get_column("season").to_list() == [4]


def test_nothing_is_read_from_an_empty_table():
    empty = pl.DataFrame(schema=dict.fromkeys(("period", "unit", "indicator", "value"), pl.String))
    assert observations(empty).lines() == ["读入0行，采用0行"]


def test_places_in_time_and_codes_are_each_other():
    assert [code_of(at, 12) for at in (24311, 24312)] == ["2025-12", "2026-01"]
    assert period_of(8107, 4).label == "2026年四季度"
