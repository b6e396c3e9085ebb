"""The unit that an expression has, from the units of the items it reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.statistics.methods.expression import Expression, parse
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
    Value,
    children,
)
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.statistics.methods.form import Form

_MONEY: Final = frozenset({"元", "千元", "万元", "百万元", "亿元"})


@dataclass(frozen=True, slots=True)
class Unit:
    """``words`` with their powers; ``is_free`` fits anything (a bare number); ``is_scaled`` was multiplied by one.

    >>> str(Unit((("人", -1), ("千元", 1))))
    '千元/人'
    """

    words: tuple[tuple[str, int], ...] = ()
    is_free: bool = False
    is_scaled: bool = False

    def __str__(self) -> str:
        upper = "·".join(word for word, power in self.words for _ in range(power))
        lower = "·".join(word for word, power in self.words for _ in range(-power))
        return f"{upper or '1'}/{lower}" if lower else upper or "1"

    @property
    def dimension(self) -> tuple[tuple[str, int], ...]:
        """The same with all money alike."""
        found: Counter[str] = Counter()
        for word, power in self.words:
            found["元" if word in _MONEY else word] += power
        return tuple(sorted((word, power) for word, power in found.items() if power))


FREE: Final = Unit(is_free=True)


def units(
    expression: str | Expression, form: Form, forms: Mapping[str, Form] | None = None
) -> Unit:
    """Return the unit of an expression; that of a condition is free once its sides agree.

    Args:
        expression: as ``expression.parse`` reads it.
        form: whose items it reads.
        forms: by code, the forms that ``of`` reads; a form that is not there fits anything.

    Raises:
        InputError: ``STA-207`` things of different units are added or compared.

    >>> from xiandao.statistics.methods.form import shipped
    >>> str(units("r13 / r01", shipped()["quick"]))
    '千元/人'
    >>> units("r13 + r01", shipped()["quick"])
    Traceback (most recent call last):
    xiandao.terms.error.InputError: 单位不一致：千元与人不能相加、相减或比较（...）
    """
    node = (parse(expression) if isinstance(expression, str) else expression).node
    return _of(node, form, forms or {})


def agreed(left: Unit, right: Unit) -> Unit:
    """Return the unit of two things that are added or compared.

    Raises:
        InputError: ``STA-207`` they are of different units.

    >>> agreed(Unit((("人", 1),)), FREE).words
    (('人', 1),)
    """
    if left.is_free or right.is_free:
        return right if left.is_free else left
    is_converted = (left.is_scaled or right.is_scaled) and left.dimension == right.dimension
    if left.words == right.words or is_converted:
        return left
    raise InputError(
        "STA-207",
        f"单位不一致：{left}与{right}不能相加、相减或比较",
        "请核对指标；金额单位不同的先乘以换算的倍数",
        {"left": str(left), "right": str(right)},
    )


def _of(node: Node, form: Form, forms: Mapping[str, Form]) -> Unit:
    match node:
        case Value():
            return _of_value(node, form, forms)
        case Arithmetic("*" | "/", left, right):
            return _product(node, _of(left, form, forms), _of(right, form, forms))
        case Arithmetic(_, left, right) | Compare(_, left, right):
            unit = agreed(_of(left, form, forms), _of(right, form, forms))
            return FREE if isinstance(node, Compare) else unit
        case Negative(operand):
            return _of(operand, form, forms)
        case Call(name, arguments):
            unit = FREE
            for argument in arguments:
                unit = agreed(unit, _of(argument, form, forms))
            return FREE if name == "unit_factor" else unit
        case Choose(condition, then, otherwise):
            _of(condition, form, forms)
            return agreed(_of(then, form, forms), _of(otherwise, form, forms))
        case Logic() | Not() | Given():
            for part in children(node):
                _of(part, form, forms)
    return FREE


def _of_value(value: Value, form: Form, forms: Mapping[str, Form]) -> Unit:
    owner = forms.get(value.form) if value.source == "of" else form
    code = value.item.removesuffix("__ly")
    item = next((item for item in owner.items if item.code == code), None) if owner else None
    return Unit(((item.unit, 1),)) if item is not None and item.unit else FREE


def _product(node: Arithmetic, left: Unit, right: Unit) -> Unit:
    if left.is_free and right.is_free:
        return FREE
    is_number = any(isinstance(side, Number) for side in (node.left, node.right))
    powers: Counter[str] = Counter(dict(left.words))
    for word, power in right.words:
        powers[word] += power if node.op == "*" else -power
    words = tuple(sorted((word, power) for word, power in powers.items() if power))
    return Unit(words, is_scaled=is_number or left.is_scaled or right.is_scaled)
