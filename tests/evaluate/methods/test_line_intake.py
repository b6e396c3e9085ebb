"""The workbook of lines: what the template offers, what is read back, what is asked back by its cell."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from xiandao.evaluate.methods.line_book import line_book
from xiandao.evaluate.methods.line_columns import BOOKS, CONTRACT_KINDS, KINDS, NOTES, ROLES
from xiandao.evaluate.methods.line_intake import interpret, read_lines
from xiandao.evaluate.models import ContractKind, RecordKind, Role
from xiandao.terms.error import InputError


def book(kind, *rows):
    """Cells as the child process tells them, below the head of the template."""
    head = dict(zip("ABCDEFGHIJK", (one.label for one in BOOKS[kind].headings), strict=True))
    filled = {"1": head} | {
        str(at): dict(zip("ABCDEFGHIJK", row, strict=False)) for at, row in enumerate(rows, 2)
    }
    sheet = {"rows": filled, "bad": {}, "merged": [], "hidden_rows": [], "hidden_columns": []}
    return {"kind": "xlsx", "names": ["x"], "hidden": [], "sheets": {"x": sheet}}


def test_the_words_of_the_workbook_are_those_of_the_register():
    assert {label: value for value, label in RecordKind.choices} == dict(KINDS)
    assert {label: value for value, label in Role.choices} == dict(ROLES)
    assert {label: value for value, label in ContractKind.choices} == dict(CONTRACT_KINDS)


@pytest.mark.parametrize("kind", ["records", "contracts"])
def test_a_filled_template_comes_back_as_it_was_filled(kind):
    sheet = load_workbook(io.BytesIO(line_book(kind, [("Y-1", "=1+1")])))
    assert NOTES in sheet.sheetnames
    page = sheet[BOOKS[kind].sheet]
    values = {
        "records": [
            "Y-1",
            "项目",
            "中试基地",
            "试验地",
            "所示",
            "",
            "",
            date(2026, 1, 5),
            None,
            12.5,
            "",
        ],
        "contracts": [
            "Y-1",
            "A1",
            "合同",
            "技术许可",
            "甲",
            "否",
            date(2026, 1, 5),
            100,
            30.25,
            "阀",
            "",
        ],
    }[kind]
    for at, value in enumerate(values, 1):
        page.cell(2, at).value = value or None
    stream = io.BytesIO()
    sheet.save(stream)
    found = read_lines(kind, stream.getvalue(), filename="表.xlsx")
    assert found.marks == ()
    told = dict(found.lines[0].texts)
    wanted = {
        "records": {
            "kind": "project",
            "role": "testbed",
            "started_on": "2026-01-05",
            "amount": "12.5",
        },
        "contracts": {
            "kind": "licence",
            "is_local": "0",
            "signed_on": "2026-01-05",
            "paid": "30.25",
        },
    }[kind]
    assert wanted.items() <= told.items()


def test_a_name_that_begins_like_a_formula_stays_text():
    parts = zipfile.ZipFile(io.BytesIO(line_book("records", [("=1+1", "@SUM(A1)")])))
    sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_what_cannot_be_read_is_told_by_its_cell():
    found = interpret(
        "contracts", book("contracts", ["Y-1", "A1", "", "买卖", "甲", "也许", "某日", "十万"])
    )
    told = {mark.cell: mark.sentence for mark in found.marks}
    assert told == {
        "C2": "没有填写合同名称",
        "D2": "“买卖”不是可填的合同类别",
        "F2": "“也许”不是“是”或“否”",
        "G2": "“某日”不是日期",
        "H2": "“十万”不是数字",
    }


def test_a_cell_with_an_error_and_a_strange_column_are_told():
    given = book("records", ["Z-1", "项目", "甲"])
    given["sheets"]["x"]["bad"] = {"C2": "error"}
    given["sheets"]["x"]["rows"]["2"]["M"] = "x"
    marks = {mark.cell: mark.severity for mark in interpret("records", given).marks}
    assert marks == {"M1": "hint", "C2": "must"}


def test_a_file_without_the_table_or_with_nothing_in_it_is_refused():
    with pytest.raises(InputError) as refused:
        read_lines("records", "甲,乙\n1,2\n".encode())
    assert refused.value.code == "EVA-616"
    with pytest.raises(InputError) as refused:
        interpret("records", book("records"))
    assert refused.value.code == "EVA-616"
    with pytest.raises(InputError) as refused:
        interpret("records", book("records", *[["Z", "项目", "x"]] * 2001))
    assert refused.value.code == "EVA-617"


@pytest.mark.parametrize("amount", ["1e-999999999", "1e999999999", "1_0", "NaN", "1e12"])
def test_an_amount_that_no_contract_has_is_asked_back_and_never_written_out(amount):
    row = ["Y-1", "A1", "合同", "技术许可", "甲", "", "2026-01-05", amount]
    found = interpret("contracts", book("contracts", row))
    assert [mark.cell for mark in found.marks] == ["H2"]
    assert found.lines[0].texts["amount"] == ""


def test_words_keep_their_full_width_punctuation_and_codes_become_narrow():
    row = [
        "Ｚ－１",
        "项目",
        "中试基地（一期），二标段",
        "",
        "",
        "",
        "Z三（二）1",
        "",
        "",
        "１２．５",
    ]
    texts = interpret("records", book("records", row)).lines[0].texts
    assert texts["code"] == "Z-1"
    assert texts["title"] == "中试基地（一期），二标段"
    assert texts["clause"] == "Z三（二）1"
    assert texts["amount"] == "12.5"
