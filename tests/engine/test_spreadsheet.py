"""Cells of an untrusted workbook: values as they are, and what cannot be trusted is told."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
import xlsxwriter

from xiandao.engine.archive import ArchiveRules
from xiandao.engine.spreadsheet import WorkbookRules, cells, column_letters, column_number, inspect
from xiandao.engine.spreadsheet_scan import Limits
from xiandao.terms.error import InputError

RULES = WorkbookRules(
    "Y-0", "Y-1", "Y-2", "Y-3", "Y-4", "Y-5", ArchiveRules("X-0", "X-1", "X-2", "X-3", "X-4", "X-5", "Excel", ".xlsx"),
    "请另存", "请拆分", Limits(50, 20, cells=300),
)  # fmt: skip


def book(write):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        write(made, made.add_worksheet("甲"))
    return stream.getvalue()


def computed_text(data, address):
    """The workbook after an office program has computed a formula to an empty text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(f'r="{address}"'.encode(), f'r="{address}" t="str"'.encode())
            )
    return stream.getvalue()


def sheet_of(data):
    return cells(data, RULES, wanted=lambda names: names).sheets[0]


def test_values_come_as_they_are_and_empty_cells_as_nothing():
    day = {"num_format": "yyyy-mm-dd"}

    def write(made, sheet):
        sheet.write_row("A1", ["甲", 12, 1.5, True])
        sheet.write_datetime("B3", datetime(2026, 7, 5), made.add_format(day))

    assert sheet_of(book(write)).rows == [
        ["甲", 12, 1.5, "TRUE"],
        ["", "", "", ""],
        ["", {"d": "2026-07-05"}, "", ""],
    ]


def test_merged_hidden_and_uncomputed_cells_are_told():
    def write(made, sheet):
        sheet.merge_range("A1:B2", "合")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column("C:D", None, None, {"hidden": True})
        sheet.write_formula("A5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A6", "=1+1", None, 2)
        sheet.write_formula("A7", '=""', None, "")
        sheet.write("A8", "x")

    marks = sheet_of(computed_text(book(write), "A7")).marks
    assert (marks.merged, marks.hidden_rows, marks.hidden_columns) == ([["A1", "B2"]], [4], [3, 4])
    assert marks.bad == {"A5": "error"}
    assert marks.formulas == 3


@pytest.mark.parametrize("address", ["A51", "U1"])
def test_cells_beyond_the_limits_are_refused(address):
    with pytest.raises(InputError) as refused:
        sheet_of(book(lambda made, sheet: sheet.write(address, 1)))
    assert refused.value.code == "Y-4"


@pytest.mark.slow
def test_two_cells_that_stand_too_far_apart_are_refused_before_the_space_between_is_laid_out():
    wide = replace(RULES, limits=Limits(1_048_576, 16_384))
    far = book(lambda made, sheet: sheet.write("A1", "甲") + sheet.write("XFD1048576", 1))
    with pytest.raises(InputError) as told:
        cells(far, wide, wanted=lambda names: names)
    assert told.value.code == "Y-4"
    deep = book(lambda made, sheet: sheet.write("A1", "甲") + sheet.write("C100000", 1))
    assert len(cells(deep, wide, wanted=lambda names: names).sheets[0].rows) == 100_000


def test_too_many_cells_are_refused_over_all_sheets_together():
    def write(made, sheet):
        for each in (sheet, made.add_worksheet("乙")):
            for row in range(20):
                each.write_row(row, 0, range(10))

    with pytest.raises(InputError) as refused:
        sheet_of(book(write))
    assert refused.value.code == "Y-4"


def test_hidden_sheets_are_told_and_unwanted_ones_not_read():
    def write(made, sheet):
        made.add_worksheet("乙").hide()

    found = cells(book(write), RULES, wanted=lambda names: names[1:])
    assert found.names == ("甲", "乙")
    assert [(sheet.name, sheet.is_hidden) for sheet in found.sheets] == [("乙", True)]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "Y-0"), (b"PK" + bytes(11 * 1024 * 1024), "Y-1"), (b"x", "Y-2")]
)
def test_what_is_no_workbook_is_refused(data, code):
    with pytest.raises(InputError) as refused:
        inspect(data, RULES)
    assert refused.value.code == code


def test_columns_have_letters_and_numbers():
    assert [column_number(column_letters(number)) for number in range(1, 1000)] == list(
        range(1, 1000)
    )
