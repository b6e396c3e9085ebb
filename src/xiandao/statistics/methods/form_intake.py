"""A form definition read back from its workbook; whatever is wrong names the sheet and the cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from xiandao.engine import spreadsheet
from xiandao.engine.sandbox import run_limited
from xiandao.engine.spreadsheet import column_letters
from xiandao.statistics.methods import form_workbook as layout
from xiandao.statistics.methods import intake_grid
from xiandao.statistics.methods.form import Form, Item, Legal
from xiandao.terms.error import InputError

_SHEETS: Final = ("survey", "choices", "settings", "migrations")
_KINDS: Final = {name: kind for kind, name in layout.TYPES.items()}
_TRUE: Final = frozenset({"yes", "true", "true()", "是"})
_FALSE: Final = frozenset({"", "no", "false", "false()", "否"})
_COLUMN_OF: Final = {
    "row": "row_code", "label": "label::中文", "note": "hint::中文", "kind": "type", "choices": "type",
    "decimals": "decimals", "has_prior": "prior_period", "parent": "part_of",
    "formula": "calculation", "relevant": "relevant",
}  # fmt: skip
_HEAD_OF: Final = {"code": "form_id"}
_HINT: Final = "请先导出一份报表定义，对照它的写法修改"
_RULES: Final = replace(intake_grid.RULES, resave=_HINT)

Cells = dict[str, str]


def read_form(data: bytes) -> Form:
    """Return the form that a workbook defines; it is opened in a bounded child process.

    Args:
        data: the bytes of the workbook.

    Raises:
        InputError: ``STA-005`` with sheet and cell in the details, ``STA-101`` … ``STA-115`` for the file.

    >>> from xiandao.statistics.methods.form import shipped
    >>> read_form(layout.form_workbook(shipped()["quick"])) == shipped()["quick"]
    True
    """
    text = run_limited(
        "xiandao.statistics.methods.form_intake:sheets_text",
        data,
        memory_mb=intake_grid.MEMORY_MB,
        cpu_s=intake_grid.CPU_S,
    )
    return form_of(json.loads(text))


def sheets_text(data: bytes) -> str:
    """Return the rows of the sheets of a definition as JSON; the part of ``read_form`` that runs in the child.

    Raises:
        InputError: ``STA-101`` … ``STA-115``.
    """
    book = spreadsheet.cells(
        data, _RULES, wanted=lambda names: [name for name in names if name in _SHEETS]
    )
    return json.dumps({sheet.name: sheet.rows for sheet in book.sheets}, ensure_ascii=False)


def form_of(book: Mapping[str, Sequence[Sequence[Any]]]) -> Form:
    """Return the form in the rows of its sheets.

    Raises:
        InputError: ``STA-005`` a sheet, column or cell is missing or wrong.
    """
    for name in ("survey", "settings"):
        if not book.get(name):
            raise _wrong(name, "", f"缺少工作表“{name}”")
    heads = list(_table(book, "settings", layout.SETTINGS))
    if len(heads) != 1:
        raise _wrong("settings", "A2", "应当正好有一行")
    choices: dict[str, list[tuple[str, str]]] = {}
    for _, row in _table(book, "choices", layout.CHOICES):
        choices.setdefault(row["list_name"], []).append((row["name"], row["label::中文"]))
    rows = list(_table(book, "survey", layout.SURVEY))
    items = tuple(_item(line, row, choices) for line, row in rows)
    migrations: dict[str, dict[str, str]] = {}
    for _, row in _table(book, "migrations", layout.MIGRATIONS):
        migrations.setdefault(row["from_version"], {})[row["old_name"]] = row["new_name"]
    try:
        return _form(heads[0][1], items, migrations)
    except InputError as error:
        if error.code != "STA-002":
            raise
        raise _located(error, rows) from None


def _form(
    head: Cells, items: tuple[Item, ...], migrations: Mapping[str, Mapping[str, str]]
) -> Form:
    until = head["valid_until"]
    try:
        valid_until = date.fromisoformat(until) if until else None
    except ValueError:
        cell = _address(2, layout.SETTINGS, "valid_until")
        raise _wrong("settings", cell, f"“{until[:20]}”不是 2027-12-31 样子的日期") from None
    return Form(
        code=head["form_id"], version=head["version"], title=head["form_title"],
        title_en=head["form_title::English"], frequency=head["frequency"], subject=head["subject"],
        purpose=head["purpose"], unit=head["money_unit"], note=head["instructions"], items=items,
        legal=Legal(head["table_no"], head["authority"], head["approval_no"], valid_until),
        migrations=migrations,
    )  # fmt: skip


def _item(line: int, row: Cells, choices: Mapping[str, Sequence[tuple[str, str]]]) -> Item:
    kind, _, listed = row["type"].partition(" ")
    if kind not in _KINDS:
        told = f"“{row['type'][:20]}”不是可用的类型（{'、'.join(_KINDS)}）"
        raise _wrong("survey", _address(line, layout.SURVEY, "type"), told)
    if listed and listed not in choices:
        told = f"选项表里没有“{listed[:20]}”"
        raise _wrong("survey", _address(line, layout.SURVEY, "type"), told)
    if row["name"] != f"r{row['row_code']}":
        told = f"应为“r{row['row_code'][:12]}”，即字母 r 加行次代码"
        raise _wrong("survey", _address(line, layout.SURVEY, "name"), told)
    if not re.fullmatch(r"\d?", row["decimals"]):
        raise _wrong("survey", _address(line, layout.SURVEY, "decimals"), "小数位数应为0到6")
    if row["stock_flow"] not in {"stock", "flow", ""}:
        raise _wrong("survey", _address(line, layout.SURVEY, "stock_flow"), "应为 stock 或 flow")
    return Item(
        code=row["name"], row=row["row_code"], label=row["label::中文"], label_en=row["label::English"],
        kind=_KINDS[kind], unit=row["unit"], is_stock=row["stock_flow"] == "stock", parent=row["part_of"],
        formula=row["calculation"], is_required=_truth(line, row, "required"),
        reuse=_truth(line, row, "administrative_reuse"), has_prior=_truth(line, row, "prior_period"),
        decimals=int(row["decimals"] or 0), choices=tuple(choices.get(listed, ())),
        note=row["hint::中文"], section=row["section"], relevant=row["relevant"],
    )  # fmt: skip


def _truth(line: int, row: Cells, name: str) -> bool:
    told = row[name].lower()
    if told not in _TRUE | _FALSE:
        cell = _address(line, layout.SURVEY, name)
        raise _wrong("survey", cell, f"“{row[name][:20]}”应为 yes 或空白")
    return told in _TRUE


def _table(
    book: Mapping[str, Sequence[Sequence[Any]]], name: str, header: Sequence[str]
) -> Iterator[tuple[int, Cells]]:
    """The filled lines of a sheet by column name, with their numbers; columns may stand in any order."""
    rows = book.get(name) or [list(header)]
    places = {str(label).strip(): at for at, label in enumerate(rows[0])}
    missing = [label for label in header if label not in places]
    if missing:
        raise _wrong(name, "A1", f"缺少列：{'、'.join(missing)}")
    for line, row in enumerate(rows[1:], 2):
        found = {}
        for label in header:
            place = places[label]
            value = row[place] if place < len(row) else ""
            if isinstance(value, dict):
                value = value.get("d", "")
            found[label] = str(value)
        if any(found.values()):
            yield line, found


def _located(error: InputError, rows: Sequence[tuple[int, Cells]]) -> InputError:
    """The contradiction of a definition with the cell in which it stands."""
    item, field = str(error.details["item"]), str(error.details["field"])
    lines = [line for line, row in rows if row["name"] == item]
    if item and lines and field in _COLUMN_OF:
        cell = _address(lines[-1], layout.SURVEY, _COLUMN_OF[field])
        return _wrong("survey", cell, error.sentence.partition("：")[2], error.hint)
    name = _HEAD_OF.get(field, field)
    sheet = (
        "settings"
        if name in layout.SETTINGS
        else "migrations"
        if field == "migrations"
        else "survey"
    )
    cell = _address(2, layout.SETTINGS, name) if sheet == "settings" else "A2"
    return _wrong(sheet, cell, error.sentence.partition("：")[2], error.hint)


def _address(line: int, header: Sequence[str], name: str) -> str:
    return f"{column_letters(header.index(name) + 1)}{line}"


def _wrong(sheet: str, cell: str, sentence: str, hint: str = _HINT) -> InputError:
    place = f"工作表“{sheet}”{f'的{cell}' if cell else ''}"
    details = {"sheet": sheet, "cell": cell}
    return InputError("STA-005", f"{place}：{sentence}", hint, details)
