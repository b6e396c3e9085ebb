"""The empty workbook by which many projects, results or contracts are entered."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from xiandao.evaluate.methods.line_columns import (
    BOOKS,
    CHOICE,
    DAY,
    FLAG,
    LISTS,
    MOST_LINES,
    NO,
    NOTES,
    NUMBER,
    YES,
    Book,
    Heading,
)


def line_book(kind: str, units: Sequence[tuple[str, str]]) -> bytes:
    """Return the empty workbook with the units that can be chosen and how to fill it.

    Args:
        kind: ``records`` or ``contracts``.
        units: code and name of the zones or institutes.

    >>> line_book("contracts", [("Y-1", "示范研究院")])[:2]
    b'PK'
    """
    import xlsxwriter

    plan, stream = BOOKS[kind], BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {**options, "in_memory": True}) as book:
        edge = {"bold": True, "border": 1, "align": "center", "text_wrap": True}
        head = book.add_format({**edge, "bg_color": "#E8F1FE"})
        must = book.add_format({**edge, "bg_color": "#FFF2CC"})
        looks = {
            DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
            NUMBER: book.add_format({"num_format": "#,##0.00"}),
        }
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(plan.sheet)
        for at, one in enumerate(plan.headings):
            sheet.set_column(at, at, one.width, looks.get(one.kind, text))
            sheet.write_string(0, at, one.label, must if one.is_required else head)
            sheet.write_comment(0, at, one.about)
            _offer(sheet, at, one, units)
        sheet.freeze_panes(1, 1)
        _lists(book.add_worksheet(LISTS), head, units)
        _notes(book.add_worksheet(NOTES), head, plan)
    return stream.getvalue()


def _offer(sheet: Any, at: int, one: Heading, units: Sequence[tuple[str, str]]) -> None:
    source: Any = None
    if one.key == "code" and units:
        source = f"={LISTS}!$A$2:$A${len(units) + 1}"
    elif one.kind == CHOICE:
        source = list(one.choices)
    elif one.kind == FLAG:
        source = [YES, NO]
    if source:
        rule = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
        sheet.data_validation(1, at, MOST_LINES, at, rule)


def _lists(sheet: Any, head: Any, units: Sequence[tuple[str, str]]) -> None:
    for at, (label, width) in enumerate((("代码", 18), ("名称", 44))):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, label, head)
    for line, (code, name) in enumerate(units, 1):
        sheet.write_string(line, 0, code)
        sheet.write_string(line, 1, name)


def _notes(sheet: Any, head: Any, plan: Book) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 84)
    sheet.write_string(0, 0, "栏目", head)
    sheet.write_string(0, 1, "说明", head)
    for line, one in enumerate(plan.headings, 1):
        choices = f"可填：{'、'.join(one.choices)}。" if one.choices else ""
        sheet.write_string(line, 0, one.label + ("（必填）" if one.is_required else ""))
        sheet.write_string(line, 1, choices + one.about)
    for line, words in enumerate(plan.told, len(plan.headings) + 2):
        sheet.write_string(line, 1, words)
