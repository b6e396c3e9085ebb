"""The door for returns: which files may come in, and what of them is told as plain cells.

``grid_text`` belongs into a child process: ``run_limited("xiandao.statistics.methods.intake_grid:grid_text", data)``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from xiandao.engine import spreadsheet
from xiandao.engine.archive import ArchiveRules
from xiandao.engine.spreadsheet import Sheet, WorkbookRules, column_letters
from xiandao.engine.spreadsheet_scan import Limits
from xiandao.statistics.methods.intake_csv import csv_rows
from xiandao.statistics.methods.template import HIDDEN
from xiandao.terms.error import InputError

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 400
MEMORY_MB: Final = 1024
CPU_S: Final = 20
CSV_SHEET: Final = "CSV"
LONGEST_TEXT: Final = 4_000
_MOST_FILLED: Final = 200_000
_MOST_SHEETS: Final = 5
_RESAVE: Final = "请下载填报模板，在模板里填写后保存为 .xlsx 再上传"
RULES: Final = WorkbookRules(
    empty="STA-101",
    too_large="STA-102",
    foreign="STA-103",
    active="STA-104",
    too_far="STA-105",
    unreadable="STA-106",
    archive=ArchiveRules(
        broken="STA-110",
        bomb="STA-111",
        names="STA-112",
        encrypted="STA-113",
        macros="STA-114",
        definitions="STA-115",
        program="Excel",
        suffix=".xlsx",
        free_bytes=1024 * 1024,
    ),
    resave=_RESAVE,
    smaller="一张报表通常不到1 MB：请去掉工作簿里的图片和多余的工作表",
    limits=Limits(
        MOST_ROWS,
        MOST_COLUMNS,
        has_dimension=True,
        hint="请删除表格右侧和下方的空白行列；或重新下载填报模板，把数据粘贴进去再上传",
    ),
    most_bytes=MOST_BYTES,
    also_forbidden=(("customxml/", "带有自定义 XML 数据"),),
)
_SUFFIXES: Final = (".xlsx", ".csv")
_FOREIGN: Final = (
    (b"%PDF-", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"\x7fELF", "可执行程序"),
    (b"MZ", "可执行程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"SQLite format 3", "数据库文件"),
)


def check_name(filename: str) -> None:
    """Refuse a file by its name where the name already says that it cannot be a return.

    Raises:
        InputError: ``STA-103`` another suffix than .xlsx and .csv.

    >>> check_name("7月快报.xlsx")
    >>> check_name("7月快报.xlsm")
    Traceback (most recent call last):
    xiandao.terms.error.InputError: 不能导入 .xlsm 文件（请下载填报模板，在模板里填写后保存为 .xlsx 再上传）
    """
    dot = filename.rfind(".")
    suffix = filename[dot:].lower() if dot >= 0 else ""
    if filename and suffix not in _SUFFIXES:
        what = f"{suffix[:12]} 文件" if suffix else "没有扩展名的文件"
        raise InputError("STA-103", f"不能导入 {what}", _RESAVE, {"suffix": suffix[:12]})


def grid_text(data: bytes) -> str:
    """Return the filled cells of a workbook or CSV file as JSON.

    ``{"kind", "names", "hidden", "sheets": {name: {"rows": {"8": {"D": 12}}, "bad", "merged",
    "hidden_rows", "hidden_columns"}}}``; dates are ``{"d": …}``, numbers that are none ``{"x": …}``, texts
    that are too long ``{"l": their beginning}``.

    Raises:
        InputError: ``STA-101`` empty, ``STA-102`` too large, ``STA-103`` another kind of file, ``STA-104``
            active content, ``STA-105`` too far, ``STA-106`` unreadable, ``STA-107`` … ``STA-109`` for CSV,
            ``STA-110`` … ``STA-115`` for the container.

    >>> json.loads(grid_text("代码,本期\\n13,100".encode()))["sheets"]["CSV"]["rows"]["2"]
    {'A': '13', 'B': '100'}
    """
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or not data or len(data) > MOST_BYTES:
        book = spreadsheet.cells(data, RULES, wanted=_wanted)
        if not book.sheets:
            raise InputError("STA-106", "工作簿里没有工作表", _RESAVE)
        found = {sheet.name: _told(sheet) for sheet in book.sheets}
        hidden = [sheet.name for sheet in book.sheets if sheet.is_hidden]
        return _written({"kind": "xlsx", "names": book.names, "hidden": hidden, "sheets": found})
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise InputError("STA-103", f"这是{kind}，不是报表", _RESAVE)
    rows = csv_rows(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    sheet = {"rows": _sparse(rows), "bad": {}, "merged": [], "hidden_rows": []}
    sheets = {CSV_SHEET: sheet | {"hidden_columns": []}}
    return _written({"kind": "csv", "names": [CSV_SHEET], "hidden": [], "sheets": sheets})


def _wanted(names: Sequence[str]) -> Iterator[str]:
    """The hidden sheet and the first few others: a template has two."""
    yield from (name for name in names if name == HIDDEN)
    yield from [name for name in names if name != HIDDEN][:_MOST_SHEETS]


def _told(sheet: Sheet) -> dict[str, Any]:
    marks = sheet.marks
    return {
        "rows": _sparse(sheet.rows),
        "bad": marks.bad,
        "merged": marks.merged,
        "hidden_rows": marks.hidden_rows,
        "hidden_columns": marks.hidden_columns,
    }


def _sparse(rows: Sequence[Sequence[Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    filled = 0
    for line, row in enumerate(rows, 1):
        kept = {column_letters(at): _short(value) for at, value in enumerate(row, 1) if value != ""}
        if kept:
            filled += len(kept)
            if filled > _MOST_FILLED:
                sentence = "表里填了内容的单元格过多，不像一张报表"
                raise InputError("STA-105", sentence, RULES.limits.hint, {"most": _MOST_FILLED})
            found[str(line)] = kept
    return found


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return {"l": value[:LONGEST_TEXT]}
    return value


def _written(book: dict[str, Any]) -> str:
    return json.dumps(book, ensure_ascii=False)
