"""A recipe from its file."""

import json

import pytest

from xiandao.evaluate.methods.recipe_reading import full_data, recipe_hash, recipe_of
from xiandao.terms.error import InputError


def refused(text):
    with pytest.raises(InputError) as caught:
        recipe_of(text.encode())
    return caught.value


def test_a_slip_of_the_pen_is_told_with_line_and_column():
    error = refused('title = "甲"\n[weights\n')
    assert error.code == "EVA-440"
    assert error.details["line"] == 2
    assert "第2行" in error.sentence


def test_an_unfinished_file_is_told_with_its_last_line():
    assert refused('title = "甲').details["line"] == 1


def test_an_unknown_key_is_named_with_those_that_exist():
    error = refused('[[steps]]\nuse = "normalise"\nmethod = "minmax"\nuper = 1\n')
    assert error.code == "EVA-050"
    assert "uper" in error.sentence
    assert "upper" in error.hint


def test_an_unknown_section_is_named():
    assert refused("[weight]\n").code == "EVA-055"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a\x00b"])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(InputError) as caught:
        recipe_of(data)
    assert caught.value.code == "EVA-441"


def test_a_recipe_of_many_megabytes_is_refused():
    assert refused("#" * 1_100_000).code == "EVA-441"


def test_json_without_a_recipe_is_refused():
    assert refused("{").code == "EVA-442"
    assert refused('{"recipe": 3}').code == "EVA-442"


@pytest.mark.parametrize("text", ["a = {0}{1}", '{{"recipe": {{"title": {0}{1}}}}}'])
def test_brackets_within_brackets_without_end_are_refused(text):
    assert refused(text.format("[" * 5000, "]" * 5000)).code == "EVA-443"


RECIPE = """title = "试算"
[[steps]]
use = "normalise"
method = "minmax"
indicators = { x = { method = "zscore" } }
[aggregate]
method = "arithmetic"
[aggregate.levels.2]
missing = "propagate"
[aggregate.nodes.I]
threshold = 0.5
"""


def test_the_whole_recipe_with_its_defaults_reads_back_as_the_same_recipe():
    recipe = recipe_of(RECIPE.encode())
    data = full_data(recipe)
    again = recipe_of(json.dumps({"recipe": data}).encode())
    assert full_data(again) == data
    assert recipe_hash(again) == recipe_hash(recipe)
    assert data["steps"][0]["upper"] == 100
    assert data["aggregate"]["levels"]["2"]["missing"] == "propagate"


def test_the_hash_does_not_depend_on_what_goes_without_saying():
    plain = recipe_of(b'[[steps]]\nuse = "normalise"\nmethod = "minmax"\n')
    spoken = recipe_of(
        b'title = "x"\n[[steps]]\nuse = "normalise"\nmethod = "minmax"\nupper = 100\n[weights]\nmethod = "framework"\n'
    )
    other = recipe_of(b'[[steps]]\nuse = "normalise"\nmethod = "minmax"\nupper = 10\n')
    assert recipe_hash(plain) == recipe_hash(spoken)
    assert recipe_hash(plain) != recipe_hash(other)
