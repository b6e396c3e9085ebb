"""Line by line from the table of a file to values: by row code, each cell in its kind, nothing dropped in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xiandao.statistics.methods import template as layout
from xiandao.statistics.methods.cell_values import Meaning, Value, read_cell, read_text
from xiandao.statistics.methods.computed import completed
from xiandao.statistics.methods.filed import CellProblem
from xiandao.statistics.methods.form import Form, Item
from xiandao.statistics.methods.intake_facts import Facts
from xiandao.statistics.methods.intake_table import Line, Table, row_code

_PEOPLE: Final = {one.mark: one for one in layout.PEOPLE}
_LABELS: Final = {one.label: one.mark for one in (*layout.PEOPLE, layout.CONSENT)}
_FILLED: Final = ("value", "prior", "explanation")
_LONGEST_NAME: Final = 60


@dataclass(slots=True)
class Rows:
    """What the lines of a table say; filled while they are read."""

    values: dict[str, Value] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    consent: bool | None = None
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    absent: tuple[str, ...] = ()


def read_rows(
    table: Table,
    form: Form,
    facts: Facts,
    *,
    renames: Mapping[str, str] | None,
    is_text_source: bool,
) -> Rows:
    """Return the values, explanations, people and problems of a table.

    Args:
        table: as it stands in the file.
        form: the present version of the form.
        facts: of the file; lines that told them are no rows.
        renames: old to new item codes where the template is of an older version, otherwise None.
        is_text_source: the file has only texts.

    >>> from xiandao.statistics.methods.form import shipped
    >>> line = Line("9", "65", {"row": "65", "value": "（12）"})
    >>> table = Table("填报表", 7, {"row": "B", "value": "D"}, (line,), {}, ())
    >>> told = Facts({}, is_sealed=False)
    >>> rows = read_rows(table, shipped()["quick"], told, renames=None, is_text_source=True)
    >>> rows.values["r65"], rows.cells["r65"], rows.problems[0].severity
    (Decimal('-12'), 'D9', 'hint')
    """
    reader = _Reader(table, form, facts, is_text_source, renames)
    for line in table.lines:
        reader.read(line)
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    table: Table
    form: Form
    facts: Facts
    is_text_source: bool
    renames: Mapping[str, str] | None
    rows: Rows = field(default_factory=Rows)
    seen: set[str] = field(default_factory=set)
    absent: list[str] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.items = {row_code(item.row): item for item in self.form.items}
        for row in tuple(self.items):
            # A workbook that stores the code 01 as a number says 1.
            self.items.setdefault(row.lstrip("0"), self.items[row])
        renames = self.renames or {}
        for new in renames.values():
            # In the old version this code was another row, or none.
            self.items.pop(row_code(new), None)
        for old, new in renames.items():
            self.items[row_code(old)] = self.form.item(new)

    def read(self, line: Line) -> None:
        item = self.items.get(line.row)
        label = _plain(line.cells.get("label", ""))
        mark = line.row if line.row in {*_PEOPLE, layout.CONSENT.mark} else _LABELS.get(label, "")
        if item is not None:
            self._item(line, item, label)
        elif mark:
            self._person(line, mark)
        elif f"{self.table.sheet}!{line.number}" not in self.facts.lines:
            self._stranger(line)

    def finish(self) -> Rows:
        for item in self.form.items:
            if item.code not in self.seen and not self.is_text_source:
                self._missing(item)
        missing = [name for name in ("prior",) if name not in self.table.letters]
        if missing and not self.is_text_source and any(item.has_prior for item in self.form.items):
            self._tell(
                f"A{self.table.header}",
                "",
                "缺少“上年同期”这一列",
                "请恢复这一列，或重新下载模板填写",
            )
        self.rows.values = completed(self.form, self.rows.values)
        self.rows.absent = tuple(self.absent)
        return self.rows

    def _missing(self, item: Item) -> None:
        if self.renames is not None:
            sentence = f"旧版模板没有代码{item.row}“{item.label}”，请在系统中补填"
            self._tell("", item.code, sentence, "下次请下载新模板", "explain")
            return
        hint = "请恢复这一行（代码须与模板一致），或重新下载模板填写"
        self._tell("", item.code, f"缺少代码{item.row}“{item.label}”这一行", hint)

    def _item(self, line: Line, item: Item, label: str) -> None:
        if item.code in self.seen:
            sentence = f"代码{item.row}出现了两次，这一行没有读取"
            self._tell(self.table.address(line, "row"), item.code, sentence, "请删除重复的一行")
            return
        self.seen.add(item.code)
        if label and label not in {_plain(item.label), _plain(layout.shown_label(item))}:
            sentence = f"代码{item.row}应为“{item.label}”，表中写的是“{label[:30]}”"
            hint = "请核对这一行的数据填的是哪个指标"
            self._tell(self.table.address(line, "label"), item.code, sentence, hint, "explain")
        unit = _plain(line.cells.get("unit", item.unit))
        if unit != _plain(item.unit):
            sentence = f"计量单位应为“{item.unit}”，被改为“{unit[:10]}”"
            hint = f"请恢复计量单位，并按“{item.unit}”填写数据"
            self._tell(self.table.address(line, "unit"), item.code, sentence, hint)
        self._value(line, item, "value", item.code)
        if item.has_prior and "prior" in self.table.letters:
            self._value(line, item, "prior", item.prior)
        told = self._meaning(
            line, "explanation", item.code, read_text(line.cells.get("explanation", ""))
        )
        if isinstance(told, str):
            self.rows.explanations[item.code] = told

    def _value(self, line: Line, item: Item, key: str, name: str) -> None:
        raw = line.cells.get(key, "")
        address = self.table.address(line, key)
        self.rows.cells[name] = address
        bad = self.table.bad.get(address)
        if bad is not None:
            # A computed row without its result is no loss: it is computed again.
            if not (item.formula and bad[0].startswith("公式")):
                self._tell(address, name, *bad)
            return
        meaning = read_cell(raw, item, is_text_source=self.is_text_source)
        if meaning.is_absent:
            self.absent.append(name)
        self.rows.values[name] = self._meaning(line, key, name, meaning)

    def _meaning(self, line: Line, key: str, name: str, meaning: Meaning) -> Value:
        for doubt in meaning.doubts:
            self._tell(
                self.table.address(line, key), name, doubt.sentence, doubt.hint, doubt.severity
            )
        return meaning.value

    def _person(self, line: Line, mark: str) -> None:
        raw = line.cells.get("value", "")
        address = self.table.address(line, "value")
        if mark == layout.CONSENT.mark:
            word = str(read_text(raw).value or "")
            if word not in {"", layout.YES, layout.NO}:
                self._tell(address, "", f"“{word[:10]}”应为“是”或“否”", "请从下拉列表中选择")
            self.rows.consent = {layout.YES: True, layout.NO: False}.get(word)
            return
        text = str(read_text(_whole(raw)).value or "")
        if len(text) > _LONGEST_NAME:
            self._tell(address, "", f"“{_PEOPLE[mark].label}”填写过长", f"最多{_LONGEST_NAME}字")
        self.rows.people[_PEOPLE[mark].key] = text[:_LONGEST_NAME]

    def _stranger(self, line: Line) -> None:
        """A line that no item of the form has: a heading is nothing, figures are told."""
        filled = [key for key in _FILLED if str(line.cells.get(key, "")).strip()]
        if not line.row and not filled:
            return
        address = self.table.address(line, "row")
        if line.row:
            sentence = f"代码“{line.row[:20]}”不是这张表的指标，这一行没有读取"
        else:
            sentence = f"第{line.number}行有内容但没有代码，没有读取"
        self._tell(address, "", sentence, "请把数据填到模板原有的行；多出的行请删除")

    def _tell(self, cell: str, item: str, sentence: str, hint: str, severity: str = "must") -> None:
        self.rows.problems.append(
            CellProblem(self.table.sheet, cell, item, sentence, hint, severity)
        )


def _plain(cell: Any) -> str:
    if isinstance(cell, dict):
        return ""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell)))


def _whole(raw: Any) -> Any:
    """A telephone number stored as a number comes without a point."""
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw
