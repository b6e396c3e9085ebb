"""The workbook of the register: what is offered can be filled and read back as it was meant."""

import io

import openpyxl
import pytest

from xiandao.statistics.methods.register_book import HEADINGS, MOST_LINES, SHEET, register_book
from xiandao.statistics.methods.register_intake import interpret, read_register
from xiandao.terms.error import InputError

ZONES = [("Z-A", "=澜州先导区")]


def filled(*rows, heads=None):
    """Return the template with rows below its headings."""
    book = openpyxl.load_workbook(io.BytesIO(register_book(ZONES, ["人形机器人"])))
    sheet = book[SHEET]
    for at, label in enumerate(heads or (), 1):
        sheet.cell(1, at, label)
    for line, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            sheet.cell(line, at, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows, head="单位代码,起始日期,规上,高新技术企业,用地（亩）"):
    return "\n".join((head, *rows)).encode()


def test_the_template_names_every_column_and_offers_the_zones():
    book = openpyxl.load_workbook(io.BytesIO(register_book(ZONES, ["人形机器人"])))
    assert [cell.value for cell in book[SHEET][1]] == [one.label for one in HEADINGS]
    lists = book["可选内容"]
    assert [cell.value for cell in lists[2]] == ["Z-A", "=澜州先导区", "人形机器人"]
    assert lists["B2"].data_type == "s"
    assert all(one.about in {cell.value for cell in book["填写说明"]["B"]} for one in HEADINGS)


def test_a_filled_template_is_read_as_it_was_meant():
    data = filled(
        ("E-1", "甲公司", 990101, "Z-A", "人形机器人", "G-1", "是", "否", 36.5, "2026年1月5日"),
        ("E-2", None, "９９０１０１", None, None, None, None, "YES", None, 46027),
    )
    found = read_register(data, filename="名录.xlsx")
    assert found.marks == ()
    first, second = found.lines
    assert (first.row, first.texts["region_code"], first.texts["land_mu"]) == (2, "990101", "36.5")
    assert (first.texts["is_above_size"], first.texts["is_high_tech"]) == ("1", "")
    assert first.texts["valid_from"] == second.texts["valid_from"] == "2026-01-05"
    assert (second.texts["region_code"], second.texts["is_high_tech"]) == ("990101", "1")


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (",2026-01-01,,,", "A2"),
        ("E-1,,,,", "B2"),
        ("E-1,明天,,,", "B2"),
        ("E-1,2026-02-30,,,", "B2"),
        ("E-1,2026-01-01,也许,,", "C2"),
        ("E-1,2026-01-01,,2,", "D2"),
        ("E-1,2026-01-01,,,很大", "E2"),
        ("E-1,2026-01-01,,,NaN", "E2"),
        ("E-1,2026-01-01,,,1e99", "E2"),
        ("E-1,2026-01-01,,,1.234", "E2"),
        ("E-1,2026-01-01,,," + "9" * 500, "E2"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_cell(row, cell):
    found = read_register(csv(row))
    assert [(mark.severity, mark.cell) for mark in found.marks] == [("must", cell)]
    assert found.marks[0].hint


def test_all_problems_of_a_file_are_told_at_once():
    found = read_register(csv(",,x,,", "E-1,y,,z,", "E-2,2026-01-01,,,"))
    assert [mark.cell for mark in found.marks] == ["A2", "B2", "C2", "B3", "D3"]
    assert len(found.lines) == 3


def test_a_column_that_the_register_does_not_have_is_told_and_not_dropped_in_silence():
    found = read_register(csv("E-1,2026-01-01,备注内容", head="单位代码,起始日期,备注"))
    assert [(mark.severity, mark.cell, mark.label) for mark in found.marks] == [
        ("hint", "C1", "备注")
    ]


def test_columns_may_stand_in_any_order_below_a_title():
    found = read_register("某省名录\n起始日期,单位代码\n2026/3/1,E-1".encode())
    assert dict(found.lines[0].texts) == {"valid_from": "2026-03-01", "code": "E-1"}


def test_a_cell_with_an_error_value_is_asked_back():
    told = {
        "rows": {"1": {"A": "单位代码", "B": "起始日期"}, "2": {"A": "E-1", "B": "#REF!"}},
        "bad": {"B2": "error"},
        "hidden_rows": [2],
    }
    found = interpret({"sheets": {"表": told}})
    assert [(mark.cell, mark.severity) for mark in found.marks] == [("A2", "hint"), ("B2", "must")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "STA-101"),
        (b"no workbook", "STA-116"),
        ("单位代码,起始日期\n".encode(), "STA-116"),
        ("单位代码,备注\nE-1,x".encode(), "STA-116"),
        (csv(*(f"E-{one},2026-01-01,,," for one in range(MOST_LINES + 1))), "STA-117"),
        (b"PK\x03\x04broken", "STA-110"),
    ],
)
def test_a_file_that_is_no_list_of_units_is_refused_as_a_whole(data, code):
    with pytest.raises(InputError) as caught:
        read_register(data)
    assert caught.value.code == code


def test_a_macro_workbook_is_refused_by_its_name():
    with pytest.raises(InputError) as caught:
        read_register(b"", filename="名录.xlsm")
    assert caught.value.code == "STA-103"
