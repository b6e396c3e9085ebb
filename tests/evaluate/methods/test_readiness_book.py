"""The shipped rule: four conditions of the paper, numbers for trial, notes about items that exist."""

import pytest

from xiandao.evaluate.methods.readiness_book import read, rule_of, shipped_text
from xiandao.terms.error import InputError


def test_the_shipped_rule_has_the_four_conditions_and_says_that_its_numbers_are_for_trial():
    book = read(shipped_text())
    rule = rule_of(book)
    assert [len(one.items) for one in rule.conditions] == [4, 4, 4, 4]
    assert all(any(item.is_must for item in one.items) for one in rule.conditions)
    assert book["clause"] == "Z五(二)"
    assert "试行" in book["version"]
    assert "文件没有规定数量" in book["note"]
    assert set(book["notes"]) == {item.code for one in rule.conditions for item in one.items}


def test_a_note_about_no_item_and_a_file_that_lacks_its_head_are_refused():
    with pytest.raises(InputError) as found:
        read(shipped_text().replace("[notes.fund]", "[notes.funds]"))
    assert (found.value.code, "funds" in str(found.value)) == ("EVA-182", True)
    with pytest.raises(InputError) as found:
        read(shipped_text().replace("clause =", "clauses ="))
    assert found.value.code == "EVA-182"
