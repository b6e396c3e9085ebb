"""The reporter's own file comes back: its cells coloured and commented, the problems listed, the rest untouched."""

import io

import pytest
from openpyxl import load_workbook

from tests.statistics.methods.books import FORM, edited, made, row_of, values_of
from xiandao.statistics.methods.filed import CellProblem, Return
from xiandao.statistics.methods.finding import Finding
from xiandao.statistics.methods.intake import read_return
from xiandao.statistics.methods.marked import SUMMARY, Mark, marked, marks_of
from xiandao.terms.error import InputError

DATA = made(explanations={"r01": "=1+1"})
LINE = row_of(DATA, "65")


def broken(data=DATA):
    def change(book):
        book["填报表"][f"D{LINE}"] = "很多"
        book["填报表"]["I3"] = "我的笔记"

    return edited(data, change)


def opened(data):
    return load_workbook(io.BytesIO(data))


def back(data):
    filed = read_return(data, FORM)
    return opened(marked(data, marks_of(filed, FORM)))


def test_the_cell_is_coloured_and_commented_and_the_summary_says_what_to_do():
    book = back(broken())
    cell = book["填报表"][f"D{LINE}"]
    assert cell.value == "很多"
    assert cell.fill.fgColor.rgb == "FFFDE2DF"
    assert cell.comment.text.startswith("【强制】“很多”不是数字")
    header, row = list(book[SUMMARY].iter_rows(values_only=True))[:2]
    assert header == ("序号", "位置", "指标", "级别", "问题", "怎么改")
    assert row[:5] == (1, f"填报表!D{LINE}", "65 利润总额", "强制", "“很多”不是数字")
    assert row[5]


def test_the_rest_of_the_file_is_as_it_was():
    before, after = opened(broken()), back(broken())
    assert after["填报表"]["I3"].value == "我的笔记"
    assert after["_xiandao"].sheet_state == "veryHidden"
    assert after["填报表"].protection.sheet
    assert len(after["填报表"].data_validations.dataValidation) == len(
        before["填报表"].data_validations.dataValidation
    )
    assert after["填报表"][f"G{row_of(DATA, '01')}"].data_type == "s"
    assert after["填报表"].freeze_panes == "C8"


@pytest.mark.slow
def test_a_mended_file_comes_back_clean():
    def mend(book):
        book["填报表"][f"D{LINE}"] = 12

    first = marked(broken(), marks_of(read_return(broken(), FORM), FORM))
    mended = edited(first, mend)
    filed = read_return(mended, FORM)
    assert filed.is_sound
    assert filed.values["r65"] == 12
    assert filed.values["r13"] == sum(values_of()[code] for code in ("r14", "r22", "r82", "r29"))
    book = opened(marked(mended, marks_of(filed, FORM)))
    assert book["填报表"][f"D{LINE}"].comment is None
    assert book.sheetnames.count(SUMMARY) == 1


def test_a_csv_file_comes_back_as_a_workbook():
    data = "代码,本期,说明\n65,很多,=1+1\n".encode("gb18030")
    filed = read_return(data, FORM, unit="91330100799655058B", period="2026-06")
    book = opened(marked(data, marks_of(filed, FORM)))
    assert book["CSV"]["B2"].fill.fgColor.rgb == "FFFDE2DF"
    assert (book["CSV"]["C2"].value, book["CSV"]["C2"].data_type) == ("=1+1", "s")
    assert book[SUMMARY]["B2"].value == "CSV!B2"


def test_problems_and_findings_stand_together_the_gravest_first():
    problem = CellProblem("填报表", "D9", "r65", "小数位数过多", "请填写整数", "hint")
    filed = Return(
        "quick",
        "2026",
        "91",
        "",
        "2026-06",
        {},
        problems=(problem,),
        sheet="填报表",
        cells={"r13": "D20"},
    )
    finding = Finding("x", "must", "91", "2026-06", ("r13", "r14"), "总收入小于技术收入")
    marks = marks_of(filed, FORM, [finding])
    assert [(mark.severity, mark.cell, mark.label) for mark in marks] == [
        ("must", "D20", "13 总收入"),
        ("hint", "D9", "65 利润总额"),
    ]


def test_a_cell_that_cannot_be_read_is_not_reported_as_empty_as_well():
    problem = CellProblem("填报表", "D9", "r65", "不是数字", "请填写数字")
    filed = Return("quick", "2026", "91", "", "2026-06", {}, problems=(problem,), sheet="填报表")
    empty = Finding("r65-required", "must", "91", "2026-06", ("r65",), "没有填")
    other = Finding("y", "must", "91", "2026-06", ("r65", "r13"), "利润大于收入")
    assert [mark.sentence for mark in marks_of(filed, FORM, [empty, other])] == [
        "不是数字",
        "利润大于收入",
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"%PDF-1.7 \x00\x01"])
def test_what_is_no_return_is_not_marked(data):
    with pytest.raises(InputError):
        marked(data, [Mark("填报表", "A1", "", "must", "甲", "乙")])


def test_a_sheet_that_is_not_there_is_told():
    with pytest.raises(InputError) as refused:
        marked(DATA, [Mark("没有这张", "A1", "", "must", "甲", "乙")])
    assert refused.value.code == "STA-106"
