"""What a workbook would change, row by row; counts add up and nothing is guessed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from xiandao.policy.methods.ledger_cells import amount, due, names, person, status, value_or_words
from xiandao.policy.methods.ledger_columns import KEYS, OfficialRow
from xiandao.policy.methods.ledger_diff import Ground, compare
from xiandao.policy.methods.ledger_edits import Frame, edits_of
from xiandao.policy.methods.ledger_match import match
from xiandao.policy.methods.ledger_seal import record_of
from xiandao.policy.methods.workbook_in import Uploaded, UploadedRow
from xiandao.terms.error import TermError

FRAME = Frame(2026, 4, date(2026, 11, 22))
LETTERS = {key: chr(65 + place) for place, key in enumerate(KEYS)}


def row(number, **fields):
    facts = {
        "source": "方案·一", "title": f"任务{number}", "measure": f"举措{number}", "item": 100 + number, "version": 1,
        "lamp": "绿 正常",
    }  # fmt: skip
    return OfficialRow(number=number, **(facts | fields))


def uploaded(base, rows):
    """A workbook that was exported with ``base`` and comes back with ``rows``."""
    lines = tuple(
        UploadedRow(
            line,
            {
                key: "" if value is None else value
                for key, value in zip(KEYS, one.cells, strict=True)
            },
            {},
        )
        for line, one in enumerate(rows, 4)
    )
    records = {one.number: record_of(one) for one in base}
    return Uploaded("任务台账", "2026Q4", (1,), "王工", "", records, LETTERS, (), lines, 0)


def compared(base, rows, current=None, **more):
    facts = {
        "current": {one.item: one for one in (current or base)}, "quantified": frozenset(), "frame": FRAME,
        "may": lambda item, permission: True, "sources": ["方案"],
    }  # fmt: skip
    return compare(uploaded(base, rows), Ground(**(facts | more)))


def test_counts_add_up_to_the_rows_of_the_file():
    base = [row(number) for number in range(1, 6)]
    blank = replace(row(0), number="", title="新事项")
    rows = [base[0], replace(base[1], issues="缺地"), replace(base[2], due="某天"), blank]
    diff = compared(base, rows, [base[0], base[1], base[2], base[3], base[4]])
    assert diff.counts == {"error": 1, "stale": 0, "changed": 1, "new": 1, "unchanged": 1}
    assert sum(diff.counts.values()) == len(rows)
    assert [record.number for record in diff.missing] == [4, 5]


def test_an_exchanged_number_is_an_error_and_not_another_items_change():
    base = [row(1), row(2)]
    rows = [replace(base[0], number=2), replace(base[1], number=1)]
    diff = compared(base, rows)
    assert diff.counts["error"] == 2
    assert "原序号1" in diff.errors[0].hint


def test_a_number_used_twice_is_an_error_on_the_second_row():
    base = [row(1)]
    found = match(uploaded(base, [base[0], base[0]]))
    assert [problem is None for _record, problem in found.values()] == [True, False]


def test_an_unknown_number_is_an_error():
    assert compared([row(1)], [replace(row(1), number=77)]).errors[0].key == "number"
    assert compared([row(1)], [replace(row(1), number="合计")]).errors[0].key == "number"


def test_what_only_others_changed_is_kept_and_not_turned_back():
    base, now = [row(1)], [row(1, issues="同事写的", version=2)]
    (found,) = compared(base, base, now).rows
    assert found.kind == "unchanged"
    assert found.others == ("存在问题/需协调事项",)


def test_the_same_cell_changed_by_both_is_stale_with_both_values():
    base, now = [row(1)], [row(1, issues="同事写的", version=2)]
    (found,) = compared(base, [replace(base[0], issues="我写的")], now).rows
    assert found.kind == "stale"
    (change,) = found.changes
    assert (change.before, change.after, change.is_contested) == ("同事写的", "我写的", True)


def test_both_writing_the_same_is_no_conflict():
    base, now = [row(1)], [row(1, issues="一样", version=2)]
    assert compared(base, [replace(base[0], issues="一样")], now).counts["unchanged"] == 1


def test_a_lamp_that_moved_with_the_calendar_is_no_conflict():
    base, now = [row(1)], [row(1, lamp="黄 剩 2 个工作日")]
    assert compared(base, base, now).counts["unchanged"] == 1
    (found,) = compared(base, [replace(base[0], lamp="已办结")], now).rows
    assert (found.kind, found.edits.fields) == ("changed", {"status": "done"})


def test_a_computed_column_cannot_be_changed_in_the_file():
    base = [row(1, evidence="公示.pdf")]
    diff = compared(base, [replace(base[0], evidence="别的.pdf", source="方案·二")])
    assert {error.key for error in diff.errors} == {"evidence", "source"}


def test_a_column_needs_its_permission():
    base = [row(1)]
    changed = replace(base[0], title="改名", progress="已完成")
    diff = compared(
        base, [changed], may=lambda item, permission: permission == "policy.item.report"
    )
    assert [error.key for error in diff.errors] == ["title"]


def test_a_quarter_that_has_not_begun_cannot_be_reported():
    base = [row(1)]
    diff = compared(base, [replace(base[0], q4="提前")], frame=Frame(2026, 3, date(2026, 9, 1)))
    assert "2026Q4还没有开始" in diff.errors[0].sentence


def test_a_reported_quarter_cannot_be_emptied():
    base = [row(1, q1="已印发")]
    assert "不能清空" in compared(base, [replace(base[0], q1="")]).errors[0].sentence


def test_value_and_words_of_a_figure_stand_beside_each_other():
    edits, problems = edits_of(
        {"q4": 22, "progress": "第三批公示"}, frame=FRAME, is_quantified=True
    )
    assert not problems
    assert edits.reports == {"2026Q4": {"value": Decimal(22), "words": "第三批公示"}}


def test_two_different_texts_for_one_quarter_are_an_error():
    _edits, problems = edits_of({"q4": "甲", "progress": "乙"}, frame=FRAME, is_quantified=False)
    assert [problem.key for problem in problems] == ["progress"]


@pytest.mark.parametrize(
    ("changed", "deadline", "day"),
    [
        ({"target": "30个·2027年"}, None, date(2027, 12, 31)),
        ({"target": "30个·2027年"}, date(2027, 6, 30), None),
        ({"target": "30个·2027年", "due": "2027年6月"}, None, date(2027, 6, 30)),
    ],
)
def test_the_year_of_a_target_agrees_with_its_deadline(changed, deadline, day):
    edits, problems = edits_of(changed, frame=FRAME, is_quantified=True, due=deadline)
    assert not problems
    assert edits.fields.get("due_on") == day


def test_a_year_that_contradicts_the_deadline_is_an_error():
    _edits, problems = edits_of(
        {"target": "30个·2028年"}, frame=FRAME, is_quantified=True, due=date(2027, 6, 30)
    )
    assert [problem.key for problem in problems] == ["target"]


@pytest.mark.parametrize(
    "text", ["NaN", "inf", "1e400", "12万", "(100)", "1.234,5", "1_000", "--1", "9" * 20, "0.001"]
)
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(TermError) as refused:
        amount(text, places=2)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１２３", "123"),
        ("1,234", "1234"),
        (" 12 ", "12"),
        ("－5", "-5"),
        (0.1, "0.1"),
        ("+3", "3"),
    ],
)
def test_numbers_as_people_write_them_are_read(text, number):
    assert amount(text, places=2) == Decimal(number)


@pytest.mark.parametrize("text", ["2027年2月30日", "27-1-1", "明年", "1999-12-31", "2027-13-01"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(TermError):
        due(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2027-12-31", date(2027, 12, 31)), ("2027年12月31日", date(2027, 12, 31)), ("2027/6", date(2027, 6, 30)),
     ("２０２７年底", date(2027, 12, 31)), (46752, date(2027, 12, 31)), (date(2027, 1, 2), date(2027, 1, 2))],
)  # fmt: skip
def test_days_as_people_write_them_are_read(text, day):
    assert due(text) == (day, False)


def test_names_persons_and_states_are_read():
    assert names("甲厅，乙局;丙委、甲厅") == ("甲厅", "乙局", "丙委")
    assert [person(text) for text in ("产业处／王工", "产业处", "王工")] == [
        ("产业处", "王工"),
        ("产业处", ""),
        ("", "王工"),
    ]
    assert value_or_words("已完成80%") == "已完成80%"
    with pytest.raises(TermError, match="不是可选的状态"):
        status("快了")
