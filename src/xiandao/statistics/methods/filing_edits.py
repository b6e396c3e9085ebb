"""What a reporter typed or pasted into cells: read as values, with everything that cannot be read told at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xiandao.statistics.methods.cell_values import MUST, read_cell
from xiandao.statistics.methods.form import Form
from xiandao.terms.error import InputError


def read_edits(form: Form, typed: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return typed cells as they are stored; a computed row is left to the system.

    Args:
        form: the form's version.
        typed: text by name of the value (``r13``, ``r13__ly``).

    Raises:
        InputError: ``STA-345`` with sentence and hint of every cell that cannot be read, by name.

    >>> from xiandao.statistics.methods.form import shipped
    >>> read_edits(shipped()["quick"], {"r01": "１，２００", "r02": ""})
    {'r01': '1200', 'r02': None}
    """
    wanted = set(form.columns)
    problems: dict[str, list[str]] = {}
    found: dict[str, str | None] = {}
    for name, text in typed.items():
        if name not in wanted:
            problems[name] = [f"报表没有指标“{name}”", "请刷新页面后重填"]
            continue
        item = form.item(name)
        if item.formula:
            continue
        meaning = read_cell(text, item, is_text_source=True)
        wrong = next((doubt for doubt in meaning.doubts if doubt.severity == MUST), None)
        if wrong is not None:
            problems[name] = [wrong.sentence, wrong.hint]
        value = meaning.value
        found[name] = format(value, "f") if isinstance(value, Decimal) else value
    if problems:
        raise InputError(
            "STA-345",
            f"有 {len(problems)} 个单元格读不出来",
            "请按单元格旁的提示改正，其他内容没有丢失",
            {"cells": problems},
        )
    return found
