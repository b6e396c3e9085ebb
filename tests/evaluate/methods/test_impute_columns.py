"""Gaps of an indicator are filled from those who have it: all, the group, the period."""

import numpy as np
import pytest

from tests.evaluate.methods.asem import framework_of, stage_of, table_of
from tests.evaluate.methods.small_tables import GAP, panel, table, tree
from xiandao.evaluate.methods.impute_columns import (
    centres,
    impute_constant,
    impute_group_mean,
    impute_group_median,
    impute_mean,
    impute_median,
    spreads,
)
from xiandao.terms.error import InputError

TREE = tree("x")
EAST = {"region": ("east", "east", "east", "west", "west")}
DATA = table({"x": [1.0, 3.0, GAP, 9.0, GAP]}, groups=EAST)


def test_the_standard_build_is_reproduced(shared):
    folder = shared / "data" / "asem"
    given = stage_of(folder, "std_denominated.csv")
    found = impute_group_mean(given, framework_of(folder), group="EurAsia_group")
    np.testing.assert_allclose(
        found.table.values, stage_of(folder, "std_imputed.csv").values, rtol=1e-13
    )
    log = found.logs[0]
    assert len(log.rows) == 65
    unit, period, indicator, method, value, _ = log.rows[0]
    assert (period, method) == ("2018", "group_mean")
    assert found.table.column(indicator)[given.units.index(unit)] == value


def test_means_and_medians_of_all_and_of_the_group():
    assert impute_mean(DATA, TREE).table.column("x")[2] == pytest.approx(13 / 3)
    assert impute_median(DATA, TREE).table.column("x")[4] == 3.0
    assert impute_group_mean(DATA, TREE, group="region").table.values[[2, 4], 0].tolist() == [
        2.0,
        9.0,
    ]
    assert impute_group_median(DATA, TREE, group="region").table.values[[2, 4], 0].tolist() == [
        2.0,
        9.0,
    ]


def test_medians_by_set_equal_those_computed_one_by_one():
    random = np.random.default_rng(1)
    x = random.normal(size=500)
    x[random.random(500) < 0.2] = np.nan
    codes = random.integers(0, 7, 500)
    for statistic, plain in (("median", np.nanmedian), ("mean", np.nanmean)):
        wanted = [plain(x[codes == code]) for code in range(7)]
        np.testing.assert_allclose(centres(x, codes, statistic=statistic), wanted, rtol=1e-12)
    wanted = [np.nanstd(x[codes == code], ddof=1) for code in range(7)]
    np.testing.assert_allclose(spreads(x, codes, 7), wanted, rtol=1e-12)


def test_in_a_panel_the_period_counts_unless_all_are_asked_for():
    given = panel({"A": [1.0, 10.0], "B": [3.0, GAP], "C": [GAP, 20.0]}, ("2023", "2024"))
    assert impute_mean(given, TREE).table.values[[3, 4], 0].tolist() == [15.0, 2.0]
    assert impute_mean(given, TREE, over="all").table.values[[3, 4], 0].tolist() == [8.5, 8.5]


def test_a_group_without_figures_is_refused_with_indicator_and_group_or_left_and_told():
    given = table({"x": [1.0, GAP, GAP]}, groups={"region": ("east", "west", "")})
    with pytest.raises(InputError, match=r"x.*west.*U1") as refused:
        impute_group_mean(given, TREE, group="region")
    assert refused.value.code == "EVA-110"
    found = impute_group_mean(given, TREE, group="region", leave=True)
    assert np.isnan(found.table.values[1:]).all()
    assert [row[:3] for row in found.logs[1].rows] == [("U1", "", "x"), ("U2", "", "x")]
    assert len(found.logs[0].rows) == 0


def test_a_constant_fills_every_gap_and_must_be_finite():
    assert impute_constant(DATA, TREE, value=0).table.values[[2, 4], 0].tolist() == [0.0, 0.0]
    with pytest.raises(InputError) as refused:
        impute_constant(DATA, TREE, value=float("inf"))
    assert refused.value.code == "EVA-111"


def test_a_table_without_gaps_stays_the_same_object_and_inputs_are_never_changed(shared):
    full = table({"x": [1.0, 2.0]})
    assert impute_mean(full, TREE).table is full
    given = table_of(shared / "data" / "asem")
    before = given.values.copy()
    impute_mean(given, framework_of(shared / "data" / "asem"))
    np.testing.assert_array_equal(given.values, before)
