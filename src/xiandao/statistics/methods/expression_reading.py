"""Reading the text of an expression: only what is on the white list gets through, nothing is ever executed."""

from __future__ import annotations

import ast
import re
from typing import Final

from xiandao.terms.error import InputError

LONGEST: Final = 2000
DEEPEST: Final = 20
MOST_NODES: Final = 400
# What officials type with a Chinese keyboard.
_SIGNS: Final = {
    "×": "*", "÷": "/", "＋": "+", "－": "-", "−": "-", "（": "(", "）": ")", "，": ",", "≥": ">=", "≤": "<=",
    "≠": "!=", "＝": "==", "＜": "<", "＞": ">", "“": '"', "”": '"',
    "\n": " ", "\r": " ", "\t": " ", "\u3000": " ", "\xa0": " ",
} | {chr(ord("０") + digit): str(digit) for digit in range(10)}  # fmt: skip
_TOKEN: Final = re.compile(
    r"""(?P<space>[ ]+)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|"""
    r"""(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\w.]))"""
    r"""|(?P<quoted>"[^"\\]*"|'[^'\\]*')|(?P<sign>==|!=|>=|<=|[-+*/(),<>=])"""
)
_ALLOWED: Final = (
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call, ast.Name, ast.Constant,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Load, ast.keyword,
)  # fmt: skip


class Source:
    """The text of an expression as handed in and as Python reads it, with the way back to the place.

    >>> source = Source("r1 ≥ r2")
    >>> source.plain, source.place(6)
    ('r1 >= r2', 6)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = [(place, _SIGNS.get(char, char)) for place, char in enumerate(text)]
        self.plain = "".join(piece for _, piece in pieces)
        self._places = [place for place, piece in pieces for _ in piece]

    def place(self, offset: int) -> int:
        """Return the position in the text as handed in, counted from 1."""
        if offset >= len(self._places):
            return len(self.text) + 1
        return self._places[offset] + 1

    def place_of(self, node: ast.AST) -> int:
        """Return the position of a part; Python counts in bytes."""
        column = getattr(node, "col_offset", 0)
        before = self.plain.encode()[:column].decode(errors="ignore")
        return self.place(len(before))

    def refuse(self, code: str, sentence: str, hint: str, place: int) -> InputError:
        """Return an error that shows the place."""
        details = {"expression": self.text[:LONGEST], "position": place}
        return InputError(code, f"表达式第{place}个字符处：{sentence}", hint, details)


def read(text: str) -> tuple[Source, ast.expr]:
    """Return the tree of an expression, checked for length, characters, constructs, size and depth.

    Args:
        text: at most 2,000 characters; Chinese signs such as ≥ × （） are understood.

    Raises:
        InputError: ``STA-201`` empty or too long, ``STA-202`` not readable, ``STA-203`` not allowed,
            ``STA-204`` too large or too deep; details name the position.

    >>> type(read("r13 ＋ 2")[1]).__name__
    'BinOp'
    >>> read("r13 + __import__('os').system('x')")
    Traceback (most recent call last):
    xiandao.terms.error.InputError: 表达式第23个字符处：这里不能写“.”（请只用指标代码、数字、运算符和规定的函数）
    """
    if not text.strip() or len(text) > LONGEST:
        sentence = "表达式是空的" if not text.strip() else f"表达式超过{LONGEST}个字符"
        raise InputError(
            "STA-201", sentence, "请填写表达式，过长的请拆成几条规则", {"length": len(text)}
        )
    source = Source(text)
    _check_characters(source)
    lead = len(source.plain) - len(source.plain.lstrip(" "))
    try:
        tree = ast.parse(source.plain.strip(" ") + "\n", mode="eval").body
    except SyntaxError as error:
        place = source.place(lead + max((error.offset or 1) - 1, 0))
        raise source.refuse(
            "STA-202", "这里读不懂", "请核对括号、逗号和运算符是否成对、完整", place
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise _too_large(source) from None
    _shift(tree, lead)
    _check_tree(source, tree)
    return source, tree


def _check_characters(source: Source) -> None:
    offset = 0
    plain = source.plain
    while offset < len(plain):
        match = _TOKEN.match(plain, offset)
        if match is None:
            place = source.place(offset)
            raise source.refuse(
                "STA-203",
                f"这里不能写“{source.text[place - 1]}”",
                "请只用指标代码、数字、运算符和规定的函数",
                place,
            )
        offset = match.end()


def _shift(tree: ast.expr, by: int) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.keyword):
            node.col_offset += by


def _check_tree(source: Source, tree: ast.expr) -> None:
    level: list[ast.AST] = [tree]
    depth = total = 0
    while level:
        depth += 1
        total += sum(isinstance(node, ast.expr) for node in level)
        if depth > DEEPEST or total > MOST_NODES:
            raise _too_large(source)
        for node in level:
            if not isinstance(node, _ALLOWED):
                raise source.refuse(
                    "STA-203",
                    "这种写法不允许",
                    "请只用指标代码、数字、运算符和规定的函数",
                    source.place_of(node),
                )
        level = [
            child
            for node in level
            for child in ast.iter_child_nodes(node)
            if isinstance(child, ast.expr | ast.keyword | ast.operator | ast.cmpop)
        ]


def _too_large(source: Source) -> InputError:
    return InputError(
        "STA-204",
        f"表达式太复杂：嵌套不能超过{DEEPEST}层，成分不能超过{MOST_NODES}个",
        "请拆成几条规则，长的求和请用 sum(…)",
        {"expression": source.text[:LONGEST]},
    )
