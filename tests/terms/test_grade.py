"""Disclosure grades are ordered and carry their labels."""

import pytest

from xiandao.terms.error import TermError
from xiandao.terms.grade import Grade


def test_grades_are_ordered_from_open_to_sensitive_and_not_by_letters():
    assert sorted([Grade.SENSITIVE, Grade.OPEN, Grade.INTERNAL]) == list(Grade)
    assert [grade.label for grade in Grade] == ["公开", "内部", "敏感"]
    assert Grade.SENSITIVE > Grade.INTERNAL >= Grade.INTERNAL
    assert not Grade.SENSITIVE <= Grade.OPEN


def test_a_value_is_seen_by_those_cleared_for_its_grade_or_a_higher_one():
    seen = [[grade.visible_to(clearance) for clearance in Grade] for grade in Grade]
    assert seen == [[True, True, True], [False, True, True], [False, False, True]]


def test_a_table_is_as_strict_as_its_strictest_column():
    assert Grade.strictest([Grade.OPEN, Grade.INTERNAL]) is Grade.INTERNAL
    assert Grade.strictest([]) is Grade.OPEN


def test_labels_and_stored_values_are_both_read():
    assert Grade.parse("敏感") is Grade.parse("sensitive") is Grade.SENSITIVE
    with pytest.raises(TermError) as caught:
        Grade.parse("绝密")
    assert caught.value.code == "TRM-160"


def test_a_grade_is_stored_as_its_plain_value():
    assert f"{Grade.OPEN}" == "open"
    assert Grade.choices() == [("open", "公开"), ("internal", "内部"), ("sensitive", "敏感")]
