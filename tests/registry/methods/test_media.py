"""What a file is follows from its content; its name is harmless everywhere."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.registry.methods.media import LARGEST, MEDIA_TYPES, media_type_of, safe_name
from xiandao.terms.error import InputError


def office(*members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in members:
            # A fixed day: the bytes name tests, which every worker must call the same.
            archive.writestr(zipfile.ZipInfo(name), "x")
    return target.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
PNG, JPG, PDF = b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...", b"%PDF-1.7"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("A.PDF", PDF, "pdf"),
        ("a.docx", DOCX, "docx"),
        ("a.xlsx", XLSX, "xlsx"),
        ("a.png", PNG, "png"),
        ("a.jpeg", JPG, "jpg"),
        ("a.txt", "三十个".encode(), "txt"),
        ("a.txt", "三十个".encode("gb18030"), "txt"),
        ("a.txt", "三十个".encode("utf-16"), "txt"),
        ("a.csv", b"a,b\n", "csv"),
        ("a.htm", b"<html>", "html"),
    ],
)
def test_an_accepted_file_has_the_type_of_its_content(name, data, kind):
    assert media_type_of(name, data) == MEDIA_TYPES[kind]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "REG-020"),
        ("a.txt", b"a" * (LARGEST + 1), "REG-021"),
        ("a.pdf", b"MZ\x90\x00", "REG-022"),
        ("a.pdf", DOCX, "REG-022"),
        ("a.docx", XLSX, "REG-022"),
        (
            "a.docx",
            office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "REG-022",
        ),
        ("a.docm", DOCX, "REG-022"),
        ("a.xlsx", DOCX[:60], "REG-022"),
        ("a.xlsx", office("xl/workbook.xml"), "REG-022"),
        ("a.exe", b"MZ", "REG-022"),
        ("a.svg", b"<svg onload='x'>", "REG-022"),
        ("a.png", b"<html>", "REG-022"),
        ("a.txt", b"a\x00b", "REG-022"),
        ("a.txt", b"\xff\xff\xff", "REG-022"),
        ("pdf", PDF, "REG-022"),
        ("a.pdf.exe", PDF, "REG-022"),
    ],
)
def test_everything_else_is_refused_with_a_hint(name, data, code):
    with pytest.raises(InputError) as caught:
        media_type_of(name, data)
    assert caught.value.code == code
    assert caught.value.hint


def test_an_archive_with_an_enormous_directory_is_refused_before_it_is_read():
    end = bytearray(DOCX)
    struct.pack_into("<I", end, end.rfind(b"PK\x05\x06") + 12, 2_000_000)
    with pytest.raises(InputError):
        media_type_of("a.docx", bytes(end))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\报告.docx", "报告.docx"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("exe.\u202efdp", "exe.fdp"),
        ("", "未命名"),
        (" .txt", "txt"),
        ("\ud800.pdf", "pdf"),
    ],
)
def test_a_name_loses_what_could_do_harm(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_becomes_a_short_file_name_of_one_folder(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('/\\<>:"|?*\r\n\x00')
    assert safe not in {".", ".."}
    safe.encode()
