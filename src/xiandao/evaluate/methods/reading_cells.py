"""From the bytes of a CSV file or workbook to a header and rows of cells, in any encoding and with any separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from xiandao.engine import spreadsheet
from xiandao.engine.archive import ArchiveRules
from xiandao.engine.decoding import TextRules, decode
from xiandao.engine.spreadsheet import WorkbookRules
from xiandao.engine.spreadsheet_scan import Limits
from xiandao.evaluate.methods.reading_findings import Finding, Findings
from xiandao.evaluate.methods.reading_header import (
    MOST_ABOVE,
    Sought,
    best_of,
    header_row,
    joined_header,
    quote,
)
from xiandao.terms.error import InputError

MOST_BYTES: Final = 256 * 1024 * 1024
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
_RESAVE: Final = "请用 Excel 或 WPS 打开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”后再试"
_TEXT: Final = TextRules(
    unknown="EVA-406", binary="EVA-407", instead="请改用 CSV 文本或 .xlsx 工作簿", is_prose=False
)
_BOOK: Final = WorkbookRules(
    empty="EVA-400",
    too_large="EVA-401",
    foreign="EVA-402",
    active="EVA-403",
    too_far="EVA-404",
    unreadable="EVA-405",
    archive=ArchiveRules(
        broken="EVA-431",
        bomb="EVA-432",
        names="EVA-433",
        encrypted="EVA-434",
        macros="EVA-435",
        definitions="EVA-436",
        program="Excel",
        suffix=".xlsx",
        most_unpacked_mb=1024,
    ),
    resave=_RESAVE,
    smaller="请只留下数据所在的工作表，或改用 CSV",
    limits=Limits(
        MOST_ROWS, MOST_COLUMNS, cells=10_000_000, hint="请删除右侧和下方的空白行列，或改用 CSV"
    ),
    most_bytes=MOST_BYTES // 2,
)
_SEPARATORS: Final = {",": "逗号", "\t": "制表符", ";": "分号", "，": "全角逗号", "|": "竖线"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it was handed in: its header, its rows of cells, the number of each row in the file.

    ``separator`` is empty for a workbook; ``bad`` names the cells that hold an error value or an uncomputed formula;
    ``top`` is the row of the header.
    """

    table: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    numbers: tuple[int, ...]
    separator: str = ""
    bad: dict[str, str] = field(default_factory=dict)
    top: int = 1

    def column(self, place: int) -> list[Any]:
        """Return the cells of a column, the first being 0."""
        return [row[place] for row in self.rows]


def grid_of(
    data: bytes,
    table: str,
    found: Findings,
    sheets: Sequence[str] = (),
    sought: Sought | None = None,
) -> Grid:
    """Return the cells of a file.

    Args:
        data: bytes of a CSV file (UTF-8, UTF-16, GB18030; comma, semicolon, tab) or of an .xlsx workbook.
        table: what messages call it, for example ``"数据"``.
        found: where problems and notes are kept.
        sheets: names of the sheet that is meant, in any case; else the first sheet.
        sought: what the header says, so that titles above it are passed over; None where the first row is the header.

    Raises:
        InputError: ``EVA-400`` … ``EVA-408`` and ``EVA-431`` … ``EVA-436``: empty, too large, no such file, broken;
            ``EVA-427`` no header.

    >>> grid_of("单元;LPI\\n甲;3".encode("gb18030"), "数据", Findings()).rows
    (('甲', '3'),)
    """
    if not data.strip():
        raise InputError("EVA-400", f"{table}文件是空的", "请确认选择了正确的文件")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        cells, bad = _sheet(data, table, sheets)
        return _grid(_filled(cells, table), table, found, sought, bad=bad)
    separator, rows = _csv(data, table, sought)
    if separator != ",":
        found.note(f"{table}表以{_SEPARATORS[separator]}分隔")
    return _grid(_filled(rows, table), table, found, sought, separator=separator)


def text_of(cell: Any) -> str:
    """Return a cell as the text it is for people: no blanks around it, dates in ISO form, whole numbers plainly.

    >>> text_of(2018.0), text_of(" NA "), text_of({"d": "2026-01-01"})
    ('2018', 'NA', '2026-01-01')
    """
    if isinstance(cell, dict):
        return str(next(iter(cell.values()), ""))
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _sheet(
    data: bytes, table: str, sheets: Sequence[str]
) -> tuple[Sequence[Sequence[Any]], dict[str, str]]:
    meant = {name.casefold() for name in sheets}

    def wanted(names: Sequence[str]) -> Iterable[str]:
        named = [name for name in names if name.strip().casefold() in meant]
        return (named or list(names))[:1]

    book = spreadsheet.cells(data, _BOOK, wanted=wanted)
    if not book.sheets:
        raise InputError("EVA-405", f"{table}工作簿里没有工作表", _RESAVE)
    return book.sheets[0].rows, dict(book.sheets[0].marks.bad)


def _csv(data: bytes, table: str, sought: Sought | None) -> tuple[str, list[list[str]]]:
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise InputError("EVA-401", f"{table}文件超过{most} MB的上限", "请分批计算")
    text = decode(data, _TEXT).lstrip("\ufeff")
    if "\x00" in text:
        raise InputError("EVA-407", f"{table}文件中有空字符，不是文本文件", _TEXT.instead)
    first = text.lstrip().partition("\n")[0]
    if first.lstrip().startswith(("<", "{", "%PDF")):
        raise InputError("EVA-402", f"{table}文件不是 CSV，也不是工作簿", _RESAVE)
    separator = _separator(text, sought)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            rows.append(row)
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                sentence = f"{table}表的范围过大（最多{MOST_ROWS}行、{MOST_COLUMNS}列）"
                raise InputError("EVA-404", sentence, "请分批计算")
    except csv.Error as error:
        sentence = f"{table}表第{len(rows) + 1}行起不是规范的 CSV：引号没有成对，或一格内容过长"
        raise InputError("EVA-408", sentence, _RESAVE, {"reason": str(error)}) from None
    return separator, rows


def _separator(text: str, sought: Sought | None) -> str:
    """Return the separator that shows most of the header, else the one that the first line holds most often."""
    start = text.lstrip().splitlines()[:MOST_ABOVE]
    usual = max(_SEPARATORS, key=start[0].count)
    if sought is None:
        return usual
    split = [(one, line.split(one)) for line in start for one in (usual, *_SEPARATORS)]
    return best_of(split, sought)[0]


def _filled(cells: Sequence[Sequence[Any]], table: str) -> list[tuple[int, Sequence[Any]]]:
    """Return the rows that hold anything, with their numbers."""
    filled = [
        (number, row)
        for number, row in enumerate(cells, start=1)
        if any(cell != "" and not (isinstance(cell, str) and not cell.strip()) for cell in row)
    ]
    if not filled:
        raise InputError("EVA-400", f"{table}文件里没有内容", "请确认选择了正确的文件")
    return filled


def _header(
    filled: Sequence[tuple[int, Sequence[Any]]], table: str, found: Findings, sought: Sought | None
) -> tuple[int, list[str]]:
    """Return which row is the header, and what it says; what stands above it is told."""
    first = [
        (number, [text_of(cell) for cell in row])
        for number, row in filled[: MOST_ABOVE if sought else 1]
    ]
    place = header_row(first, table, sought) if sought else 0
    above = first[:place]
    if above:
        told = "".join(quote(cells) for _, cells in above)
        number = first[place][0]
        found.note(f"{table}表的表头是第{number}行，上面的{len(above)}行没有当作数据：{told}")
    if sought is None:
        return place, first[place][1]
    return place, joined_header([cells for _, cells in above], first[place][1], sought)


def _grid(
    filled: Sequence[tuple[int, Sequence[Any]]],
    table: str,
    found: Findings,
    sought: Sought | None,
    *,
    separator: str = "",
    bad: dict[str, str] | None = None,
) -> Grid:
    place, header = _header(filled, table, found, sought)
    while header and not header[-1]:
        header.pop()
    width, rows, short = len(header), [], 0
    for number, row in filled[place + 1 :]:
        beyond = [text_of(cell) for cell in row[width:] if text_of(cell)]
        if beyond:
            sentence = f"{table}表第{number}行有{len(row)}格，表头只有{width}格"
            hint = "请核对这一行有没有多出的分隔符；数字里的千分位逗号请去掉"
            found.add(Finding("EVA-409", sentence, hint, table, number, width + 1, beyond[0]))
        short += len(row) < width
        rows.append((*row[:width], *[""] * (width - len(row))))
    if short:
        found.note(f"{table}表有{short}行比表头短，缺的格按缺失处理")
    numbers = tuple(number for number, _ in filled[place + 1 :])
    top = filled[place][0]
    return Grid(table, tuple(header), tuple(rows), numbers, separator, bad or {}, top)
