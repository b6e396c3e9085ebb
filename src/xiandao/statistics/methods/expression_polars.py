"""The same expressions for whole tables at once: compiled to Polars, equal to ``expression`` value by value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Final

import polars as pl

from xiandao.statistics.methods import expression as one
from xiandao.statistics.methods.expression import Expression, is_credit_code, parse
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
    OneOf,
    Quality,
    Text,
    Value,
    is_truth,
    values_of,
)
from xiandao.statistics.methods.unit_error import BANDS


class Columns(dict[str, bool]):
    """Whether each column holds words; ``is_clean`` where every number is finite and no word is empty."""

    is_clean = False


_NO_NUMBER = pl.lit(None, dtype=pl.Float64)
_NO_WORD = pl.lit(None, dtype=pl.String)
_MIRRORED: Final = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NO_TRUTH = pl.lit(None, dtype=pl.Boolean)


def compile(expression: str | Expression, columns: Mapping[str, bool] | None = None) -> pl.Expr:
    """Return an expression as a Polars expression over the columns of a frame of returns.

    Args:
        expression: its text, or as read by ``expression.parse``.
        columns: which columns there are and whether each holds words (True) or numbers (False); a
            column that is not there counts as missing. Without it all are taken to be there as numbers.

    Raises:
        InputError: as ``expression.parse``.

    >>> frame = pl.DataFrame({"r13": [8.0, 0.0, None], "r14": [2.0, 2.0, 2.0]})
    >>> frame.select(share=compile("r14 / r13"))["share"].to_list()
    [0.25, None, None]
    """
    node = (parse(expression) if isinstance(expression, str) else expression).node
    return truth_of(node, columns) if is_truth(node) else number_of(node, columns)


def columns_of(frame: pl.DataFrame, *, is_clean: bool = False) -> Columns:
    """Return which columns a frame has and whether each holds words.

    Args:
        frame: of returns.
        is_clean: it comes from ``cleaned``, so that nothing has to be looked at twice.

    >>> columns_of(pl.DataFrame({"r1": [1.0], "r2": ["甲"]}))
    {'r1': False, 'r2': True}
    """
    found = Columns({name: kind == pl.String for name, kind in frame.schema.items()})
    found.is_clean = is_clean
    return found


def cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame in which everything that counts as missing is null: no NaN, no infinity, no empty word.

    >>> cleaned(pl.DataFrame({"r1": [1.0, float("nan")], "r2": ["", "甲"]})).rows()
    [(1.0, None), (None, '甲')]
    """
    kinds = frame.schema.items()
    words = [_word(name).alias(name) for name, kind in kinds if kind == pl.String]
    numbers = [_number(name).alias(name) for name, kind in kinds if kind.is_numeric()]
    return frame.with_columns(words + numbers)


def number_of(node: Node, columns: Mapping[str, bool] | None) -> pl.Expr:
    """Return a number part as a Polars expression of 64-bit floats.

    >>> pl.select(number_of(parse("2").node, None)).item()
    2.0
    """
    if is_fixed(node, columns):
        return pl.lit(one.number_of(node, {}), dtype=pl.Float64)
    match node:
        case Value():
            return _known(node, columns, is_word=False)
        case Arithmetic():
            return _finite(_unbounded(node, columns))
        case Negative(operand):
            return -number_of(operand, columns)
        case Choose(condition, then, otherwise):
            chosen = pl.when(truth_of(condition, columns)).then(number_of(then, columns))
            return chosen.otherwise(number_of(otherwise, columns))
        case Call(name, arguments):
            return _call(name, [number_of(argument, columns) for argument in arguments])
    return _NO_NUMBER


def truth_of(node: Node, columns: Mapping[str, bool] | None) -> pl.Expr:
    """Return a condition as a Polars expression of three-valued truths.

    >>> pl.select(truth_of(parse("1 < 2").node, None)).item()
    True
    """
    if is_fixed(node, columns):
        return pl.lit(one.truth_of(node, {}), dtype=pl.Boolean)
    match node:
        case Compare(op, left, right):
            return _compare(op, left, right, columns)
        case Given(operand):
            return _given(operand, columns)
        case Logic(op, left, right):
            first, second = truth_of(left, columns), truth_of(right, columns)
            return first & second if op == "and" else first | second
        case Not(operand):
            return ~truth_of(operand, columns)
        case OneOf(value, choices):
            return _known(value, columns, is_word=True).is_in(sorted(choices))
        case Quality("is_text", value):
            return _known(value, columns, is_word=True).is_not_null()
        case Quality(_, value):
            return _known(value, columns, is_word=True).map_batches(
                _check_codes, return_dtype=pl.Boolean, is_elementwise=True
            )
    return _NO_TRUTH


def is_fixed(node: Node, columns: Mapping[str, bool] | None) -> bool:
    """Tell whether an expression reads no column that is there, so that it can be worked out beforehand.

    >>> is_fixed(parse("1 + r2").node, {"r1": False}), is_fixed(parse("r1").node, None)
    (True, False)
    """
    if columns is None:
        return not values_of(node)
    return not any(key in columns for value in values_of(node) for key in value.keys)


def _known(value: Value, columns: Mapping[str, bool] | None, *, is_word: bool) -> pl.Expr:
    kinds = dict.fromkeys(value.keys, False) if columns is None else columns
    keys = [key for key in value.keys if kinds.get(key) is is_word]
    if not keys:
        return _NO_WORD if is_word else _NO_NUMBER
    if isinstance(columns, Columns) and columns.is_clean:
        found = [pl.col(key) for key in keys]
    else:
        found = [_word(key) if is_word else _number(key) for key in keys]
    return found[0] if len(found) == 1 else pl.coalesce(found)


def _word(key: str) -> pl.Expr:
    column = pl.col(key)
    return pl.when(column != "").then(column)


def _number(key: str) -> pl.Expr:
    return _finite(pl.col(key).cast(pl.Float64))


def _finite(number: pl.Expr) -> pl.Expr:
    return pl.when(number.is_finite()).then(number)


def _unbounded(node: Node, columns: Mapping[str, bool] | None) -> pl.Expr:
    """Arithmetic whose result is looked at once, at its end: what is no finite number stays none on the way.

    Only a division could turn an infinite divisor into a finite result.
    """
    if not isinstance(node, Arithmetic) or is_fixed(node, columns):
        return number_of(node, columns)
    left = _unbounded(node.left, columns)
    match node.op:
        case "+":
            return left + _unbounded(node.right, columns)
        case "-":
            return left - _unbounded(node.right, columns)
        case "*":
            return left * _unbounded(node.right, columns)
    # Dividing by a single number, Polars would multiply by its rounded reciprocal; a full column it divides.
    return left / (number_of(node.right, columns) + pl.int_range(pl.len()) * 0.0)


def _call(name: str, numbers: list[pl.Expr]) -> pl.Expr:
    match name:
        case "abs":
            return numbers[0].abs()
        case "unit_factor":
            return _unit_factor(*numbers)
        case "floor":
            return numbers[0].floor()
        case "min":
            return pl.min_horizontal(numbers)
        case "max":
            return pl.max_horizontal(numbers)
        case "sum":
            total = reduce(lambda left, right: left + right, (n.fill_null(0.0) for n in numbers))
            is_there = reduce(lambda left, right: left | right, (n.is_not_null() for n in numbers))
            return pl.when(is_there & total.is_finite()).then(total)
    return pl.coalesce(numbers)


def _unit_factor(number: pl.Expr, predicted: pl.Expr) -> pl.Expr:
    is_known = number.is_not_null() & predicted.is_not_null()
    chain = pl.when(~is_known).then(_NO_NUMBER).when((number <= 0) | (predicted <= 0)).then(1.0)
    for times, low, high in BANDS:
        larger = (number > predicted * low) & (number < predicted * high)
        smaller = (predicted > number * low) & (predicted < number * high)
        chain = chain.when(larger).then(times).when(smaller).then(1 / times)
    return chain.otherwise(1.0)


def _compare(op: str, left: Node, right: Node, columns: Mapping[str, bool] | None) -> pl.Expr:
    if is_fixed(left, columns):
        # With the single number in front, Polars gives a single row where a column has no value at all.
        op, left, right = _MIRRORED[op], right, left
    if isinstance(left, Text) or isinstance(right, Text):
        first, second = _side(left, columns), _side(right, columns)
    else:
        first, second = number_of(left, columns), number_of(right, columns)
    match op:
        case "==":
            return first == second
        case "!=":
            return first != second
        case "<":
            return first < second
        case "<=":
            return first <= second
        case ">":
            return first > second
    return first >= second


def _side(node: Node, columns: Mapping[str, bool] | None) -> pl.Expr:
    if isinstance(node, Text):
        return pl.lit(node.value)
    if isinstance(node, Value):
        return _known(node, columns, is_word=True)
    return _NO_WORD


def _given(operand: Node, columns: Mapping[str, bool] | None) -> pl.Expr:
    number = number_of(operand, columns).is_not_null()
    if isinstance(operand, Value):
        return number | _known(operand, columns, is_word=True).is_not_null()
    return number


def _check_codes(words: pl.Series) -> pl.Series:
    checked = [None if word is None else is_credit_code(word) for word in words]
    return pl.Series(words.name, checked, dtype=pl.Boolean)
