"""A recipe is checked as a whole before it runs, and a changed one is another recipe."""

import pytest

from xiandao.evaluate.methods.recipe import Recipe, digest
from xiandao.evaluate.methods.recipe_parts import plan_of, steps_of
from xiandao.terms.error import InputError

DATA = {
    "title": "试算",
    "steps": [
        {"use": "treat", "max_points": 3},
        {"use": "normalise", "method": "minmax", "indicators": {"a": {"method": "zscore"}}},
        {"use": "normalise", "method": "zscore"},
    ],
    "aggregate": {"method": "arithmetic", "nodes": {"P": {"method": "geometric"}}},
}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ({"step": []}, "EVA-055", "没有“step”这一节"),
        ({"steps": {"use": "treat"}}, "EVA-057", "步骤的列表"),
        ({"steps": [{"use": "weigh"}]}, "EVA-058", "'weigh'"),
        ({"steps": [{"method": "minmax"}]}, "EVA-058", "None"),
        ({"steps": [{"use": "normalise", "method": "magic"}]}, "EVA-054", "magic"),
        ({"steps": [{"use": "normalise", "uper": 1}]}, "EVA-050", "uper"),
        ({"steps": [{"use": "normalise", "upper": "1"}]}, "EVA-051", "应为数字"),
        ({"steps": [{"use": "normalise", "upper": True}]}, "EVA-051", "应为数字"),
        ({"steps": [{"use": "denominate", "by": {1: "Pop"}}]}, "EVA-051", "应为键值表"),
        (
            {"steps": [{"use": "normalise", "method": "binned", "bins": 10**6}]},
            "EVA-052",
            "1000000",
        ),
        ({"steps": [{"use": "screen", "availability": 2}]}, "EVA-052", "不能是 2"),
        ({"steps": [{"use": "normalise", "upper": float("inf")}]}, "EVA-052", "不能是 inf"),
        ({"steps": [{"use": "normalise", "upper": float("nan")}]}, "EVA-052", "不能是 nan"),
        ({"steps": [{"use": "normalise", "upper": 10**400}]}, "EVA-052", "不能是 1000"),
        ({"steps": [{"use": "impute", "method": "group_mean"}]}, "EVA-053", "缺少“group”"),
        (
            {"steps": [{"use": "impute", "method": "knn", "indicators": {"a": {}}}]},
            "EVA-059",
            "不能单独设定",
        ),
        ({"weights": {"method": "guess"}}, "EVA-054", "guess"),
        ({"aggregate": {"levels": {"two": {}}}}, "EVA-060", "不是层级"),
        ({"grades": {"levels": []}}, "EVA-168", ""),
        ({"uncertainty": 1}, "EVA-057", "uncertainty 应为键值表"),
        ({"weights": None}, "EVA-057", "weights 应为键值表"),
        ({"weights": ["entropy"]}, "EVA-057", "weights 应为键值表"),
        ({"aggregate": "geometric"}, "EVA-057", "aggregate 应为键值表"),
        ({"aggregate": {"levels": 1}}, "EVA-057", "aggregate.levels 应为键值表"),
        ({"aggregate": {"levels": {"2": "geometric"}}}, "EVA-057", "aggregate.levels.2 应为"),
        ({"aggregate": {"levels": {"²": {}}}}, "EVA-060", "不是层级"),
        ({"aggregate": {"nodes": []}}, "EVA-057", "aggregate.nodes 应为键值表"),
        ({"aggregate": {"nodes": {"P": None}}}, "EVA-057", "aggregate.nodes.P 应为键值表"),
        ({"steps": [{"use": "normalise", "indicators": 1}]}, "EVA-057", "indicators 应为键值表"),
    ],
)
def test_what_cannot_run_is_refused_with_its_place(data, code, words):
    with pytest.raises(InputError) as told:
        Recipe(data)
    assert told.value.code == code
    assert words in told.value.sentence
    assert told.value.hint


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        ({"use": "treat", "max_points": -1}, "不小于 0 的数"),
        ({"use": "screen", "availability": 2}, "0 至 1"),
        ({"use": "normalise", "upper": float("nan")}, "有限的数，绝对值不超过 1e+60"),
        ({"use": "normalise", "upper": 1e308}, "有限的数，绝对值不超过 1e+60"),
    ],
)
def test_a_number_out_of_bounds_is_refused_with_the_bounds_in_words(step, allowed):
    with pytest.raises(InputError) as told:
        Recipe({"steps": [step]})
    assert told.value.hint == f"可以是：{allowed}"


def test_a_value_as_long_as_a_page_is_cut_in_the_message():
    with pytest.raises(InputError) as told:
        Recipe({"steps": [{"use": "normalise", "upper": 10**400}]})
    assert len(told.value.sentence) < 120


def test_a_change_makes_another_recipe_and_leaves_this_one():
    recipe = Recipe(DATA)
    other = recipe.changed(
        {"treat.max_points": 9, "normalise#2": {"method": "rank"}, "aggregate.nodes.P": None}
    )
    assert other.steps[0].options["max_points"] == 9
    assert other.steps[2].method.name == "rank"
    assert not other.plan.nodes
    assert recipe.steps[0].options["max_points"] == 3
    assert recipe.steps[2].method.name == "zscore"


@pytest.mark.parametrize("key", ["impute.method", "normalise#3.upper", "normalise#x"])
def test_a_step_that_is_not_there_cannot_be_changed(key):
    with pytest.raises(InputError, match="方案里没有") as told:
        Recipe(DATA).changed({key: {}})
    assert told.value.code == "EVA-056"


def test_recipes_share_the_keys_of_what_they_have_in_common():
    recipe, other = Recipe(DATA), Recipe(DATA).changed({"normalise#2.mean": 1})
    assert recipe.key(2) == other.key(2)
    assert recipe.key(3) != other.key(3)
    assert recipe.key() != Recipe(DATA).changed({"aggregate.method": "geometric"}).key()


def test_the_key_says_what_is_done_and_not_how_it_was_written():
    written_out = Recipe(
        {"steps": [{"use": "normalise", "method": "minmax", "lower": 0.0, "upper": 100.0}]}
    )
    assert written_out.key(1) == Recipe({"steps": [{"use": "normalise"}]}).key(1)
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_data_that_was_handed_in_may_be_changed_afterwards():
    data = {"steps": [{"use": "normalise"}]}
    recipe = Recipe(data)
    data["steps"].clear()
    assert len(recipe.steps) == 1


def test_an_indicator_may_have_a_method_of_its_own():
    (step,) = steps_of(
        [
            {
                "use": "normalise",
                "upper": 10,
                "indicators": {"a": {"lower": 1}, "b": {"method": "rank"}},
            }
        ]
    )
    assert step.own["a"][1]["upper"] == 10
    assert step.own["a"][1]["lower"] == 1
    assert step.own["b"][0].name == "rank"


def test_a_node_goes_before_its_level_and_a_level_before_the_rest():
    plan = plan_of(
        {
            "missing": "propagate",
            "levels": {"2": {"method": "geometric"}},
            "nodes": {"P": {"method": "harmonic"}},
        }
    )
    assert plan.of("P", 2).aggregator.name == "harmonic"
    assert plan.of("Q", 2).aggregator.name == "geometric"
    assert plan.of("Q", 3).aggregator.name == "arithmetic"
    assert plan.of("P", 2).missing == "propagate"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("normalise", "zscore", "EVA-057"),
        ("normalise#²", {}, "EVA-056"),
        ("aggregate", "geometric", "EVA-057"),
        ("grades", ["A", "B"], "EVA-057"),
    ],
)
def test_a_change_that_makes_no_recipe_is_refused(key, value, code):
    with pytest.raises(InputError) as told:
        Recipe({"steps": [{"use": "normalise"}]}).changed({key: value})
    assert told.value.code == code
