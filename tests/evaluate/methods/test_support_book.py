"""Support rules come as TOML or JSON; the shipped one asks only for what the shipped scheme gives."""

import json
import tomllib

import pytest

from xiandao.evaluate.methods.grading import from_data
from xiandao.evaluate.methods.scheme_book import shipped as schemes
from xiandao.evaluate.methods.support_book import read, shipped, shipped_text
from xiandao.evaluate.methods.support_rule import rule_from
from xiandao.terms.error import InputError


def test_the_same_rule_is_read_from_toml_and_from_json():
    text = shipped_text("zhejiang-zones")
    assert read(json.dumps(tomllib.loads(text))) == read(text)


@pytest.mark.parametrize("text", ["", "{", "code = 1", "[1]", '{"code": "a"}'])
def test_what_cannot_be_read_is_told(text):
    with pytest.raises(InputError) as found:
        read(text)
    assert found.value.code == "EVA-590"


def test_the_shipped_rule_asks_for_pillars_and_grades_of_the_shipped_scheme_and_names_its_clauses():
    (told,), (scheme,) = shipped(), schemes()
    rule = rule_from(told.rule)
    (root,) = [one["code"] for one in scheme.nodes if not one.get("parent")]
    pillars = [one["code"] for one in scheme.nodes if one.get("parent") == root]
    levels = [level.name for level in from_data(scheme.recipe["grades"]).levels]
    rule.refuse_strangers(pillars, levels)
    assert told.scheme == scheme.code
    assert "试行" in told.version
    assert "没有规定数额" in told.note
    assert {line.clause for line in rule.lines} == {"Z五(三)"}


def test_the_shipped_rule_takes_from_nobody():
    rule = rule_from(shipped()[0].rule)
    for line in rule.lines:
        for give in line.give:
            base = rule.factor(give.factor).base
            if not isinstance(base, str):
                assert give.value >= (0 if give.do == "add" else base)
