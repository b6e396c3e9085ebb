"""Gaps of a unit are filled from its own other periods, and each cell says from which."""

import numpy as np
import pytest

from tests.evaluate.methods.small_tables import GAP, panel, table, tree
from xiandao.evaluate.methods.impute_panel import (
    impute_latest,
    impute_linear,
    impute_linear_constant,
    impute_steps,
)
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

TREE = tree("x")
YEARS = ("2018", "2019", "2020", "2022")
DATA = panel(
    {"A": [GAP, 1.0, GAP, 4.0], "B": [GAP, GAP, 5.0, GAP], "C": [1.0, GAP, GAP, GAP]}, YEARS
)


def filled(method, **options):
    return method(DATA, TREE, **options).table.values.reshape(3, 4)


def same(found, wanted):
    np.testing.assert_array_equal(found, np.array(wanted))


def test_the_latest_figure_is_carried_on_but_never_back():
    same(filled(impute_latest), [[GAP, 1, 1, 4], [GAP, GAP, 5, 5], [1, 1, 1, 1]])


def test_looking_back_stops_where_it_is_told_to():
    same(
        filled(impute_latest, max_lookback=1), [[GAP, 1, 1, 4], [GAP, GAP, 5, 5], [1, 1, GAP, GAP]]
    )


def test_straight_lines_follow_time_and_not_the_number_of_rows():
    same(filled(impute_linear)[0], [1, 1, 2, 4])
    same(filled(impute_linear, beyond="none")[0], [GAP, 1, 2, 4])


def test_a_series_with_one_figure_does_not_stop_the_others_and_is_told_or_carried():
    found = impute_linear(DATA, TREE)
    same(found.table.values.reshape(3, 4)[1:], [[GAP, GAP, 5, GAP], [1, GAP, GAP, GAP]])
    assert {row[0] for row in found.logs[1].rows} == {"B", "C"}
    same(filled(impute_linear_constant)[1:], [[5, 5, 5, 5], [1, 1, 1, 1]])


def test_steps_take_the_figure_before_and_at_the_start_the_one_after():
    same(filled(impute_steps), [[1, 1, 1, 4], [5, 5, 5, 5], [1, 1, 1, 1]])
    same(
        filled(impute_steps, beyond="none"),
        [[GAP, 1, 1, 4], [GAP, GAP, 5, GAP], [1, GAP, GAP, GAP]],
    )


def test_each_filled_cell_says_from_which_period_it_comes():
    latest = impute_latest(DATA, TREE).logs[0].rows
    assert ("B", "2022", "x", "panel_latest", 5.0, "2020") in latest
    assert ("A", "2020", "x", "panel_linear", 2.0, "2019~2022") in impute_linear(DATA, TREE).logs[
        0
    ].rows


def test_what_cannot_be_filled_is_refused_where_nothing_may_be_left():
    with pytest.raises(InputError, match="A 2018") as refused:
        impute_latest(DATA, TREE, leave=False)
    assert refused.value.code == "EVA-110"


def test_a_table_of_one_period_is_refused():
    with pytest.raises(InputError) as refused:
        impute_latest(table({"x": [1.0, GAP]}), TREE)
    assert refused.value.code == "EVA-112"


def test_figures_that_are_there_are_never_changed_in_whatever_order_rows_stand():
    order = np.random.default_rng(1).permutation(12)
    mixed = Table(
        tuple(DATA.units[row] for row in order),
        ("x",),
        DATA.values[order],
        periods=tuple(DATA.periods[row] for row in order),
    )
    for method in (impute_latest, impute_linear, impute_linear_constant, impute_steps):
        wanted = method(DATA, TREE).table.values
        found = method(mixed, TREE).table.values
        np.testing.assert_array_equal(found, wanted[order])
        there = ~np.isnan(DATA.values)
        np.testing.assert_array_equal(wanted[there], DATA.values[there])
