"""A clerk's own workbook handed back with every problem marked: coloured cells, comments, a list of problems.

``marked_text`` parses untrusted bytes and belongs into a child process.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from xiandao.policy.methods.intake_refusals import refuse
from xiandao.policy.methods.workbook_grid import inspect

PROBLEMS: Final = "问题清单"
AUTHOR: Final = "先导"
_HEADER: Final = ("序号", "位置", "列", "填写内容", "问题", "怎么改")
_WIDTHS: Final = (6, 10, 22, 36, 48, 56)
_MARK_COLOUR: Final = "FFFDE2DF"
_HEADER_COLOUR: Final = "FFE5F2FD"
_COMMENT_SIZE: Final = (320, 110)


def marked_text(data: bytes, *, sheet: str, marks: Sequence[Mapping[str, str]]) -> str:
    """Return the workbook with its problems marked, as base64 text.

    Args:
        data: the bytes as they were handed in.
        sheet: name of the sheet with the table.
        marks: problems with ``address``, ``label``, ``content``, ``sentence`` and ``hint``.

    Raises:
        InputError: as ``workbook_grid.inspect``; ``POL-266`` not readable.

    >>> from xiandao.terms.error import InputError
    >>> try:
    ...     marked_text(b"no workbook", sheet="任务台账", marks=[])
    ... except InputError as error:
    ...     print(error.code)
    POL-263
    """
    inspect(data)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(BytesIO(data))
        table = book[sheet]
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise refuse(
            "POL-266",
            "工作簿格式特殊，无法写入标注",
            "请另存为普通的 .xlsx 后再导入",
            reason=str(error)[:200],
        ) from None
    _clear(table)
    by_address: dict[str, list[Mapping[str, str]]] = {}
    for mark in marks:
        by_address.setdefault(mark["address"], []).append(mark)
    for address, found in by_address.items():
        _mark(table[address], found)
    _list(book, marks)
    stream = BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue()).decode("ascii")


def _clear(table: Any) -> None:
    """Take away what an earlier check has marked, so that mended cells are clean again."""
    from openpyxl.styles import PatternFill

    for row in table.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill(fill_type=None)


def _mark(cell: Any, found: Sequence[Mapping[str, str]]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if isinstance(cell, MergedCell):
        return
    cell.fill = PatternFill("solid", fgColor=_MARK_COLOUR)
    text = "\n".join(f"{mark['sentence']}。{mark['hint']}" for mark in found)
    if cell.comment is not None:
        text = f"{text}\n——\n{cell.comment.text}"
    comment = Comment(text, AUTHOR)
    comment.width, comment.height = _COMMENT_SIZE
    cell.comment = comment


def _list(book: Any, marks: Sequence[Mapping[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    if PROBLEMS in book.sheetnames:
        del book[PROBLEMS]
    sheet = book.create_sheet(PROBLEMS)
    rows: list[tuple[Any, ...]] = [_HEADER]
    rows += [
        (number, mark["address"], mark["label"], mark["content"], mark["sentence"], mark["hint"])
        for number, mark in enumerate(marks, 1)
    ]
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            if isinstance(value, str):
                # Text stays text, whatever it begins with.
                cell.value, cell.data_type = value, "s"
            else:
                cell.value = value
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEF"[column]].width = width
        sheet.cell(1, column + 1).font = Font(bold=True)
        sheet.cell(1, column + 1).fill = PatternFill("solid", fgColor=_HEADER_COLOUR)
    sheet.freeze_panes = "A2"
