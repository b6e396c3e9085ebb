"""``xiandao statistics``: a template is made, filled, checked and marked without the web."""

import io
import json

import pytest
from openpyxl import load_workbook

from xiandao.project.cli import run

UNIT = "91330100799655058B"
SOUND = {"r1": 20, "r4": 12, "r8": 3000, "r57": 3000}


def act(*words):
    return run(["statistics", *map(str, words)])


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "模板.xlsx"
    assert (
        act("template", "--form", "607-2", "--period", "2026", "--unit", UNIT, "--out", path) == 0
    )
    return path


def fill(path, **values):
    book = load_workbook(path)
    sheet = book["填报表"]
    lines = {cell.value: cell.row for cell in sheet["B"]}
    for row, value in values.items():
        sheet[f"D{lines[row[1:]]}"] = value
    book.save(path)


def test_an_empty_template_has_findings_and_a_filled_one_has_not(book, capsys):
    assert act("check", book, "--form", "607-2") == 1
    assert "没有填" in capsys.readouterr().out
    fill(book, **SOUND)
    assert act("check", book, "--form", "607-2") == 0
    shown = capsys.readouterr().out
    assert "企业研究开发活动及相关情况（607-2，2021版）" in shown
    assert "已填5项" in shown


def test_a_broken_return_is_told_as_text_as_json_and_in_its_own_file(book, tmp_path, capsys):
    fill(book, r1="二十人", r8=300)
    out = tmp_path / "核对.xlsx"
    assert act("check", book, "--form", "607-2", "--format", "json", "--out", out) == 1
    told = json.loads(capsys.readouterr().out)
    (mark,) = [mark for mark in told["marks"] if mark["severity"] == "must"]
    assert mark["cell"] == "D9"
    assert told["return"]["unit"] == UNIT
    assert load_workbook(io.BytesIO(out.read_bytes()))["填报表"]["D9"].comment is not None


def test_part_and_whole_are_checked_by_the_shipped_rules(book, capsys):
    fill(book, r1=20, r3=30, r8=300)
    assert act("check", book, "--form", "607-2") == 1
    assert "女性" in capsys.readouterr().out


def test_the_expected_period_is_compared(book, capsys):
    assert act("check", book, "--form", "607-2", "--period", "2025") == 1
    assert "报告期不符" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_cannot_be_read_ends_with_two_and_a_sentence(tmp_path, content, capsys):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    assert act("check", path, "--form", "607-2") == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("check", "nowhere.xlsx", "--form", "607-2"),
        ("check", "nowhere.xlsx", "--form", "999"),
        ("template", "--form", "607-2", "--period", "2026-06", "--unit", UNIT, "--out", "x.xlsx"),
        (
            "template",
            "--form",
            "607-2",
            "--period",
            "2026",
            "--unit",
            UNIT,
            "--out",
            "/no/such/folder/x.xlsx",
        ),
    ],
)
def test_wrong_words_end_with_two_and_a_sentence(words, capsys):
    assert act(*words) == 2
    assert capsys.readouterr().err


def test_an_exported_definition_serves_as_the_form(book, tmp_path):
    form = tmp_path / "定义.xlsx"
    assert act("form", "--form", "607-2", "--out", form) == 0
    fill(book, **SOUND)
    assert act("check", book, "--form", form) == 0
