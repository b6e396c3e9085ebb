"""From a rule to the conditions that one evaluator and one compiler understand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any, Final

from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.expression_nodes import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Given,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    OneOf,
    Quality,
    Value,
    values_of,
    walk,
)
from xiandao.statistics.methods.rule_problems import bounds

if TYPE_CHECKING:
    from xiandao.statistics.methods.rule import Rule

# Two sums of the same decimals may differ in the last binary digits; that is no difference.
_DUST: Final = 1e-9
_OPPOSITES: Final = {"==": "!=", "!=": "==", ">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_PAIR: Final = ("left", "right")
_SIGNS: Final = {"=": "==", "≠": "!=", ">": ">", "≥": ">=", "<": "<", "≤": "<="}


@dataclass(frozen=True, slots=True)
class Condition:
    """``applies`` (None: always) says whether a return is checked, ``violated`` whether it fails.

    ``left`` and ``right`` are the numbers to show, None where there are none.
    """

    applies: Node | None
    violated: Node
    left: Node | None
    right: Node | None

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that is read, each once."""
        parts = (self.applies, self.violated, self.left, self.right)
        return tuple(
            dict.fromkeys(value for part in parts if part is not None for value in values_of(part))
        )


def condition(rule: Rule) -> Condition:
    """Return the conditions of a rule that looks at one return.

    >>> from xiandao.statistics.methods.expression import truth_of
    >>> from xiandao.statistics.methods.rule import Rule
    >>> found = condition(Rule("B01", "x", left="r1", op="≤", right="r2"))
    >>> [truth_of(found.violated, {"r1": 3, "r2": two}) for two in (2, 3, None)]
    [True, False, None]
    """
    return _condition(
        rule.when,
        rule.left,
        rule.op,
        rule.right,
        rule.tolerance_abs,
        rule.tolerance_rel,
        rule.missing,
    )


@lru_cache(maxsize=4096)
def _condition(
    when: str, left: str, op: str, right: str, absolute: float, relative: float, missing: str
) -> Condition:
    narrowed = parse(when).node if when else None
    first = parse(left).node
    if op == "holds":
        return Condition(narrowed, Not(first), None, None)
    if op in {"compulsory", "exclusive"}:
        return Condition(narrowed, _pair(op, first, parse(right).node), None, None)
    sides = bounds(right) if op == "between" else (right,)
    others = [parse(side).node if side else None for side in sides]
    skips = _skips([first, *(other for other in others if other is not None)], missing)
    if missing != "skip_any":
        first = filled(first)
        others = [filled(other) if other else None for other in others]
    applies = _all(part for part in (narrowed, skips) if part is not None)
    signs = (">=", "<=") if op == "between" else (_SIGNS[op],)
    failures = [
        _violated(sign, first, other, absolute, relative)
        for sign, other in zip(signs, others, strict=True)
        if other is not None
    ]
    violated = reduce(lambda one, two: Logic("or", one, two), failures)
    return Condition(applies, violated, first, _clamped(first, others))


def filled(node: Node) -> Node:
    """Return an expression in which a missing own value counts as 0.

    >>> from xiandao.statistics.methods.expression import number_of
    >>> number_of(filled(parse("r1 + r2").node), {"r1": 3.0})
    3.0
    """
    if isinstance(node, Value):
        return Call("coalesce", (node, Number(0.0))) if node.source == "own" else node
    if isinstance(node, Given | OneOf | Quality):
        return node
    changed: dict[str, Any] = {}
    for entry in fields(node):
        part = getattr(node, entry.name)
        if isinstance(part, Node):
            changed[entry.name] = filled(part)
        elif isinstance(part, tuple):
            changed[entry.name] = tuple(filled(each) for each in part)
    return replace(node, **changed)


def _pair(op: str, left: Node, right: Node) -> Node:
    first, second = Given(left), Given(right)
    if op == "exclusive":
        return Logic("and", first, second)
    return Logic("or", Logic("and", first, Not(second)), Logic("and", Not(first), second))


def _skips(read: list[Node], missing: str) -> Node | None:
    values = list(dict.fromkeys(value for node in read for value in values_of(node)))
    if missing == "never" or not values:
        return None
    if missing == "skip_all":
        filled_in: list[Node] = [Given(value) for value in values]
        return reduce(lambda left, right: Logic("or", left, right), filled_in)
    # Plain arithmetic is missing by itself as soon as a part is; of two bounds, either may be.
    is_lenient = any(isinstance(part, Call | Choose) for node in read for part in walk(node))
    is_open = len(read) > len(_PAIR) and any(values_of(node) for node in read[1:])
    return _all(map(Given, values)) if is_lenient or is_open else None


def _all(parts: Iterable[Node]) -> Node | None:
    found = list(parts)
    return reduce(lambda left, right: Logic("and", left, right), found) if found else None


def _clamped(number: Node, sides: list[Node | None]) -> Node:
    """The nearest number within two bounds; the one side itself where there are no bounds."""
    if len(sides) == 1:
        return sides[0] or number
    low, high = sides
    if high is not None:
        number = Call("min", (number, high))
    return Call("max", (number, low)) if low is not None else number


def _size(node: Node) -> Node:
    return Call("abs", (node,))


def _violated(sign: str, left: Node, right: Node, absolute: float, relative: float) -> Node:
    is_reckoned = any(isinstance(part, Arithmetic | Call) for part in (*walk(left), *walk(right)))
    if not (absolute or relative or is_reckoned):
        return Compare(_OPPOSITES[sign], left, right)
    if sign in {">", "<"}:
        if not (absolute or relative):
            return Compare(_OPPOSITES[sign], left, right)
        slack = _slack(right, absolute, relative, dust=0.0)
        return Compare(
            _OPPOSITES[sign], left, Arithmetic("-" if sign == ">" else "+", right, slack)
        )
    slack = _slack(right, absolute, relative, dust=_DUST)
    difference = Arithmetic("-", left, right)
    match sign:
        case "==":
            return Compare(">", _size(difference), slack)
        case "!=":
            return Compare("<=", _size(difference), slack)
        case ">=":
            return Compare("<", difference, Negative(slack))
    return Compare(">", difference, slack)


def _slack(right: Node, absolute: float, relative: float, *, dust: float) -> Node:
    """The larger of both tolerances; the smallest one that two sums of the same decimals need."""
    fixed = Number(absolute + dust)
    if not relative and isinstance(right, Number):
        return Number(absolute + dust + dust * abs(right.value))
    sized = Arithmetic("*", Number(relative + dust), _size(right))
    if relative:
        return Call("max", (fixed, sized))
    return Arithmetic("+", fixed, sized)
