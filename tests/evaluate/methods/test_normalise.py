"""Every way of normalising that a recipe can name: its definition by hand, direction, invariants."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm import normalizations

from tests.evaluate.methods.scoring import NAMES, normalise, refused, scores
from xiandao.evaluate.methods.build import run_step
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.steps_normalise import METHODS
from xiandao.evaluate.methods.table import Table


def test_minmax_reproduces_the_standard_build_of_asem(shared):
    folder = shared / "data" / "asem"
    treated, expected = (read(folder / name) for name in ("std_treated.csv", "std_normalised.csv"))
    with (folder / "iMeta.csv").open(encoding="utf-8") as file:
        way = {row["iCode"]: row["Direction"] for row in csv.DictReader(file)}
    codes = list(treated)
    nodes = [Node(code, parent="I", direction=int(way[code])) for code in codes]
    framework = Framework.of([Node("I"), *nodes])
    table = Table(tuple(map(str, range(51))), tuple(codes), np.column_stack(list(treated.values())))
    step = Recipe({"steps": [{"use": "normalise", "method": "minmax"}]}).steps[0]
    found = run_step(table, framework, step).table
    for code in codes:
        assert np.abs(found.column(code) - expected[code]).max() <= 1e-12


def read(path):
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        code: np.array([float(row[code]) for row in rows]) for code in rows[0] if code != "uCode"
    }


@pytest.mark.parametrize(
    ("method", "options", "direction", "expected"),
    [
        ("minmax", {}, 1, [0, 25, 100]),
        ("minmax", {"lower": 1, "upper": 9}, -1, [9, 7, 1]),
        ("zscore", {}, 1, [-0.8006407690254357, -0.32025630761017426, 1.1208970766356099]),
        (
            "zscore",
            {"mean": 10, "sd": 2},
            -1,
            [11.601281538050871, 10.64051261522035, 7.75820584672878],
        ),
        ("rank", {}, 1, [1, 2, 3]),
        ("rank", {}, -1, [3, 2, 1]),
        ("borda", {}, 1, [0, 1, 2]),
        ("borda", {"lower": 60, "upper": 100}, -1, [100, 80, 60]),
        ("percentile", {}, 1, [0, 0.5, 1]),
        ("scale", {"npara": [0, 20]}, 1, [10, 20, 50]),
        ("scale", {"npara": [0, 20]}, -1, [90, 80, 50]),
        ("scale", {"npara": [0, 20], "negative": "negate"}, -1, [-10, -20, -50]),
        ("distance_to_max", {}, 1, [0, 0.25, 1]),
        ("distance_to_max", {"scale": 100}, -1, [100, 75, 0]),
        ("distance_to_reference", {"unit": "u1"}, 1, [0, 1, 4]),
        ("distance_to_reference", {"unit": "u1", "capped": True}, 1, [0, 1, 1]),
        ("distance_to_reference", {"unit": "u1"}, -1, [8 / 6, 1, 0]),
        ("distance_to_target", {"target": 6}, 1, [0, 0.5, 2]),
        ("distance_to_target", {"target": 6, "capped": True}, 1, [0, 0.5, 1]),
        ("distance_to_target", {"target": 1}, -1, [8 / 9, 6 / 9, 0]),
        ("fraction_of_max", {}, 1, [0.2, 0.4, 1]),
        ("fraction_of_max", {}, -1, [0.8, 0.6, 0]),
        ("fraction_of_max", {"negative": "reciprocal"}, -1, [1, 0.5, 0.2]),
        ("fraction_of_max", {"negative": "negate"}, -1, [1, 2, 5]),
        ("goalposts", {"low": 3, "high": 9}, 1, [0, 1 / 6, 1]),
        ("goalposts", {"low": 3, "high": 9, "trunc2posts": False}, 1, [-1 / 6, 1 / 6, 7 / 6]),
        ("goalposts", {"low": 3, "high": 9, "scale": 100}, -1, [100, 500 / 6, 0]),
        ("target_range", {"low": 3, "high": 5, "outer_low": 1}, 1, [50, 100, 0]),
        ("efficacy", {}, 1, [60, 70, 100]),
        ("efficacy", {"base": 50, "span": 50}, -1, [100, 87.5, 50]),
        ("fixed_base", {"base": 4}, 1, [50, 100, 250]),
        ("fixed_base", {"base": 4}, -1, [200, 100, 40]),
        ("ratio_to_base", {"base": 4, "cap": 150}, 1, [50, 100, 150]),
        ("capped", {"points": 2, "cap": 10}, 1, [4, 8, 10]),
        ("capped", {"points": 2, "cap": 10}, -1, [6, 2, 0]),
        ("binned", {"thresholds": [4, 6]}, 1, [0, 50, 100]),
        ("binned", {"thresholds": [4, 6], "closed": "right"}, 1, [0, 0, 100]),
        ("binned", {"thresholds": [4, 6]}, -1, [100, 50, 0]),
        ("binned", {"thresholds": [4, 6], "scores": [60, 80, 90]}, 1, [60, 80, 90]),
        ("binned", {"bins": 2, "scores": [1, 2]}, 1, [1, 1, 2]),
        ("vector", {}, 1, np.array([2, 4, 10]) / np.sqrt(120)),
        ("vector", {"negative": "one_minus"}, -1, 1 - np.array([2, 4, 10]) / np.sqrt(120)),
        ("sum", {}, 1, [0.125, 0.25, 0.625]),
        ("sum", {}, -1, [0.5 / 0.85, 0.25 / 0.85, 0.1 / 0.85]),
        ("max", {}, 1, [0.2, 0.4, 1]),
        ("max", {"negative": "one_minus"}, -1, [0.8, 0.6, 0]),
    ],
)
def test_two_four_and_ten_score_what_the_definition_says(method, options, direction, expected):
    found = scores([2, 4, 10], directions=[direction], method=method, **options)
    np.testing.assert_allclose(found, expected, rtol=1e-13, atol=1e-13)


def test_every_method_has_a_hand_computed_case():
    cases = test_two_four_and_ten_score_what_the_definition_says.pytestmark[0].args[1]
    assert {case[0] for case in cases} == NAMES


@pytest.mark.parametrize(
    "name", sorted(NAMES - {"distance_to_reference", "binned", "goalposts", "fixed_base"})
)
def test_a_missing_cell_stays_missing_and_changes_nothing_else(name):
    marks = [{"target": 9.0, "low": 3.0, "high": 5.0, "base": 4.0}]
    with_gap = scores([2, np.nan, 4, 10], marks=marks, method=name)
    assert np.isnan(with_gap[1])
    np.testing.assert_array_equal(with_gap[[0, 2, 3]], scores([2, 4, 10], marks=marks, method=name))


def test_marks_of_the_framework_serve_each_indicator_in_its_own_unit():
    x = [[0, 100], [10, 50]]
    found = normalise(
        x,
        directions=[1, -1],
        marks=[{"low": 0, "high": 20}, {"low": 0, "high": 100}],
        method="goalposts",
    )
    np.testing.assert_allclose(found.table.values, [[0, 0], [0.5, 0.5]])
    target = normalise(
        x,
        directions=[1, -1],
        marks=[{"target": 5}, {"target": 40}],
        method="distance_to_target",
        capped=True,
    )
    np.testing.assert_allclose(target.table.values, [[0, 0], [1, 50 / 60]])


def test_satisfactory_and_impermissible_values_replace_those_of_the_data():
    marks = [
        {"satisfactory": 12.0, "impermissible": 2.0},
        {"satisfactory": 0.0, "impermissible": 10.0},
    ]
    x = [[2, 5], [7, 10], [12, 0]]
    found = normalise(x, directions=[1, -1], marks=marks, method="efficacy")
    np.testing.assert_allclose(found.table.values, [[60, 80], [80, 60], [100, 100]])
    assert (
        refused(
            "EVA-156", x, directions=[1, 1], marks=[marks[0], marks[1]], method="efficacy"
        ).details["indicator"]
        == "x1"
    )


def test_single_indicators_may_have_a_method_or_options_of_their_own():
    found = normalise(
        [[2, 2, 2], [4, 4, 4], [10, 10, 10]],
        method="minmax",
        indicators={"x1": {"method": "borda"}, "x2": {"upper": 1}},
    )
    np.testing.assert_allclose(found.table.values, [[0, 0, 0], [25, 1, 0.25], [100, 2, 1]])
    assert [row[0] for row in found.logs[0].rows] == ["x0", "x1", "x2"]


def test_ranks_are_those_of_the_doubles_unless_a_tolerance_makes_near_values_equal():
    near = [0.3, 0.1 + 0.2, 1, 0]
    assert scores(near, method="rank").tolist() == [2, 3, 4, 1]
    assert scores(near, method="rank", tolerance=1e-12).tolist() == [2, 2, 4, 1]
    assert scores(near, method="borda", tolerance=1e-12).tolist() == [1, 1, 3, 0]
    assert scores(near, method="percentile", tolerance=1e-12, scale=3).tolist() == [1, 1, 3, 0]


def test_equal_values_share_a_rank():
    assert scores([3, 3, 1], method="rank", ties="average").tolist() == [2.5, 2.5, 1]
    assert scores([3, 3, 1], method="rank", ties="max").tolist() == [3, 3, 1]


COLUMN = st.lists(st.integers(1, 1000), min_size=3, max_size=12, unique=True)
FREE = sorted(NAMES - {"distance_to_reference", "binned", "distance_to_target", "goalposts", "target_range",
                       "fixed_base", "ratio_to_base", "scale", "capped"})  # fmt: skip


@settings(max_examples=25)
@given(COLUMN, st.sampled_from(FREE), st.sampled_from([1, -1]))
def test_better_values_never_score_less_whatever_the_method(column, name, direction):
    found = scores(column, directions=[direction], method=name)
    order = np.argsort(np.array(column) * direction)
    assert (np.diff(found[order]) > 0).all()


@settings(max_examples=25)
@given(COLUMN, st.sampled_from([name for name in FREE if name not in {"vector", "sum", "max"}]))
def test_the_unit_of_measure_does_not_change_scores(column, name):
    thousands = scores(np.array(column) * 1000.0, method=name)
    np.testing.assert_allclose(thousands, scores(column, method=name), rtol=1e-9, atol=1e-9)


def test_ours_is_right_where_a_share_of_the_maximum_turns_the_order_round_for_costs():
    costs = [2.0, 4.0, 10.0]
    theirs = scores(costs, directions=[-1], method="fraction_of_max", negative="negate")
    assert np.argmax(theirs) == 2, "the peer's formula gives the highest cost the highest score"
    assert np.argmax(scores(costs, directions=[-1], method="fraction_of_max")) == 0


@pytest.mark.parametrize(
    ("name", "theirs", "options"),
    [
        ("minmax", "minmax_normalization", {"upper": 1}),
        ("max", "max_normalization", {"negative": "one_minus"}),
        ("fraction_of_max", "linear_normalization", {"negative": "reciprocal"}),
        ("sum", "sum_normalization", {}),
        ("vector", "vector_normalization", {"negative": "one_minus"}),
    ],
)
@pytest.mark.parametrize("direction", [1, -1])
def test_scalings_of_decision_analysis_agree_with_pymcdm(name, theirs, options, direction):
    x = np.random.default_rng(3).uniform(1, 50, 20)
    expected = getattr(normalizations, theirs)(x, cost=direction < 0)
    np.testing.assert_allclose(
        scores(x, directions=[direction], method=name, **options), expected, rtol=1e-12
    )


def test_large_tables_are_scaled_block_by_block_to_the_same_scores():
    x = np.random.default_rng(5).normal(size=(70_000, 3))
    found = normalise(x, directions=[1, -1, 1], method="minmax").table.values
    low, high = x.min(axis=0), x.max(axis=0)
    expected = (x - low) / (high - low) * 100
    expected[:, 1] = 100 - expected[:, 1]
    np.testing.assert_allclose(found, expected, atol=1e-11)
    assert found.min() == 0
    assert found.max() == 100


def test_options_of_all_methods_say_what_they_do_and_show_a_line():
    for method in METHODS:
        for option in method.options:
            assert option.about, (method.name, option.name)
            assert option.example.startswith(option.name), (method.name, option.name)
