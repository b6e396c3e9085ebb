"""What an uncertainty analysis varies where nobody says so, and what the command line changes."""

import pytest

from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.uncertainty_settings import settings_of, usual_factors
from xiandao.evaluate.methods.uncertainty_spec import spec_of

TREE = Framework.of(
    [Node("I"), Node("P", parent="I"), Node("a", parent="P"), Node("b", parent="P")]
)
STEPS = [{"use": "treat", "max_points": 3}, {"use": "normalise", "method": "zscore"}]


def test_weights_at_every_level_treatment_and_scale_are_usual():
    factors = usual_factors(Recipe({"steps": STEPS}), TREE)
    assert [factor["name"] for factor in factors] == ["权重", "离群值处理", "标准化方法"]
    assert factors[0]["noise"] == {"1": 0.25, "2": 0.25}
    assert factors[1]["alternatives"] == [{"max_points": 3}, "off"]


@pytest.mark.parametrize("steps", [[], STEPS])
def test_the_usual_settings_can_be_run_with_any_recipe(steps):
    recipe = Recipe({"steps": steps})
    spec = spec_of(settings_of(recipe, TREE, {"runs": 20}), recipe, TREE)
    assert spec.runs == 20
    assert spec.factors


def test_given_sets_replace_every_factor_of_weights_and_leave_the_others():
    section = {
        "factors": [{"noise": {"1": 0.1}}, {"key": "normalise.mean", "alternatives": [0, 1]}]
    }
    recipe = Recipe({"steps": STEPS, "uncertainty": section})
    factors = settings_of(recipe, TREE, {}, [{"a": 1.0, "b": 2.0}])["factors"]
    assert [factor.get("key", factor.get("weight_sets")) for factor in factors] == [
        "normalise.mean",
        [{"a": 1.0, "b": 2.0}],
    ]


def test_the_section_of_the_recipe_stays_as_it_is():
    section = {"runs": 7, "factors": [{"noise": {"1": 0.1}}]}
    recipe = Recipe({"uncertainty": section})
    settings_of(recipe, TREE, {"runs": 9}, [{"a": 1.0}])
    assert recipe.data["uncertainty"] == section
