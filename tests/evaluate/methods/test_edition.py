"""An edition is plain data: what was frozen gives the result again, on any machine and through any database."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.edition import (
    Figure,
    framework_of,
    rebuilt,
    reproduced,
    result_of,
    snapshot_of,
    table_of,
)
from xiandao.evaluate.methods.edition_bands import banded, edges_for
from xiandao.evaluate.methods.scheme_book import read, shipped, shipped_text
from xiandao.evaluate.methods.sealing import canonical, kept, seal
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError, XiandaoError

NODES = [
    {"code": "I", "name": "指数"}, {"code": "a", "parent": "I", "weight": 2},
    {"code": "b", "parent": "I", "direction": -1, "marks": {"target": 3}},
]  # fmt: skip
RECIPE = {"steps": [{"use": "normalise", "method": "efficacy"}]}
TABLE = Table(
    ("甲", "乙", "丙"),
    ("a", "b"),
    np.array([[0.1 + 0.2, 7.0], [1e22, np.nan], [3.3, 2.0]]),
    names=("一", "二", "三"),
)
TESTED = RECIPE | {
    "uncertainty": {
        "factors": [
            {"name": "合成", "key": "aggregate.method", "alternatives": ["arithmetic", "geometric"]}
        ]
    }
}


def through_a_database(data):
    """Return what a JSON column gives back: keys in another order, whole numbers without a point."""

    def changed(value):
        if isinstance(value, dict):
            return {key: changed(value[key]) for key in sorted(value, reverse=True)}
        if isinstance(value, list):
            return [changed(one) for one in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return changed(json.loads(json.dumps(data)))


def test_a_snapshot_gives_table_and_framework_back():
    snapshot = snapshot_of(TABLE, NODES, RECIPE, [Figure("a", "zone-quarter", "2026Q3", "件")])
    found = table_of(snapshot)
    assert np.array_equal(found.values, TABLE.values, equal_nan=True)
    assert found.names == TABLE.names
    assert framework_of(snapshot["nodes"])["b"].marks["target"] == 3
    assert snapshot["figures"] == [["a", "zone-quarter", "2026Q3", "件"]]


def test_the_same_result_follows_after_a_database_has_had_the_snapshot():
    snapshot = snapshot_of(TABLE, NODES, RECIPE)
    stored = through_a_database(snapshot)
    assert seal(stored) == seal(snapshot)
    assert reproduced(stored) == reproduced(snapshot) == seal(result_of(rebuilt(snapshot)))


def test_one_changed_figure_breaks_the_seal():
    snapshot = snapshot_of(TABLE, NODES, RECIPE)
    other = json.loads(json.dumps(snapshot))
    other["values"][2][0] += 1e-9
    assert seal(other) != seal(snapshot)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), max_size=5))
@settings(max_examples=30)
def test_numbers_that_are_equal_have_equal_seals(numbers):
    assert seal(numbers) == seal(json.loads(json.dumps(numbers)))
    assert canonical([-0.0]) == canonical([0])


@pytest.mark.parametrize(("data", "code"), [([float("inf")], "EVA-070"), ([object()], "EVA-071")])
def test_what_is_not_plain_is_not_sealed(data, code):
    with pytest.raises(XiandaoError) as told:
        seal(data)
    assert told.value.code == code


def test_scores_are_kept_to_ten_decimals_and_no_score_is_none():
    assert kept(1 / 3) == 0.3333333333
    assert kept(float("nan")) is None


def test_an_interval_holds_the_official_rank():
    snapshot = snapshot_of(TABLE, NODES, TESTED)
    made = rebuilt(snapshot)
    found = banded(snapshot, made)
    ranks = dict(zip(made.ranks.units, made.ranks.column("I"), strict=True))
    assert all(low <= ranks[unit] <= high for unit, (low, high) in found.intervals.items())
    told = found.as_data()
    assert told["runs"] == 2
    assert told["design"] == "enumerate"
    assert seal(told)


def test_without_a_test_the_interval_is_the_rank_itself():
    snapshot = snapshot_of(
        TABLE, NODES, RECIPE | {"grades": {"levels": [{"name": "A", "share": 0.4}, {"name": "B"}]}}
    )
    found = banded(snapshot, rebuilt(snapshot))
    assert set(found.intervals.values()) == {(1, 1), (2, 2), (3, 3)}
    assert sorted(found.grades.values()) == ["A", "B", "B"]
    assert found.as_data()["runs"] == 0


def test_few_units_fall_into_thirds():
    assert edges_for(16) == (6, 11)
    assert edges_for(1) == (1,)
    assert edges_for(200) == (10, 20, 50)


def test_every_weight_of_a_shipped_scheme_names_its_clause():
    (scheme,) = shipped()
    assert scheme.clause == "Z五(三)"
    assert all(node["clause"] for node in scheme.nodes if node.get("parent"))
    pillars = [node["name"] for node in scheme.nodes if node.get("parent") == "ZONE_INDEX"]
    assert pillars == ["创新能力", "产业培育", "创新主体", "要素保障"]


def test_a_weight_without_a_clause_is_refused():
    text = shipped_text("zhejiang-zones").replace(
        'clause = "Z五(三)"\n\n[[nodes]]', "\n[[nodes]]", 1
    )
    with pytest.raises(InputError, match="没有写明依据") as told:
        read(text)
    assert told.value.code == "EVA-073"


@pytest.mark.parametrize("text", ["a = ", 'code = "x"'])
def test_a_text_that_is_no_scheme_is_refused(text):
    with pytest.raises(InputError, match="读不懂"):
        read(text)
