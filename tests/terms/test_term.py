"""Closed lists of words carry label, definition and clause with each value."""

import pytest

from xiandao.terms.term import Term


class Stage(Term):
    APPLY = "apply", "规划申报", "提交申报材料", "Z五(二)"
    LIST = "list", "名单"
    PLAIN = "plain"


def test_label_definition_and_clause_travel_with_the_value():
    assert (Stage.APPLY.label, Stage.APPLY.definition, Stage.APPLY.clause) == (
        "规划申报", "提交申报材料", "Z五(二)",
    )  # fmt: skip
    assert (Stage.LIST.definition, Stage.LIST.clause, Stage.PLAIN.label) == ("", "", "plain")


def test_the_value_alone_finds_the_member_and_is_what_is_stored():
    assert Stage("apply") is Stage.APPLY
    assert str(Stage.APPLY) == "apply"
    with pytest.raises(ValueError, match="nothing"):
        Stage("nothing")


def test_choices_keep_the_declared_order():
    assert Stage.choices() == [("apply", "规划申报"), ("list", "名单"), ("plain", "plain")]
