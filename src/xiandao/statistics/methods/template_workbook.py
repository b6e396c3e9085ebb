"""The workbook in which a unit fills a form: everything known is there already, nothing has to be typed twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from xiandao.statistics.methods import template as layout
from xiandao.statistics.methods.computed import completed
from xiandao.statistics.methods.form import TRIAL, Form, Item
from xiandao.statistics.methods.template_formats import Formats
from xiandao.statistics.methods.template_formulas import workbook_formula
from xiandao.statistics.methods.template_notes import write_hidden, write_notes
from xiandao.terms.period import Period

Value = Decimal | str | None
AUTHOR: Final = "系统带入"
HEADER_ROW: Final = 7
_FIRST_ROW: Final = HEADER_ROW + 1
_LETTERS: Final = {column.key: "ABCDEFG"[at] for at, column in enumerate(layout.COLUMNS)}
_AT: Final = {column.key: at for at, column in enumerate(layout.COLUMNS)}
_MOST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Prefill:
    """A value that is known already: what, from where, as of when (Chinese words)."""

    value: Value
    source: str
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """For whom and when a template is made, and what goes into it.

    ``values`` (names of values, ``r13__ly`` for 上年同期) is what the unit has entered itself and goes
    before ``prefilled``; ``previous`` is 上期 by item code; ``on`` is the day on which the legal block is judged.
    """

    unit: str
    unit_name: str
    period: Period
    on: date
    values: Mapping[str, Value] = field(default_factory=dict)
    prefilled: Mapping[str, Prefill] = field(default_factory=dict)
    previous: Mapping[str, Value] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    consent: bool | None = None
    relations: Sequence[str] = ()


def template(form: Form, filling: Filling) -> bytes:
    """Return the workbook of a form for one unit and period.

    Args:
        form: the form.
        filling: unit, period and everything known.

    >>> from xiandao.statistics.methods.form import shipped
    >>> made = template(shipped()["quick"], Filling("91330100799655058B", "示例公司", Period.parse("2026-06"),
    ...     date(2026, 7, 1)))
    >>> made[:2]
    b'PK'
    """
    import xlsxwriter

    stream = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {**options, "in_memory": True}) as book:
        formats = Formats(book.add_format)
        sheet = book.add_worksheet(layout.TABLE)
        _Table(sheet, formats, form, filling).write()
        write_notes(book.add_worksheet(layout.NOTES), formats, form, filling.relations)
        facts = layout.facts_of(
            form, unit=filling.unit, unit_name=filling.unit_name, period=filling.period.code
        )
        write_hidden(book.add_worksheet(layout.HIDDEN), facts)
    return stream.getvalue()


@dataclass(slots=True)
class _Table:
    """The sheet to be filled, written from top to bottom."""

    sheet: Any
    formats: Formats
    form: Form
    filling: Filling
    lines: dict[str, int] = field(default_factory=dict)
    known: dict[str, Value] = field(default_factory=dict)

    def write(self) -> None:
        self._place()
        told = {name: one.value for name, one in self.filling.prefilled.items()}
        told |= {name: value for name, value in self.filling.values.items() if value is not None}
        self.known = completed(self.form, told)
        self._head()
        section, line = "", _FIRST_ROW
        for item in self.form.items:
            if item.section != section:
                section, line = item.section, line + 1
                self.sheet.merge_range(line - 2, 0, line - 2, 6, section, self.formats.section)
            self._row(item, line)
            line += 1
        self._footer(line + 1)
        self._setup()

    def _place(self) -> None:
        section, line = "", _FIRST_ROW
        for item in self.form.items:
            line += item.section != section
            section = item.section
            self.lines[item.code] = line
            line += 1

    def _head(self) -> None:
        form, filling, put = self.form, self.filling, self.sheet.write_string
        self.sheet.merge_range(0, 0, 0, 6, form.title, self.formats.title)
        subject = "统一社会信用代码" if form.subject == "enterprise" else "先导区代码"
        left = (
            (subject, filling.unit), ("单位名称", filling.unit_name),
            ("报告期", filling.period.label), ("金额单位", form.unit),
        )  # fmt: skip
        legal = form.legal
        until = legal.valid_until.isoformat() if legal.valid_until else ""
        right = (
            ("表号", legal.table_no), ("制定机关", legal.authority),
            ("批准文号", legal.approval_no), ("有效期至", until),
        )  # fmt: skip
        for at, ((name, value), (sign, mark)) in enumerate(zip(left, right, strict=True), 1):
            put(at, 0, f"{name}：{value}", self.formats.plain)
            put(at, 5, f"{sign}：{mark}", self.formats.plain)
        if not legal.is_complete_on(filling.on):
            put(5, 5, TRIAL, self.formats.trial)
        put(5, 0, self._instruction(), self.formats.plain)
        for column in layout.COLUMNS:
            put(HEADER_ROW - 1, _AT[column.key], column.label, self.formats.header)

    def _instruction(self) -> str:
        asked = [item for item in self.form.items if not item.formula]
        known = sum(self.known.get(item.code) is not None for item in asked)
        return f"本次需填{len(asked) - known}项，其余{known}项已由系统带入（绿色，请核对）；灰色为自动计算"

    def _row(self, item: Item, line: int) -> None:
        at, put = line - 1, self.sheet.write_string
        look = self.formats.child if item.parent else self.formats.text
        put(at, _AT["label"], layout.shown_label(item), look)
        put(at, _AT["row"], item.row, self.formats.centre)
        put(at, _AT["unit"], item.unit, self.formats.centre)
        self._value(item, line, "value", item.code)
        if item.has_prior:
            self._value(item, line, "prior", item.prior)
        else:
            absent = self.formats.cell("text", 0, "absent", is_locked=True)
            self.sheet.write_blank(at, _AT["prior"], None, absent)
        last = self.formats.cell(item.kind, item.decimals, "computed", is_locked=True)
        self._put(at, _AT["last"], item, self.filling.previous.get(item.code), last)
        told = self.filling.explanations.get(item.code, "")
        put(at, _AT["explanation"], told, self.formats.cell("text", 0, "", is_locked=False))

    def _value(self, item: Item, line: int, key: str, name: str) -> None:
        at, column = line - 1, _AT[key]
        value = self.known.get(name)
        addresses = {code: f"{_LETTERS[key]}{self.lines[code]}" for code in self.form.codes}
        formula = workbook_formula(item.formula, addresses) if item.formula else ""
        if formula:
            look = self.formats.cell(item.kind, item.decimals, "computed", is_locked=True)
            cached = "" if value is None else _number(value)
            self.sheet.write_formula(at, column, formula, look, cached)
            return
        prefill = self.filling.prefilled.get(name)
        is_prefilled = prefill is not None and self.filling.values.get(name) is None
        state = "prefilled" if is_prefilled else ""
        look = self.formats.cell(item.kind, item.decimals, state, is_locked=False)
        self._put(at, column, item, value, look)
        if prefill is not None and is_prefilled:
            when = f"，截至{prefill.as_of}" if prefill.as_of else ""
            note = f"系统带入：来自{prefill.source}{when}。请核对，有误可改，并在说明栏写明原因"
            self.sheet.write_comment(at, column, note, {"author": AUTHOR})
        self._validate(at, column, item)

    def _put(self, at: int, column: int, item: Item, value: Value, look: Any) -> None:
        if value is None:
            self.sheet.write_blank(at, column, None, look)
        elif isinstance(value, Decimal):
            self.sheet.write_number(at, column, _number(value), look)
        elif item.kind == "date":
            self.sheet.write_datetime(at, column, date.fromisoformat(value), look)
        else:
            self.sheet.write_string(at, column, dict(item.choices).get(value, value), look)

    def _validate(self, at: int, column: int, item: Item) -> None:
        # A warning, not a stop: what cannot be said as a number must still be sayable.
        title = {"error_title": f"代码{item.row}", "error_type": "warning", "ignore_blank": True}
        if item.is_numeric:
            rule: dict[str, Any] = {
                "validate": "integer" if item.kind == "integer" else "decimal",
                "criteria": "between", "minimum": -_MOST, "maximum": _MOST,
                "error_message": f"请填写数字，单位为{item.unit}" if item.unit else "请填写数字",
            }  # fmt: skip
        elif item.kind == "choice":
            labels = [label for _, label in item.choices]
            rule = {"validate": "list", "source": labels, "error_message": "请从下拉列表中选择"}
        else:
            return
        self.sheet.data_validation(at, column, at, column, title | rule)

    def _footer(self, line: int) -> None:
        put, open_cell = self.sheet.write, self.formats.cell("text", 0, "", is_locked=False)
        lines = [(one, self.filling.people.get(one.key, "")) for one in layout.PEOPLE]
        if any(item.reuse for item in self.form.items) and self.form.purpose == "statistics":
            ticked = {True: layout.YES, False: layout.NO, None: ""}[self.filling.consent]
            lines.append((layout.CONSENT, ticked))
        for at, (one, value) in enumerate(lines, line - 1):
            put(at, _AT["label"], one.label, self.formats.text)
            put(at, _AT["row"], one.mark, self.formats.centre)
            self.sheet.write_string(at, _AT["value"], value, open_cell)
            if one is layout.CONSENT:
                source = [layout.YES, layout.NO]
                self.sheet.data_validation(
                    at, _AT["value"], at, _AT["value"], {"validate": "list", "source": source}
                )

    def _setup(self) -> None:
        sheet = self.sheet
        for column in layout.COLUMNS:
            sheet.set_column(_AT[column.key], _AT[column.key], column.width)
        sheet.freeze_panes(HEADER_ROW, 2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW - 1)
        sheet.set_footer("&L" + self.form.title.replace("&", "&&") + "&R第&P页 共&N页")
        sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def _number(value: Value) -> float | int | str:
    if not isinstance(value, Decimal):
        return value or ""
    return int(value) if value == value.to_integral_value() else float(value)
