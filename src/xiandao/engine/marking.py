"""A workbook handed back with every problem marked: coloured cells, comments, a list of problems.

``mark`` parses untrusted bytes that have been inspected and belongs into a child process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

AUTHOR: Final = "先导"
_HEADER_COLOUR: Final = "FFE5F2FD"
_COMMENT_SIZE: Final = (320, 110)
_LONGEST_COMMENT: Final = 4_000
_LONGEST_CELL: Final = 32_000


class UnmarkableError(Exception):
    """The workbook is of a kind that cannot be written back."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell to colour (ARGB) and what its comment says."""

    sheet: str
    address: str
    text: str
    colour: str = "FFFDE2DF"


@dataclass(frozen=True, slots=True)
class Listing:
    """The sheet that lists the problems: its name, its header with column widths, its rows."""

    name: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[str | int]]


def mark(data: bytes, *, spots: Sequence[Spot], listing: Listing) -> bytes:
    """Return the workbook with its problems marked; the rest of it stays as it was handed in.

    Args:
        data: the bytes, already inspected.
        spots: the cells to colour and comment; those on sheets that are not there are left out.
        listing: the sheet to add, in place of an earlier one of the same name.

    Raises:
        UnmarkableError: the workbook cannot be opened for writing; a sheet of a spot is missing.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    by_sheet: dict[str, dict[str, list[Spot]]] = {}
    for spot in spots:
        by_sheet.setdefault(spot.sheet, {}).setdefault(spot.address, []).append(spot)
    try:
        book = load_workbook(BytesIO(data))
        tables = {name: book[name] for name in by_sheet}
        for sheet in book.worksheets:
            _clear(sheet)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnmarkableError(str(error)[:200]) from None
    for name, found in by_sheet.items():
        for address, here in found.items():
            _mark(tables[name][address], here)
    _list(book, listing)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def table_book(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with one sheet of text, for what was handed in as plain text.

    >>> table_book("填报", [["r13", "100"]])[:2]
    b'PK'
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = name
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            write_text(sheet.cell(line, column), value)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_text(cell: Any, text: str) -> None:
    """Write a text that stays text, whatever it begins with and whichever characters it holds."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL], "s"


def _clear(table: Any) -> None:
    """Take away what an earlier check has marked, so that mended cells are clean again."""
    from openpyxl.styles import PatternFill

    for row in table.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill(fill_type=None)


def _mark(cell: Any, found: Sequence[Spot]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if isinstance(cell, MergedCell):
        return
    cell.fill = PatternFill("solid", fgColor=found[0].colour)
    text = "\n".join(spot.text for spot in found)
    if cell.comment is not None:
        text = f"{text}\n——\n{cell.comment.text}"
    comment = Comment(text[:_LONGEST_COMMENT], AUTHOR)
    comment.width, comment.height = _COMMENT_SIZE
    cell.comment = comment


def _list(book: Any, listing: Listing) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    if listing.name in book.sheetnames:
        del book[listing.name]
    sheet = book.create_sheet(listing.name)
    for line, row in enumerate([listing.header, *listing.rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            if isinstance(value, str):
                write_text(cell, value)
            else:
                cell.value = value
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column, width in enumerate(listing.widths):
        sheet.column_dimensions["ABCDEFGHIJ"[column]].width = width
        sheet.cell(1, column + 1).font = Font(bold=True)
        sheet.cell(1, column + 1).fill = PatternFill("solid", fgColor=_HEADER_COLOUR)
    sheet.freeze_panes = "A2"
