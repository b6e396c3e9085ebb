"""A ledger workbook that comes back: recognised by its hidden sheet, its columns found by their names."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from xiandao.engine.spreadsheet import column_letters, column_number
from xiandao.policy.methods.intake_refusals import refuse
from xiandao.policy.methods.ledger_columns import COLUMNS, KEYS, SEALED, TEMPLATE, TEMPLATE_VERSION
from xiandao.policy.methods.ledger_seal import HIDDEN_SHEET, Record, checksum, split_digests

Raw = str | int | float | date | None

_HEADER_WITHIN: Final = 20
_EXPORT: Final = "请在「任务台账」页重新导出，在导出的工作簿里填写后再导入"
_FACTS: Final = 20
# No key of a database is longer.
_LONGEST_KEY: Final = 19
_UNREADABLE: Final = "不是可读取的数值"
_BAD: Final = {"error": "单元格是错误值（如 #DIV/0!、#REF!）", "formula": "公式没有计算结果"}


@dataclass(frozen=True, slots=True)
class UploadedRow:
    """One row of the table as handed in: its line on the sheet, raw cells and unreadable cells by column key."""

    line: int
    cells: Mapping[str, Raw]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A recognised workbook.

    ``letters`` tells in which column of the sheet a column key stands; ``ignored`` names the columns that
    are not part of the ledger; ``blank`` counts empty lines between the rows.
    """

    sheet: str
    period: str
    papers: tuple[int, ...]
    made_by: str
    made_at: str
    records: Mapping[int, Record]
    letters: Mapping[str, str]
    ignored: tuple[str, ...]
    rows: tuple[UploadedRow, ...]
    blank: int

    def address(self, row: UploadedRow, key: str) -> str:
        """Return the address of a cell, such as ``D12``."""
        return f"{self.letters[key]}{row.line}"


def recognise(text: str) -> Uploaded:
    """Return the ledger in the cells of a workbook.

    Args:
        text: what ``workbook_grid.grid_text`` returned.

    Raises:
        InputError: ``POL-267`` not exported from this ledger, ``POL-268`` another version of the template,
            ``POL-269`` hidden sheet was changed, ``POL-270`` a column is missing or there twice.
    """
    book = json.loads(text)
    sheets = book["sheets"]
    hidden = sheets.get(HIDDEN_SHEET)
    if hidden is None:
        raise refuse("POL-267", "这不是从本系统导出的任务台账", _EXPORT, sheets=book["names"][:10])
    facts, records = _hidden(hidden["rows"])
    name, header = _table(sheets, facts.get("sheet", ""))
    rows = sheets[name]["rows"]
    letters, ignored = _columns(rows[header])
    bad = sheets[name]["bad"]
    covered = _covered(sheets[name]["merged"], header + 1)
    by_letters = {letter: key for key, letter in letters.items()}
    wrong: dict[int, dict[str, str]] = {}
    for address, what in {**bad, **covered}.items():
        found = re.fullmatch(r"([A-Z]+)(\d+)", address)
        if found and found[1] in by_letters:
            said = _BAD.get(what, what)
            wrong.setdefault(int(found[2]), {})[by_letters[found[1]]] = said
    places = {key: column_number(letter) - 1 for key, letter in letters.items()}
    made, blank = [], 0
    for line, row in enumerate(rows[header + 1 :], header + 2):
        uploaded = _row(line, row, places, wrong.get(line, {}))
        if uploaded is None:
            blank += 1
        else:
            made.append(uploaded)
    return Uploaded(
        sheet=name,
        period=facts.get("period", ""),
        papers=tuple(_key(key) for key in facts.get("papers", "").split(",") if key),
        made_by=facts.get("made_by", ""),
        made_at=facts.get("made_at", ""),
        records={record.number: record for record in records},
        letters=letters,
        ignored=ignored,
        rows=tuple(made),
        blank=blank,
    )


def label_key(label: object) -> str:
    """Return the spelling by which column names are compared: width, blanks and brackets do not matter.

    >>> label_key("任务来源（文件·条款） ") == label_key("任务来源(文件·条款)")
    True
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(label)))


def _hidden(rows: list[list[Any]]) -> tuple[dict[str, str], list[Record]]:
    facts: dict[str, str] = {}
    for row in rows[:_FACTS]:
        if len(row) > 1 and row[0]:
            facts[str(row[0])] = str(row[1])
    if facts.get("template") != TEMPLATE:
        raise refuse(
            "POL-267", "这是另一种表的工作簿，不是任务台账", _EXPORT, template=facts.get("template")
        )
    if facts.get("template_version") != TEMPLATE_VERSION:
        raise refuse(
            "POL-268", "工作簿的模板版本与系统不同", _EXPORT, version=facts.get("template_version")
        )
    records = []
    try:
        for row in rows:
            if len(row) > 6 and row[3] != "":
                digests = split_digests(str(row[6]))
                records.append(Record(_key(row[3]), _key(row[4]), _key(row[5]), digests))
    except (TypeError, ValueError):
        raise _touched() from None
    if not facts.get("period"):
        raise refuse(
            "POL-267",
            "这是政策文件的读出稿，还不是台账",
            "请先在阅读室确认进入台账，再从台账页导出",
        )
    told = facts.pop("checksum", "")
    numbers = {record.number for record in records}
    is_whole = all(len(record.digests) == len(SEALED) for record in records)
    if told != checksum(facts, records) or len(numbers) != len(records) or not is_whole:
        raise _touched()
    return facts, records


def _key(cell: object) -> int:
    """Return a number of the hidden sheet; who writes another one there has made the file himself."""
    text = f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)
    if not (text.isascii() and text.isdigit() and len(text) < _LONGEST_KEY):
        raise _touched()
    return int(text)


def _touched() -> Exception:
    return refuse("POL-269", "工作簿的隐藏信息被改动过，无法确认每一行对应的事项", _EXPORT)


def _table(sheets: Mapping[str, Any], told: str) -> tuple[str, int]:
    """The sheet with the table and the index of its header: the sheet may have been renamed or moved."""
    ordered = sorted(
        (name for name in sheets if name != HIDDEN_SHEET), key=lambda name: name != told
    )
    wanted = {label_key(column.label) for column in COLUMNS}
    best: tuple[int, str, int] = (0, "", 0)
    for name in ordered:
        for index, row in enumerate(sheets[name]["rows"][:_HEADER_WITHIN]):
            found = len(wanted & {label_key(cell) for cell in row})
            if found > best[0]:
                best = (found, name, index)
    if best[0] < len(COLUMNS) // 2:
        raise refuse("POL-270", "工作簿里找不到台账的表头", _EXPORT)
    return best[1], best[2]


def _columns(header: list[Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    known = {label_key(column.label): column for column in COLUMNS}
    letters: dict[str, str] = {}
    ignored = []
    for number, label in enumerate(header, 1):
        column = known.get(label_key(label))
        if column is None:
            if label != "":
                ignored.append(str(label)[:40])
        elif column.key in letters:
            raise refuse("POL-270", f"「{column.label}」列出现了两次", "请删除多余的一列后再导入")
        else:
            letters[column.key] = column_letters(number)
    missing = [column.label for column in COLUMNS if column.key not in letters]
    if missing:
        raise refuse(
            "POL-270", f"缺少列：{'、'.join(missing)}", "请恢复缺少的列（列名须与导出时一致），或重新导出后填写",
            missing=missing,
        )  # fmt: skip
    return letters, tuple(ignored)


def _covered(merged: list[list[str]], header_line: int) -> dict[str, str]:
    """Cells of the table that a merged range swallows: what each row says there cannot be known."""
    found: dict[str, str] = {}
    for first, last in merged:
        start, end = (re.fullmatch(r"([A-Z]+)(\d+)", one) for one in (first, last))
        if start is None or end is None or int(end[2]) <= header_line:
            continue
        for line in range(max(int(start[2]), header_line + 1), int(end[2]) + 1):
            for column in range(column_number(start[1]), column_number(end[1]) + 1):
                found[f"{column_letters(column)}{line}"] = "单元格是合并的，分不清每一行填的是什么"
    return found


def _row(
    line: int, row: list[Any], places: Mapping[str, int], wrong: Mapping[str, str]
) -> UploadedRow | None:
    cells: dict[str, Raw] = {}
    problems = dict(wrong)
    is_blank = not problems
    for key in KEYS:
        place = places[key]
        value = row[place] if place < len(row) else ""
        if isinstance(value, dict):
            if "d" in value:
                value = date.fromisoformat(value["d"])
            else:
                problems[key] = _UNREADABLE
                value = ""
        is_blank = is_blank and (value == "" or str(value).strip() == "")
        cells[key] = value
    return None if is_blank else UploadedRow(line, cells, problems)
