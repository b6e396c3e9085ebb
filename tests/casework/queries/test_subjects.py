"""Higher capabilities name what a case is about; each is asked once for a whole page."""

import pytest

from xiandao.casework.models import Case
from xiandao.casework.queries import subjects


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(subjects, "_describers", {})


def cases(*pairs):
    return [Case(subject_type=kind, subject_id=key) for kind, key in pairs]


def test_each_describer_is_asked_once_with_every_number():
    asked = []

    def describe(ids):
        asked.append(list(ids))
        return {key: (f"事项{key}", f"/items/{key}") for key in ids}

    subjects.describe_with("test.item", describe)
    found = subjects.subjects(
        cases(("test.item", "1"), ("test.item", "2"), ("test.item", "1"), ("x", "3"))
    )
    assert asked == [["1", "2"]]
    assert found["test.item", "2"] == subjects.Subject("事项2", "/items/2")
    assert ("x", "3") not in found


def test_a_describer_may_answer_with_numbers_and_leave_out_what_is_gone():
    subjects.describe_with("test.item", lambda ids: {1: ("在", "/1")})
    assert subjects.subject_of(cases(("test.item", "1"))[0]) == subjects.Subject("在", "/1")
    assert subjects.subject_of(cases(("test.item", "2"))[0]) is None


def test_a_case_about_nothing_has_no_subject():
    assert subjects.subject_of(Case()) is None
