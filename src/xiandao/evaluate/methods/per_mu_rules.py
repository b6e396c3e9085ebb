"""The rules of 亩均论英雄 as data: for whom, which indicators, bases, weights and caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.step import Option, checked
from xiandao.evaluate.methods.table import Vector
from xiandao.evaluate.methods.vetoes import COMPARISONS
from xiandao.terms.error import InputError

WHEN_OPTIONS: Final = (
    Option("column", "text", "", "看哪一列", is_required=True, example='column = "mu"'),
    Option(
        "when",
        "text",
        "",
        "怎样比较",
        choices=tuple(COMPARISONS),
        is_required=True,
        example='when = ">"',
    ),
    Option("value", "number", 0.0, "与多少比", is_required=True, example="value = 3"),
)
TERM_OPTIONS: Final = (
    Option("name", "text", "", "指标名称", is_required=True, example='name = "亩均税收"'),
    Option("numerator", "text", "", "分子的列；没有分母时就是指标值本身",
           is_required=True, example='numerator = "tax"'),
    Option("denominator", "text", "", "分母的列；不写则不除", example='denominator = "mu"'),
    Option("unit", "text", "", "计量单位", example='unit = "万元/亩"'),
    Option("base", "number", 1.0, "基准值，指标单位，应大于0", is_required=True, lowest=1e-12, example="base = 15"),
    Option("weight", "number", 0.0, "权重，达到基准值时的得分", is_required=True, lowest=0, example="weight = 40"),
    Option("cap", "number", None, "指标值最多按基准值的几倍计；不写则不封顶", lowest=0, example="cap = 1.5"),
    Option("floor", "number", 0.0, "最少按基准值的几倍计，负值多按0计", example="floor = 0"),
    Option("missing", "text", "error", "分子缺失：error 报错，zero 按0计",
           choices=("error", "zero"), example='missing = "zero"'),
    Option("zero", "text", "error", "分母为0：error 报错，full 计满分，none 不得分",
           choices=("error", "full", "none"), example='zero = "full"'),
)  # fmt: skip
RULE_OPTIONS: Final = (
    Option("name", "text", "", "名单的名称", is_required=True, example='name = "规上工业"'),
    Option("clause", "text", "", "依据的条款", example='clause = "实施办法第五条"'),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A figure compared with a number; a missing figure fits nothing."""

    column: str
    when: str
    value: float

    def holds(self, row: int, columns: Mapping[str, Vector]) -> bool:
        """Whether it holds for a row."""
        figure = float(columns[self.column][row]) if self.column in columns else float("nan")
        return not np.isnan(figure) and COMPARISONS[self.when](figure, self.value)


@dataclass(frozen=True, slots=True)
class Term:
    """One indicator of a rule; ``TERM_OPTIONS`` says what each field means."""

    name: str
    numerator: str
    denominator: str
    unit: str
    base: float
    weight: float
    cap: float | None
    floor: float
    missing: str
    zero: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One list: for whom, by which indicators, by which clause."""

    name: str
    clause: str
    conditions: tuple[Condition, ...]
    terms: tuple[Term, ...]

    def fits(self, row: int, columns: Mapping[str, Vector]) -> bool:
        """Whether all conditions hold for a row."""
        return all(condition.holds(row, columns) for condition in self.conditions)

    @property
    def full(self) -> float:
        """Return the score of an enterprise that is exactly at all bases."""
        return sum(term.weight for term in self.terms)


def rules_from(given: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return rules from plain data, as a TOML file holds them.

    Args:
        given: one mapping each: name, clause, ``when`` (conditions), ``terms`` (indicators).

    Raises:
        InputError: ``EVA-175`` no rule, a name twice, a rule without indicators, weights that sum to 0, full marks
            for a denominator of 0 without a cap; and what ``step.checked`` says of keys.

    >>> rule = {"name": "租赁", "when": [{"column": "mu", "when": "==", "value": 0}],
    ...         "terms": [{"name": "单位电耗税收", "numerator": "tax", "denominator": "kwh", "base": 2, "weight": 100}]}
    >>> rules_from([rule])[0].full
    100
    """
    found = tuple(_rule(one, f"rules[{number}]") for number, one in enumerate(given, start=1))
    names = [rule.name for rule in found]
    twins = sorted({name for name in names if names.count(name) > 1})
    if not found or twins:
        raise InputError(
            "EVA-175",
            f"名单“{twins[0]}”有两套规则" if twins else "一套规则也没有",
            "每张名单写一套规则，名称不重复",
            {"names": twins},
        )
    return found


def _rule(given: Mapping[str, Any], place: str) -> Rule:
    plain = {key: value for key, value in given.items() if key not in {"when", "terms"}}
    options = checked(RULE_OPTIONS, plain, place)
    conditions = tuple(
        Condition(**checked(WHEN_OPTIONS, one, f"{place}.when[{number}]"))
        for number, one in enumerate(given.get("when", ()), start=1)
    )
    terms = tuple(
        Term(**checked(TERM_OPTIONS, one, f"{place}.terms[{number}]"))
        for number, one in enumerate(given.get("terms", ()), start=1)
    )
    if not sum(term.weight for term in terms) > 0:
        raise InputError(
            "EVA-175",
            f"{place}（{options['name']}）没有有权重的指标",
            "请至少写一个 terms，权重大于0",
            {"key": place},
        )
    for term in terms:
        if term.zero == "full" and term.cap is None:
            raise InputError(
                "EVA-175",
                f"{place} 的“{term.name}”分母为0时计满分，却没有封顶",
                "请写明 cap，满分才有上限",
                {"key": place, "term": term.name},
            )
    return Rule(options["name"], options["clause"], conditions, terms)
