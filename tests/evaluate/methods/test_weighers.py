"""Every way of weighing gives weights of a whole tree: shares that sum to one, in each scope."""

import tomllib

import numpy as np
import pytest

from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.catalogue import weighers
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.weigh_combined import combined_weights
from xiandao.evaluate.methods.weigh_entropy import entropy_weights
from xiandao.evaluate.methods.weigh_input import figures
from xiandao.evaluate.methods.weigh_noise import ranged_weights, simplex_weights, weight_multipliers
from xiandao.evaluate.methods.weigh_scope import named, summed
from xiandao.evaluate.methods.weighers_given import check_numbers
from xiandao.terms.error import InputError

TREE = Framework.of(
    [
        Node("I"),
        Node("P", "创新能力", "I", 30),
        Node("Q", "产业培育", "I", 70),
        Node("a", "研发强度", "P", 0.8),
        Node("b", "研发人员", "P", 1.2),
        Node("c", parent="Q"),
        Node("d", parent="Q"),
        Node("e", parent="Q", weight=2),
    ]
)
CODES = ("a", "b", "c", "d", "e")
TABLE = Table(
    tuple(f"u{number}" for number in range(20)) * 2,
    CODES,
    np.random.default_rng(8).gamma(2.0, size=(40, 5)),
    periods=("2024",) * 20 + ("2025",) * 20,
)
FOUND = ("entropy", "critic", "std", "variance", "variation", "gini", "merec", "pca")


def run(name: str, **options):
    return weighers()[name].run(TABLE, TREE, **options)


def effective(name: str, **options) -> dict[str, float]:
    whole = TREE.effective_weights(run(name, **options).weights)
    return {code: whole[code] for code in CODES}


@pytest.mark.parametrize("name", FOUND)
@pytest.mark.parametrize("scope", ["siblings", "all", "tree"])
@pytest.mark.parametrize("panel", ["pooled", "mean"])
def test_weights_sum_to_one_in_every_scope(name, scope, panel):
    found = effective(name, scope=scope, panel=panel)
    assert sum(found.values()) == pytest.approx(1)
    assert min(found.values()) >= 0
    if scope == "siblings":
        assert found["a"] + found["b"] == pytest.approx(0.3)


@pytest.mark.parametrize("name", [name for name in weighers() if name not in {"ahp", "combined"}])
def test_every_weigher_runs_with_its_defaults_and_explains_each_option(name):
    weigher = weighers()[name]
    options = {"weights": {"a": 1, "b": 3}} if name == "named" else {}
    weights = weigher.run(TABLE, TREE, **options).weights
    assert set(TREE.shares(weights)) == set(TREE.weights())
    assert all(option.about and option.example for option in weigher.options)


@pytest.mark.parametrize("name", weighers())
def test_the_example_of_every_option_is_toml_that_the_option_takes(name):
    for option in weighers()[name].options:
        given = tomllib.loads(option.example)
        assert list(given) == [option.name]
        assert option.check(given[option.name], "weights") == given[option.name]


def test_entropy_pools_a_panel_over_units_and_years():
    pooled = run("entropy").weights
    expected = entropy_weights(TABLE.values[:, :2]).weights
    assert [pooled["a"], pooled["b"]] == pytest.approx(expected)
    by_year = [
        entropy_weights(TABLE.values[part, :2]).weights for part in (slice(20), slice(20, 40))
    ]
    assert run("entropy", panel="mean").weights["a"] == pytest.approx(np.mean(by_year, axis=0)[0])
    log = run("entropy", panel="mean").logs[0]
    assert {row[1] for row in log.rows} == {"2024", "2025"}
    assert log.columns == ("parent", "period", "code", "entropy", "divergence", "weight")


def test_all_indicators_at_once_give_parents_the_sum():
    found = run("entropy", scope="all").weights
    assert found["P"] == pytest.approx(found["a"] + found["b"])
    assert [effective("entropy", scope="all")[code] for code in CODES] == pytest.approx(
        entropy_weights(TABLE.values).weights
    )


def test_a_constant_indicator_is_refused_by_name_or_weighs_nothing():
    values = TABLE.values.copy()
    values[:, 0] = 5.0
    table = TABLE.with_values(values)
    with pytest.raises(InputError, match="研发强度（a）"):
        weighers()["critic"].run(table, TREE)
    found = weighers()["critic"].run(table, TREE, constant="zero", scope="all").weights
    assert found["a"] == 0
    assert found["b"] > 0


def test_an_indicator_beside_pillars_keeps_its_share():
    tree = Framework.of([*TREE.nodes, Node("f", parent="I", weight=100)])
    table = TABLE.with_values(
        np.column_stack([TABLE.values, TABLE.values[:, 0] + 1]), (*CODES, "f")
    )
    found = tree.effective_weights(weighers()["entropy"].run(table, tree).weights)
    assert found["f"] == pytest.approx(0.5)
    assert found["P"] == pytest.approx(0.15)


def test_miit_2024_percentage_of_the_pillar_times_relative_weight():
    found = effective("two_level")
    assert found == pytest.approx({"a": 0.12, "b": 0.18, "c": 0.175, "d": 0.175, "e": 0.35})
    own = effective("two_level", pillars={"P": 15, "Q": 85}, weights={"c": 2})
    assert own["a"] == pytest.approx(0.06)
    assert own["c"] == pytest.approx(0.85 * 2 / 5)


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("named", {}, "EVA-230"),
        ("named", {"sets": {"甲": {}}, "chosen": "乙"}, "EVA-230"),
        ("named", {"weights": {"x": 1}}, "EVA-231"),
        ("named", {"weights": {"a": -1, "b": 1}}, "EVA-232"),
        ("named", {"weights": {"a": "多", "b": 1}}, "EVA-232"),
        ("named", {"weights": {"a": 1}}, "EVA-233"),
        ("named", {"weights": {"a": 0, "b": 0}}, "EVA-234"),
        ("two_level", {"pillars": {"P": 20}}, "EVA-235"),
        ("two_level", {"pillars": {"a": 20}}, "EVA-231"),
        ("two_level", {"weights": {"a": 0, "b": 0}}, "EVA-234"),
        ("combined", {"of": {"甲": {"method": "equal"}}}, "EVA-241"),
        ("combined", {"of": {"甲": {}, "乙": {}}, "alphas": {"丙": 1}}, "EVA-242"),
    ],
)
def test_wrong_weights_are_told_one_cause_at_a_time(name, options, code):
    with pytest.raises(InputError) as told:
        run(name, **options)
    assert told.value.code == code
    assert told.value.hint


def test_named_sets_can_be_chosen_and_leave_others_alone():
    sets = {"甲": {"a": 1, "b": 3}, "乙": {"a": 1, "b": 1}}
    assert effective("named", sets=sets)["a"] == pytest.approx(0.3 / 4)
    assert effective("named", sets=sets, chosen="乙")["a"] == pytest.approx(0.15)
    assert effective("named", sets=sets)["e"] == pytest.approx(0.35)


def test_equal_weights_can_be_equal_at_every_node_or_for_all_indicators():
    assert effective("equal")["a"] == pytest.approx(1 / 4)
    assert effective("equal", scope="all")["a"] == pytest.approx(1 / 5)
    assert effective("equal", scope="siblings")["a"] == pytest.approx(0.15)


def test_experts_and_data_are_combined_by_product_or_by_sum():
    inner = {"专家": {"method": "framework"}, "熵值": {"method": "entropy"}}
    expert, data = TREE.shares(), TREE.shares(run("entropy").weights)
    product = run("combined", of=inner).weights
    assert product["a"] == pytest.approx(
        expert["a"] * data["a"] / (expert["a"] * data["a"] + expert["b"] * data["b"])
    )
    added = run("combined", of=inner, rule="additive", alphas={"专家": 0.6, "熵值": 0.4}).weights
    assert added["a"] == pytest.approx(0.6 * expert["a"] + 0.4 * data["a"])
    flat = effective("combined", of=inner, over="indicators")
    assert sum(flat.values()) == pytest.approx(1)
    assert [log.name for log in run("combined", of=inner).logs] == ["entropy:熵值", "combined"]


def test_the_game_between_equal_sets_changes_nothing_and_lies_between_different_ones():
    same = np.array([[0.2, 0.8], [0.2, 0.8]])
    assert combined_weights(same, rule="game")[0] == pytest.approx([0.2, 0.8])
    sets = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3]])
    found, alphas = combined_weights(sets, rule="game")
    assert alphas.sum() == pytest.approx(1)
    assert (found >= sets.min(axis=0) - 1e-12).all()
    assert (found <= sets.max(axis=0) + 1e-12).all()
    with pytest.raises(InputError) as told:
        combined_weights(sets, alphas=[1, -1])
    assert told.value.code == "EVA-240"


def test_noise_stays_within_its_factor_and_leaves_other_levels_alone():
    found = weight_multipliers({1: 0.25}, TREE.levels, ("e", "P"), sets=500, seed=3)
    assert np.abs(found[:, 0] - 1).max() <= 0.25
    assert np.abs(found[:, 0] - 1).max() > 0.24
    assert (found[:, 1] == 1).all()
    assert (weight_multipliers({1: 0.25}, TREE.levels, ("e", "P"), sets=500, seed=3) == found).all()
    for wrong in ({3: 0.1}, {1: 1.5}, {1: -0.1}):
        with pytest.raises(InputError) as told:
            weight_multipliers(wrong, TREE.levels, ("e", "P"), sets=1, seed=0)
        assert told.value.code == "EVA-243"


def test_weights_from_the_simplex_are_centred_where_they_shall_be():
    found = simplex_weights(3, count=20_000, seed=1, around=[0.5, 0.3, 0.2], strength=50)
    assert found.mean(axis=0) == pytest.approx([0.5, 0.3, 0.2], abs=0.005)
    with pytest.raises(InputError) as told:
        simplex_weights(3, count=1, seed=1, around=[0.5, 0.5], strength=50)
    assert told.value.code == "EVA-244"


def test_weights_within_ranges_are_even_among_all_that_fit():
    low, high = np.array([0.2, 0.1, 0.0]), np.array([0.6, 0.5, 0.5])
    found = ranged_weights(low, high, count=20_000, seed=1)
    assert (found >= low - 1e-12).all()
    assert (found <= high + 1e-12).all()
    tried = simplex_weights(3, count=200_000, seed=2)
    kept = tried[((tried >= low) & (tried <= high)).all(axis=1)]
    assert found.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.004)
    assert found.std(axis=0) == pytest.approx(kept.std(axis=0), abs=0.004)
    with pytest.raises(InputError) as told:
        ranged_weights([0.6, 0.6], [1, 1], count=1, seed=0)
    assert told.value.code == "EVA-249"


def test_a_recipe_names_weighers_and_the_build_uses_them():
    recipe = Recipe(
        {
            "weights": {
                "method": "combined",
                "of": {"甲": {"method": "framework"}, "乙": {"method": "std"}},
            }
        }
    )
    found = build(TABLE, TREE, recipe)
    assert found.log("combined") is not None
    assert np.isfinite(found.index).all()


def test_small_parts_speak_for_themselves():
    assert named(TREE, "a") == "研发强度（a）"
    assert named(TREE, "c") == "c"
    assert summed(TREE, dict(zip(CODES, (0, 0, 0.5, 0.3, 0.2), strict=True)))["P"] == 0
    check_numbers(TREE, {"a": 1}, "weights", {"a"})
    with pytest.raises(InputError) as told:
        figures(np.zeros((0, 2)))
    assert told.value.code == "EVA-200"


@pytest.mark.parametrize("given", [1, None, [], [1, 2], True, float("nan")])
def test_a_set_that_is_no_table_of_weights_is_refused(given):
    with pytest.raises(InputError) as told:
        run("named", sets={"专家": given}, chosen="专家")
    assert told.value.code == "EVA-232"


@pytest.mark.parametrize(
    "given", [1, None, True, "abc", {"experts": 1}, {"order": 1, "experts": [[[1, 2], [0.5, 1]]]}]
)
def test_judgements_that_are_no_matrices_of_experts_are_refused(given):
    with pytest.raises(InputError) as told:
        run("ahp", matrices={"P": given})
    assert told.value.code == "EVA-224"
