"""Rows of BibTeX files, read by bibtexparser some hundred entries at a time."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from xiandao.sense.queries.record_lines import Line, lines_of
from xiandao.sense.queries.record_rows import Row, odd_of, refusal_of

ENTRIES: Final = 500
# Decoding of LaTeX takes milliseconds per kilobyte: never for what nobody wrote by hand.
LONGEST_LATEX: Final = 20_000
_ENTRY: Final = re.compile(r"\s*@\s*\w+\s*[{(]")


def bibtex_rows(path: Path, skip: int) -> Iterator[Row]:
    """Return the entries of a file with LaTeX letters as characters.

    Args:
        path: the file.
        skip: entries before this number come without value.
    """
    # Every refusal is kept with its line; the library's own log would say it twice.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    number, strings = 0, ""
    for lines in _portions(lines_of(path)):
        states = {one.number: one.state for one in lines if one.state}
        text = "".join(one.text for one in lines)
        found, strings = _entries(text, strings)
        last = lines[-1].number
        starts = [*(start + lines[0].number for start, _, _ in found), last + 1]
        for (_, value, why), line, end in zip(found, starts, starts[1:], strict=False):
            inside = {states[one] for one in range(line, end) if one in states}
            yield _row(number, skip, line, value, why, inside)
            number += 1


def _row(
    number: int, skip: int, line: int, value: Mapping[str, Any] | None, why: str, states: set[str]
) -> Row:
    if number < skip:
        return Row(number, line, None)
    if code := refusal_of(states):
        return Row(number, line, None, code)
    if value is None:
        return Row(number, line, None, "SEN-320", why)
    size = sum(len(one) for one in value.values())
    return Row(number, line, value, odd=odd_of(states), size=size)


def _portions(lines: Iterator[Line]) -> Iterator[list[Line]]:
    held: list[Line] = []
    entries = 0
    for line in lines:
        if _ENTRY.match(line.text):
            if entries == ENTRIES:
                yield held
                held, entries = [], 0
            entries += 1
        held.append(line)
    if held:
        yield held


def _entries(text: str, strings: str) -> tuple[list[tuple[int, dict[str, Any] | None, str]], str]:
    """Return line within the text, fields and the reason of a failure; and all abbreviations so far."""
    import bibtexparser
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

    # Abbreviations stand at the head of a file and hold for all portions.
    library = bibtexparser.parse_string(f"{strings}\n{text}")
    before = strings.count("\n") + 1
    found: list[tuple[int, dict[str, Any] | None, str]] = []
    for block in library.blocks:
        start = (block.start_line or 0) - before
        if start < 0:
            continue
        inner = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(inner, Entry):
            entry = inner if inner is block else _again(inner)
            found.append((start, _fields(entry), ""))
        elif isinstance(block, ParsingFailedBlock):
            found.append((start, None, str(block.error)[:200]))
    defined = "".join(f"{' '.join((one.raw or '').split())}\n" for one in library.strings)
    return found, defined


def _again(entry: Any) -> Any:
    """Take the quotes off an entry that the library set aside because its key occurs twice."""
    from bibtexparser.library import Library
    from bibtexparser.middlewares import RemoveEnclosingMiddleware

    return RemoveEnclosingMiddleware().transform(Library([entry])).entries[0]


def _fields(entry: Any) -> dict[str, Any]:
    values = {field.key.lower(): str(field.value) for field in entry.fields}
    coded = {key: one for key, one in values.items() if "\\" in one and len(one) <= LONGEST_LATEX}
    values |= _decoded(coded) if coded else {}
    values = {key: value.replace("{", "").replace("}", "") for key, value in values.items()}
    return {"ID": entry.key, "ENTRYTYPE": entry.entry_type} | values


def _decoded(values: dict[str, str]) -> dict[str, str]:
    from bibtexparser.library import Library
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from bibtexparser.model import Entry, Field

    entry = Entry("misc", "one", [Field(key, value) for key, value in values.items()])
    read = LatexDecodingMiddleware().transform(Library([entry])).entries
    return {field.key: str(field.value) for field in read[0].fields} if read else {}
