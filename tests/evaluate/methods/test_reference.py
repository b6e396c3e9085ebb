"""The reference page is what the declarations say, with an example for every key that can stand in a recipe."""

import tomllib

import pytest

from xiandao.evaluate.methods import catalogue
from xiandao.evaluate.methods.reference import all_options, example_of, listing, page
from xiandao.terms.error import InputError


def test_the_page_is_fresh(root):
    kept = (root / "docs/reference/recipe.md").read_text(encoding="utf-8")
    assert kept == page(), "run: ./run xiandao evaluate methods --page > docs/reference/recipe.md"


@pytest.mark.parametrize(
    ("place", "option"), all_options(), ids=lambda one: getattr(one, "name", one)
)
def test_the_example_of_every_key_is_toml_that_the_key_accepts(place, option):
    (name, value), *rest = tomllib.loads(example_of(option)).items()
    assert (name, rest) == (option.name, [])
    option.check(value, place)


def test_every_method_stands_on_the_page():
    text = page()
    names = [name for _, name in catalogue.methods()]
    names += [*catalogue.weighers(), *catalogue.aggregators()]
    assert [name for name in names if f"### `{name}` · " not in text] == []


def test_every_meaning_is_said():
    assert [place for place, option in all_options() if not option.about] == []


def test_one_method_is_listed_with_all_its_options():
    assert any("skew" in line for line in listing("skew_kurt"))
    with pytest.raises(InputError, match="nothing") as caught:
        listing("nothing")
    assert caught.value.code == "EVA-054"
