"""The formula of a computed row in the language of a workbook."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from xiandao.statistics.methods.form_problems import names

_OPERATORS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_FUNCTIONS: Final = {"sum": "SUM", "min": "MIN", "max": "MAX", "abs": "ABS"}


def workbook_formula(formula: str, addresses: Mapping[str, str]) -> str:
    """Return the formula with cell addresses, or "" where a workbook cannot compute it.

    A row whose parts are all empty stays empty.

    Args:
        formula: an expression over item codes.
        addresses: the cell of every item code.

    >>> workbook_formula("sum(r14, r22) / 2", {"r14": "D8", "r22": "D9"})
    '=IF(COUNT(D8,D9)=0,"",(SUM(D8,D9)/2))'
    >>> workbook_formula("lag(r14)", {"r14": "D8"})
    ''
    """
    try:
        body = _written(ast.parse(formula, mode="eval").body, addresses)
    except (KeyError, SyntaxError):
        return ""
    cells = ",".join(addresses[code] for code in sorted(names(formula), key=formula.index))
    return f'=IF(COUNT({cells})=0,"",{body})'


def _written(node: ast.expr, addresses: Mapping[str, str]) -> str:
    match node:
        case ast.Name(id=name):
            return addresses[name]
        case ast.Constant(value=int() | float() as number):
            return format(Decimal(repr(number)), "f")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"(-{_written(operand, addresses)})"
        case ast.BinOp(left=left, op=op, right=right):
            sign = _OPERATORS[type(op)]
            return f"({_written(left, addresses)}{sign}{_written(right, addresses)})"
        case ast.Call(func=ast.Name(id=name), args=arguments):
            inside = ",".join(_written(argument, addresses) for argument in arguments)
            return f"{_FUNCTIONS[name]}({inside})"
    raise KeyError(type(node).__name__)
