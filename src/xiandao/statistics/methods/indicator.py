"""Indicators as data: what is measured, from which form or register, by which formula, under which clause."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from xiandao.statistics.methods.indicators_formula import Formula, parse
from xiandao.terms.error import InputError
from xiandao.terms.grade import Grade
from xiandao.terms.term import Term

REGISTER: Final = "register:"
FREQUENCIES: Final = MappingProxyType(
    {"month": "月", "quarter": "季", "half": "半年", "year": "年"}
)
PURPOSES: Final = MappingProxyType({"statistics": "统计", "administration": "管理"})
_FOLDER: Final = "data/indicators"
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,39}")


class Direction(Term):
    """Whether more of an indicator is better."""

    HIGHER = "higher", "越高越好"
    LOWER = "lower", "越低越好"
    NEUTRAL = "neutral", "不作高低评判"


class Missing(Term):
    """What a filing counts for when a row of the formula is empty."""

    COMPLETE = "complete", "缺项不计", "公式所用各项齐全的报表才计入，分子分母范围一致"
    AVAILABLE = "available", "有数即计", "每个合计分别计入填报了该项的报表"


@dataclass(frozen=True, slots=True)
class Band:
    """A grade of an indicator: values up to and including ``upper``; the last band has none."""

    code: str
    label: str
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator in one version.

    ``source`` is the code of the one form whose rows the formula names, or ``register:…`` without a
    formula; ``unit`` is what people read (亿元), ``unit_measure`` and ``unit_mult`` its SDMX code and
    power of ten (CNY, 8); ``owner`` is the department that answers for the definition; ``group`` is the
    system of indicators (体系) that it belongs to.

    Raises:
        InputError: ``STA-502`` where the definition contradicts itself.
    """

    code: str
    name: str
    name_en: str
    pillar: str
    definition: str
    unit: str
    unit_measure: str
    source: str
    owner: str
    clause: str
    valid_from: date
    frequency: str = "year"
    is_stock: bool = False
    direction: Direction = Direction.HIGHER
    formula: str = ""
    grade: Grade = Grade.OPEN
    purpose: str = "statistics"
    missing: Missing = Missing.COMPLETE
    valid_min: float | None = None
    valid_max: float | None = None
    unit_mult: int = 0
    decimals: int = 2
    version: str = "1"
    valid_to: date | None = None
    bands: tuple[Band, ...] = ()
    group: str = ""

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise InputError(
                "STA-502",
                f"指标“{self.code}”的定义有误：{problem}",
                "请更正指标目录中的这一项",
                {"indicator": self.code},
            )

    @property
    def is_computed(self) -> bool:
        """Whether the value follows from the rows of a form."""
        return bool(self.formula)

    @property
    def is_share(self) -> bool:
        """Whether the value is a percentage, whose change is told in 百分点."""
        return self.unit == "%"

    @property
    def parsed(self) -> Formula:
        """The formula read; an indicator from a register has none.

        Raises:
            InputError: ``STA-503`` there is no formula, ``STA-2xx``, ``STA-510`` it cannot be read.
        """
        if not self.formula:
            raise InputError(
                "STA-503",
                f"指标“{self.name}”没有计算公式",
                "该指标取自名录或其他系统，请由来源系统提供数值",
                {"indicator": self.code},
            )
        return parse(self.formula)

    def holds_on(self, day: date) -> bool:
        """Whether this version was in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def accepts(self, value: float) -> bool:
        """Whether a value lies in the valid range."""
        return (self.valid_min is None or self.valid_min <= value) and (
            self.valid_max is None or value <= self.valid_max
        )

    def band(self, value: float) -> Band | None:
        """The grade that a value falls into; None for an indicator without grades."""
        for band in self.bands:
            if band.upper is None or value <= band.upper:
                return band
        return None


def load(text: str) -> tuple[Indicator, ...]:
    """Return the indicators that a TOML text declares.

    Args:
        text: ``[defaults]`` for all, one ``[[indicator]]`` each, ``bands`` as inline tables.

    Raises:
        InputError: ``STA-501`` not readable, ``STA-502`` contradicts itself, ``STA-504`` a version twice.

    >>> one, = load('[[indicator]]\\ncode="RD_SPEND"\\nname="研发费用"\\nname_en="R&D spending"\\npillar="创新能力"\\n'
    ...     'definition="合计"\\nunit="千元"\\nunit_measure="CNY"\\nunit_mult=3\\nsource="quick"\\nowner="统计局"\\n'
    ...     'clause="Z六(十六)"\\nvalid_from=2026-01-01\\nformula="sum(r155)"')
    >>> one.name, one.parsed.names, one.direction.label
    ('研发费用', ('r155',), '越高越好')
    """
    try:
        raw = tomllib.loads(text)
        defaults = raw.get("defaults", {})
        found = tuple(_indicator(defaults | row) for row in raw.get("indicator", ()))
    except (tomllib.TOMLDecodeError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise InputError(
            "STA-501",
            "指标目录无法读取",
            "请对照随系统提供的指标目录核对各项的名称和写法",
            {"reason": str(error)},
        ) from None
    _refuse_doubles(found)
    return found


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Indicator]:
    """Return the indicators that come with the product, newest version of each, by code.

    >>> shipped()["RD_INTENSITY"].unit
    '%'
    """
    folder = files("xiandao.statistics").joinpath(_FOLDER)
    found: list[Indicator] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            found.extend(load(entry.read_text(encoding="utf-8")))
    _refuse_doubles(found)
    newest = {one.code: one for one in sorted(found, key=lambda one: one.valid_from)}
    ordered = dict.fromkeys(one.code for one in found)
    return MappingProxyType({code: newest[code] for code in ordered})


def unknown_rows(indicator: Indicator, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the rows that the formula names and the form does not have.

    Args:
        columns: the item codes of the form, those of 上年同期可比数 included.

    >>> unknown_rows(shipped()["RD_INTENSITY"], ["r13"])
    ('r155',)
    """
    known = set(columns)
    return tuple(name for name in indicator.parsed.names if name not in known)


def _indicator(row: dict[str, Any]) -> Indicator:
    terms = {
        "direction": Direction(row.get("direction", Direction.HIGHER)),
        "grade": Grade(row.get("grade", Grade.OPEN)),
        "missing": Missing(row.get("missing", Missing.COMPLETE)),
        "bands": tuple(Band(**band) for band in row.get("bands", ())),
    }
    return Indicator(**(row | terms))


def _problem(one: Indicator) -> str:
    is_register = one.source.startswith(REGISTER)
    low, high = one.valid_min, one.valid_max
    checks = (
        (_CODE.fullmatch(one.code) is None, "代码应由大写字母、数字和下划线组成"),
        (not (one.name and one.definition and one.unit), "名称、口径和计量单位不能为空"),
        (not (one.owner and one.clause and one.source), "主管部门、依据条款和数据来源不能为空"),
        (one.frequency not in FREQUENCIES, "没有这样的报告频率"),
        (one.purpose not in PURPOSES, "用途只能是统计或管理"),
        (is_register and bool(one.formula), "取自名录的指标不能带公式"),
        (low is not None and high is not None and low > high, "有效范围的下限大于上限"),
        (one.valid_to is not None and one.valid_to < one.valid_from, "停用日期早于启用日期"),
    )
    return next((sentence for is_wrong, sentence in checks if is_wrong), "")


def _refuse_doubles(found: Iterable[Indicator]) -> None:
    seen: set[tuple[str, str]] = set()
    for one in found:
        if (one.code, one.version) in seen:
            raise InputError(
                "STA-504",
                f"指标“{one.code}”的第{one.version}版出现了两次",
                "请为修改后的口径另编版本号",
                {"indicator": one.code, "version": one.version},
            )
        seen.add((one.code, one.version))
