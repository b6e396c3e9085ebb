"""Rows of CSV files: any separator, lines within quotes, quotes that are never closed."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xiandao.sense.queries.record_lines import LONGEST_LINE, Line, lines_of
from xiandao.sense.queries.record_rows import Row, odd_of, refusal_of

# A row with more lines than this has a quote that nobody closed.
MOST_LINES: Final = 2_000


class _TooLong(Exception):
    """The row goes on for too many lines."""


class _Feed:
    """Lines for the csv reader; those of the row that is being read can be given back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.lines = lines
        self.ahead: deque[Line] = deque()
        self.current: list[Line] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.current) >= MOST_LINES:
            raise _TooLong
        line = self.ahead.popleft() if self.ahead else next(self.lines)
        self.current.append(line)
        return line.text

    def give_back(self) -> None:
        """Take all lines but the first as not read."""
        self.ahead.extendleft(reversed(self.current[1:]))
        del self.current[1:]


def delimited_rows(path: Path, skip: int) -> Iterator[Row]:
    """Return the rows below the line of headers.

    Args:
        path: the file.
        skip: rows before this number come without value.
    """
    feed = _Feed(lines_of(path))
    headers: list[str] = []
    delimiter, number = ",", 0
    reader = None
    while True:
        feed.current = []
        if reader is None:
            delimiter = delimiter if headers else _delimiter(feed)
            reader = csv.reader(feed, delimiter=delimiter)
        try:
            fields = _fields(reader)
        except (csv.Error, _TooLong):
            fields = []
            wrong = True
        else:
            wrong = len(feed.current) > 1 and _is_open(feed.current)
        if fields is None:
            return
        if wrong:
            feed.give_back()
            reader = None
        elif not any(one.strip() for one in fields):
            continue
        if not headers:
            headers = _headers(fields)
            continue
        yield _row(feed.current, headers, fields, number, skip, wrong)
        number += 1


def _fields(rows: Iterator[list[str]]) -> list[str] | None:
    # The limit is one for the whole process, and readers of uploads count on the usual one.
    usual = csv.field_size_limit(LONGEST_LINE)
    try:
        return next(rows, None)
    finally:
        csv.field_size_limit(usual)


def _delimiter(feed: _Feed) -> str:
    first = next(feed.lines, None)
    if first is None:
        return ","
    feed.ahead.append(first)
    return max(",\t;|，", key=lambda sign: (first.text.count(sign), sign == ","))


def _headers(fields: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    named = []
    for place, one in enumerate(fields, start=1):
        name = one.strip().strip("\ufeff") or f"第{place}列"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return named


def _is_open(lines: list[Line]) -> bool:
    return sum(one.text.count('"') for one in lines) % 2 == 1


def _row(
    lines: list[Line], headers: list[str], fields: list[str], number: int, skip: int, wrong: bool
) -> Row:
    line, size = lines[0].number, sum(len(one.text) for one in lines)
    if number < skip:
        return Row(number, line, None, size=size)
    states = {one.state for one in lines}
    code = refusal_of(states)
    if wrong or code:
        why = "引号没有成对" if wrong else ""
        return Row(number, line, None, code or "SEN-320", why, size=size)
    odd = odd_of(states)
    if len(fields) != len(headers):
        odd += ("too_many_cells" if len(fields) > len(headers) else "too_few_cells",)
    return Row(number, line, dict(zip(headers, fields, strict=False)), odd=odd, size=size)
