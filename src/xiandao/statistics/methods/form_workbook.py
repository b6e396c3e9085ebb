"""The definition of a form as a workbook in the manner of XLSForm: sheets survey, choices, settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any, Final

from xiandao.statistics.methods.form import Form, Item

TYPES: Final = {
    "number": "decimal",
    "integer": "integer",
    "text": "text",
    "choice": "select_one",
    "date": "date",
}
# XLSForm's own columns first, then those that statistics adds.
SURVEY: Final = (
    "type", "name", "label::中文", "label::English", "hint::中文", "required", "relevant",
    "calculation", "section", "row_code", "unit", "stock_flow", "part_of", "decimals", "prior_period",
    "administrative_reuse",
)  # fmt: skip
CHOICES: Final = ("list_name", "name", "label::中文")
SETTINGS: Final = (
    "form_id", "version", "form_title", "form_title::English", "frequency", "subject", "purpose",
    "money_unit", "instructions", "table_no", "authority", "approval_no", "valid_until",
)  # fmt: skip
MIGRATIONS: Final = ("from_version", "old_name", "new_name")
YES: Final = "yes"


def form_workbook(form: Form) -> bytes:
    """Return the workbook of a form; ``read_form`` reads the same form from it.

    >>> from xiandao.statistics.methods.form import shipped
    >>> form_workbook(shipped()["quick"])[:2]
    b'PK'
    """
    import xlsxwriter

    stream = BytesIO()
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True,
    }  # fmt: skip
    sheets: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
        "survey": (SURVEY, [_survey(item) for item in form.items]),
        "choices": (CHOICES, _choices(form)),
        "settings": (SETTINGS, [_settings(form)]),
        "migrations": (MIGRATIONS, _migrations(form)),
    }
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for name, (header, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, 18, text)
            for column, label in enumerate(header):
                sheet.write_string(0, column, label, bold)
            for line, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    sheet.write_string(line, column, value, text)
    return stream.getvalue()


def _survey(item: Item) -> tuple[str, ...]:
    kind = TYPES[item.kind] + (f" {item.code}" if item.kind == "choice" else "")
    stock = "stock" if item.is_stock else "flow"
    return (
        kind, item.code, item.label, item.label_en, item.note, _yes(item.is_required), item.relevant,
        item.formula, item.section, item.row, item.unit, stock, item.parent, str(item.decimals),
        _yes(item.has_prior), _yes(item.reuse),
    )  # fmt: skip


def _choices(form: Form) -> list[tuple[str, ...]]:
    return [(item.code, *choice) for item in form.items for choice in item.choices]


def _settings(form: Form) -> tuple[str, ...]:
    legal = form.legal
    until = legal.valid_until.isoformat() if isinstance(legal.valid_until, date) else ""
    return (
        form.code, form.version, form.title, form.title_en, form.frequency, form.subject, form.purpose,
        form.unit, form.note, legal.table_no, legal.authority, legal.approval_no, until,
    )  # fmt: skip


def _migrations(form: Form) -> list[tuple[str, ...]]:
    maps: Mapping[str, Mapping[str, Any]] = form.migrations
    return [(version, old, str(new)) for version in maps for old, new in maps[version].items()]


def _yes(told: bool) -> str:
    return YES if told else ""
