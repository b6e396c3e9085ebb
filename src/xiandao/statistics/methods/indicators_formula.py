"""Formulas of indicators: arithmetic over totals, each total taken over the filings of a cell."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Protocol

from xiandao.statistics.methods.expression_reading import Source, read
from xiandao.terms.error import InputError

PRIOR: Final = "__ly"
LARGEST: Final = 1e15
AGGREGATES: Final = frozenset({"sum", "count"})
_OPERATORS: Final[Mapping[type[ast.AST], str]] = MappingProxyType(
    {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
)
_COMPARISONS: Final[Mapping[type[ast.AST], str]] = MappingProxyType(
    {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}
)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a formula: ``kind`` number, name, total, or an operator with its parts."""

    kind: str
    parts: tuple[Node, ...] = ()
    number: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A total over filings: the sum of a row expression, or the count of filings for which it holds."""

    kind: str
    row: Node | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula read: its totals, and the arithmetic over them (names ``0``, ``1``, … in ``shell``)."""

    text: str
    shell: Node
    totals: tuple[Total, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The rows of the form that it uses, in the order of first use."""
        rows = (total.row for total in self.totals if total.row is not None)
        return tuple(dict.fromkeys(name for row in rows for name in _names(row)))


class Algebra(Protocol):
    """What the pieces of a formula are worth: floats, or columns of a database."""

    def number(self, value: float) -> Any:
        """A constant."""

    def apply(self, operator: str, left: Any, right: Any) -> Any:
        """The result of an operator; division by zero is nothing, not infinity."""


@lru_cache(maxsize=1024)
def parse(text: str) -> Formula:
    """Return a formula read from text, by the white list that all expressions go through.

    Args:
        text: ``+ - * /``, numbers, ``sum(row expression)``, ``count()``, ``count(r22 > 0)``; ``ly(r13)``
            inside a total is 上年同期可比数 of a row.

    Raises:
        InputError: ``STA-201`` … ``STA-204`` as for every expression, ``STA-510`` a word or sign that
            formulas do not have, ``STA-511`` a row outside a total; details name the position.

    >>> parse("sum(r155) / sum(r13) * 100").names
    ('r155', 'r13')
    >>> parse("sum(r13 － ly(r13))").names
    ('r13', 'r13__ly')
    """
    source, tree = read(text)
    reader = _Reader(source)
    shell = reader.shell(tree)
    return Formula(text, shell, tuple(reader.totals))


def value(node: Node, names: Mapping[str, Any], algebra: Algebra) -> Any:
    """Return what a piece of a formula is worth.

    Args:
        names: the worth of each row (in a row expression) or of each total (in the shell, by number).
        algebra: how numbers and operators work on such worths.

    >>> formula = parse("sum(r155) / sum(r13) * 100")
    >>> value(formula.shell, {"0": 5.0, "1": 200.0}, Floats())
    2.5
    >>> value(formula.shell, {"0": 5.0, "1": 0.0}, Floats()) is None
    True
    """
    if node.kind == "number":
        return algebra.number(node.number)
    if node.kind == "name":
        return names[node.name]
    left, right = (value(part, names, algebra) for part in node.parts)
    return algebra.apply(node.kind, left, right)


class Floats:
    """Plain numbers; nothing combined with anything is nothing."""

    def number(self, value: float) -> float:
        """A constant."""
        return value

    def apply(self, operator: str, left: float | None, right: float | None) -> float | None:
        """The result of an operator."""
        if left is None or right is None or (operator == "/" and right == 0):
            return None
        return float(_FLOATS[operator](left, right))


_FLOATS: Final[Mapping[str, Callable[[float, float], float]]] = MappingProxyType(
    {
        "+": lambda left, right: left + right,
        "-": lambda left, right: left - right,
        "*": lambda left, right: left * right,
        "/": lambda left, right: left / right,
        ">": lambda left, right: left > right,
        ">=": lambda left, right: left >= right,
        "<": lambda left, right: left < right,
        "<=": lambda left, right: left <= right,
        "==": lambda left, right: left == right,
        "!=": lambda left, right: left != right,
    }
)


def compute(
    formula: Formula, filings: Sequence[Mapping[str, float | None]], *, is_complete: bool = True
) -> float | None:
    """Return the value of a formula over filings in memory; the table form must agree with it.

    Args:
        filings: the values of each filing by item code, None or absent where empty.
        is_complete: count only filings in which every row of the formula is filled in.

    >>> compute(parse("sum(r155) / sum(r13) * 100"), [{"r155": 3.0, "r13": 60.0}, {"r13": 40.0}])
    5.0
    """
    if is_complete:
        filings = [
            one for one in filings if all(one.get(name) is not None for name in formula.names)
        ]
    totals = {str(i): _total(total, formula, filings) for i, total in enumerate(formula.totals)}
    found: float | None = value(formula.shell, totals, Floats())
    return found


def _total(
    total: Total, formula: Formula, filings: Sequence[Mapping[str, float | None]]
) -> float | None:
    if total.row is None:
        return float(len(filings))
    empty: dict[str, float | None] = dict.fromkeys(formula.names)
    worths = [value(total.row, empty | dict(one), Floats()) for one in filings]
    present = [worth for worth in worths if worth is not None]
    if total.kind == "count":
        return float(sum(bool(worth) for worth in present))
    return float(sum(present)) if present else None


def _names(node: Node) -> Iterator[str]:
    if node.kind == "name":
        yield node.name
    for part in node.parts:
        yield from _names(part)


class _Reader:
    """Turns the tree of a formula into arithmetic over totals."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.totals: list[Total] = []

    def shell(self, tree: ast.expr) -> Node:
        """The arithmetic over totals."""
        if isinstance(tree, ast.Call):
            self.totals.append(self.total(tree))
            return Node("name", name=str(len(self.totals) - 1))
        if isinstance(tree, ast.Name):
            raise self.source.refuse(
                "STA-511",
                f"“{tree.id}”没有汇总",
                f"请写成 sum({tree.id})",
                self.source.place_of(tree),
            )
        return self.arithmetic(tree, self.shell)

    def total(self, tree: ast.Call) -> Total:
        """A sum or a count."""
        kind = tree.func.id if isinstance(tree.func, ast.Name) else ""
        fits = len(tree.args) == 1 or (kind == "count" and not tree.args)
        if kind not in AGGREGATES or tree.keywords or not fits:
            raise self.unknown(tree)
        if not tree.args:
            return Total(kind, None)
        condition = tree.args[0]
        if kind == "count":
            return Total(kind, self.condition(condition))
        return Total(kind, self.row(condition))

    def condition(self, tree: ast.expr) -> Node:
        """What a filing must fulfil to be counted."""
        if isinstance(tree, ast.Compare) and len(tree.ops) == 1:
            sides = (tree.left, tree.comparators[0])
            return Node(_COMPARISONS[type(tree.ops[0])], tuple(self.row(side) for side in sides))
        raise self.unknown(tree)

    def row(self, tree: ast.expr) -> Node:
        """Arithmetic over the rows of one filing."""
        if isinstance(tree, ast.Name):
            return Node("name", name=tree.id)
        if isinstance(tree, ast.Call):
            is_prior = isinstance(tree.func, ast.Name) and tree.func.id == "ly"
            if is_prior and len(tree.args) == 1 and isinstance(tree.args[0], ast.Name):
                return Node("name", name=tree.args[0].id + PRIOR)
            raise self.unknown(tree)
        return self.arithmetic(tree, self.row)

    def arithmetic(self, tree: ast.expr, inner: Callable[[ast.expr], Node]) -> Node:
        """Numbers and operators, at either level."""
        if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
            return Node(_OPERATORS[type(tree.op)], (inner(tree.left), inner(tree.right)))
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            return Node("-", (Node("number"), inner(tree.operand)))
        number = tree.value if isinstance(tree, ast.Constant) else None
        if type(number) in {int, float} and abs(float(str(number))) <= LARGEST:
            return Node("number", number=float(str(number)))
        raise self.unknown(tree)

    def unknown(self, tree: ast.expr) -> InputError:
        """The refusal of a piece that formulas do not have."""
        return self.source.refuse(
            "STA-510",
            "指标公式不能这样写",
            "只能使用加减乘除、括号、数字、sum(行代码)、count(条件) 和 ly(行代码)",
            self.source.place_of(tree),
        )
