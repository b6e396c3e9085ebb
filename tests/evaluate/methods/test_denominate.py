"""Indicators are divided by the size of their unit."""

import numpy as np
import pytest

from tests.evaluate.methods.asem import framework_of, stage_of, table_of
from tests.evaluate.methods.small_tables import GAP, table
from xiandao.evaluate.methods.denominate import denominated, divide
from xiandao.evaluate.methods.framework import Framework, Node
from xiandao.terms.error import InputError

TREE = Framework.of(
    [Node("I"), Node("a", name="货运量", parent="I", denominator="people"), Node("b", parent="I")]
)


def data(people=(2.0, 4.0)):
    return table({"a": [10.0, 20.0], "b": [1.0, 2.0]}, denominators={"people": np.array(people)})


def test_the_standard_build_is_reproduced(shared):
    folder = shared / "data" / "asem"
    found = divide(table_of(folder), framework_of(folder)).table
    np.testing.assert_allclose(
        found.values, stage_of(folder, "std_denominated.csv").values, rtol=1e-14
    )
    assert np.isnan(found.values).sum() == 65


def test_an_array_is_divided_and_scaled():
    assert denominated(np.array([3.0, 8.0]), np.array([2.0, 4.0]), scale=10).tolist() == [
        15.0,
        20.0,
    ]


def test_what_the_recipe_says_goes_before_the_framework_and_a_factor_multiplies():
    found = divide(data(), TREE, by={"b": "people", "a": ""}, scale={"b": 100})
    assert found.table.values.tolist() == [[10.0, 50.0], [20.0, 50.0]]
    assert list(found.logs[0].rows) == [("b", "people", 100.0)]


def test_a_missing_denominator_leaves_the_cell_missing_and_is_told():
    found = divide(data((2.0, GAP)), TREE)
    assert np.isnan(found.table.values[1, 0])
    assert list(found.logs[1].rows) == [("U1", "", "a")]


def test_a_zero_denominator_is_refused_with_unit_and_indicator():
    with pytest.raises(InputError, match=r"U1.*货运量") as refused:
        divide(data((2.0, 0.0)), TREE)
    assert refused.value.code == "EVA-103"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"by": {"c": "people"}}, "EVA-101"),
        ({"by": {"b": "gold"}}, "EVA-102"),
        ({"scale": {"b": 0}}, "EVA-104"),
        ({"scale": {"b": "ten"}}, "EVA-104"),
    ],
)
def test_wrong_settings_are_refused(options, code):
    with pytest.raises(InputError) as refused:
        divide(data(), TREE, **options)
    assert refused.value.code == code


def test_a_table_with_nothing_to_divide_stays_the_same_object():
    given = table({"b": [1.0, 2.0]})
    assert divide(given, Framework.of([Node("I"), Node("b", parent="I")])).table is given
