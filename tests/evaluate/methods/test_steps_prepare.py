"""Every way to prepare and treat can be named in a recipe and says what its options do."""

import pytest

from tests.evaluate.methods.asem import framework_of, stage_of, table_of
from tests.evaluate.methods.small_tables import table, tree
from xiandao.evaluate.methods import steps_prepare, steps_treat
from xiandao.evaluate.methods.build import run_step
from xiandao.evaluate.methods.recipe_parts import steps_of
from xiandao.evaluate.methods.step import checked

METHODS = (*steps_prepare.METHODS, *steps_treat.METHODS)
NEEDED = {"group_mean": {"group": "g"}, "group_median": {"group": "g"}, "constant": {"value": 0}}
STANDARD = [
    {"use": "denominate"},
    {"use": "impute", "method": "group_mean", "group": "EurAsia_group"},
    {"use": "screen", "availability": 0.9},
    {"use": "treat", "max_points": 5},
]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: f"{method.step}-{method.name}")
def test_each_method_runs_with_its_defaults(method):
    given = table(
        {"x": [1.0, 2.0, 3.0, 5.0] * 2, "y": [3.0, 1.0, 2.0, 4.0] * 2},
        units=tuple("ABCDABCD"),
        periods=("2023",) * 4 + ("2024",) * 4,
        groups={"g": tuple("ppqqppqq")},
    )
    options = checked(method.options, NEEDED.get(method.name, {}), method.name)
    found = method.run(given, tree("x", "y"), **options)
    assert found.table.units == given.units


@pytest.mark.parametrize("method", METHODS, ids=lambda method: f"{method.step}-{method.name}")
def test_every_option_says_in_chinese_what_it_does(method):
    for option in method.options:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in option.about), option.name


def test_the_standard_recipe_gives_the_standard_data(shared):
    folder = shared / "data" / "asem"
    found, framework = table_of(folder), framework_of(folder)
    for step in steps_of(STANDARD):
        found = run_step(found, framework, step).table
    wanted = stage_of(folder, "std_treated.csv").values
    assert found.values == pytest.approx(wanted, rel=1e-13)
