"""The values of a rule change one by one; what was not named stays."""

import pytest

from tests.evaluate.supports import rule
from xiandao.evaluate.methods.support_edit import changed, editables, typed
from xiandao.evaluate.methods.support_rule import rule_from
from xiandao.terms.error import InputError


def by_key():
    return {one.key: one for one in editables(rule_from(rule()))}


def test_named_values_change_and_their_lines_keep_the_reason():
    data = rule()
    values = {"line.1.give.0": 1.3, "line.3.when.0.within": 3, "factor.fund": 600.0}
    made = changed(data, values, "论证会")
    assert data == rule()
    assert made["lines"][0]["give"][0]["value"] == 1.3
    assert made["lines"][2]["when"][0]["within"] == 3
    assert made["factors"][1]["base"] == 600.0
    assert [one.get("reason", "") for one in made["lines"]] == ["论证会", "", "论证会", ""]


def test_a_value_that_stays_is_no_change():
    assert changed(rule(), {"line.1.give.0": 1.2}, "论证会") == rule()


def test_a_key_that_the_rule_does_not_have_is_refused():
    with pytest.raises(InputError) as found:
        changed(rule(), {"line.9.give.0": 1.0}, "论证会")
    assert found.value.code == "EVA-592"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [("line.1.give.0", " 1.35 ", 1.35), ("line.3.when.0.within", "4", 4), ("line.1.give.2", " 委托 ", "委托")],
)  # fmt: skip
def test_what_is_typed_is_read_as_what_stands_there(key, text, value):
    found = typed(by_key()[key], text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("key", "text"),
    [("line.1.give.0", "多"), ("line.1.give.0", "1_0"), ("line.1.give.0", "nan"), ("line.3.when.0.within", "2.5")],
)  # fmt: skip
def test_what_is_no_value_is_refused(key, text):
    with pytest.raises(InputError) as found:
        typed(by_key()[key], text)
    assert found.value.code == "EVA-596"
