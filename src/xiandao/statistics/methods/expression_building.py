"""From the tree that Python reads to the parts of an expression: functions, arguments, kinds of result."""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence
from functools import reduce
from typing import Final

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
)
from xiandao.statistics.methods.expression_reading import Source
from xiandao.terms.error import InputError

MOST_STEPS: Final = 60
_MOST_ARGUMENTS: Final = 100
_OPERATORS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: Final = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
# Fewest and most arguments.
FUNCTIONS: Final = {
    "abs": (1, 1),
    "floor": (1, 1),
    "min": (1, _MOST_ARGUMENTS),
    "max": (1, _MOST_ARGUMENTS),
    "sum": (1, _MOST_ARGUMENTS),
    "coalesce": (1, _MOST_ARGUMENTS),
    "share": (2, 2),
    "unit_factor": (2, 2),
    "choose": (3, 3),
    "given": (1, 1),
    "one_of": (2, _MOST_ARGUMENTS),
    "is_text": (1, 1),
    "credit_code": (1, 1),
    "lag": (1, 2),
    "earlier": (1, 1),
    "ly": (1, 1),
    "yoy": (1, 1),
    "ytd": (1, 1),
    "of": (2, 2),
}
_ELSEWHERE: Final = {"earlier": "earlier", "ly": "before", "yoy": "before", "ytd": "ytd"}


def build(source: Source, tree: ast.expr) -> Node:
    """Return the parts of an expression from its tree.

    Args:
        source: the text, for error places.
        tree: as ``expression_reading.read`` gives it.

    Raises:
        InputError: ``STA-203`` not allowed, ``STA-205`` unknown function or wrong arguments,
            ``STA-206`` a number where a condition is needed or the other way round.

    >>> from xiandao.statistics.methods.expression_reading import read
    >>> build(*read("lag(r13, 2)"))
    Value(item='r13', source='lag', steps=2, form='')
    """
    return _Builder(source).node(tree)


class _Builder:
    """Builds one expression; every method refuses with the place of the part."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def node(self, tree: ast.expr) -> Node:
        match tree:
            case ast.Constant():
                return self.constant(tree)
            case ast.Name(id=name):
                return Value(self.item(tree, name))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.truth(operand))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.number(operand)
            case ast.UnaryOp(operand=operand):
                return Negative(self.number(operand))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return Arithmetic(_OPERATORS[type(op)], self.number(left), self.number(right))
            case ast.BoolOp(op=op, values=values):
                word = "and" if isinstance(op, ast.And) else "or"
                return reduce(lambda left, right: Logic(word, left, right), map(self.truth, values))
            case ast.Compare():
                return self.comparison(tree)
            case ast.Call():
                return self.call(tree)
        raise self.refuse(
            tree, "这种写法不允许", "请只用指标代码、数字、运算符和规定的函数", "STA-203"
        )

    def constant(self, tree: ast.Constant) -> Node:
        found = tree.value
        if isinstance(found, str):
            return Text(found)
        if isinstance(found, int | float) and not isinstance(found, bool):
            try:
                number = float(found)
            except OverflowError:
                number = math.inf
            if math.isfinite(number):
                return Number(number)
        raise self.refuse(tree, "不是可用的数字", "请写成普通的数字", "STA-203")

    def number(self, tree: ast.expr) -> Node:
        node = self.node(tree)
        if is_truth(node) or isinstance(node, Text):
            raise self.refuse(tree, "这里要的是数值", "判断不能参加计算，请用 choose(条件，甲，乙)")
        return node

    def truth(self, tree: ast.expr) -> Node:
        node = self.node(tree)
        if not is_truth(node):
            raise self.refuse(tree, "这里要的是判断", "请写成例如 r39 > 0")
        return node

    def comparison(self, tree: ast.Compare) -> Node:
        sides = [tree.left, *tree.comparators]
        pairs = [
            self.pair(tree, op, left, right)
            for op, left, right in zip(tree.ops, sides, sides[1:], strict=False)
        ]
        return reduce(lambda left, right: Logic("and", left, right), pairs)

    def pair(self, tree: ast.expr, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Node:
        if type(op) not in _COMPARISONS:
            raise self.refuse(tree, "不能这样比较", "请用 == != < <= > >=", "STA-203")
        sign = _COMPARISONS[type(op)]
        sides = (self.node(left), self.node(right))
        if not any(isinstance(side, Text) for side in sides):
            return Compare(sign, self.number(left), self.number(right))
        if sign not in {"==", "!="} or not all(isinstance(side, Text | Value) for side in sides):
            raise self.refuse(tree, "文字只能与指标比较是否相同", '请写成例如 r05 == "1"')
        return Compare(sign, *sides)

    def call(self, tree: ast.Call) -> Node:
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        fewest, most = FUNCTIONS.get(name, (0, -1))
        keywords = {keyword.arg: keyword.value for keyword in tree.keywords}
        if most < 0:
            hint = f"可以用的函数有 {'、'.join(sorted(FUNCTIONS))}"
            raise self.refuse(tree, f"没有“{name}”这个函数", hint, "STA-205")
        arguments = list(tree.args)
        if name == "lag" and set(keywords) == {"n"}:
            arguments.append(keywords.pop("n"))
        if keywords or not fewest <= len(arguments) <= most:
            hint = f"需要{fewest}个" + (f"至{most}个" if most != fewest else "")
            raise self.refuse(tree, f"函数 {name} 的参数个数不对", hint, "STA-205")
        return self.function(tree, name, arguments)

    def function(self, tree: ast.Call, name: str, arguments: Sequence[ast.expr]) -> Node:
        first = arguments[0]
        match name:
            case "lag" | "earlier" | "ly" | "yoy" | "ytd" | "of":
                return self.elsewhere(name, arguments)
            case "share":
                return Arithmetic("/", self.number(first), self.number(arguments[1]))
            case "choose":
                return Choose(
                    self.truth(first), self.number(arguments[1]), self.number(arguments[2])
                )
            case "given":
                node = self.node(first)
                return Given(node if isinstance(node, Value) else self.number(first))
            case "one_of":
                return OneOf(self.value(first), frozenset(map(self.word, arguments[1:])))
            case "is_text" | "credit_code":
                return Quality(name, self.value(first))
        return Call(name, tuple(map(self.number, arguments)))

    def elsewhere(self, name: str, arguments: Sequence[ast.expr]) -> Node:
        if name == "of":
            return Value(self.own(arguments[1]), "of", form=self.word(arguments[0]))
        item = self.own(arguments[0])
        if name == "lag":
            return Value(item, "lag", self.steps(arguments[1]) if len(arguments) > 1 else 1)
        value = Value(item, _ELSEWHERE[name])
        if name != "yoy":
            return value
        return Arithmetic("-", Arithmetic("/", Value(item), value), Number(1.0))

    def item(self, tree: ast.expr, name: str) -> str:
        if name in FUNCTIONS or "__" in name.removesuffix("__ly"):
            raise self.refuse(tree, f"“{name}”不是指标代码", "函数后面请加括号", "STA-203")
        return name

    def own(self, tree: ast.expr) -> str:
        if not isinstance(tree, ast.Name) or tree.id.endswith("__ly"):
            raise self.refuse(tree, "这里只能写一个指标代码", "请写成例如 lag(r13)", "STA-205")
        return self.item(tree, tree.id)

    def value(self, tree: ast.expr) -> Value:
        node = self.node(tree)
        if not isinstance(node, Value):
            raise self.refuse(tree, "这里只能写一个指标", "请写成例如 r05", "STA-205")
        return node

    def word(self, tree: ast.expr) -> str:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
            return tree.value
        raise self.refuse(tree, "这里要的是带引号的文字", '请写成例如 "607-2"', "STA-205")

    def steps(self, tree: ast.expr) -> int:
        found = tree.value if isinstance(tree, ast.Constant) else None
        if isinstance(found, int) and not isinstance(found, bool) and 1 <= found <= MOST_STEPS:
            return found
        raise self.refuse(
            tree, f"期数应是1到{MOST_STEPS}的整数", "请写成例如 lag(r13, 12)", "STA-205"
        )

    def refuse(self, tree: ast.expr, sentence: str, hint: str, code: str = "STA-206") -> InputError:
        return self.source.refuse(code, sentence, hint, self.source.place_of(tree))
