"""Limits of normalising: found, frozen, by period; what is refused and with which words."""

import numpy as np
import pytest

from tests.evaluate.methods.scoring import NAMES, normalise, refused, scores
from xiandao.evaluate.methods.normalise_bounds import frozen_from


def test_bounds_frozen_from_an_edition_make_the_next_one_comparable():
    first = normalise([[0, 8], [10, 2]], directions=[1, -1], method="minmax")
    assert first.logs[0].rows[0] == ("x0", "", "range", 0.0, 10.0, 1)
    bounds = frozen_from(first.logs[0])
    later = normalise([[5, 5], [12, 1]], directions=[1, -1], method="minmax", bounds=bounds)
    np.testing.assert_allclose(later.table.values, [[50, 50], [120, 700 / 6]])
    clipped = normalise(
        [[5, 5], [12, 1]], directions=[1, -1], method="minmax", bounds=bounds, outside="clip"
    )
    np.testing.assert_allclose(clipped.table.values, [[50, 50], [100, 100]])


@pytest.mark.parametrize(
    "name",
    ["minmax", "zscore", "efficacy", "distance_to_max", "vector", "sum", "max", "fraction_of_max"],
)
def test_freezing_the_bounds_of_the_same_data_changes_nothing(name):
    x = np.random.default_rng(1).uniform(1, 9, (12, 3))
    first = normalise(x, directions=[1, -1, 1], method=name)
    again = normalise(x, directions=[1, -1, 1], method=name, bounds=frozen_from(first.logs[0]))
    np.testing.assert_allclose(again.table.values, first.table.values, rtol=1e-13, atol=1e-12)
    # A part of the units keeps its scores: that is what comparable editions are.
    part = normalise(x[:5], directions=[1, -1, 1], method=name, bounds=frozen_from(first.logs[0]))
    np.testing.assert_allclose(part.table.values, first.table.values[:5], rtol=1e-13, atol=1e-12)


def test_a_constant_indicator_passes_where_its_bounds_are_frozen():
    assert scores([3, 3], method="minmax", bounds={"x0": [0, 6]}).tolist() == [50, 50]
    assert scores([3, 3], method="zscore", bounds={"x0": [1, 2]}).tolist() == [1, 1]


def test_a_constant_indicator_leaves_no_bounds_to_freeze():
    for name in ("minmax", "zscore"):
        log = normalise([[1, 3], [2, 3]], method=name, constant="neutral").logs[0]
        assert set(frozen_from(log)) == {"x0"}


def test_a_panel_is_scored_together_or_period_by_period():
    x, periods = [0, 10, 10, 20], ("2020", "2020", "2021", "2021")
    units = ("a", "b", "a", "b")
    assert scores(x, periods=periods, units=units, method="minmax").tolist() == [0, 50, 50, 100]
    apart = normalise(
        np.reshape(x, (-1, 1)), periods=periods, units=units, method="minmax", over="period"
    )
    assert apart.table.values[:, 0].tolist() == [0, 100, 0, 100]
    assert [row[1] for row in apart.logs[0].rows] == ["2020", "2021"]
    assert frozen_from(apart.logs[0]) == {"x0": [10, 20]}
    assert frozen_from(apart.logs[0], period="2020") == {"x0": [0, 10]}


def test_a_fixed_base_index_is_one_hundred_in_the_base_period():
    panel = {"periods": ("2020", "2020", "2021", "2021"), "units": ("a", "b", "a", "b")}
    x = np.reshape([2, 4, 3, 4], (-1, 1))
    own = normalise(x, method="fixed_base", base_period="2020", **panel)
    assert own.table.values[:, 0].tolist() == [100, 100, 150, 100]
    mean = normalise(x, method="fixed_base", base_period="2020", base_of="mean", **panel)
    np.testing.assert_allclose(mean.table.values[:, 0], [200 / 3, 400 / 3, 100, 400 / 3])
    assert (
        "2019" in refused("EVA-163", x, method="fixed_base", base_period="2019", **panel).sentence
    )
    refused(
        "EVA-163",
        x,
        method="fixed_base",
        base_period="2020",
        periods=panel["periods"],
        units=("a", "b", "a", "c"),
    )
    gap = np.reshape([np.nan, 4, 3, 4], (-1, 1))
    refused("EVA-163", gap, method="fixed_base", base_period="2020", **panel)


def test_positive_scores_are_had_by_one_told_shift():
    found = normalise([[0, 5], [10, 1], [5, 3]], method="minmax", positive=1)
    assert found.table.values.min() == 1
    np.testing.assert_allclose(found.table.values[:, 0], [1, 101, 51])
    assert found.logs[1].rows == (("x0", 1.0), ("x1", 1.0))


@pytest.mark.parametrize(
    "name", ["minmax", "zscore", "rank", "borda", "percentile", "efficacy", "distance_to_max"]
)
def test_a_constant_indicator_is_named_or_scored_in_the_middle(name):
    x = [[1, 0.1 + 0.2], [2, 0.3], [3, 0.3]]
    error = refused("EVA-151", x, method=name)
    assert "指标x1" in error.sentence
    found = normalise(x, method=name, constant="neutral").table.values
    best, worst = found[:, 0].max(), found[:, 0].min()
    np.testing.assert_allclose(found[:, 1], (best + worst) / 2)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_empty_indicator_is_named_by_every_method(name):
    marks = [{"target": 9.0, "low": 3.0, "high": 5.0, "base": 4.0}] * 2
    options = {"distance_to_reference": {"unit": "u0"}, "binned": {"thresholds": [3]}}.get(name, {})
    x = [[1, np.nan], [2, np.nan]]
    error = refused("EVA-150", x, marks=marks, method=name, **options)
    assert "指标x1" in error.sentence


def test_each_cause_has_its_own_message():
    assert "只有一个单元" in refused("EVA-152", [[1, 2], [np.nan, 3]], method="minmax").sentence
    refused("EVA-152", [[1, 2]], method="zscore")
    refused("EVA-153", [[1], [np.inf]], method="minmax")
    refused("EVA-154", [[1], [2]], method="minmax", bounds={"x0": [2, 1]})
    refused("EVA-154", [[1], [2]], method="minmax", bounds={"x9": [1, 2]})
    refused("EVA-154", [[1], [2]], method="zscore", bounds={"x0": [1, 0]})
    refused("EVA-155", [[1], [2]], method="distance_to_target")
    refused("EVA-155", [[1], [2]], method="goalposts", low=0)
    refused("EVA-156", [[1], [2]], method="goalposts", low=3, high=3)
    refused("EVA-156", [[1], [2]], method="distance_to_target", target=1)
    refused("EVA-156", [[1], [2]], method="distance_to_reference", unit="u0")
    refused("EVA-156", [[1], [2]], method="scale", npara=[3, 1])
    refused("EVA-157", [[0], [2]], directions=[-1], method="sum")
    refused("EVA-157", [[0], [-2]], method="fraction_of_max")
    refused("EVA-157", [[0], [2]], method="ratio_to_base", base=0)
    refused("EVA-158", [[0], [2]], method="minmax", positive=0)
    refused("EVA-159", [[0], [2]], method="minmax", lower=100, upper=0)
    refused("EVA-160", [[0], [2]], method="distance_to_reference", unit="x")
    refused("EVA-160", [[0, np.nan], [2, 1]], method="distance_to_reference", unit="u0")
    refused("EVA-161", [[0], [2]], method="binned")
    refused("EVA-161", [[0], [2]], method="binned", thresholds=[2, 1])
    refused("EVA-161", [[0], [2]], method="binned", thresholds=[1, 2], scores=[1, 2])
    refused("EVA-161", [[0], [2]], method="binned", thresholds=[1], scores=[2, 1])
    refused("EVA-162", [[0], [2]], method="target_range", low=3, high=1)


def test_nobody_short_of_the_target_is_full_marks_where_scores_are_capped():
    assert scores([3, 4], method="distance_to_target", target=2, capped=True).tolist() == [1, 1]
