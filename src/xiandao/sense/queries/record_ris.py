"""Rows of RIS files and of tagged Web of Science exports, read by rispy record by record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from xiandao.sense.queries.record_lines import Line, lines_of
from xiandao.sense.queries.record_rows import Row, odd_of, refusal_of

_START: Final = re.compile(r"(TY  ?-|PT )")
_END: Final = re.compile(r"ER(  ?-|\s*$)")
MOST_LINES: Final = 50_000
UNTAGGED: Final = "无标签"


def ris_rows(path: Path, skip: int) -> Iterator[Row]:
    """Return the records of a file under the names that rispy gives their tags.

    Args:
        path: the file.
        skip: records before this number come without value.
    """
    for number, lines in enumerate(_records(lines_of(path))):
        line, size = lines[0].number, sum(len(one.text) for one in lines)
        states = {one.state for one in lines}
        if number < skip:
            yield Row(number, line, None, size=size)
        elif code := refusal_of(states):
            yield Row(number, line, None, code, size=size)
        else:
            value = _fields(lines)
            code = "" if value else "SEN-320"
            yield Row(number, line, value, code, odd=odd_of(states), size=size)


def _records(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines from one start to the next: a record whose end is missing ends there too."""
    held: list[Line] = []
    for line in lines:
        is_start = _START.match(line.text)
        if held and (is_start or len(held) >= MOST_LINES):
            yield held
            held = []
        if is_start or held or _is_loose(line):
            held.append(line)
        if held and _END.match(line.text):
            yield held
            held = []
    if held:
        yield held


def _is_loose(line: Line) -> bool:
    """A tag outside of any record: something before it is missing."""
    tagged = re.match(r"[A-Z][A-Z0-9]  ?- ", line.text)
    return bool(tagged) and not _END.match(line.text)


def _fields(lines: list[Line]) -> dict[str, Any] | None:
    import rispy

    is_tagged = bool(re.match(r"PT ", lines[0].text))
    reader = rispy.WokParser if is_tagged else rispy.RisParser
    texts = [re.sub(r"^([A-Z][A-Z0-9]) -", r"\1  -", one.text.rstrip("\r\n")) for one in lines]
    if not _END.match(lines[-1].text):
        texts.append("ER" if is_tagged else "ER  - ")
    try:
        read = reader(enforce_list_tags=False).parse_lines(iter(texts))
    except (rispy.parser.ParseError, KeyError, TypeError, ValueError):
        return None
    if not read:
        return None
    found = dict(read[0])
    # Lines before the first tag come without a name.
    strange = {name or UNTAGGED: value for name, value in found.pop("unknown_tag", {}).items()}
    if is_tagged and "publication_date" in found:
        # Web of Science writes the month and day there: "MAR 15".
        found["month"] = found.pop("publication_date")
    return found | strange
