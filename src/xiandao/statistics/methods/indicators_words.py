"""A formula in words: the rows of the form by their names, so that a definition can be read without the codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from xiandao.statistics.methods.indicators_formula import PRIOR, Formula, Node, Total


@dataclass(frozen=True, slots=True)
class Words:
    """How a formula is spelled in one language; the templates take one part each."""

    signs: Mapping[str, str]
    returns: str
    count: str
    total: str
    prior: str
    brackets: str


CHINESE: Final = Words(
    MappingProxyType(
        {
            "+": " ＋ ", "-": " － ", "*": " × ", "/": " ÷ ", ">": " 大于 ", ">=": " 不小于 ",
            "<": " 小于 ", "<=": " 不大于 ", "==": " 等于 ", "!=": " 不等于 ",
        }
    ),
    "报表数", "{}的报表数", "{}合计", "上年同期{}", "（{}）",
)  # fmt: skip
ENGLISH: Final = Words(
    MappingProxyType(
        {
            "+": " + ", "-": " − ", "*": " × ", "/": " ÷ ", ">": " more than ",
            ">=": " not less than ", "<": " less than ", "<=": " not more than ", "==": " equal to ",
            "!=": " different from ",
        }
    ),
    "number of returns", "number of returns with {}", "total of {}", "year-before {}", "({})",
)  # fmt: skip
_STRONG: Final = frozenset({"*", "/"})


def spelled(formula: Formula, labels: Mapping[str, str], words: Words = CHINESE) -> str:
    """Return a formula with the names of its rows.

    Args:
        formula: as ``indicators_formula.parse`` returns it.
        labels: the names of rows by item code; a row without one is called by its code.
        words: of the language of the labels.

    >>> from xiandao.statistics.methods.indicators_formula import parse
    >>> spelled(parse("sum(r155) / sum(r13) * 100"), {"r155": "研究开发费用", "r13": "总收入"})
    '研究开发费用合计 ÷ 总收入合计 × 100'
    >>> spelled(parse("sum(r401 - ly(r401))"), {"r401": "高新技术企业"})
    '（高新技术企业 － 上年同期高新技术企业）合计'
    >>> spelled(parse("count(r22 > 0) / count() * 100"), {"r22": "研发机构"})
    '研发机构 大于 0的报表数 ÷ 报表数 × 100'
    """
    totals = {
        str(number): _total(total, labels, words) for number, total in enumerate(formula.totals)
    }
    return _written(formula.shell, totals, words)


def _total(total: Total, labels: Mapping[str, str], words: Words) -> str:
    if total.row is None:
        return words.returns
    inner = _written(total.row, _Named(labels, words), words)
    if total.kind == "count":
        return words.count.format(inner)
    return words.total.format(inner if total.row.kind == "name" else words.brackets.format(inner))


class _Named(dict[str, str]):
    """Names of rows; 上年同期 goes before the name."""

    def __init__(self, labels: Mapping[str, str], words: Words) -> None:
        super().__init__(labels)
        self.words = words

    def __missing__(self, code: str) -> str:
        if code.endswith(PRIOR):
            return self.words.prior.format(self[code.removesuffix(PRIOR)])
        return code


def _written(node: Node, names: Mapping[str, str], words: Words) -> str:
    if node.kind == "number":
        return f"{node.number:g}" if abs(node.number) < 100_000 else f"{node.number:,.0f}"
    if node.kind == "name":
        return names[node.name]
    left, right = (_written(part, names, words) for part in node.parts)
    if node.kind in _STRONG:
        left, right = (
            words.brackets.format(text) if part.kind in {"+", "-"} else text
            for text, part in zip((left, right), node.parts, strict=True)
        )
    return f"{left}{words.signs[node.kind]}{right}"
