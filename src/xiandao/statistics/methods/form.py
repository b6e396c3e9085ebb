"""A statistical form: what is asked, in which row, in which unit, on what legal ground."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from xiandao.statistics.methods.form_problems import first_problem
from xiandao.terms.error import InputError

PRIOR: Final = "__ly"
TRIAL: Final = "未经批准，试填"
FREQUENCIES: Final = MappingProxyType(
    {"month": "月", "quarter": "季", "half": "半年", "year": "年"}
)
PURPOSES: Final = MappingProxyType(
    {"statistics": "统计调查（仅用于统计目的）", "administration": "管理填报（可用于办理服务）"}
)
_FOLDER: Final = "data/forms"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a form; ``code`` is the letter r before the row code, so that expressions can name it.

    ``parent`` is the total this row is part of; ``formula`` makes it a computed row; ``relevant`` is an
    expression that says when the row is asked at all; ``has_prior`` asks for 上年同期可比数 as well;
    ``reuse`` lets the row serve administration when the reporter has ticked consent.
    """

    code: str
    row: str
    label: str
    label_en: str = ""
    kind: str = "number"
    unit: str = ""
    is_stock: bool = False
    parent: str = ""
    formula: str = ""
    is_required: bool = False
    reuse: bool = False
    has_prior: bool = False
    decimals: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    section: str = ""
    relevant: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether the value is a number."""
        return self.kind in {"number", "integer"}

    @property
    def prior(self) -> str:
        """The name under which 上年同期可比数 is kept."""
        return self.code + PRIOR


@dataclass(frozen=True, slots=True)
class Legal:
    """The block at the upper right of a form; respondents may refuse a form without it or past its date."""

    table_no: str = ""
    authority: str = ""
    approval_no: str = ""
    valid_until: date | None = None

    def is_complete_on(self, day: date) -> bool:
        """Whether every entry is there and the approval still holds on that day.

        >>> Legal("示1表", "示范省统计局", "示统制〔2026〕1号", date(2027, 6, 30)).is_complete_on(date(2027, 7, 1))
        False
        """
        is_whole = bool(self.table_no and self.authority and self.approval_no)
        return is_whole and self.valid_until is not None and day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Form:
    """A version of a form; row codes stay the same across versions, ``migrations`` tell where they do not.

    ``migrations`` maps an old version to the item codes that were renamed since.

    Raises:
        InputError: ``STA-002`` where the definition contradicts itself; details name item and field.
    """

    code: str
    version: str
    title: str
    frequency: str
    subject: str
    purpose: str
    items: tuple[Item, ...]
    unit: str = "千元"
    legal: Legal = field(default_factory=Legal)
    migrations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title_en: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        found = first_problem(self)
        if found is not None:
            item, name, sentence, hint = found
            raise InputError(
                "STA-002",
                f"报表“{self.code}”的定义有误：{sentence}",
                hint,
                {"form": self.code, "item": item, "field": name},
            )

    @property
    def codes(self) -> tuple[str, ...]:
        """The item codes in the order of the rows."""
        return tuple(item.code for item in self.items)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all values of a filing: item codes, and 上年同期可比数 where it is asked."""
        prior = tuple(item.prior for item in self.items if item.has_prior)
        return self.codes + prior

    def item(self, code: str) -> Item:
        """Return the item with that code; ``r13__ly`` finds ``r13``.

        Raises:
            InputError: ``STA-003`` no such item.
        """
        wanted = code.removesuffix(PRIOR)
        for item in self.items:
            if item.code == wanted:
                return item
        raise InputError(
            "STA-003", f"报表“{self.code}”没有指标“{code}”", "请核对指标代码", {"item": code}
        )


@lru_cache(maxsize=64)
def load(text: str) -> Form:
    """Return the form that a TOML text declares.

    Args:
        text: the head (code, version, title, frequency, subject, purpose, unit), ``[legal]``, one
            ``[[items]]`` per row and ``[migrations]``; ``code`` of an item follows from its ``row``.

    Raises:
        InputError: ``STA-001`` not readable as a form, ``STA-002`` contradicts itself.

    >>> form = load('code="x"\\nversion="1"\\ntitle="试验表"\\nfrequency="month"\\nsubject="enterprise"\\n'
    ...             'purpose="statistics"\\n[[items]]\\nrow="01"\\nlabel="期末人数"\\nunit="人"')
    >>> form.codes, form.item("r01").label
    (('r01',), '期末人数')
    """
    try:
        raw = tomllib.loads(text)
        items = tuple(_item(row) for row in raw.pop("items", ()))
        legal = Legal(**raw.pop("legal", {}))
        return Form(**raw, items=items, legal=legal)
    except (tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            "STA-001",
            "报表定义无法读取",
            "请对照随系统提供的报表定义核对各项的名称和写法",
            {"reason": str(error)},
        ) from None


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Form]:
    """Return the forms that come with the product, by code.

    >>> sorted(shipped())
    ['607-2', 'quick', 'zone-quarter']
    """
    folder = files("xiandao.statistics").joinpath(_FOLDER)
    texts = (
        entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    )
    forms = [load(text) for text in texts]
    return MappingProxyType({form.code: form for form in forms})


def _item(row: dict[str, Any]) -> Item:
    choices = tuple((str(one[0]), str(one[1])) for one in row.pop("choices", ()))
    return Item(**({"code": f"r{row['row']}"} | row), choices=choices)
