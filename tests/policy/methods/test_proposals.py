"""From a reading to what is put before a person: figures first, nothing twice, parties of the clause."""

from xiandao.policy.methods.proposals import parties_of, paths_above, proposed

EMPTY = {"targets": [], "benefits": [], "measures": [], "clauses": [], "responsibilities": []}


def target(text, start, value=10, **others):
    return {
        "kind": "target", "text": text, "start": start, "end": start + len(text), "value": value,
        "metric": "平台", "unit": "个", "clause": "一", "stretch_value": None, "same_as": None, **others,
    }  # fmt: skip


def measure(text, start, *, milestone=False):
    return {
        "text": text, "start": start, "end": start + len(text), "milestone": milestone,
        "object": "平台", "verb": "建设", "deadline_year": None,
    }  # fmt: skip


def clause(path, start, end, parent=None):
    return {"path": path, "start": start, "end": end, "parent": parent, "text": ""}


def says(start, end, *departments):
    return {"clause": "", "start": start, "end": end, "departments": list(departments), "lead": departments[0]}  # fmt: skip


def test_a_task_that_a_figure_already_says_is_not_proposed_again():
    reading = EMPTY | {
        "targets": [target("建设10个平台", 2)],
        "measures": [measure("年内建设10个平台", 0)],
    }
    assert [row.kind for row in proposed(reading)] == ["target"]


def test_a_task_that_says_much_more_than_the_figure_in_it_stays():
    reading = EMPTY | {
        "targets": [target("建设10个平台", 0)],
        "measures": [measure("建设10个平台并向全省企业和高校院所开放共享大型科研仪器设备", 0)],
    }
    assert [row.kind for row in proposed(reading)] == ["target", "task"]


def test_a_promised_result_goes_before_the_task_around_it():
    reading = EMPTY | {
        "measures": [
            measure("涌现一批领军企业的", 0),
            measure("涌现一批领军企业", 0, milestone=True),
        ]
    }
    assert [row.kind for row in proposed(reading)] == ["milestone"]


def test_a_floor_and_its_stretch_are_one_proposal_that_covers_both():
    text = "企业突破4万家、力争达到5万家"
    reading = EMPTY | {
        "clauses": [clause("一", 0, len(text)) | {"text": text}],
        "targets": [target("企业突破4万家", 0, 40000, stretch_value=50000), target("力争达到5万家", 8, 50000)],
    }  # fmt: skip
    (found,) = proposed(reading)
    assert found.text == text
    assert (found.start, found.end) == (0, len(text))
    assert found.payload["stretch_value"] == 50000


def test_a_repetition_says_where_the_first_statement_stands():
    reading = EMPTY | {
        "targets": [target("建设10个平台", 5), target("建设10个平台", 40, same_as=0)]
    }
    first, again = proposed(reading)
    assert "same_as" not in first.payload
    assert again.payload["same_as"] == [5, 12]


def test_a_benefit_is_never_a_target_and_keeps_its_amount():
    reading = EMPTY | {
        "benefits": [{"text": "奖励200万元", "start": 0, "end": 7, "value": 200, "unit": "万元", "clause": "一"}]
    }  # fmt: skip
    (found,) = proposed(reading)
    assert found.kind == "benefit"
    assert found.payload == {"value": 200, "unit": "万元"}


def test_the_statement_behind_the_text_holds_for_it():
    parties = parties_of(
        EMPTY | {
            "clauses": [clause("一", 0, 100)],
            "responsibilities": [says(20, 30, "甲厅"), says(60, 70, "乙厅")],
        }
    )  # fmt: skip
    assert parties(5)["lead"] == "甲厅"
    assert parties(40)["lead"] == "乙厅"
    assert parties(90)["lead"] == "乙厅"


def test_a_clause_without_a_statement_takes_that_of_the_clause_above_it():
    reading = EMPTY | {
        "clauses": [clause("一", 0, 20), clause("一（一）", 20, 50, "一"), clause("二", 50, 90)],
        "responsibilities": [says(10, 18, "甲厅")],
    }
    parties = parties_of(reading)
    assert parties(30)["lead"] == "甲厅"
    assert parties(60) == {}


def test_a_number_used_twice_means_the_nearer_clause_before():
    reading = EMPTY | {
        "clauses": [clause("一", 0, 10), clause("一", 20, 30), clause("一（一）", 30, 50, "一")],
        "responsibilities": [says(2, 8, "甲厅"), says(22, 28, "乙厅")],
    }
    assert parties_of(reading)(40)["lead"] == "乙厅"


def test_the_clauses_above_are_tried_from_the_nearest():
    assert list(paths_above("二（一）3")) == ["二（一）", "二"]
