"""A recipe that runs keeps every stage, and recipes that begin alike run their beginning once."""

import numpy as np
import pytest

from xiandao.evaluate.methods import build as module
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

TREE = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I", direction=-1)])
TABLE = Table(("甲", "乙", "丙"), ("b", "x", "a"), np.array([[1.0, 9, 3], [2, 9, 2], [4, 9, 1]]))
RECIPE = Recipe({"steps": [{"use": "impute", "method": "mean"}, {"use": "normalise"}]})


def test_columns_stand_in_the_order_of_the_framework_and_others_are_left_out():
    made = build(TABLE, TREE, RECIPE)
    assert made.scores.columns == ("a", "b", "I")
    assert [stage.name for stage in made.stages] == ["raw", "impute", "normalise"]
    assert made.stage("raw").columns == ("a", "b")
    assert made.index.tolist() == pytest.approx([100, (50 + 200 / 3) / 2, 0])
    assert made.ranks.column("I").tolist() == [1, 2, 3]


def test_a_stage_that_was_not_asked_for_is_named():
    with pytest.raises(InputError, match="没有“treat”") as told:
        build(TABLE, TREE, RECIPE).stage("treat")
    assert told.value.code == "EVA-061"


def test_indicators_without_a_column_are_named():
    with pytest.raises(InputError, match="b") as told:
        build(TABLE.take(columns=["a"]), TREE, RECIPE)
    assert told.value.code == "EVA-003"


def test_no_unit_at_all_is_said():
    nobody = TABLE.take(rows=np.zeros(3, dtype=bool))
    with pytest.raises(InputError, match="没有单元") as told:
        build(nobody, TREE, RECIPE)
    assert told.value.code == "EVA-004"


@pytest.mark.parametrize(("value", "word"), [(1e300, "太大"), (-1e300, "太大"), (1e-300, "太小")])
def test_figures_whose_powers_a_double_cannot_hold_are_refused_by_name(value, word):
    column = np.array([value, value / 2, np.nan])
    with pytest.raises(InputError, match=f"“a”的数{word}") as told:
        build(TABLE.with_values(np.column_stack([TABLE.values[:, :2], column])), TREE, RECIPE)
    assert told.value.code == "EVA-005"


def test_an_indicator_of_its_own_method_keeps_to_it():
    recipe = Recipe({"steps": [{"use": "normalise", "indicators": {"a": {"method": "rank"}}}]})
    made = build(TABLE, TREE, recipe)
    assert made.scores.column("a").tolist() == [3, 2, 1]
    assert made.scores.column("b").tolist() == pytest.approx([100, 200 / 3, 0])
    assert {row[0] for row in made.log("bounds").rows} == {"a", "b"}


def test_a_method_for_an_unknown_indicator_is_refused():
    recipe = Recipe({"steps": [{"use": "normalise", "indicators": {"zz": {"method": "rank"}}}]})
    with pytest.raises(InputError, match="zz") as told:
        build(TABLE, TREE, recipe)
    assert told.value.code == "EVA-062"


def test_what_recipes_share_is_run_once(monkeypatch):
    ran = []
    real = module.run_step
    monkeypatch.setattr(module, "run_step", lambda *given: ran.append(given[2].use) or real(*given))
    cache = {}
    one = build(TABLE, TREE, RECIPE, cache)
    other = build(TABLE, TREE, RECIPE.changed({"normalise.upper": 10}), cache)
    assert ran == ["impute", "normalise", "normalise"]
    assert np.allclose(one.index, other.index * 10)


def test_ranks_of_a_panel_are_those_within_each_period():
    panel = Table(
        ("甲", "乙", "甲", "乙"), ("a", "b"), np.array([[1.0, 1], [2, 1], [9, 1], [8, 2]]),
        periods=("2024", "2024", "2025", "2025"),
    )  # fmt: skip
    assert build(panel, TREE, RECIPE).ranks.column("I").tolist() == [2, 1, 1, 2]
