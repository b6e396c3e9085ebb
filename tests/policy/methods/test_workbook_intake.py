"""Hostile workbooks and those of another template: refused with a sentence and a hint before anything is believed."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from openpyxl import load_workbook

from xiandao.engine.sandbox import run_limited
from xiandao.policy.methods import workbook_grid
from xiandao.policy.methods.ledger_columns import OfficialRow
from xiandao.policy.methods.workbook import SHEET, ledger_workbook
from xiandao.policy.methods.workbook_grid import grid_text
from xiandao.policy.methods.workbook_in import recognise
from xiandao.terms.error import InputError


def made(rows, **more):
    facts = {
        "title": "任务台账", "scope": "全部", "made_by": "王工", "made_at": datetime(2026, 11, 22, 9, 30),
        "period": "2026Q4", "papers": [7],
    }  # fmt: skip
    return ledger_workbook(rows, **(facts | more))


def row(number=1, **fields):
    facts = {
        "source": "方案·一",
        "title": f"任务{number}",
        "measure": f"举措{number}",
        "item": 100 + number,
    }
    return OfficialRow(**({"number": number, "version": 1} | facts | fields))


def repacked(data, change):
    """Return the workbook with its parts changed by ``change(name, content) -> content or None``."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def added(data, name, content):
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr(name, content)
    return stream.getvalue()


def far_cell(name, content):
    if name != "xl/worksheets/sheet1.xml":
        return content
    return content.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


def wide_cell(name, content):
    if name != "xl/worksheets/sheet1.xml":
        return content
    return content.replace(
        b"</sheetData>", b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'
    )


DATA = made([row()])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "POL-261"),
        (b"PK\x03\x04" + b"0" * (workbook_grid.MOST_BYTES + 1), "POL-262"),
        (b"<html>", "POL-263"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "POL-263"),
        (added(DATA, "xl/vbaProject.bin", b"x"), "POL-114"),
        (added(DATA, "xl/externalLinks/externalLink1.xml", b"<x/>"), "POL-264"),
        (added(DATA, "xl/embeddings/oleObject1.bin", b"x"), "POL-264"),
        (repacked(DATA, far_cell), "POL-265"),
        (repacked(DATA, wide_cell), "POL-265"),
        (repacked(DATA, lambda name, content: None if name == "xl/workbook.xml" else content), "POL-263"),
        (added(DATA, "xl/x.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "POL-115"),
        (added(DATA, "../../evil.xml", b"<x/>"), "POL-112"),
        (added(DATA, "xl/media/big.bin", b"\0" * 40_000_000), "POL-111"),
        (DATA[:-200], "POL-110"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_with_a_sentence_and_a_hint(data, code):
    with pytest.raises(InputError) as refused:
        grid_text(data)
    assert refused.value.code == code
    assert refused.value.sentence
    assert refused.value.hint
    assert "docx" not in refused.value.hint


def test_the_child_process_reads_the_same():
    assert run_limited("xiandao.policy.methods.workbook_grid:grid_text", DATA) == grid_text(DATA)


def renamed(name, content):
    return (
        content.replace(b"xiandao.policy.ledger", b"xiandao.other.form")
        if "sheet2" in name
        else content
    )


def other_version(name, content):
    return (
        re.sub(rb"(template_version.*?<t>)1(</t>)", rb"\g<1>99\2", content)
        if "sheet2" in name
        else content
    )


def touched(name, content):
    return re.sub(rb"(<c r=\"E1\"><v>)101", rb"\g<1>102", content) if "sheet2" in name else content


@pytest.mark.parametrize(
    ("change", "code"), [(renamed, "POL-267"), (other_version, "POL-268"), (touched, "POL-269")]
)
def test_another_template_or_a_touched_hidden_sheet_is_refused(change, code):
    with pytest.raises(InputError) as refused:
        recognise(grid_text(repacked(DATA, change)))
    assert refused.value.code == code


def test_a_draft_of_a_reading_is_no_ledger():
    with pytest.raises(InputError, match="读出稿"):
        recognise(grid_text(made([row()], period="")))


def test_a_missing_and_a_doubled_column_are_named():
    def change(address, value):
        book = load_workbook(io.BytesIO(DATA))
        book[SHEET][address] = value
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    with pytest.raises(InputError, match="缺少列：牵头单位"):
        recognise(grid_text(change("F3", "改了")))
    with pytest.raises(InputError, match="「牵头单位」列出现了两次"):
        recognise(grid_text(change("T3", "牵头单位")))


@pytest.mark.parametrize("key", ["²", "１", "-1", "9" * 30, "9" * 5000, "7;8"])
def test_a_key_that_no_export_writes_is_refused_as_a_changed_hidden_sheet(key):
    with pytest.raises(InputError) as refused:
        recognise(grid_text(made([row()], papers=[key])))
    assert refused.value.code == "POL-269"


@pytest.mark.parametrize("number", [10**20, -3, 1.5])
def test_a_row_that_leads_to_no_possible_matter_is_refused(number):
    with pytest.raises(InputError) as refused:
        recognise(grid_text(made([row(item=number)])))
    assert refused.value.code == "POL-269"
