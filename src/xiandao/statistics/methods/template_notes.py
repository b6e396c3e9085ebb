"""The other two sheets of a return workbook: what the rows mean and agree with, and the hidden facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xiandao.statistics.methods import template as layout
from xiandao.statistics.methods.form import PURPOSES, Form
from xiandao.statistics.methods.form_problems import names
from xiandao.statistics.methods.template_formats import Formats

_WIDTHS: Final = (8, 40, 10, 80)


def relations(form: Form) -> tuple[str, ...]:
    """Return the 审核关系 that follow from the form itself: sums, and parts that are no more than the whole.

    >>> from xiandao.statistics.methods.form import shipped
    >>> relations(shipped()["quick"])[:2]
    ('13 = sum(14, 22, 82, 29)', '80 ≤ 01')
    """
    rows = {item.code: item.row for item in form.items}
    found = []
    for item in form.items:
        if item.formula:
            text = item.formula
            for code in sorted(names(item.formula), key=len, reverse=True):
                text = text.replace(code, rows[code])
            found.append(f"{item.row} = {text}")
    summed = {(item.code, part) for item in form.items for part in names(item.formula or "0")}
    found += [
        f"{item.row} ≤ {rows[item.parent]}"
        for item in form.items
        if item.parent and (item.parent, item.code) not in summed
    ]
    return tuple(found)


def write_notes(sheet: Any, formats: Formats, form: Form, told: Sequence[str]) -> None:
    """Write the sheet with 指标解释 and 审核关系.

    Args:
        sheet: an empty sheet of the workbook writer.
        formats: the formats of the workbook.
        form: the form.
        told: 审核关系 as Chinese sentences, shown after those that follow from the form.
    """
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    put = sheet.write_string
    put(0, 0, f"{form.title}：指标解释和审核关系", formats.title)
    put(1, 0, f"用途：{PURPOSES[form.purpose]}", formats.plain)
    put(2, 0, form.note, formats.plain)
    line = 4
    for column, label in enumerate(("代码", "指标名称", "计量单位", "解释")):
        put(line, column, label, formats.header)
    for item in form.items:
        line += 1
        put(line, 0, item.row, formats.centre)
        put(line, 1, item.label, formats.text)
        put(line, 2, item.unit, formats.centre)
        put(line, 3, item.note, formats.text)
    line += 2
    put(line, 0, "审核关系", formats.header)
    for text in (*relations(form), *told):
        line += 1
        put(line, 0, text, formats.plain)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def write_hidden(sheet: Any, facts: Mapping[str, str]) -> None:
    """Write the hidden sheet: one fact a line, the seal last."""
    for line, (name, value) in enumerate(
        {**facts, layout.CHECKSUM: layout.checksum(facts)}.items()
    ):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, value)
    sheet.very_hidden()
