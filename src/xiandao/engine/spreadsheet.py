"""From the bytes of an untrusted workbook to its cells: inspected first, parsed with bounds, nothing executed.

``cells`` belongs into a child process; ``inspect`` may run anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from xiandao.engine.archive import ArchiveRules, Container
from xiandao.engine.spreadsheet_scan import Limits, Marks, TooFarError, scan
from xiandao.terms.error import InputError

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORBIDDEN: Final = (
    ("externallinks/", "链接到其他工作簿"),
    ("embeddings/", "嵌入了其他文件"),
    ("activex/", "带有控件"),
    ("macrosheets/", "带有宏表"),
    ("connections.xml", "带有外部数据连接"),
    (".zip", "嵌入了压缩包"),
    (".xlsx", "嵌入了其他文件"),
)
_MACRO_TYPE = b"macroEnabled"
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WorkbookRules:
    """Limits of a workbook, the codes of its refusals, and the hints that only the capability knows."""

    empty: str
    too_large: str
    foreign: str
    active: str
    too_far: str
    unreadable: str
    archive: ArchiveRules
    resave: str
    smaller: str
    limits: Limits
    most_bytes: int = 10 * _MIB
    also_forbidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of plain values (empty cells are ``""``) and what the scan has seen."""

    name: str
    rows: Sequence[Sequence[Any]]
    marks: Marks
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The names of all sheets and the cells of those that were wanted."""

    names: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def inspect(data: bytes, rules: WorkbookRules) -> Container:
    """Refuse what is not a plain workbook before anything in it is parsed; return its container.

    Raises:
        InputError: the codes of ``rules``: empty, too large, foreign, active content, and what
            ``Container`` raises about the ZIP itself.
    """
    if not data:
        raise InputError(rules.empty, "文件是空的", "请确认选择了正确的文件")
    if len(data) > rules.most_bytes:
        sentence = f"文件有{len(data) / _MIB:.0f} MB，超过{rules.most_bytes // _MIB} MB的上限"
        raise InputError(rules.too_large, sentence, rules.smaller, {"size": len(data)})
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise InputError(rules.foreign, "工作簿已加密", "请先去掉打开密码，另存后再导入")
        raise InputError(rules.foreign, "这是旧版 .xls 工作簿，不能导入", rules.resave)
    if not data.startswith(b"PK\x03\x04"):
        raise InputError(rules.foreign, "这不是 .xlsx 工作簿", rules.resave)
    container = Container(data, rules.archive)
    _check_parts(container, rules)
    return container


def cells(
    data: bytes, rules: WorkbookRules, *, wanted: Callable[[Sequence[str]], Iterable[str]]
) -> Book:
    """Return the cells of the sheets that are wanted.

    Dates become ``{"d": "2027-12-31"}``, numbers that are none ``{"x": "inf"}``; a cell with an error
    value or an uncomputed formula is told in the marks of its sheet.

    Args:
        data: the bytes of the file.
        rules: limits, codes, hints.
        wanted: chooses among the names of the sheets.

    Raises:
        InputError: as ``inspect``; ``rules.too_far`` too many rows, columns or cells;
            ``rules.unreadable``.
    """
    container = inspect(data, rules)
    parts = _sheet_parts(container, rules)
    others = (name for name in container.names if _is_sheet(name) and name not in parts.values())
    try:
        found = {part: scan(container, part, rules.limits) for part in {*parts.values(), *others}}
        spent = sum(marks.cells for marks in found.values())
        if spent > rules.limits.cells:
            raise TooFarError
    except TooFarError:
        limits = rules.limits
        sentence = f"工作表的范围过大（最多{limits.rows}行、{limits.columns}列）"
        hint = "请删除表格右侧和下方的空白行列，另存后再导入；事项很多时请分批导入"
        raise InputError(rules.too_far, sentence, limits.hint or hint) from None
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = [name for name in book.sheet_names if isinstance(name, str)]
        hidden = {
            entry.name
            for entry in book.sheets_metadata
            if entry.visible != SheetVisibleEnum.Visible
        }
        grids = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in wanted(names)
        }
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(rules, reason=str(error)[:200]) from None
    sheets = tuple(
        Sheet(
            name,
            [[_plain(value) for value in row] for row in rows],
            found.get(parts.get(name, ""), Marks()),
            name in hidden,
        )
        for name, rows in grids.items()
    )
    return Book(tuple(names), sheets)


def column_number(letters: str) -> int:
    """Return the number of a column, the first being 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """Return the letters of a column, the first being 1.

    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check_parts(container: Container, rules: WorkbookRules) -> None:
    names = [name.lower() for name in container.names]
    if "xl/workbook.xml" not in names:
        raise InputError(rules.foreign, "这不是 .xlsx 工作簿", rules.resave)
    for mark, what in (*_FORBIDDEN, *rules.also_forbidden):
        if any(mark in name for name in names):
            hint = "请去掉后另存为普通的 .xlsx 再导入"
            raise InputError(rules.active, f"工作簿{what}，不能导入", hint, {"found": mark})
    if "[content_types].xml" in names:
        types = container.read(container.names[names.index("[content_types].xml")])
        if _MACRO_TYPE in types:
            hint = "请另存为不带宏的 .xlsx 再导入"
            raise InputError(rules.active, "这是启用宏的工作簿，不能导入", hint)


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _unreadable(rules: WorkbookRules, **details: Any) -> InputError:
    return InputError(rules.unreadable, "工作簿已损坏或格式特殊，无法读取", rules.resave, details)


def _sheet_parts(container: Container, rules: WorkbookRules) -> dict[str, str]:
    """Which part of the container holds which sheet, by the relations of the workbook."""
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        book = fromstring(container.read("xl/workbook.xml"))
        relations = fromstring(container.read("xl/_rels/workbook.xml.rels"))
    except (ParseError, KeyError, ValueError):
        raise _unreadable(rules) from None
    targets = {row.get("Id"): str(row.get("Target") or "").lstrip("/") for row in relations}
    found = {}
    for element in book.iter():
        if not element.tag.endswith("}sheet"):
            continue
        key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        target = targets.get(key, "")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in container.names:
            found[str(element.get("name"))] = part
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if not math.isfinite(value):
            return {"x": str(value)}
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value if isinstance(value, (str, int)) else str(value)
