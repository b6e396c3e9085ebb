"""From the bytes of an untrusted workbook to its cells: inspected first, parsed with bounds, nothing executed.

``grid_text`` belongs into a child process: ``run_limited("xiandao.policy.methods.workbook_grid:grid_text", data)``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from xiandao.policy.methods.intake_refusals import refuse
from xiandao.policy.methods.intake_zip import Container
from xiandao.policy.methods.ledger_seal import HIDDEN_SHEET
from xiandao.terms.error import InputError

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 21_000
MOST_COLUMNS: Final = 400
_MOST_CELLS: Final = 1_000_000
_RESAVE: Final = "请用 Excel 或 WPS 打开从本系统导出的台账，另存为 .xlsx 后再导入"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORBIDDEN: Final = (
    ("externallinks/", "链接到其他工作簿"),
    ("embeddings/", "嵌入了其他文件"),
    ("activex/", "带有控件"),
    ("macrosheets/", "带有宏表"),
    ("connections.xml", "带有外部数据连接"),
)
_CELL = re.compile(rb"<(?:\w+:)?c((?:\s[^>]*?)?)(/?)>")
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_IS_ERROR = re.compile(rb'\bt="e"')
# A formula whose result was never computed: the cell ends behind it without a value.
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*><(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)


def inspect(data: bytes) -> Container:
    """Refuse what is not a plain workbook before anything in it is parsed; return its container.

    Raises:
        InputError: ``POL-261`` empty, ``POL-262`` too large, ``POL-263`` another kind of file,
            ``POL-264`` active content, and what ``Container`` raises about the ZIP itself.

    >>> try:
    ...     inspect(b"")
    ... except InputError as error:
    ...     print(error.code)
    POL-261
    """
    if not data:
        raise refuse("POL-261", "文件是空的", "请确认选择了正确的文件")
    if len(data) > MOST_BYTES:
        raise refuse(
            "POL-262", f"文件有{len(data) / 1048576:.0f} MB，超过10 MB的上限",
            "请去掉工作簿里的图片和多余的工作表；事项很多时请按文件或牵头单位分批导出、分批导入",
            size=len(data),
        )  # fmt: skip
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise refuse("POL-263", "工作簿已加密", "请先去掉打开密码，另存后再导入")
        raise refuse("POL-263", "这是旧版 .xls 工作簿，不能导入", _RESAVE)
    if not data.startswith(b"PK\x03\x04"):
        raise refuse("POL-263", "这不是 .xlsx 工作簿", _RESAVE)
    try:
        container = Container(data)
    except InputError as error:
        hint = error.hint.replace("Word 或 WPS", "Excel 或 WPS").replace("Word", "Excel")
        raise refuse(
            error.code, error.sentence, hint.replace(".docx", ".xlsx"), **error.details
        ) from None
    names = [name.lower() for name in container.names]
    if "xl/workbook.xml" not in names:
        raise refuse("POL-263", "这不是 .xlsx 工作簿", _RESAVE)
    for mark, what in _FORBIDDEN:
        if any(mark in name for name in names):
            raise refuse(
                "POL-264",
                f"工作簿{what}，不能导入",
                "请去掉后另存为普通的 .xlsx 再导入",
                found=mark,
            )
    return container


def grid_text(data: bytes) -> str:
    """Return the cells of a workbook as JSON: ``{"sheets": {name: {"rows", "bad", "merged"}}}``.

    Dates become ``{"d": "2027-12-31"}``; a cell with an error value or an uncomputed formula is empty
    and listed in ``bad`` by its address.

    Raises:
        InputError: as ``inspect``; ``POL-265`` too many rows or columns; ``POL-266`` not readable.
    """
    container = inspect(data)
    bad, merged = _scan(container)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = [name for name in book.sheet_names if isinstance(name, str)]
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in _wanted(names)
        }
    except (CalamineError, OSError, ValueError) as error:
        raise refuse(
            "POL-266", "工作簿已损坏或格式特殊，无法读取", _RESAVE, reason=str(error)[:200]
        ) from None
    parts = _sheet_parts(container, names)
    found = {
        name: {
            "rows": [[_plain(value) for value in row] for row in rows],
            "bad": bad.get(parts.get(name, ""), {}),
            "merged": merged.get(parts.get(name, ""), []),
        }
        for name, rows in sheets.items()
    }
    return json.dumps({"sheets": found, "names": names}, ensure_ascii=False)


def column_number(letters: str) -> int:
    """Return the number of a column, the first being 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


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


def _wanted(names: list[str]) -> Iterator[str]:
    """The hidden sheet and the first few others: a ledger has one."""
    yield from (name for name in names if name == HIDDEN_SHEET)
    yield from [name for name in names if name != HIDDEN_SHEET][:5]


def _scan(container: Container) -> tuple[dict[str, dict[str, str]], dict[str, list[list[str]]]]:
    """Look through the sheets for cells far out, error values, uncomputed formulas, merged ranges."""
    bad: dict[str, dict[str, str]] = {}
    merged: dict[str, list[list[str]]] = {}
    cells = 0
    for part in container.names:
        if not part.lower().startswith("xl/worksheets/") or not part.lower().endswith(".xml"):
            continue
        content = container.read(part)
        for found in _ROW.finditer(content):
            _within(1, int(found[1]))
        wrong: dict[str, str] = {}
        for found in _CELL.finditer(content):
            cells += 1
            if place := _PLACE.search(found[1]):
                _within(column_number(place[1].decode()), int(place[2]))
                if _IS_ERROR.search(found[1]):
                    wrong[(place[1] + place[2]).decode()] = "error"
        if cells > _MOST_CELLS:
            raise _too_far()
        for found in _UNCOMPUTED.finditer(content):
            wrong.setdefault(found[1].decode(), "formula")
        bad[part] = wrong
        merged[part] = [
            [found[1].decode(), found[2].decode()] for found in _MERGED.finditer(content)
        ]
    return bad, merged


def _within(column: int, row: int) -> None:
    if column > MOST_COLUMNS or row > MOST_ROWS:
        raise _too_far()


def _too_far() -> Exception:
    return refuse(
        "POL-265", f"工作表的范围过大（最多{MOST_ROWS}行、{MOST_COLUMNS}列）",
        "请删除表格右侧和下方的空白行列，另存后再导入；事项很多时请分批导入",
    )  # fmt: skip


def _sheet_parts(container: Container, names: list[str]) -> dict[str, str]:
    """Which part of the container holds which sheet, by the relations of the workbook."""
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        book = fromstring(container.read("xl/workbook.xml"))
        relations = fromstring(container.read("xl/_rels/workbook.xml.rels"))
    except (ParseError, KeyError):
        raise refuse("POL-266", "工作簿已损坏或格式特殊，无法读取", _RESAVE) from None
    targets = {row.get("Id"): str(row.get("Target") or "").lstrip("/") for row in relations}
    found = {}
    for element in book.iter():
        if not element.tag.endswith("}sheet"):
            continue
        key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        target = targets.get(key, "")
        found[str(element.get("name"))] = target if target.startswith("xl/") else f"xl/{target}"
    return {name: part for name, part in found.items() if name in names}


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
    if isinstance(value, (str, int)):
        return value
    return str(value)
