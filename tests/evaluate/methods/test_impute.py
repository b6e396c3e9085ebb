"""How sure a filled cell is follows from those it was filled from."""

import numpy as np
import pytest

from tests.evaluate.methods.small_tables import GAP, panel, table, tree
from xiandao.evaluate.methods.fills import IMPUTED, Fill, column_gaps, filled
from xiandao.evaluate.methods.impute import FILLERS, donor_spread, unchanged
from xiandao.evaluate.methods.step import checked
from xiandao.evaluate.methods.steps_prepare import METHODS
from xiandao.terms.error import InputError

IMPUTING = {method.name: method for method in METHODS if method.step == "impute"}
OPTIONS = {"group_mean": {"group": "g"}, "group_median": {"group": "g"}, "constant": {"value": 1.0}}


def data():
    random = np.random.default_rng(7)
    x = random.normal(size=(24, 3))
    x[0, 0] = x[5, 1] = np.nan
    units = tuple(f"U{row // 2}" for row in range(24))
    return table(
        dict(zip("abc", x.T, strict=True)),
        units=units,
        periods=("2023", "2024") * 12,
        groups={"g": ("p", "p", "q", "q") * 6},
    )


def test_every_way_of_imputing_tells_how_sure_it_is():
    assert set(FILLERS) == set(IMPUTING)


@pytest.mark.parametrize("name", sorted(IMPUTING))
def test_means_are_what_the_method_fills_in_and_deviations_are_no_gaps(name):
    given, framework, method = data(), tree("a", "b", "c"), IMPUTING[name]
    options = checked(method.options, OPTIONS.get(name, {}), name)
    table_after = method.run(given, framework, **options).table
    spread = donor_spread(given, framework, name, options)
    np.testing.assert_allclose(table_after.values[spread.rows, spread.columns], spread.mean)
    assert np.isfinite(spread.sd).all()
    assert (spread.sd >= 0).all()
    filled_cells = np.isnan(given.values) & ~np.isnan(table_after.values)
    assert len(spread.rows) == filled_cells.sum()


def test_the_deviation_is_that_of_the_donors():
    given = table({"a": [1.0, 3.0, 5.0, GAP, 100.0]}, groups={"g": ("p", "p", "p", "p", "q")})
    found = donor_spread(given, tree("a"), "group_mean", {"group": "g", "over": "all"})
    assert (found.mean.tolist(), found.sd.tolist()) == ([3.0], [2.0])


def test_a_figure_carried_further_is_less_sure():
    given = panel(
        {"A": [1.0, 2.0, GAP, GAP], "B": [1.0, 2.0, 3.0, 4.0]}, ("2021", "2022", "2023", "2024")
    )
    found = donor_spread(given, tree("x"), "panel_latest", {"max_lookback": None})
    assert found.sd.tolist() == pytest.approx([1.0, 2**0.5])


def test_an_unknown_method_is_refused():
    with pytest.raises(InputError) as refused:
        donor_spread(data(), tree("a", "b", "c"), "guess", {})
    assert refused.value.code == "EVA-114"


def test_gaps_are_found_and_fills_are_written_and_told():
    given = table({"x": [1.0, GAP], "y": [1.0, 2.0]})
    assert [(place, rows.tolist()) for place, rows in column_gaps(given)] == [(0, [1])]
    found = filled(
        given, tree("x", "y"), "own", [Fill(0, np.array([1]), np.array([9.0]))], leave=False
    )
    assert found.table.values.tolist() == [[1.0, 1.0], [9.0, 2.0]]
    assert dict(zip(IMPUTED, found.logs[0].rows[0], strict=True))["value"] == 9.0


def test_a_step_switched_off_changes_nothing():
    given = data()
    assert unchanged(given, tree("a", "b", "c")).table is given
