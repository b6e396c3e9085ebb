"""Hostile files: each ends in a clear message, and the process that reads them lives on."""

import io
import struct
import subprocess
import sys
import zipfile

import pytest

from tests.statistics.methods.books import FORM, SHEET, edited, made, part, repacked, with_cells
from xiandao.statistics.methods.form import shipped
from xiandao.statistics.methods.intake import read_return, read_returns
from xiandao.statistics.methods.intake_grid import MOST_BYTES, check_name, grid_text
from xiandao.terms.error import InputError, XiandaoError

DATA = made()
EMPTY = made(values={})
BOMB = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY a "ha">{BOMB}]>'.encode()
EXTERNAL = b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as box:
        for name, content in members:
            box.writestr(name, content)
    return stream.getvalue()


def lying(data, name):
    """The workbook whose directory says that a part is small when it is not."""
    stream = bytearray(part(data, name, b"<a>" + b" " * 120_000_000 + b"</a>"))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := stream.find(mark, at + 1)) >= 0:
            length_at = at + (28 if mark == b"PK\x01\x02" else 26)
            size = struct.unpack_from("<H", stream, length_at)[0]
            start = at + (46 if mark == b"PK\x01\x02" else 30)
            if stream[start : start + size] == name.encode():
                struct.pack_into("<I", stream, at + offset, 100)
    return bytes(stream)


def two_cells():
    """A1 and the last cell that a sheet can have: a few kilobytes that ask for half a terabyte."""
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet += b'<row r="1"><c r="A1"><v>1</v></c></row>' + FAR.encode() + b"</sheetData></worksheet>"
    return part(EMPTY, SHEET, sheet)


def hidden_from_a_careless_scan():
    cell = """<row r="20"><c x=">" r='XFD1048576'><v>1</v></c></row>"""
    return with_cells(EMPTY, cell)


def symlink():
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    stream = io.BytesIO(DATA)
    with zipfile.ZipFile(stream, "a") as box:
        box.writestr(link, "/etc/passwd")
    return stream.getvalue()


def doubled():
    stream = io.BytesIO(DATA)
    with zipfile.ZipFile(stream, "a") as box, pytest.warns(UserWarning, match="Duplicate"):
        box.writestr(SHEET, "<worksheet/>")
    return stream.getvalue()


def macro_type(name, content):
    if name != "[Content_Types].xml":
        return content
    return content.replace(b"officedocument.spreadsheetml.sheet.main", b"sheet.macroEnabled.main")


def encrypted_zip():
    stream = bytearray(DATA)
    at = stream.find(b"PK\x01\x02")
    stream[at + 8] |= 1
    return bytes(stream)


def huge_string():
    text = b"A" * 400_000_000
    cell = (
        b'<row r="99"><c r="A99" t="inlineStr"><is><t>' + text + b"</t></is></c></row></sheetData>"
    )
    old = zipfile.ZipFile(io.BytesIO(EMPTY)).read(SHEET)
    return part(EMPTY, SHEET, old.replace(b"</sheetData>", cell))


HOSTILE = {
    "empty": (lambda: b"", "STA-101"),
    "too large": (lambda: b"PK\x03\x04" + b"0" * MOST_BYTES, "STA-102"),
    "pdf": (lambda: b"%PDF-1.7 ...", "STA-103"),
    "old xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "STA-103"),
    "encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "STA-103"),
    "html as xlsx": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "STA-103"),
    "svg": (lambda: b'<?xml version="1.0"?><svg onload="x()"/>', "STA-103"),
    "another zip": (lambda: zipped(("a.txt", "x")), "STA-103"),
    "zip of zips": (lambda: zipped(("a.zip", zipped(("b.zip", zipped(("c", "x")))))), "STA-103"),
    "nested zip": (lambda: part(DATA, "xl/media/a.zip", zipped(("b", bytes(10_000)))), "STA-104"),
    "macros": (lambda: part(DATA, "xl/vbaProject.bin", b"x"), "STA-114"),
    "macro type": (lambda: repacked(DATA, macro_type), "STA-104"),
    "links and DDE": (lambda: part(DATA, "xl/externalLinks/externalLink1.xml", b"<x/>"), "STA-104"),
    "ole": (lambda: part(DATA, "xl/embeddings/oleObject1.bin", b"x"), "STA-104"),
    "custom xml": (lambda: part(DATA, "customXml/item1.xml", b"<x/>"), "STA-104"),
    "two cells": (two_cells, "STA-105"),
    "hidden far cell": (hidden_from_a_careless_scan, "STA-105"),
    "wide rows": (lambda: with_cells(EMPTY, '<row r="99"><c r="XFD99"><v>1</v></c></row>'), "STA-105"),
    "dimension": (lambda: with_cells(EMPTY, '<dimension ref="A1:XFD1048576"/>', mark="<sheetViews>"), "STA-105"),
    "merged giant": (lambda: with_cells(EMPTY, '<mergeCell ref="A1:XFD1048576"/>', mark="</mergeCells>"), "STA-105"),
    "400 MB string": (huge_string, "STA-111"),
    "ten thousand members": (lambda: zipped(*((f"xl/{n}.xml", "") for n in range(10_000))), "STA-111"),
    "ratio": (lambda: part(DATA, "xl/media/a.png", bytes(20_000_000)), "STA-111"),
    "lying sizes": (lambda: lying(DATA, "xl/extra.xml"), "STA-110"),
    "truncated": (lambda: DATA[:-300], "STA-110"),
    "only the magic": (lambda: b"PK\x03\x04", "STA-110"),
    "zip slip": (lambda: part(DATA, "../../evil.xml", b"<x/>"), "STA-112"),
    "absolute name": (lambda: part(DATA, "/etc/evil.xml", b"<x/>"), "STA-112"),
    "symlink": (symlink, "STA-112"),
    "doubled name": (doubled, "STA-112"),
    "encrypted member": (encrypted_zip, "STA-113"),
    "bomb in strings": (lambda: part(DATA, "xl/sharedStrings.xml", DOCTYPE + b"<x>&j;</x>"), "STA-115"),
    "bomb in styles": (lambda: part(DATA, "xl/styles.xml", DOCTYPE + b"<x>&j;</x>"), "STA-115"),
    "bomb in types": (lambda: part(DATA, "[Content_Types].xml", DOCTYPE + b"<x>&j;</x>"), "STA-115"),
    "bomb in rels": (lambda: part(DATA, "_rels/.rels", DOCTYPE + b"<x>&j;</x>"), "STA-115"),
    "bomb in utf-16": (lambda: part(DATA, "xl/styles.xml", DOCTYPE.decode().encode("utf-16")), "STA-115"),
    "external entity": (lambda: part(DATA, "xl/workbook.xml", EXTERNAL), "STA-115"),
    "broken sheet": (lambda: part(DATA, SHEET, b"<worksheet><sheetData><row>"), "STA-110"),
    "no sheet at all": (lambda: part(DATA, "xl/workbook.xml", b"<workbook/>"), "STA-106"),
    "csv with nul": (lambda: "代码,本期\n01,3\x00".encode(), "STA-108"),
    "csv in no encoding": (lambda: b"\x80\x81\xff\xfe\xfd" * 40, "STA-107"),
    "csv with an open quote": (lambda: '代码,本期\n01,"3'.encode(), "STA-109"),
    "csv of one line": (lambda: b"1" * 9_000_000, "STA-109"),
    "csv too long": (lambda: b"01,3\n" * 20_001, "STA-105"),
    "csv too wide": (lambda: b"," * 401, "STA-105"),
}  # fmt: skip


SLOW = {"400 MB string"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in HOSTILE]
)
def test_a_hostile_file_ends_in_a_clear_message(name):
    make, code = HOSTILE[name]
    with pytest.raises(InputError) as refused:
        grid_text(make())
    assert refused.value.code == code
    assert refused.value.sentence
    assert refused.value.hint
    assert "docx" not in refused.value.hint
    assert "Word" not in refused.value.hint


@pytest.mark.slow
def test_the_sandbox_tells_the_same_and_the_parent_lives():
    names = ["two cells", "bomb in strings", "lying sizes", "csv of one line"]
    for name in names:
        make, code = HOSTILE[name]
        with pytest.raises(InputError) as refused:
            read_return(make(), FORM)
        assert refused.value.code == code
    assert read_return(DATA, FORM).is_sound


@pytest.mark.slow
def test_a_batch_of_hostile_files_leaves_the_good_ones_alone():
    names = [name for name in HOSTILE if name not in {"400 MB string", "too large", "ratio"}]
    files = [(f"{name}.xlsx", HOSTILE[name][0]()) for name in names]
    found = dict(read_returns([("good.xlsx", DATA), *files, ("last.xlsx", DATA)], shipped()))
    assert found["good.xlsx"].is_sound
    assert found["last.xlsx"].is_sound
    for name in names:
        answer = found[f"{name}.xlsx"]
        assert isinstance(answer, XiandaoError)
        assert answer.code == HOSTILE[name][1]


@pytest.mark.parametrize("value", ["NaN", "INF", "1e400", "-1e400", "1e999999999"])
def test_numbers_that_are_none_are_asked_back(value):
    sheet = zipfile.ZipFile(io.BytesIO(DATA)).read(SHEET).decode()
    start = sheet.index('<c r="D9"')
    target = sheet[start : sheet.index("</c>", start) + 4]
    head = target.split(">")[0]
    data = part(DATA, SHEET, sheet.replace(target, f"{head}><v>{value}</v></c>", 1).encode())
    filed = read_return(data, FORM)
    assert [problem.cell for problem in filed.problems if problem.severity == "must"] == ["D9"]
    assert filed.values["r01"] is None


def test_a_name_with_another_suffix_is_refused_before_the_file_is_opened():
    for name in ("a.xlsm", "a.xls", "a.xlsb", "a.html", "noname", "a.xlsx.exe"):
        with pytest.raises(InputError) as refused:
            check_name(name)
        assert refused.value.code == "STA-103"
    check_name("六月.XLSX")


def test_cells_full_of_strange_characters_are_read():
    def change(book):
        sheet = book["填报表"]
        sheet["G9"] = "𡃁" + "a\u0301" * 500 + "\u202e反"
        sheet["G10"] = "长" * 10_000

    filed = read_return(edited(DATA, change), FORM)
    assert filed.explanations["r01"].startswith("𡃁")
    assert {problem.severity for problem in filed.problems} == {"explain", "must"}


def test_killing_the_reader_leaves_the_parent_with_an_error_and_not_with_a_trace(monkeypatch):
    from xiandao.engine import sandbox

    real = subprocess.run

    def killed(command, **more):
        return real([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], **more)

    monkeypatch.setattr(sandbox.subprocess, "run", killed)
    with pytest.raises(InputError) as refused:
        read_return(DATA, FORM)
    assert refused.value.code.startswith("ENG-")
