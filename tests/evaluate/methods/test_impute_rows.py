"""Gaps of a unit are filled from its own other indicators, on one scale and in one direction."""

import numpy as np
import pytest

from tests.evaluate.methods.small_tables import GAP, table, tree
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.impute_rows import (
    families,
    impute_row_mean,
    impute_row_median,
    row_centres,
)
from xiandao.terms.error import InputError

DEEP = Framework.of(
    [
        Node("I"), Node("P", parent="I"), Node("Q", parent="I"), Node("a", parent="P"),
        Node("b", parent="P"), Node("c", parent="Q"), Node("d", parent="Q"),
    ]
)  # fmt: skip


def test_the_mean_is_taken_on_a_scale_of_nought_to_one_and_turned_back():
    given = table({"a": [0.0, 10.0, 5.0], "b": [100.0, 300.0, GAP]})
    assert impute_row_mean(given, tree("a", "b")).table.values[2, 1] == 200.0


def test_an_indicator_of_which_less_is_better_is_turned_around():
    given = table({"a": [0.0, 10.0, 2.0], "b": [100.0, 300.0, GAP]})
    assert impute_row_mean(given, tree("a", "b", b=-1)).table.values[2, 1] == pytest.approx(260.0)


def test_without_normalising_figures_are_taken_as_they_are():
    given = table({"a": [1.0, 4.0], "b": [2.0, 5.0], "c": [3.0, GAP]})
    found = impute_row_mean(given, tree("a", "b", "c"), normalise=False)
    assert found.table.values[1, 2] == 4.5


def test_medians_are_of_the_same_row():
    given = table(
        {"a": [0.0, 1.0, 0.1], "b": [0.0, 1.0, 0.2], "c": [0.0, 1.0, 0.9], "d": [0.0, 1.0, GAP]}
    )
    assert impute_row_median(given, tree(*"abcd")).table.values[2, 3] == pytest.approx(0.2)
    assert row_centres(np.array([[1.0, GAP, 3.0], [GAP, GAP, GAP]]), statistic="median")[0] == 2.0


def test_siblings_fill_each_other_or_all_or_those_of_a_level():
    columns = ("a", "b", "c", "d")
    assert families(columns, DEEP, "parent", None) == [[0, 1], [2, 3]]
    assert families(columns, DEEP, "all", None) == [[0, 1, 2, 3]]
    assert families(columns, DEEP, "all", 2) == [[0, 1], [2, 3]]
    assert families(columns, DEEP, "parent", 3) == [[0, 1, 2, 3]]
    given = table(
        {"a": [0.0, 1.0, 0.4], "b": [0.0, 1.0, GAP], "c": [0.0, 1.0, 1.0], "d": [0.0, 1.0, 1.0]}
    )
    assert impute_row_mean(given, DEEP).table.values[2, 1] == pytest.approx(0.4)
    assert impute_row_mean(given, DEEP, within="all").table.values[2, 1] == pytest.approx(0.8)


def test_a_constant_indicator_is_filled_with_its_constant_and_fills_nothing():
    given = table({"a": [0.0, 1.0, 0.25], "b": [7.0, 7.0, GAP], "c": [0.0, 1.0, GAP]})
    found = impute_row_mean(given, tree("a", "b", "c")).table.values[2]
    assert found.tolist() == [0.25, 7.0, 0.25]


def test_a_unit_without_any_figure_is_refused_by_name_or_left():
    given = table({"a": [1.0, 2.0, GAP], "b": [1.0, 2.0, GAP]})
    with pytest.raises(InputError, match="U2"):
        impute_row_mean(given, tree("a", "b"))
    assert np.isnan(impute_row_mean(given, tree("a", "b"), leave=True).table.values[2]).all()
