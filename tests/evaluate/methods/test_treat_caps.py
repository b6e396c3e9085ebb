"""Fences and transformations are applied to tables, whole or in parts, and each changed cell is told."""

import numpy as np
import pytest

from tests.evaluate.methods.small_tables import GAP, table, tree
from xiandao.evaluate.methods.build import run_step
from xiandao.evaluate.methods.recipe_parts import steps_of
from xiandao.evaluate.methods.treat_caps import (
    take_logs,
    take_powers,
    winsorise_mad,
    winsorise_percentile,
    winsorise_points,
    winsorise_quartile,
)
from xiandao.terms.error import InputError

TREE = tree("x")
DATA = table(
    {"x": [1.0, 2.0, 3.0, 4.0, 5.0, GAP, 60.0]}, groups={"g": ("a", "a", "a", "b", "b", "b", "b")}
)


@pytest.mark.parametrize(
    ("method", "options", "last"),
    [
        (winsorise_points, {"side": "high"}, 5.0),
        (winsorise_quartile, {}, 4.75 + 1.5 * 2.5),
        (winsorise_mad, {"k": 2}, 3.5 + 2 * 1.482602218505602 * 1.5),
        (winsorise_percentile, {"low": 0, "high": 80}, 5.0),
        (winsorise_quartile, {"to": "nearest"}, 5.0),
    ],
)
def test_the_outlier_is_drawn_in_and_told(method, options, last):
    found = method(DATA, TREE, **options)
    assert found.table.values[-1, 0] == pytest.approx(last)
    assert np.isnan(found.table.values[5, 0])
    assert [row[0] for row in found.logs[1].rows] == ["U6"]
    assert found.logs[0].rows[0][-2:] == (0, 1)


def test_groups_have_fences_of_their_own():
    found = winsorise_points(DATA, TREE, group="g", side="high").table.column("x")
    np.testing.assert_array_equal(found, [1, 2, 2, 4, 5, GAP, 5])


def test_nothing_outside_the_fences_leaves_the_table_alone():
    given = table({"x": [1.0, 2.0, 3.0]})
    found = winsorise_quartile(given, TREE)
    assert found.table is given
    assert len(found.logs[1].rows) == 0


def test_an_indicator_that_is_the_same_everywhere_has_no_outliers():
    given = table({"x": [2.0, 2.0, 2.0]})
    assert winsorise_mad(given, TREE).table is given


def test_an_empty_indicator_and_meeting_fences_are_refused_by_name():
    with pytest.raises(InputError, match="x") as refused:
        winsorise_quartile(table({"x": [GAP, GAP]}), TREE)
    assert refused.value.code == "EVA-127"
    with pytest.raises(InputError, match="x") as refused:
        winsorise_mad(table({"x": [0.0, 0.0, 0.0, 1.0]}), TREE)
    assert refused.value.code == "EVA-126"


def test_logarithms_and_powers_are_taken_of_every_cell_and_told():
    x = DATA.column("x")
    found = take_logs(DATA, TREE, form="log_gii")
    np.testing.assert_allclose(found.table.column("x"), np.log(59 * (x - 1) / 59 + 1))
    assert len(found.logs[1].rows) == 6
    found = take_powers(DATA, TREE, **{"lambda": 0.5})
    np.testing.assert_allclose(found.table.column("x"), (np.sqrt(x) - 1) / 0.5)
    assert found.logs[0].rows == (("x", "", "boxcox", 0.5),)
    np.testing.assert_allclose(take_logs(DATA, TREE, form="log_orig").table.column("x"), np.log(x))


def test_a_recipe_names_them_also_for_single_indicators():
    given = table({"x": [1.0, 2.0, 90.0], "y": [1.0, 2.0, 90.0]})
    step = steps_of(
        [
            {
                "use": "treat",
                "method": "none",
                "indicators": {"y": {"method": "log", "form": "log_orig"}},
            }
        ]
    )[0]
    found = run_step(given, tree("x", "y"), step).table
    np.testing.assert_allclose(found.column("y"), np.log([1.0, 2.0, 90.0]))
    assert found.column("x").tolist() == [1.0, 2.0, 90.0]
