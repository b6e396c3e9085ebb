"""What a return begins with: everything that is known already, each value with its source and its day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from xiandao.statistics.methods.form import PRIOR, Form, Item

REGISTER: Final = "填报单位名录"
UNIT: Final = "unit."
Known = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class PastReturn:
    """An approved return of the same unit: the form it was made with, its values, the period and its last day."""

    form: Form
    values: Mapping[str, str | None]
    label: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Burden:
    """How many cells the reporter fills and how many the system brought along or computes."""

    to_fill: int
    carried: int


def known(
    form: Form,
    *,
    last: PastReturn | None = None,
    year_before: PastReturn | None = None,
    others: Iterable[PastReturn] = (),
    register: Mapping[str, str] = MappingProxyType({}),
    register_day: date | None = None,
) -> Known:
    """Return what can be shown beside the cells of a new return; the reporter decides whether to adopt it.

    Args:
        form: the form to be filled.
        last: the latest approved return of the same form; its stock items (时点数) are carried over.
        year_before: the approved return of 上年同期; its values stand for 上年同期可比数.
        others: administrative returns of the unit by other forms, latest first; an item with the same code,
            label and unit is carried over if it is a stock item.
        register: facts of the unit: ``name``, ``credit_code``, ``industry``, ``land_mu`` …, kept as ``unit.<fact>``.
        register_day: the day on which the register said so.

    Returns:
        item code, ``<code>__ly`` or ``unit.<fact>`` → ``value``, ``source`` and ``as_of``.

    >>> from xiandao.statistics.methods.form import shipped
    >>> form = shipped()["quick"]
    >>> past = PastReturn(form, {"r01": "120", "r14": "500"}, "2026年9月", date(2026, 9, 30))
    >>> known(form, last=past)
    {'r01': {'value': '120', 'source': '企业月度快报 2026年9月', 'as_of': '2026-09-30'}}
    """
    found: Known = {}
    for fact, value in register.items():
        found[UNIT + fact] = _entry(value, REGISTER, register_day)
    for item in form.items:
        if item.formula:
            continue
        entry = _of_item(item, form, last, others) or _of_register(item, form, found)
        if entry is not None:
            found[item.code] = entry
        prior = _value(year_before, form, item) if item.has_prior else None
        if prior is not None and year_before is not None:
            found[item.prior] = _entry(prior, _said(year_before), year_before.as_of)
    return found


def burden(form: Form, prefill: Mapping[str, Any]) -> Burden:
    """Return how many cells of a form are left to fill, 上年同期可比数 included.

    >>> from xiandao.statistics.methods.form import shipped
    >>> form = shipped()["quick"]
    >>> burden(form, {"r01": {"value": "120"}}).to_fill == burden(form, {}).to_fill - 1
    True
    """
    computed = {item.code for item in form.items if item.formula}
    cells = form.columns
    carried = sum(1 for cell in cells if cell in prefill or cell.removesuffix(PRIOR) in computed)
    return Burden(len(cells) - carried, carried)


@cache
def register_items() -> Mapping[tuple[str, str], str]:
    """Return which row of which form repeats which fact of the register, as ``data/prefill.toml`` says.

    >>> register_items()["zone-quarter", "r101"]
    'land_mu'
    """
    text = files("xiandao.statistics").joinpath("data/prefill.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["register"]
    return MappingProxyType({(row["form"], row["item"]): row["fact"] for row in rows})


def _of_item(
    item: Item, form: Form, last: PastReturn | None, others: Iterable[PastReturn]
) -> dict[str, str] | None:
    if item.is_stock and last is not None:
        value = _value(last, form, item)
        if value is not None:
            return _entry(value, _said(last), last.as_of)
    for other in others:
        twin = next((one for one in other.form.items if one.code == item.code), None)
        if twin is None or (twin.label, twin.unit) != (item.label, item.unit):
            continue
        value = other.values.get(item.code)
        if item.is_stock and value is not None:
            return _entry(value, _said(other), other.as_of)
    return None


def _of_register(item: Item, form: Form, found: Known) -> dict[str, str] | None:
    fact = register_items().get((form.code, item.code))
    return found.get(UNIT + fact) if fact else None


def _value(past: PastReturn | None, form: Form, item: Item) -> str | None:
    """Return what an earlier return says in a row, under the code that the row had then."""
    if past is None:
        return None
    renamed = form.migrations.get(past.form.version, {})
    before = next((old for old, new in renamed.items() if new == item.code), item.code)
    return past.values.get(before)


def _said(past: PastReturn) -> str:
    return f"{past.form.title} {past.label}"


def _entry(value: str, source: str, as_of: date | None) -> dict[str, str]:
    return {"value": value, "source": source, "as_of": as_of.isoformat() if as_of else ""}
