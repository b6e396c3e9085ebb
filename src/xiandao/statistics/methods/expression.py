"""Expressions over the values of returns, as rules, computed rows and indicators write them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from xiandao.statistics.methods.expression_building import build
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
    Text,
    Value,
    is_truth,
    values_of,
)
from xiandao.statistics.methods.expression_reading import read
from xiandao.statistics.methods.unit_error import factor
from xiandao.terms.credit_code import CreditCode
from xiandao.terms.error import InputError, TermError

Known = Mapping[str, "Decimal | float | str | None"]
_OPERATIONS: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read: its text and its parts."""

    text: str
    node: Node

    @property
    def is_truth(self) -> bool:
        """Whether it is true or false rather than a number."""
        return is_truth(self.node)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Return an expression that has been read and found to be allowed.

    Args:
        text: numbers, item codes, ``+ - * /``, comparisons, ``and or not``, and the functions
            ``abs min max sum coalesce floor share(x, y) choose(condition, x, y) given(x)``,
            ``unit_factor(x, predicted)`` 1, or by how much x must be divided to be in the right unit,
            ``one_of(x, "1", "2") is_text(x) credit_code(x)``, and values from elsewhere:
            ``lag(x, n=1)`` n periods before, ``earlier(x)`` the period before in the same year,
            ``ly(x)`` 上年同期, ``yoy(x)`` growth on it (0.1 is 10 %), ``ytd(x)`` since January,
            ``of("607-2", r7)`` another form's return whose period ends on the same day.

    Raises:
        InputError: ``STA-201`` … ``STA-206`` with the position in the details.

    >>> parse("r13 - (r14 + r22)").is_truth, parse("r39 ≤ r98").is_truth
    (False, True)
    >>> parse("r13 + 2 *")
    Traceback (most recent call last):
    xiandao.terms.error.InputError: 表达式第10个字符处：这里读不懂（请核对括号、逗号和运算符是否成对、完整）
    """
    source, tree = read(text)
    return Expression(text, build(source, tree))


def names(expression: str | Expression) -> tuple[str, ...]:
    """Return the item codes of the own form that an expression reads, in the order they are written.

    >>> names('r13 + lag(r14) - of("607-2", r7) + r13__ly')
    ('r13', 'r14', 'r13__ly')
    """
    found = (value.item for value in values_of(_read(expression).node) if value.source != "of")
    return tuple(dict.fromkeys(found))


def evaluate(expression: str | Expression, values: Known) -> float | None:
    """Return the number an expression has for one return, None where it is missing.

    Args:
        expression: a number expression.
        values: by item code; values from elsewhere under the keys of ``expression_nodes.Value``.

    Raises:
        InputError: ``STA-206`` the expression is true or false, not a number.

    >>> evaluate("(r14 + r22) / r13", {"r13": Decimal(8), "r14": Decimal(1), "r22": 3})
    0.5
    >>> evaluate("r14 / r13", {"r13": 0, "r14": 3}), evaluate("sum(r1, r2)", {"r1": 1.0})
    (None, 1.0)
    """
    node = _read(expression).node
    if is_truth(node):
        raise InputError(
            "STA-206",
            "这里要的是数值表达式，得到的是判断",
            "请去掉比较符号",
            {"expected": "number"},
        )
    return number_of(node, values)


def holds(expression: str | Expression, values: Known) -> bool | None:
    """Return whether a condition holds for one return, None where that is unknown.

    Raises:
        InputError: ``STA-206`` the expression is a number, not a condition.

    >>> holds("r39 > 0 and r13 > 0", {"r39": 2, "r13": 0}), holds("r1 > 0", {})
    (False, None)
    """
    node = _read(expression).node
    if not is_truth(node):
        raise InputError(
            "STA-206", "这里要的是判断，得到的是数值", "请写成例如 r39 > 0", {"expected": "truth"}
        )
    return truth_of(node, values)


def number_of(node: Node, values: Known) -> float | None:
    """Return the number of a part; words count as missing.

    >>> number_of(Value("r1"), {"r1": "甲"}) is None
    True
    """
    match node:
        case Value():
            found = _known(node, values)
            return found if isinstance(found, float) else None
        case Number(value):
            return value
        case Arithmetic(op, left, right):
            return _arithmetic(op, number_of(left, values), number_of(right, values))
        case Negative(operand):
            number = number_of(operand, values)
            return None if number is None else -number
        case Choose(condition, then, otherwise):
            return number_of(then if truth_of(condition, values) else otherwise, values)
        case Call(name, arguments):
            return _call(name, [number_of(argument, values) for argument in arguments])
    return None


def truth_of(node: Node, values: Known) -> bool | None:
    """Return whether a part holds, None where that is unknown.

    >>> truth_of(Given(Value("r1")), {"r1": None})
    False
    """
    match node:
        case Compare(op, left, right):
            return _compare(op, left, right, values)
        case Given(operand):
            return _is_given(operand, values)
        case Logic(op, left, right):
            return _logic(op, truth_of(left, values), truth_of(right, values))
        case Not(operand):
            truth = truth_of(operand, values)
            return None if truth is None else not truth
        case OneOf(value, choices):
            word = _word(value, values)
            return None if word is None else word in choices
        case Quality("is_text", value):
            return _word(value, values) is not None
        case Quality(_, value):
            word = _word(value, values)
            return None if word is None else is_credit_code(word)
    return None


@lru_cache(maxsize=65536)
def is_credit_code(text: str) -> bool:
    """Tell whether a text is a unified social credit code with the right check character.

    >>> is_credit_code("91330100799655058B"), is_credit_code("91330100799655058A")
    (True, False)
    """
    try:
        CreditCode.parse(text)
    except TermError:
        return False
    return True


def _read(expression: str | Expression) -> Expression:
    return parse(expression) if isinstance(expression, str) else expression


def _known(value: Value, values: Known) -> float | str | None:
    for key in value.keys:
        found = values.get(key)
        if isinstance(found, Decimal):
            found = float(found) if found.is_finite() else None
        if isinstance(found, str):
            return found or None
        if found is not None and math.isfinite(found):
            return float(found)
    return None


def _word(value: Value, values: Known) -> str | None:
    found = _known(value, values)
    return found if isinstance(found, str) else None


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _arithmetic(op: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or (op == "/" and right == 0):
        return None
    return _finite(_OPERATIONS[op](left, right))


def _call(name: str, numbers: list[float | None]) -> float | None:
    there = [number for number in numbers if number is not None]
    if name == "unit_factor":
        return factor(*there) if len(there) == len(numbers) else None
    if not there:
        return None
    match name:
        case "abs":
            return abs(there[0])
        case "floor":
            return float(math.floor(there[0]))
        case "min":
            return min(there)
        case "max":
            return max(there)
        case "sum":
            total = there[0]
            for number in there[1:]:
                total += number
            return _finite(total)
    return there[0]


def _compare(op: str, left: Node, right: Node, values: Known) -> bool | None:
    if isinstance(left, Text) or isinstance(right, Text):
        words = [
            part.value if isinstance(part, Text) else _word(part, values)
            for part in (left, right)
            if isinstance(part, Text | Value)
        ]
        if None in words:
            return None
        return (words[0] == words[1]) == (op == "==")
    first, second = number_of(left, values), number_of(right, values)
    if first is None or second is None:
        return None
    return _COMPARISONS[op](first, second)


def _logic(op: str, left: bool | None, right: bool | None) -> bool | None:
    decisive = op == "or"
    if left is decisive or right is decisive:
        return decisive
    return None if left is None or right is None else not decisive


def _is_given(operand: Node, values: Known) -> bool:
    if isinstance(operand, Value):
        return _known(operand, values) is not None
    return number_of(operand, values) is not None
