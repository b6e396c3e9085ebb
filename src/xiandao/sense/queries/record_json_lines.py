"""Rows of JSON Lines files: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from xiandao.sense.queries.record_lines import Line, lines_of
from xiandao.sense.queries.record_rows import Row, odd_of, refusal_of
from xiandao.terms.error import InputError


def json_line_rows(path: Path, skip: int) -> Iterator[Row]:
    """Return the rows of a file, blank lines left out.

    Args:
        path: the file.
        skip: rows before this number come without value.

    Raises:
        InputError: ``SEN-306`` the file is one JSON list.
    """
    number = 0
    for line in lines_of(path):
        if not line.text.strip() and not line.state:
            continue
        if number == 0 and line.text.lstrip().startswith("["):
            hint = "请每行写一条记录，例如用 jq -c '.[]' 转换"
            raise InputError("SEN-306", f"文件“{path.name}”是一个 JSON 数组，不是 JSON Lines", hint)
        yield _row(line, number, skip)
        number += 1


def _row(line: Line, number: int, skip: int) -> Row:
    size = len(line.text)
    if number < skip:
        return Row(number, line.number, None, size=size)
    if code := refusal_of([line.state]):
        return Row(number, line.number, None, code, size=size)
    try:
        value = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return Row(number, line.number, None, "SEN-320", str(error)[:200], size=size)
    if not isinstance(value, dict):
        return Row(number, line.number, None, "SEN-325", size=size)
    return Row(number, line.number, value, odd=odd_of([line.state]), size=size)
