"""The sheet shows the latest answer and what was decided about that one."""

import pytest

from xiandao.casework.queries.sheets import sheet
from xiandao.casework.queries.subjects import Subject


def test_a_new_sheet_has_a_request_and_no_answer(opened):
    found = sheet(opened)
    assert (found.title, found.request.words, found.answer, found.verdict) == (
        "督办单",
        "请说明原因",
        None,
        None,
    )
    assert found.number.startswith("督办〔")
    assert "星期" in found.due


def test_a_second_answer_takes_the_place_of_the_first_and_of_its_verdict(office, opened, take):
    take(opened, "sign", office.clerk)
    take(opened, "reply", office.clerk, "甲")
    take(opened, "send_back", office.analyst, "请补充")
    assert (sheet(opened).answer.words, sheet(opened).verdict.words) == ("甲", "请补充")
    take(opened, "reply", office.clerk, "乙")
    assert (sheet(opened).answer.words, sheet(opened).verdict) == ("乙", None)
    take(opened, "approve", office.analyst)
    assert sheet(opened).verdict.by == office.analyst


@pytest.mark.parametrize(
    ("label", "about"),
    [
        ("先导区建设进展滞后", ""),
        ("甲" * 198, ""),
        ("打造30个左右先导区", "打造30个左右先导区"),
    ],
)
def test_the_sheet_names_its_subject_once(opened, monkeypatch, label, about):
    opened.title = f"督办：{label}"[:200] if not about else "督办：另一件事"
    monkeypatch.setattr(
        "xiandao.casework.queries.sheets.subject_of", lambda case: Subject(label, "/x")
    )
    assert sheet(opened).about == about
