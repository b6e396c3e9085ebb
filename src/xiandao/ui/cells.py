"""Columns of a grid: how a value is taken from a row, shown in a cell and written to a file."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString

from xiandao.ui.lamps import TONES, lamp_html
from xiandao.ui.numbers import day, plain, to_decimal
from xiandao.ui.spoken import said

Getter = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """A column of a grid.

    Attributes:
        key: attribute path with ``__`` (also the ORM path that sorts, unless ``sortable`` names another).
        kind: text, number, date, lamp, link or html (markup that is already safe).
        sortable: False, True, or the ORM path to sort by.
        width: pixels, None as wide as needed; with a width long text wraps.
        getter: takes the value from the row instead of ``key``.
        url: address of a link cell.
        plain: the value for the file where it is not the value shown.
        is_pinned: stays at the left edge while the grid scrolls; at most one column.
    """

    key: str
    label: str | Promise
    align: str = "left"
    kind: str = "text"
    sortable: bool | str = True
    width: int | None = None
    export: bool = True
    getter: Getter | None = None
    url: Getter | None = None
    plain: Getter | None = None
    is_pinned: bool = False

    def value(self, row: Any) -> Any:
        """Take the value of the column from a row; a callable at the end of the path is called."""
        if self.getter is not None:
            return self.getter(row)
        value = row
        for part in self.key.split("__"):
            if value is None:
                return None
            value = value.get(part) if isinstance(value, dict) else getattr(value, part)
        return value() if callable(value) else value

    @property
    def sort_path(self) -> str:
        """The ORM path that sorts a QuerySet by this column."""
        return self.sortable if isinstance(self.sortable, str) else self.key

    @cached_property
    def css(self) -> str:
        """The classes of the column's cells."""
        side = "r" if self.align == "right" or self.kind == "number" else ""
        side = "c" if self.align == "center" else side
        wrap = "wrap" if self.width and self.kind in ("text", "link", "html") else ""
        pin = "pin" if self.is_pinned else ""
        return " ".join(name for name in (side, wrap, pin) if name)


def cell(column: Column, row: Any) -> SafeString:
    """Return the whole ``td`` of a column."""
    return format_html('<td class="{}">{}</td>', column.css, shown(column, row))


def shown(column: Column, row: Any) -> str:
    """Return what stands in the cell, escaped."""
    value = column.value(row)
    if value is None:
        return ""
    if column.kind == "number":
        return conditional_escape(plain(value))
    if column.kind == "date":
        return conditional_escape(day(value))
    if column.kind == "lamp":
        return lamp_html(value.tone, value.word)
    if column.kind == "link":
        url = column.url(row) if column.url else ""
        return format_html('<a href="{}">{}</a>', url, value) if url else conditional_escape(value)
    return conditional_escape(value)


def written(column: Column, row: Any) -> Any:
    """Return what stands in the file: numbers and dates as such, the word of a lamp, markup as text."""
    value = column.plain(row) if column.plain else column.value(row)
    if value is None or isinstance(value, (bool, int, float, Decimal, datetime.date)):
        return value
    if column.kind == "lamp" and hasattr(value, "word"):
        return said(value.word)
    if column.kind == "html":
        return " ".join(strip_tags(str(value)).split())
    if column.kind == "number":
        number = to_decimal(value)
        return str(value) if number is None else number
    return str(value)


def sort_key(column: Column, row: Any) -> tuple[int, Any]:
    """Return a key that orders the rows of a list; lamps by urgency, nothing last."""
    value = column.value(row)
    if value is None or value == "":
        return (2, 0)
    if column.kind == "lamp":
        return (0, TONES.index(value.tone) if value.tone in TONES else len(TONES))
    number = to_decimal(value)
    if number is not None:
        return (0, number)
    return (1, day(value) if isinstance(value, datetime.date) else str(value))
