"""What a recipe can name: every aggregator runs with its defaults and its own examples, and keeps its promises."""

import tomllib

import numpy as np
import pytest

from xiandao.evaluate.methods.aggregators import AGGREGATORS
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.evaluate.methods.recipe_parts import plan_of
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.tree import aggregate_tree
from xiandao.terms.error import InputError

NAMES = [aggregator.name for aggregator in AGGREGATORS]
TREE = Framework.of([Node("I"), *(Node(code, parent="I") for code in "abc")])
X = np.random.default_rng(6).random((12, 3)) * 99 + 1


def run(plan, x=X):
    table = Table(tuple(f"u{row}" for row in range(len(x))), TREE.indicators, x)
    return aggregate_tree(table, TREE, {}, plan_of(plan)).column("I")


def test_names_are_unique_and_titles_are_there():
    assert len(set(NAMES)) == len(NAMES)
    assert all(aggregator.title for aggregator in AGGREGATORS)


@pytest.mark.parametrize("name", NAMES)
def test_every_aggregator_runs_as_it_stands(name):
    found = run({"method": name})
    assert np.isfinite(found).all()
    assert np.ptp(found) > 0 or name == "bod"


SHOWN = [
    (aggregator.name, option.example) for aggregator in AGGREGATORS for option in aggregator.options
]


@pytest.mark.parametrize(("name", "example"), SHOWN)
def test_the_example_of_every_option_is_a_line_of_a_recipe_that_runs(name, example):
    given = tomllib.loads(example)
    for key, value in given.items():
        if isinstance(value, list) and len(value) != 3:
            given[key] = (value * 3)[:3]
        if (name, key) == ("bod", "high"):
            given[key] = 0.5  # three children cannot all stay below 0.3
    assert np.isfinite(run({"method": name, **given})).all()


@pytest.mark.parametrize("name", [one.name for one in AGGREGATORS if one.needs_positive])
def test_what_needs_positive_numbers_says_so_and_can_shift(name):
    x = X.copy()
    x[0, 0] = 0.0
    with pytest.raises(InputError, match="“a”1行不是"):
        run({"method": name}, x)
    assert np.isfinite(run({"method": name, "shift": 1}, x)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_that_is_better_on_everything_never_scores_lower(name):
    x = X.copy()
    x[1] = x[0] * 0.8
    found = run({"method": name}, x)
    assert found[0] >= found[1] - 1e-12


@pytest.mark.parametrize(
    "one", [one for one in AGGREGATORS if not one.compares], ids=lambda one: one.name
)
def test_what_compares_no_units_gives_a_unit_the_same_score_in_any_company(one):
    np.testing.assert_allclose(run({"method": one.name}, X[:3]), run({"method": one.name})[:3])
