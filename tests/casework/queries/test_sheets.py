"""The sheet shows the latest answer and what was decided about that one."""

from xiandao.casework.queries.sheets import sheet


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
