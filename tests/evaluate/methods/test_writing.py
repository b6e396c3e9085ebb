"""A build as files: every digit survives, names are no formulas, panels carry their period."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.reading import read
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.step import Log
from xiandao.evaluate.methods.summary import summary_of
from xiandao.evaluate.methods.writing import (
    Written,
    as_csv,
    as_workbook,
    build_tables,
    cell_text,
    log_table,
)

TREE = b"code,name,parent,direction\nI,Index,,\nP,Pillar,I,\nx,,P,1\ny,,I,-1\n"
MINMAX = {"use": "normalise", "method": "minmax"}


def built(data, *steps):
    source = read(data.encode(), TREE)
    index = build(source.table, source.framework, Recipe({"steps": [*steps, MINMAX]}))
    return source, index, {table.name: table for table in build_tables(index, source.layout)}


def test_results_are_sorted_and_carry_names_rank_and_aggregates_downward():
    _, _, tables = built("unit,name,x,y\na,A,1,4\nb,=B(),3,0\nc,C,2,2\n")
    results = tables["results"]
    assert results.columns == ("unit", "name", "rank", "I", "P")
    assert [row[0] for row in results.rows] == ["b", "c", "a"]
    assert results.rows[0][1] == "'=B()"


def test_weights_are_listed_with_level_and_share_of_the_index():
    _, _, tables = built("unit,x,y\na,1,4\nb,3,0\n")
    rows = {row[1]: row for row in tables["weights"].rows}
    assert rows["I"] == (3, "I", 1.0, 1.0)
    assert rows["x"][3] == 0.5


def test_a_panel_carries_its_period_in_every_table():
    _, _, tables = built("unit,period,x,y\na,2025,1,4\nb,2025,3,0\na,2026,2,3\nb,2026,1,1\n")
    assert tables["aggregated"].columns[:2] == ("unit", "period")
    assert [row[2] for row in tables["results"].rows] == ["2025", "2025", "2026", "2026"]
    assert [row[3] for row in tables["results"].rows] == [1, 2, 1, 1]


def test_a_step_that_stands_twice_leaves_both_tables():
    _, _, tables = built("unit,x,y\na,1,4\nb,3,0\nc,2,1\n", MINMAX)
    assert {"normalised_1", "normalised"} <= set(tables)


@settings(max_examples=30)
@given(st.lists(st.floats(), min_size=1, max_size=6))
def test_every_double_comes_back_from_the_file_as_the_same(numbers):
    numbers = [number for number in numbers if math.isfinite(number)] or [0.1]
    text = as_csv(Written("t", ("x",), [[number] for number in numbers])).decode()
    read_back = [float(row[0]) for row in list(csv.reader(io.StringIO(text)))[1:]]
    assert np.array_equal(read_back, numbers)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (np.float64("nan"), ""),
        (np.int64(3), "3"),
        (np.bool_(False), "FALSE"),
        (["a", 1.0], "a；1"),
        (1e22, "1e+22"),
    ],
)
def test_cells_of_every_kind_have_one_text(cell, text):
    assert cell_text(cell) == text


def test_a_table_as_a_workbook_keeps_figures_as_figures_and_formulas_as_text():
    content = as_workbook(Written("raw", ("unit", "x"), [["=1+1", 2.5], ["b", float("nan")]]))
    sheet = load_workbook(io.BytesIO(content))["raw"]
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 2.5
    assert sheet["B3"].value in {None, ""}


def test_a_log_never_takes_the_name_of_a_stage():
    source, _, _ = built("unit,x,y\na,1,4\nb,3,0\n")
    table = log_table(Log("denominated", ("unit", "indicator"), (("a", "x"),)), source.layout)
    assert table.name == "denominators"
    assert log_table(Log("raw", ("unit",), ()), source.layout).name == "raw_log"


def test_the_summary_says_who_leads_and_what_has_no_score():
    source, index, _ = built("unit,name,x,y\na,甲,1,4\nb,乙,3,0\nc,丙,2,2\n")
    lines = summary_of(index, source)
    assert any("乙" in line for line in lines)
    assert "3个单元，2个指标，3级" in lines[0]


def test_raw_figures_have_groups_and_denominators_behind_them_and_are_read_back():
    tree = b"code,parent,type\nI,,\nx,I,\nbelt,,group\npeople,,denominator\n"
    source = read("unit,x,belt,people\na,1,东,3\nb,2,西,7\n".encode(), tree)
    recipe = Recipe({"steps": [{"use": "normalise", "method": "minmax"}]})
    raw, normalised, *_ = build_tables(build(source.table, source.framework, recipe), source.layout)
    assert raw.columns == ("unit", "x", "belt", "people")
    assert normalised.columns == ("unit", "x")
    again = read(as_csv(raw), tree).table
    assert again.groups["belt"] == ("东", "西")
    assert again.denominators["people"].tolist() == [3.0, 7.0]
