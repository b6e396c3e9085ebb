"""The data room: what is read back from its files is what was frozen, and makes the same result."""

import io
import json
import zipfile

import numpy as np

from xiandao.evaluate.methods import edition
from xiandao.evaluate.methods.build import build
from xiandao.evaluate.methods.data_room import (
    data_file,
    framework_file,
    recipe_file,
    recipe_toml,
    room,
)
from xiandao.evaluate.methods.reading import read
from xiandao.evaluate.methods.recipe_reading import recipe_of
from xiandao.evaluate.methods.sealing import seal
from xiandao.evaluate.methods.table import Table

NODES = [
    {"code": "I", "name": "=综合"},
    {"code": "P", "name": "创新", "parent": "I", "weight": 0.1, "clause": "Z五(三)"},
    {
        "code": "a",
        "parent": "P",
        "weight": 1 / 3,
        "direction": -1,
        "denominator": "people",
        "marks": {"cap": 5},
    },
    {"code": "b", "parent": "I", "weight": 0.7, "unit": "%"},
]
RECIPE = {
    "steps": [{"use": "denominate"}, {"use": "normalise", "method": "minmax"}],
    "aggregate": {"method": "arithmetic"},
}


def snapshot():
    table = Table(
        ("Z1", "Z2", "Z3"), ("a", "b"), np.array([[0.1 + 0.2, 3.0], [1 / 3, np.nan], [7.0, 2.0]]),
        names=("甲区", "=乙区", "丙区"), groups={"belt": ("东", "西", "东")},
        denominators={"people": np.array([3.0, 7.0, 11.0])},
    )  # fmt: skip
    return edition.snapshot_of(table, NODES, RECIPE)


def read_back(frozen):
    tree = framework_file(frozen["nodes"], ["belt"], ["people"])
    source = read(data_file(frozen), tree)
    return source, recipe_of(recipe_file(frozen["recipe"]))


def test_figures_groups_and_denominators_come_back_to_the_last_bit():
    frozen = snapshot()
    source, _recipe = read_back(frozen)
    assert np.array_equal(source.table.values, edition.table_of(frozen).values, equal_nan=True)
    assert source.table.groups["belt"] == ("东", "西", "东")
    assert source.table.denominators["people"].tolist() == [3.0, 7.0, 11.0]
    assert source.framework["a"].marks["cap"] == 5
    assert source.framework["a"].weight == 1 / 3


def test_what_is_read_back_makes_the_same_sealed_result():
    frozen = snapshot()
    source, recipe = read_back(frozen)
    made = build(source.table, source.framework, recipe)
    assert seal(edition.result_of(made)) == edition.reproduced(frozen)


def test_no_cell_is_a_formula_for_a_spreadsheet():
    frozen = snapshot()
    assert "'=乙区" in data_file(frozen).decode()
    assert "'=综合" in framework_file(frozen["nodes"]).decode()


def test_equal_contents_make_equal_archives_with_the_seals_and_the_command():
    frozen = snapshot()
    result = edition.result_of(edition.rebuilt(frozen))
    told = {
        "title": "试算",
        "engine": "1",
        "snapshot_hash": seal(frozen),
        "result_hash": seal(result),
    }
    standings = [["Z1", "甲区", 1.0, 1, 1, 2, "前6", "A"]]
    first, second = (room(frozen, result, standings, told) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert json.loads(archive.read("seals.json"))["result_hash"] == seal(result)
        assert "xiandao evaluate run --data data.csv" in archive.read("README.txt").decode()
        assert archive.read("standings.csv").decode().splitlines()[1] == "Z1,甲区,1,1,1,2,前6,A"


def test_a_recipe_as_toml_is_the_recipe_itself():
    from xiandao.evaluate.methods.scheme_book import shipped

    odd = {"title": '第"一"\n行', "aggregate": {"levels": {"2": {"method": "geometric"}}}}
    for recipe in (*(one.recipe for one in shipped()), RECIPE, odd):
        again = recipe_of(recipe_toml(recipe))
        assert dict(again.data) == dict(recipe_of(recipe_file(recipe)).data)
    bare = {"steps": [{"use": "normalise", "method": "minmax", "lower": None}]}
    assert recipe_of(recipe_toml(bare)).steps == recipe_of(recipe_toml({"steps": [{"use": "normalise", "method": "minmax"}]})).steps  # fmt: skip


def test_a_room_without_a_verdict_is_as_it_always_was():
    frozen = snapshot()
    result = edition.result_of(edition.rebuilt(frozen))
    told = dict.fromkeys(("title", "engine", "snapshot_hash", "result_hash"), "x")
    plain = room(frozen, result, [], told)
    assert room(frozen, result, [], told | {"verdict_hash": ""}, {}) == plain
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        assert "manual.json" not in archive.namelist()
        assert "综合评定" not in archive.read("README.txt").decode()
