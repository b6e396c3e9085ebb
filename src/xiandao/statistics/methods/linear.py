"""Rules as linear inequalities, and whether they can hold together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import highspy

from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.expression_nodes import (
    Arithmetic,
    Call,
    Negative,
    Node,
    Number,
    Value,
)
from xiandao.statistics.methods.rule_problems import bounds

if TYPE_CHECKING:
    from xiandao.statistics.methods.rule import Rule

Terms = dict[str, float]
_CONSTANT: Final = ""
_Highs: Final[Any] = highspy.Highs
_INFEASIBLE: Final[Any] = highspy.HighsModelStatus.kInfeasible
_LARGEST: Final = 1e9
# More than and less than, told apart from not less and not more.
_MARGIN: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Row:
    """low ≤ Σ coefficient · value ≤ high, and the rule that says so."""

    terms: tuple[tuple[str, float], ...]
    low: float
    high: float
    rule: str = ""


def linear(node: Node) -> Terms | None:
    """Return an expression as coefficients by value (the constant under ""), None where it is not linear.

    >>> linear(parse("2 * (r1 - 3) + r2").node)
    {'r1': 2.0, '': -6.0, 'r2': 1.0}
    """
    match node:
        case Number(value):
            return {_CONSTANT: value}
        case Value():
            return {node.keys[0]: 1.0}
        case Negative(operand):
            return _scaled(linear(operand), -1.0)
        case Call("sum" | "coalesce", arguments):
            chosen = arguments if node.name == "sum" else arguments[:1]
            return _added([linear(argument) for argument in chosen])
        case Arithmetic("+", left, right):
            return _added([linear(left), linear(right)])
        case Arithmetic("-", left, right):
            return _added([linear(left), _scaled(linear(right), -1.0)])
        case Arithmetic(op, left, right):
            return _multiplied(op, linear(left), linear(right))
    return None


def rows_of(rule: Rule, *, is_exact: bool = False) -> list[Row] | None:
    """Return a rule as inequalities, None where it is not linear or holds only sometimes.

    Args:
        rule: any.
        is_exact: leave its tolerance away.

    >>> from xiandao.statistics.methods.rule import Rule
    >>> rows_of(Rule("P1", "x", left="r1", op="≤", right="r2 + 5"))
    [Row(terms=(('r1', 1.0), ('r2', -1.0)), low=-inf, high=5.0, rule='P1')]
    """
    is_plain = rule.op in {"=", "≥", "≤", ">", "<", "between"} and not rule.tolerance_rel
    if rule.when or rule.is_population or not is_plain:
        return None
    slack = 0.0 if is_exact else rule.tolerance_abs
    if rule.op == "between":
        low, high = bounds(rule.right)
        pairs = [(side, op) for side, op in ((low, "≥"), (high, "≤")) if side]
    else:
        pairs = [(rule.right, rule.op)]
    found = [_row(rule, side, op, slack) for side, op in pairs]
    return None if None in found else [row for row in found if row is not None]


def can_hold(rows: Sequence[Row]) -> bool:
    """Tell whether values exist for which all rows hold.

    >>> low, high = Row((("r1", 1.0),), 5.0, float("inf")), Row((("r1", 1.0),), -float("inf"), 4.0)
    >>> can_hold([low]), can_hold([low, high])
    (True, False)
    """
    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    names = {name: place for place, name in enumerate(dict.fromkeys(_names(rows)))}
    for _ in names:
        solver.addVar(-_LARGEST, _LARGEST)
    for row in rows:
        places = [names[name] for name, _ in row.terms]
        solver.addRow(row.low, row.high, len(places), places, [factor for _, factor in row.terms])
    solver.run()
    return bool(solver.getModelStatus() != _INFEASIBLE)


def conflict(rows: Sequence[Row], extra: Sequence[Row] = ()) -> tuple[str, ...]:
    """Return the rules of a smallest set of rows that cannot hold together; empty where all can.

    Args:
        rows: of rules.
        extra: rows that must be kept, such as "this item is at least 1".

    >>> low = Row((("r1", 1.0),), 5.0, float("inf"), "A")
    >>> high = Row((("r1", 1.0),), -float("inf"), 4.0, "B")
    >>> conflict([low, Row((("r2", 1.0),), 0.0, 9.0, "C"), high])
    ('A', 'B')
    """
    if can_hold([*rows, *extra]):
        return ()
    kept = _touching(rows, extra)
    if can_hold([*kept, *extra]):
        kept = list(rows)
    for row in tuple(kept):
        fewer = [other for other in kept if other is not row]
        if not can_hold([*fewer, *extra]):
            kept = fewer
    return tuple(dict.fromkeys(row.rule for row in kept))


def _touching(rows: Sequence[Row], extra: Sequence[Row]) -> list[Row]:
    """Rows connected to the extra ones through shared values; the others cannot be the cause."""
    if not extra:
        return list(rows)
    reached = set(_names(extra))
    kept: list[Row] = []
    waiting = list(rows)
    while near := [row for row in waiting if reached & {name for name, _ in row.terms}]:
        kept.extend(near)
        reached.update(_names(near))
        waiting = [row for row in waiting if row not in near]
    return kept


def _names(rows: Iterable[Row]) -> list[str]:
    return [name for row in rows for name, _ in row.terms]


def _row(rule: Rule, side: str, op: str, slack: float) -> Row | None:
    terms = _added([linear(parse(rule.left).node), _scaled(linear(parse(side).node), -1.0)])
    if terms is None:
        return None
    constant = -terms.pop(_CONSTANT, 0.0)
    margin = _MARGIN if op in {">", "<"} else -slack
    low = constant + margin if op in {"=", "≥", ">"} else -float("inf")
    high = constant - margin if op in {"=", "≤", "<"} else float("inf")
    kept = tuple((name, factor) for name, factor in terms.items() if factor)
    return Row(kept, low, high, rule.code)


def _scaled(terms: Terms | None, by: float) -> Terms | None:
    return None if terms is None else {name: by * factor for name, factor in terms.items()}


def _added(parts: Sequence[Terms | None]) -> Terms | None:
    total: Terms = {}
    for part in parts:
        if part is None:
            return None
        for name, factor in part.items():
            total[name] = total.get(name, 0.0) + factor
    return total


def _multiplied(op: str, left: Terms | None, right: Terms | None) -> Terms | None:
    if left is None or right is None:
        return None
    if set(right) == {_CONSTANT}:
        number = right[_CONSTANT]
        if op == "*":
            return _scaled(left, number)
        return _scaled(left, 1 / number) if number else None
    if op == "*" and set(left) == {_CONSTANT}:
        return _scaled(right, left[_CONSTANT])
    return None
