"""亩均论英雄: every enterprise scored by the rule of its size, value ÷ base × weight with a cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xiandao.evaluate.methods import grading
from xiandao.evaluate.methods.grading import Graded
from xiandao.evaluate.methods.per_mu_rules import Rule, Term
from xiandao.evaluate.methods.table import Table, Vector
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True)
class Points:
    """What one indicator gave: its value in its own unit, the share of the base that counts, the points."""

    term: Term
    value: float
    ratio: float
    points: float


@dataclass(frozen=True, slots=True)
class Scored:
    """One enterprise: by which rule, what each indicator gave, the score, the grade (empty without a rule for it)."""

    row: int
    unit: str
    rule: str
    points: tuple[Points, ...]
    score: float
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """All scored enterprises in the order of the table, grading by list, and who no rule is for."""

    scored: tuple[Scored, ...]
    graded: Mapping[str, Graded]
    without_rule: tuple[str, ...]

    def of(self, rule: str) -> tuple[Scored, ...]:
        """Return one list, best first."""
        kept = [one for one in self.scored if one.rule == rule]
        return tuple(sorted(kept, key=lambda one: -one.score))


def per_mu(
    table: Table,
    rules: Sequence[Rule],
    *,
    grades: Mapping[str, Any] | None = None,
    is_rule_required: bool = True,
) -> Lists:
    """Return every enterprise's score: Σ min(value ⁄ base, cap) · weight, by the first rule that fits it.

    Args:
        table: figures as reported, one row an enterprise; columns as the rules name them.
        rules: one for each list, as ``per_mu_rules.rules_from`` gives them; the first that fits counts.
        grades: section ``[grades]`` as in a recipe; each list is graded for itself.
        is_rule_required: whether an enterprise that no rule is for is an error.

    Raises:
        InputError: ``EVA-176`` no rule for an enterprise, ``EVA-177`` a figure is missing, or is not above 0
            where it is divided by; and what grading says.

    Source: 浙政发〔2018〕5号《关于深化“亩均论英雄”改革的指导意见》; bases and weights of 临海 2014–2016.

    >>> from xiandao.evaluate.methods.per_mu_rules import rules_from
    >>> tax = {"name": "亩均税收", "numerator": "tax", "denominator": "mu", "base": 15, "weight": 100, "cap": 1.5}
    >>> rules = rules_from([{"name": "规上", "terms": [tax]}])
    >>> found = per_mu(Table(("e1", "e2"), ("tax", "mu"), np.array([[90.0, 10.0], [400.0, 10.0]])), rules)
    >>> [one.score for one in found.scored]
    [60.0, 150.0]
    """
    columns = {code: table.column(code) for code in table.columns}
    fitting = [_first_rule(row, rules, columns) for row in range(len(table.units))]
    lost = tuple(unit for unit, rule in zip(table.units, fitting, strict=True) if rule is None)
    if lost and is_rule_required:
        raise InputError(
            "EVA-176",
            f"没有一套规则适用于“{lost[0]}”" + (f"等{len(lost)}家企业" if len(lost) > 1 else ""),
            "请补一套兜底的规则（不写 when），租赁企业等无地企业应有自己的规则",
            {"units": lost},
        )
    scored = [
        _score(row, unit, rule, columns)
        for row, (unit, rule) in enumerate(zip(table.units, fitting, strict=True))
        if rule is not None
    ]
    if grades is None:
        return Lists(tuple(scored), {}, lost)
    return _graded(table, scored, rules, grades, lost)


def _graded(
    table: Table,
    scored: list[Scored],
    rules: Sequence[Rule],
    grades: Mapping[str, Any],
    lost: tuple[str, ...],
) -> Lists:
    found: dict[str, Graded] = {}
    by_row: dict[int, str] = {}
    for rule in rules:
        members = [one for one in scored if one.rule == rule.name]
        if not members:
            continue
        always = [
            unit for unit in grades.get("always", ()) if unit in {one.unit for one in members}
        ]
        how = grading.from_data({**grades, "always": always})
        rows = np.isin(np.arange(len(table.units)), [one.row for one in members])
        scores = np.array([one.score for one in members])
        found[rule.name] = how.apply([one.unit for one in members], scores, table.take(rows=rows))
        by_row |= dict(zip((one.row for one in members), found[rule.name].grades, strict=True))
    told = tuple(
        Scored(one.row, one.unit, one.rule, one.points, one.score, by_row[one.row])
        for one in scored
    )
    return Lists(told, found, lost)


def _first_rule(row: int, rules: Sequence[Rule], columns: Mapping[str, Vector]) -> Rule | None:
    return next((rule for rule in rules if rule.fits(row, columns)), None)


def _score(row: int, unit: str, rule: Rule, columns: Mapping[str, Vector]) -> Scored:
    points = tuple(_points(row, unit, term, columns) for term in rule.terms)
    return Scored(row, unit, rule.name, points, sum(one.points for one in points))


def _points(row: int, unit: str, term: Term, columns: Mapping[str, Vector]) -> Points:
    value = _value(row, unit, term, columns)
    most = np.inf if term.cap is None else term.cap
    ratio = float(np.clip(value / term.base, term.floor, most))
    return Points(term, value, ratio, ratio * term.weight)


def _value(row: int, unit: str, term: Term, columns: Mapping[str, Vector]) -> float:
    top = _figure(row, unit, term, term.numerator, columns)
    if not term.denominator:
        return top
    bottom = _figure(row, unit, term, term.denominator, columns)
    if bottom > 0:
        return top / bottom
    if bottom == 0 and term.zero == "full":
        return float(term.base * (term.cap or 1.0))
    if bottom == 0 and term.zero == "none":
        return 0.0
    raise InputError(
        "EVA-177",
        f"“{unit}”的“{term.name}”要除以{term.denominator}，而它是{bottom:g}",
        '请核对数据；确实为0的，在规则里写 zero = "full"（计满分）或 zero = "none"（不得分）',
        {"unit": unit, "column": term.denominator},
    )


def _figure(row: int, unit: str, term: Term, code: str, columns: Mapping[str, Vector]) -> float:
    figure = float(columns[code][row]) if code in columns else float("nan")
    if np.isnan(figure):
        if term.missing == "zero" and code == term.numerator and code in columns:
            return 0.0
        raise InputError(
            "EVA-177",
            f"“{unit}”的“{term.name}”缺少{code}",
            '请补上这个数，或在规则里写 missing = "zero" 按0计',
            {"unit": unit, "column": code},
        )
    return figure
