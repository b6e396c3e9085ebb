"""What may be wrong with the definition of a form: told before anybody is asked to fill it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xiandao.statistics.methods.form import Form, Item

KINDS: Final = ("number", "integer", "text", "choice", "date")
MOST_ITEMS: Final = 400
LONGEST_EXPRESSION: Final = 2000
_HEAD: Final = {
    "frequency": ("month", "quarter", "half", "year"),
    "subject": ("enterprise", "zone"),
    "purpose": ("statistics", "administration"),
}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_ROW = re.compile(r"[A-Za-z0-9]{1,12}")
_LONGEST_TEXT: Final = 2000

Problem = tuple[str, str, str, str]


def first_problem(form: Form) -> Problem | None:
    """Return the first contradiction of a definition as item code, field, sentence and hint."""
    return next(problems(form), None)


def problems(form: Form) -> Iterator[Problem]:
    """Every contradiction of a definition: the head, then row by row."""
    yield from _of_head(form)
    codes: set[str] = set()
    for item in form.items:
        yield from _of_item(item)
        if item.code in codes:
            yield item.code, "row", f"行次代码“{item.row}”出现了两次", "每个行次代码只能用一次"
        codes.add(item.code)
    for item in form.items:
        yield from _of_references(item, codes)
    yield from _of_cycles(form)
    for version, renamed in form.migrations.items():
        for old, new in renamed.items():
            if new not in codes:
                yield (
                    new,
                    "migrations",
                    f"{version}版的“{old}”对应到不存在的指标“{new}”",
                    "请核对对应关系",
                )


def names(expression: str) -> frozenset[str]:
    """Return the item codes that an expression names.

    Raises:
        SyntaxError: no expression.

    >>> sorted(names("r14 + max(r22, 0)"))
    ['r14', 'r22']
    """
    tree = ast.parse(expression[: LONGEST_EXPRESSION + 1], mode="eval")
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    called = {function.id for function in calls if isinstance(function, ast.Name)}
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return frozenset(found - called)


def _of_head(form: Form) -> Iterator[Problem]:
    if not _CODE.fullmatch(form.code):
        yield "", "code", "报表代码只能用字母、数字和连字符", "例如 607-2"
    if not form.version or not form.title:
        yield "", "version", "缺少版本或表名", "请补上版本和表名"
    for name, allowed in _HEAD.items():
        if getattr(form, name) not in allowed:
            yield (
                "",
                name,
                f"{name}的取值“{getattr(form, name)}”不认识",
                f"可用：{'、'.join(allowed)}",
            )
    if not 0 < len(form.items) <= MOST_ITEMS:
        yield "", "items", f"报表应有1到{MOST_ITEMS}个指标", "请增减指标或拆成几张表"


def _of_item(item: Item) -> Iterator[Problem]:
    if not _ROW.fullmatch(item.row) or item.code != f"r{item.row}":
        yield item.code, "row", f"行次代码“{item.row}”只能用字母和数字", "例如 13"
    if not item.label.strip():
        yield item.code, "label", f"行次{item.row}没有指标名称", "请填写指标名称"
    if len(item.label) > _LONGEST_TEXT or len(item.note) > _LONGEST_TEXT:
        yield item.code, "note", f"“{item.row}”的名称或解释过长", f"最多{_LONGEST_TEXT}字"
    if item.kind not in KINDS:
        yield (
            item.code,
            "kind",
            f"“{item.label}”的类型“{item.kind}”不认识",
            f"可用：{'、'.join(KINDS)}",
        )
    if (item.kind == "choice") != bool(item.choices):
        yield (
            item.code,
            "choices",
            f"“{item.label}”的类型与选项不符",
            "选择题要有选项，其他类型不要选项",
        )
    if not 0 <= item.decimals <= 6 or (item.kind == "integer" and item.decimals):
        yield item.code, "decimals", f"“{item.label}”的小数位数不对", "小数位数为0到6，整数为0"
    if item.has_prior and item.kind not in {"number", "integer"}:
        yield item.code, "has_prior", f"“{item.label}”不是数值，没有上年同期数", "请去掉这个标记"


def _of_references(item: Item, codes: set[str]) -> Iterator[Problem]:
    if item.parent and (item.parent not in codes or item.parent == item.code):
        yield (
            item.code,
            "parent",
            f"“{item.label}”的上级“{item.parent}”不存在",
            "请填写另一行的代码",
        )
    for name in ("formula", "relevant"):
        expression = getattr(item, name)
        if not expression:
            continue
        try:
            unknown = names(expression) - codes
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            yield item.code, name, f"“{item.label}”的表达式写法不对", "例如 r14 + r22"
            continue
        if unknown or len(expression) > LONGEST_EXPRESSION:
            told = "、".join(sorted(unknown)) or "（过长）"
            yield item.code, name, f"“{item.label}”的表达式引用了不存在的指标{told}", "请核对代码"


def _of_cycles(form: Form) -> Iterator[Problem]:
    above = {item.code: {item.parent} - {""} for item in form.items}
    used: dict[str, set[str]] = {}
    for item in form.items:
        try:
            used[item.code] = set(names(item.formula)) if item.formula else set()
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
    for name, graph in (("parent", above), ("formula", used)):
        for code in graph:
            if _reaches(graph, code):
                yield code, name, f"“{code}”经过几步又指回自己", "请改掉循环的引用"
                break


def _reaches(graph: dict[str, set[str]], start: str) -> bool:
    waiting, seen = list(graph[start]), set[str]()
    while waiting:
        code = waiting.pop()
        if code == start:
            return True
        if code not in seen:
            seen.add(code)
            waiting += graph.get(code, ())
    return False
