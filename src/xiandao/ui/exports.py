"""Excel workbooks of what a page shows: title, unit, scope, filters, time and reader stated, ready for print."""

import datetime
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.ui.answers import download

LONGEST_CELL = 32_000
EXACT_DIGITS = 10**15
A3, A4 = 8, 9
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet; the width is in characters."""

    label: str
    width: float = 14
    is_wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook; ``notes`` are the lines between title and table."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = ()
    unit: str = ""
    is_wide: bool = False


class Exportable(Protocol):
    """A block of a page that can be asked for as a file."""

    @property
    def wants_export(self) -> bool:
        """Whether the address asks for this block as a file."""

    @property
    def export_name(self) -> str:
        """The name of the file without its ending."""

    def workbook(self) -> bytes:
        """The file."""


def wanted(request: HttpRequest, *blocks: Exportable) -> HttpResponse | None:
    """Return the file of the block that the address asks for, None where it asks for the page.

    if file := exports.wanted(request, grid, chart):
        return file
    """
    for block in blocks:
        if block.wants_export:
            return download(block.workbook(), file_name(block.export_name))
    return None


def file_name(*parts: str) -> str:
    """Return a name such as 任务台账_示范省_20261122.xlsx."""
    return "_".join((*(part for part in parts if part), f"{timezone.localdate():%Y%m%d}")) + ".xlsx"


def who_reads(request: HttpRequest) -> str:
    """Return name and organisation of the reader, as an export states them."""
    account: Any = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return _("未登录访客")
    organisation = getattr(account, "organisation", None)
    return f"{account}（{organisation}）" if organisation else str(account)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write the sheets; text stays text, whatever it begins with, and numbers stay numbers."""
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        formats = _formats(book)
        names: set[str] = set()
        for sheet in sheets:
            _write(book.add_worksheet(_sheet_name(sheet.title, names)), sheet, formats)
    return target.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "border_color": "#C9D1DC", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"}),
        "note": book.add_format({"font_color": "#4A5567", "font_size": 9}),
        "head": book.add_format(
            {**edge, "bold": True, "bg_color": "#E8F1FE", "text_wrap": True, "align": "center"}
        ),
        "text": book.add_format(edge),
        "wrap": book.add_format({**edge, "text_wrap": True, "valign": "top"}),
        "whole": book.add_format({**edge, "num_format": "#,##0"}),
        "part": book.add_format({**edge, "num_format": "#,##0.00####"}),
        "date": book.add_format({**edge, "num_format": "yyyy-mm-dd", "align": "center"}),
        "time": book.add_format({**edge, "num_format": "yyyy-mm-dd hh:mm", "align": "center"}),
    }


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    page.set_row(0, 28)
    page.write_string(0, 0, clean(sheet.title), formats["title"])
    notes = [note for note in sheet.notes if note]
    if sheet.unit:
        notes.insert(0, _("单位：%(unit)s") % {"unit": sheet.unit})
    for at, note in enumerate(notes, start=1):
        page.write_string(at, 0, clean(note), formats["note"])
    head = len(notes) + 1
    for at, column in enumerate(sheet.columns):
        page.write_string(head, at, clean(column.label), formats["head"])
    last = head
    for last, row in enumerate(sheet.rows, start=head + 1):
        for at, value in enumerate(row):
            _write_cell(page, last, at, value, formats, is_wrapped=sheet.columns[at].is_wrapped)
    page.freeze_panes(head + 1, 0)
    page.autofilter(head, 0, last, max(len(sheet.columns) - 1, 0))
    _set_print(page, head, is_wide=sheet.is_wide)


def _set_print(page: Any, head: int, *, is_wide: bool) -> None:
    page.repeat_rows(head)
    page.set_landscape()
    page.set_paper(A3 if is_wide else A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&L&A&R&P / &N")


def _write_cell(
    page: Any, row: int, column: int, value: Any, formats: dict[str, Any], *, is_wrapped: bool
) -> None:
    if isinstance(value, bool):
        value = _("是") if value else _("否")
    if value is None or value == "":
        page.write_blank(row, column, None, formats["text"])
    elif _is_exact(value):
        kind = "whole" if value == int(value) else "part"
        page.write_number(row, column, value, formats[kind])
    elif isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        page.write_datetime(row, column, local.replace(tzinfo=None), formats["time"])
    elif isinstance(value, datetime.date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        page.write_string(row, column, clean(str(value)), formats["wrap" if is_wrapped else "text"])


def _is_exact(value: Any) -> bool:
    # A workbook keeps fifteen digits: longer numbers are codes and stay text.
    is_number = isinstance(value, (int, float, Decimal))
    return is_number and math.isfinite(value) and abs(value) < EXACT_DIGITS


def clean(text: str) -> str:
    """Drop what a workbook cannot hold (control characters, lone surrogates) and cut what is too long for a cell."""
    kept = _FORBIDDEN.sub("", text)
    return kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - 1] + "…"


def _sheet_name(title: str, taken: set[str]) -> str:
    name = re.sub(r"[\[\]:*?/\\']", " ", clean(title)).strip()[:28] or "1"
    found, at = name, 2
    while found.casefold() in taken:
        found, at = f"{name[:26]} {at}", at + 1
    taken.add(found.casefold())
    return found
