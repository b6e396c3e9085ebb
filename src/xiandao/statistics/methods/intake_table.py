"""The table in a workbook that came back: found by its header, its rows by their codes, never by position."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiandao.engine.spreadsheet import column_letters, column_number
from xiandao.statistics.methods import template as layout
from xiandao.statistics.methods.filed import CellProblem
from xiandao.statistics.methods.intake_facts import Facts
from xiandao.terms.error import InputError

_HEADER_WITHIN: Final = 40
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_NAMES: Final = {
    unicodedata.normalize("NFKC", name): column.key
    for column in layout.COLUMNS
    for name in (column.label, *column.aliases)
}
_WHAT: Final = {
    "error": ("单元格是错误值（如 #DIV/0!、#REF!）", "请改成数字，或修正公式"),
    "formula": ("公式没有计算结果", "请用 Excel 或 WPS 打开并保存一次，或直接填写结果"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its number, the row code written there and its cells by column key."""

    number: str
    row: str
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """The table as it stands in the file: ``letters`` tells the column of each key, ``bad`` what cannot be read."""

    sheet: str
    header: int
    letters: Mapping[str, str]
    lines: tuple[Line, ...]
    bad: Mapping[str, tuple[str, str]]
    problems: tuple[CellProblem, ...]

    def address(self, line: Line, key: str) -> str:
        """Return the address of a cell."""
        return f"{self.letters[key]}{line.number}"


def find_table(book: Mapping[str, Any], facts: Facts) -> Table:
    """Return the table of a file that ``grid_text`` has read.

    Raises:
        InputError: ``STA-123`` no table with the columns of a return, ``STA-124`` a column twice.
    """
    name, number, header = _header(book, facts)
    letters, problems = _columns(name, number, header)
    sheet = book["sheets"][name]
    lines = tuple(_lines(sheet["rows"], number, letters))
    bad = {address: _WHAT.get(what, (what, "")) for address, what in sheet["bad"].items()}
    bad |= _covered(sheet["merged"], number)
    problems += _hidden(book, name, sheet, letters, {line.number for line in lines})
    if book["kind"] == "xlsx" and name != layout.TABLE:
        sentence = f"工作表“{layout.TABLE}”被改名为“{name[:31]}”，已照常读取"
        problems.append(CellProblem(name, "", "", sentence, "不用改", "hint"))
    return Table(name, number, letters, lines, bad, tuple(problems))


def row_code(cell: object) -> str:
    """Return a row code as the form writes it: a number cell 13 and the text " １３" are the same.

    >>> row_code(13), row_code(" １３ "), row_code(13.0), row_code("r13")
    ('13', '13', '13', '13')
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell)))
    return text[1:] if re.fullmatch(r"r\d+", text) else text


def _key(label: object) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(label)))
    return _NAMES.get(text, "")


def _header(book: Mapping[str, Any], facts: Facts) -> tuple[str, int, Mapping[str, Any]]:
    best: tuple[int, str, int, Mapping[str, Any]] = (0, "", 0, {})
    names = sorted(
        (name for name in book["sheets"] if name not in {layout.HIDDEN, layout.NOTES}),
        key=lambda name: name != layout.TABLE,
    )
    for name in names:
        for line, row in list(book["sheets"][name]["rows"].items())[:_HEADER_WITHIN]:
            keys = {_key(value) for value in row.values() if isinstance(value, str)} - {""}
            if {"row", "value"} <= keys and len(keys) > best[0]:
                best = (len(keys), name, int(line), row)
    if best[0]:
        return best[1], best[2], best[3]
    if book["kind"] == "csv":
        return names[0], 0, {"A": "代码", "B": "本期", "C": "上年同期", "D": "说明"}
    raise InputError(
        "STA-123", "找不到填报表：没有同时含“代码”和“本期”两列的表头", "请恢复表头这一行，或重新下载模板填写",
        {"sheets": list(book["names"])[:10]},
    )  # fmt: skip


def _columns(
    name: str, number: int, header: Mapping[str, Any]
) -> tuple[dict[str, str], list[CellProblem]]:
    letters: dict[str, str] = {}
    problems = []
    for letter, label in header.items():
        key = _key(label)
        if not key:
            sentence = f"“{str(label)[:20]}”不是模板中的列，没有读取"
            hint = "请把内容写到“说明”列"
            problems.append(CellProblem(name, f"{letter}{number}", "", sentence, hint, "explain"))
        elif key in letters:
            raise InputError(
                "STA-124",
                f"“{label}”这一列出现了两次",
                "请删除多余的一列再上传",
                {"column": letter},
            )
        else:
            letters[key] = letter
    return letters, problems


def _lines(rows: Mapping[str, Any], header: int, letters: Mapping[str, str]) -> Iterator[Line]:
    for number, row in rows.items():
        if int(number) > header:
            cells = {key: row[letter] for key, letter in letters.items() if letter in row}
            if cells:
                yield Line(number, row_code(cells.get("row", "")), cells)


def _covered(merged: Iterable[list[str]], header: int) -> dict[str, tuple[str, str]]:
    """Cells below the header that a merged range swallows; a range in one line over text is harmless."""
    found: dict[str, tuple[str, str]] = {}
    told = ("单元格是合并的，分不清每一行填的是什么", "请取消合并，逐行填写")
    for first, last in merged:
        start, end = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
        if start is None or end is None:
            continue
        for line in range(max(int(start[2]), header + 1), int(end[2]) + 1):
            for column in range(column_number(start[1]), column_number(end[1]) + 1):
                found[f"{column_letters(column)}{line}"] = told
    return found


def _hidden(
    book: Mapping[str, Any], name: str, sheet: Mapping[str, Any], letters: Mapping[str, str], used: set[str]
) -> list[CellProblem]:  # fmt: skip
    found = []
    if name in book["hidden"]:
        found.append((f"工作表“{name[:31]}”被隐藏，已照常读取", ""))
    lines = [str(line) for line in sheet["hidden_rows"] if str(line) in used]
    if lines:
        shown = "、".join(lines[:10]) + ("等" if len(lines) > 10 else "")
        found.append((f"第{shown}行被隐藏或筛选掉，已照常读取", f"A{lines[0]}"))
    columns = {column_letters(number) for number in sheet["hidden_columns"]}
    hidden = sorted(columns & set(letters.values()))
    if hidden:
        found.append((f"第{'、'.join(hidden)}列被隐藏，已照常读取", ""))
    hint = "请取消隐藏，核对这些内容是否是要报送的"
    return [CellProblem(name, cell, "", sentence, hint, "explain") for sentence, cell in found]
