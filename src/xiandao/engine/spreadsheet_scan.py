"""A streamed look through one sheet of a workbook: how far its cells reach and which cannot be trusted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from xiandao.engine.archive import Container
from xiandao.terms.error import InputError

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_MOST_MERGED: Final = 5_000
_MOST_HIDDEN: Final = 5_000
# The reader lays out the whole rectangle between the first cell and the last, also where two cells stand far apart.
_MOST_AREA: Final = 20_000_000


class TooFarError(Exception):
    """A sheet reaches beyond its limits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many rows, columns and cells are allowed; whether the declared dimension counts as well."""

    rows: int
    columns: int
    cells: int = 1_000_000
    has_dimension: bool = False
    hint: str = ""


@dataclass(slots=True)
class Marks:
    """What the scan has seen on a sheet.

    ``bad`` maps an address to ``"error"`` (an error value) or ``"formula"`` (never computed); ``merged``
    holds ranges as pairs of addresses; ``hidden_rows`` and ``hidden_columns`` are numbers from 1.
    """

    cells: int = 0
    bad: dict[str, str] = field(default_factory=dict)
    merged: list[list[str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: int = 0


def scan(container: Container, part: str, limits: Limits) -> Marks:
    """Return what a sheet holds besides values, without keeping more than a piece of it in memory.

    Raises:
        TooFarError: a reference, a merged range, the number of cells or the rectangle around them is beyond the limits.
        InputError: the archive's code for broken files where the part is no well-formed XML, its code
            for definitions where it declares a document type.

    >>> import io, zipfile
    >>> from xiandao.engine.archive import ArchiveRules
    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as box:
    ...     box.writestr("sheet1.xml", '<worksheet><row r="7" hidden="1"><c r="B7" t="e"/></row></worksheet>')
    >>> rules = ArchiveRules("X-1", "X-2", "X-3", "X-4", "X-5", "X-6", "Excel", ".xlsx")
    >>> marks = scan(Container(stream.getvalue(), rules), "sheet1.xml", Limits(rows=100, columns=20))
    >>> marks.cells, marks.bad, marks.hidden_rows
    (1, {'B7': 'error'}, [7])
    """
    watcher = _Watcher(limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = watcher.start
    parser.EndElementHandler = watcher.end
    parser.CharacterDataHandler = watcher.text
    parser.StartDoctypeDeclHandler = watcher.definition
    try:
        for chunk in container.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise InputError(
            container.rules.broken, "工作簿里的表已损坏，无法读取", container.rules.resave
        ) from None
    except _DefinitionError:
        raise InputError(
            container.rules.definitions,
            "文件内部含有实体定义，可能是恶意构造的文件",
            container.rules.resave,
        ) from None
    return watcher.marks


class _DefinitionError(Exception):
    pass


class _Watcher:
    """Receives the elements of a sheet one by one; remembers only the cell it stands in."""

    def __init__(self, limits: Limits) -> None:
        self.marks = Marks()
        self._limits = limits
        self._row = self._last_row = self._last_column = 0
        self._address = ""
        self._has_formula = self._has_value = self._in_value = self._is_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._has_formula = True
            self.marks.formulas += 1
        elif tag in {"v", "is"}:
            self._in_value = True
            # A computed empty text is a result: its value element is there and empty.
            self._has_value = self._has_value or self._is_text
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            self._hide_columns(attributes)
        elif tag == "dimension" and self._limits.has_dimension:
            self._range(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in {"v", "is"}:
            self._in_value = False
        elif tag == "c":
            if self._has_formula and not self._has_value:
                self.marks.bad.setdefault(self._address, "formula")
            self._has_formula = self._has_value = False

    def text(self, content: str) -> None:
        if self._in_value and content:
            self._has_value = True

    def definition(self, *_: object) -> None:
        raise _DefinitionError

    def _cell(self, attributes: dict[str, str]) -> None:
        self.marks.cells += 1
        if self.marks.cells > self._limits.cells:
            raise TooFarError
        self._address = attributes.get("r", "").upper()
        self._is_text = attributes.get("t") == "str"
        found = _PLACE.fullmatch(self._address)
        if found:
            self._last_column = max(self._last_column, self._within(found[1], int(found[2])))
            self._last_row = max(self._last_row, int(found[2]))
            if self._last_row * self._last_column > _MOST_AREA:
                raise TooFarError
        elif self._address:
            raise TooFarError
        if attributes.get("t") == "e":
            self.marks.bad[self._address] = "error"

    def _start_row(self, attributes: dict[str, str]) -> None:
        told = attributes.get("r", "")
        self._row = int(told) if told.isdigit() and len(told) < 9 else self._row + 1
        self._within("A", self._row)
        if attributes.get("hidden") in {"1", "true"} and len(self.marks.hidden_rows) < _MOST_HIDDEN:
            self.marks.hidden_rows.append(self._row)

    def _merge(self, told: str) -> None:
        found = self._range(told)
        if found is None or found[3] is None:
            return
        if len(self.marks.merged) >= _MOST_MERGED:
            raise TooFarError
        self.marks.merged.append([found[1] + found[2], found[3] + found[4]])

    def _range(self, told: str) -> re.Match[str] | None:
        found = _RANGE.fullmatch(told.upper())
        if found:
            self._within(found[1], int(found[2]))
            if found[3]:
                self._within(found[3], int(found[4]))
        return found

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdigit() and last.isdigit() and len(first) < 9 and len(last) < 9:
            end = min(int(last), self._limits.columns)
            self.marks.hidden_columns.extend(range(int(first), end + 1))

    def _within(self, letters: str, row: int) -> int:
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        if column > self._limits.columns or row > self._limits.rows:
            raise TooFarError
        return column
