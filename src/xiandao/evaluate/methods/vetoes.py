"""Vetoes: an accident, a breach or a figure below the line caps the grade or excludes the unit, with its clause."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.step import Option, checked
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = MappingProxyType(
    {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "==": operator.eq,
        "!=": operator.ne,
    }
)
OPTIONS: Final = (
    Option("indicator", "text", "", "看哪一列的数", is_required=True, example='indicator = "accidents"'),
    Option("when", "text", "", "怎样比较", choices=tuple(COMPARISONS), is_required=True, example='when = ">="'),
    Option("value", "number", 0.0, "与多少比，指标原单位", is_required=True, example="value = 1"),
    Option("cap", "text", "", "最高只能定为哪一档", example='cap = "C"'),
    Option("exclude", "boolean", False, "是否不参评", example="exclude = true"),
    Option("missing", "text", "pass", "该数缺失时：pass 不触发，strike 视同触发",
           choices=("pass", "strike"), example='missing = "strike"'),
    Option("reason", "text", "", "原因，随结果公布", is_required=True, example='reason = "发生较大以上安全事故"'),
    Option("clause", "text", "", "依据的条款", example='clause = "办法第十二条"'),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Veto:
    """One rule: when it strikes, what it does, why and by which clause."""

    indicator: str
    when: str
    value: float
    cap: str
    exclude: bool
    missing: str
    reason: str
    clause: str

    def strikes(self, figure: float) -> bool:
        """Whether the rule strikes at a figure.

        >>> Veto("a", ">=", 1.0, "C", False, "pass", "事故", "").strikes(2.0)
        True
        """
        if np.isnan(figure):
            return self.missing == "strike"
        return COMPARISONS[self.when](figure, self.value)


@dataclass(frozen=True, slots=True)
class Vetoed:
    """A rule that struck: at which unit, by which figure (NaN where it was missing)."""

    row: int
    unit: str
    figure: float
    rule: Veto


def rules_from(given: Sequence[Mapping[str, Any]], grades: Sequence[str]) -> tuple[Veto, ...]:
    """Return rules from plain data.

    Args:
        given: one mapping each, as in ``[[grades.vetoes]]``.
        grades: names of grades that ``cap`` may name.

    Raises:
        InputError: ``EVA-170`` a rule that neither caps nor excludes, or both, or caps at no grade, and what
            ``step.checked`` says.

    >>> rules_from([{"indicator": "a", "when": "<", "value": 60, "cap": "C", "reason": "不达标"}], ["A", "C"])[0].cap
    'C'
    """
    found = []
    for number, one in enumerate(given, start=1):
        place = f"grades.vetoes[{number}]"
        rule = Veto(**checked(OPTIONS, one, place))
        if bool(rule.cap) == rule.exclude or (rule.cap and rule.cap not in grades):
            raise InputError(
                "EVA-170",
                f"{place} 没有说清否决的后果",
                f"cap 写最高可定的档（{'、'.join(grades)}），或写 exclude = true，两者取其一",
                {"key": place},
            )
        found.append(rule)
    return tuple(found)


def vetoed_by(rules: Sequence[Veto], units: Sequence[str], raw: Table | None) -> tuple[Vetoed, ...]:
    """Return every rule that strikes, unit by unit.

    Args:
        rules: as ``rules_from`` gives them.
        units: codes, in the rows of ``raw``.
        raw: figures as reported, before any treatment.

    Raises:
        InputError: ``EVA-171`` no column of that name, or rows of other units.

    >>> table = Table(("u", "v"), ("a",), np.array([[1.0], [0.0]]))
    >>> rule = Veto("a", ">=", 1.0, "C", False, "pass", "事故", "")
    >>> [one.unit for one in vetoed_by([rule], ["u", "v"], table)]
    ['u']
    """
    if not rules:
        return ()
    if raw is None or raw.units != tuple(units):
        raise InputError(
            "EVA-171", "否决规则要看的原始数据与参评单元对不上", "请给出同一批单元的原始数据", {}
        )
    lacking = sorted({rule.indicator for rule in rules} - set(raw.columns))
    if lacking:
        raise InputError(
            "EVA-171",
            f"数据里没有否决规则要看的“{lacking[0]}”",
            f"可用的列有：{'、'.join(raw.columns[:8])}",
            {"columns": lacking},
        )
    columns = {rule.indicator: raw.column(rule.indicator) for rule in rules}
    return tuple(
        Vetoed(row, unit, float(columns[rule.indicator][row]), rule)
        for row, unit in enumerate(units)
        for rule in rules
        if rule.strikes(float(columns[rule.indicator][row]))
    )
