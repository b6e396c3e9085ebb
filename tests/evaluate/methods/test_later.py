"""What a build let go of is made again when somebody reads it, once, and is then the same as if it had been kept."""

import numpy as np
import pytest

from xiandao.evaluate.methods import build as module
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.later import Later
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.tree import aggregate_tree

CODES = tuple("abcdef")
TREE = Framework.of(
    [
        Node("I"),
        Node("P", parent="I"),
        Node("Q", parent="I"),
        *(
            Node(code, parent="P" if code in "abc" else "Q", direction=-1 if code in "be" else 1)
            for code in CODES
        ),
    ]
)
FILL = {"use": "impute", "method": "group_mean", "group": "belt"}
TREAT = {"use": "treat", "method": "skew_kurt"}
LOGS = {"use": "treat", "method": "skew_kurt", "max_points": 0}
SCALE = {"use": "normalise"}
RECIPES = {
    "standard": [FILL, TREAT, SCALE],
    "logarithms": [FILL, LOGS, SCALE],
    "neighbours after group means": [
        {"use": "impute", "method": "group_mean", "group": "belt", "leave": True},
        {"use": "impute", "method": "knn"},
        {"use": "impute", "method": "row_mean"},
        SCALE,
    ],
    "screened": [{"use": "screen", "method": "availability", "availability": 0.8}, FILL, SCALE],
    "each period for itself": [FILL, {**TREAT, "over": "period"}, {**SCALE, "over": "period"}],
    "own methods": [FILL, {**TREAT, "indicators": {"a": {"method": "iqr"}}}, SCALE],
    "own scales": [FILL, {**SCALE, "indicators": {"a": {"method": "rank"}}}],
    "positive": [{**SCALE, "positive": 1}],
    "scores without a copy": [FILL, TREAT, {"use": "normalise", "method": "zscore"}],
    "constant in the middle": [FILL, {**SCALE, "constant": "neutral", "outside": "clip"}],
    "not scaled": [FILL, LOGS],
    "nothing": [],
}


def figures() -> Table:
    drawn = np.random.default_rng(5)
    values = np.asfortranarray(np.exp(drawn.standard_normal((80, 6)) * 1.5))
    values[drawn.integers(0, 80, 25), drawn.integers(0, 6, 25)] = np.nan
    return Table(
        tuple(f"u{row % 40}" for row in range(80)),
        CODES,
        values,
        periods=tuple("2024" if row < 40 else "2025" for row in range(80)),
        groups={"belt": tuple("东西"[row % 2] for row in range(80))},
    )


@pytest.mark.parametrize("name", RECIPES)
def test_scores_stages_and_logs_are_the_same_whether_stages_were_kept_or_not(name):
    table, recipe = figures(), Recipe({"steps": RECIPES[name]})
    before = table.values.copy()
    whole, lean = (build(table, TREE, recipe, keep_stages=kept) for kept in (True, False))
    shared = build(table, TREE, recipe, {})
    np.testing.assert_array_equal(table.values, before)
    for other in (lean, shared):
        np.testing.assert_array_equal(other.scores.values, whole.scores.values)
        np.testing.assert_array_equal(other.ranks.values, whole.ranks.values)
        np.testing.assert_array_equal(other.normalised.values, whole.normalised.values)
        assert other.scores.units == whole.scores.units
        assert [log.name for log in other.logs] == [log.name for log in whole.logs]
        assert repr([tuple(log.rows) for log in other.logs]) == repr(
            [tuple(log.rows) for log in whole.logs]
        )
        for one, two in zip(other.stages, whole.stages, strict=True):
            np.testing.assert_array_equal(one.outcome.table.values, two.outcome.table.values)


def test_nothing_is_run_again_before_somebody_reads_and_then_only_once(monkeypatch):
    ran = []
    real = module.run_step
    monkeypatch.setattr(module, "run_step", lambda *given: ran.append(given[2].use) or real(*given))
    made = build(figures(), TREE, Recipe({"steps": RECIPES["standard"]}), keep_stages=False)
    assert made.ranks.columns[-1] == "I"
    assert made.normalised.columns == CODES
    assert ran == ["impute", "treat", "normalise"]
    assert made.stage("impute").columns == CODES
    assert made.log("treated_points") is not None
    assert ran == ["impute", "treat", "normalise"] * 2


@pytest.mark.parametrize("cache", [None, {}])
def test_aggregating_a_table_again_leaves_the_scores_of_the_build_alone(cache):
    recipe = Recipe({"steps": RECIPES["standard"]})
    made = build(figures(), TREE, recipe, cache)
    before = made.scores.values.copy()
    other = build(figures(), TREE, recipe.changed({"aggregate.method": "median"}), cache)
    again = aggregate_tree(made.normalised, TREE, {"P": 9.0}, recipe.plan)
    assert not np.array_equal(other.index, made.index)
    assert not np.array_equal(again.column("I"), made.index)
    np.testing.assert_array_equal(made.scores.values, before)


def test_a_sequence_is_made_at_the_first_look_and_kept():
    made = []
    found = Later(lambda: made.append(1) or ("a", "b"))
    assert not made
    assert (len(found), found[1], found[:1], tuple(found)) == (2, "b", ("a",), ("a", "b"))
    assert made == [1]
