"""What a return workbook looks like to both sides: its columns, its footer, its hidden sheet and its seals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from xiandao.statistics.methods.form import Form, Item

TEMPLATE: Final = "xiandao.statistics.return"
TEMPLATE_VERSION: Final = "1"
TABLE: Final = "填报表"
NOTES: Final = "指标解释"
HIDDEN: Final = "_xiandao"
FACTS: Final = (
    "template", "template_version", "form", "version", "unit", "unit_name", "period", "schema",
)  # fmt: skip
CHECKSUM: Final = "checksum"
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its key, its name in the header, its width, other names under which it is found."""

    key: str
    label: str
    width: int
    aliases: tuple[str, ...] = ()


COLUMNS: Final = (
    Column("label", "指标名称", 40, ("指标", "name", "label")),
    Column("row", "代码", 7, ("行次", "行次代码", "指标代码", "code")),
    Column("unit", "计量单位", 10, ("单位", "unit")),
    Column("value", "本期", 16, ("本年", "本月", "本季", "数值", "value")),
    Column("prior", "上年同期", 16, ("上年", "上年同期可比数", "上年同期数", "prior")),
    Column("last", "上期（系统带入）", 16, ("上期", "last")),
    Column("explanation", "说明", 36, ("备注", "情况说明", "explanation", "note")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the footer: its mark in the code column, the key of its value, what it says."""

    mark: str
    key: str
    label: str


PEOPLE: Final = (
    Person("P1", "head", "单位负责人"),
    Person("P2", "statistician", "统计负责人"),
    Person("P3", "filler", "填表人"),
    Person("P4", "phone", "联系电话"),
    Person("P5", "reported_on", "报出日期"),
)
CONSENT: Final = Person("C1", "consent", "同意将标▲的指标同时用于办理行政事项")
REUSE_SIGN: Final = "▲"


def shown_label(item: Item) -> str:
    """Return the name of a row as the workbook shows it; ▲ marks what consent covers.

    >>> shown_label(Item("r13", "13", "总收入", reuse=True))
    '总收入▲'
    """
    return item.label + (REUSE_SIGN if item.reuse else "")


def schema_hash(form: Form) -> str:
    """Return a digest of what a template asks: form, version, and every row with type and unit.

    >>> from xiandao.statistics.methods.form import shipped
    >>> len(schema_hash(shipped()["quick"]))
    32
    """
    asked = [
        [item.code, item.label, item.kind, item.unit, item.formula, item.has_prior, item.decimals]
        for item in form.items
    ]
    text = json.dumps([form.code, form.version, form.unit, asked], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:32]


def facts_of(form: Form, *, unit: str, unit_name: str, period: str) -> dict[str, str]:
    """Return the facts of the hidden sheet, in the order in which they are written.

    >>> from xiandao.statistics.methods.form import shipped
    >>> facts_of(shipped()["quick"], unit="91", unit_name="甲", period="2026-06")["form"]
    'quick'
    """
    values = (
        TEMPLATE, TEMPLATE_VERSION, form.code, form.version, unit, unit_name, period,
        schema_hash(form),
    )  # fmt: skip
    return dict(zip(FACTS, values, strict=True))


def checksum(facts: Mapping[str, str]) -> str:
    """Return the seal over the facts: it shows that the hidden sheet was touched by accident.

    What a person may file is decided by permissions alone, never by this seal.

    >>> len(checksum({"form": "quick"}))
    32
    """
    kept = {name: facts.get(name, "") for name in FACTS}
    return sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]
