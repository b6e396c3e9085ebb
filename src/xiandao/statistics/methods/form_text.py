"""Writes a form down as the TOML text that ``form.load`` reads: how a definition that came as a workbook is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any, Final

from xiandao.statistics.methods.form import Form, Item

_HEAD: Final = (
    "code", "version", "title", "title_en", "frequency", "subject", "purpose", "unit", "note",
)  # fmt: skip
_DEFAULTS: Final = {one.name: one.default for one in fields(Item)}


def form_text(form: Form) -> str:
    """Return the declaration of a form; what an item does not say differently from usual is left out.

    >>> from xiandao.statistics.methods.form import load, shipped
    >>> all(load(form_text(form)) == form for form in shipped().values())
    True
    """
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Form) -> Iterator[str]:
    for name in _HEAD:
        yield f"{name} = {_value(getattr(form, name))}"
    yield "\n[legal]"
    for one in fields(form.legal):
        value = getattr(form.legal, one.name)
        if value is not None:
            yield f"{one.name} = {_value(value)}"
    for item in form.items:
        yield "\n[[items]]"
        for name, usual in _DEFAULTS.items():
            value = getattr(item, name)
            if value != usual and (name != "code" or value != f"r{item.row}"):
                yield f"{name} = {_value(value)}"
    for version, renamed in form.migrations.items():
        yield f"\n[migrations.{_value(version)}]"
        for old, new in renamed.items():
            yield f"{_value(old)} = {_value(new)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    # A JSON string is a TOML string, but for the one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
