"""What can be wrong with a framework, one sentence and one hint for each cause."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Node

# Far beyond it the sum of siblings is no number any more.
HEAVIEST: Final = 1e60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and with which node and column of the framework's table."""

    code: str
    sentence: str
    hint: str
    node: str = ""
    column: str = ""

    def as_data(self) -> dict[str, str]:
        """Return it for programs."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "hint": self.hint,
            "node": self.node,
            "column": self.column,
        }


def problems_of(nodes: Sequence[Node]) -> list[Problem]:
    """Return all that is wrong with some nodes, the gravest first; an empty list where they make a tree.

    >>> from xiandao.evaluate.methods.framework import Node
    >>> [problem.code for problem in problems_of([Node("I"), Node("a", parent="X")])]
    ['EVA-013', 'EVA-016']
    """
    if not nodes:
        return [Problem("EVA-011", "指标框架是空的", "请至少给出一个总指数和它下面的一个指标")]
    found = [*_codes(nodes), *_parents(nodes)]
    if not found:
        found = [*_cycles(nodes)]
    return [*found, *_empty(nodes), *_numbers(nodes)]


def _codes(nodes: Sequence[Node]) -> Iterator[Problem]:
    for code, times in Counter(node.code for node in nodes).items():
        if not code.strip():
            yield Problem(
                "EVA-012",
                "有指标没有代码",
                "请补上代码，字母、数字、下划线或汉字均可",
                code,
                "code",
            )
        elif times > 1:
            yield Problem(
                "EVA-012",
                f"代码“{code}”出现了{times}次",
                "每个代码只能用一次，请改名或删除重复的行",
                code,
                "code",
            )


def _parents(nodes: Sequence[Node]) -> Iterator[Problem]:
    known = {node.code for node in nodes}
    for node in nodes:
        if node.parent and node.parent not in known:
            yield Problem(
                "EVA-013",
                f"“{node.code}”的上级“{node.parent}”不在框架里",
                "请补上这个上级，或改正拼写",
                node.code,
                "parent",
            )
    roots = [node.code for node in nodes if not node.parent]
    if len(roots) > 1:
        told = "、".join(roots[:5])
        yield Problem(
            "EVA-014",
            f"有{len(roots)}个指标没有上级：{told}",
            "只有总指数可以没有上级，请给其余的填上上级",
            roots[1],
            "parent",
        )


def _cycles(nodes: Sequence[Node]) -> Iterator[Problem]:
    above = {node.code: node.parent for node in nodes}
    told: set[str] = set()
    for node in nodes:
        path: list[str] = []
        code = node.code
        while code and code not in path:
            path.append(code)
            code = above.get(code, "")
        if code and code not in told:
            ring = path[path.index(code) :]
            told |= set(ring)
            yield Problem(
                "EVA-015",
                f"指标互为上下级，成了一圈：{' → '.join([*ring, ring[0]])}",
                "请把其中一个的上级改为更高一层的指标",
                code,
                "parent",
            )


def _empty(nodes: Sequence[Node]) -> Iterator[Problem]:
    parents = {node.parent for node in nodes}
    for node in nodes:
        if node.code in parents:
            continue
        if not node.parent or node.level > 1:
            yield Problem(
                "EVA-016",
                f"“{node.code}”下面没有指标",
                "请给它补上下级指标，或把它删去",
                node.code,
                "parent",
            )


def _weight_hint(weight: float) -> str:
    if math.isfinite(weight) and weight > 0:
        return "权重只看同级之间的比例，请换成1至100之间这样大小的数"
    return "权重应为不小于0的数；不想计入的，权重填0"


def _numbers(nodes: Sequence[Node]) -> Iterator[Problem]:
    totals: dict[str, float] = {}
    for node in nodes:
        totals[node.parent] = totals.get(node.parent, 0.0) + abs(node.weight)
        if not 0 <= node.weight <= HEAVIEST:
            yield Problem(
                "EVA-017",
                f"“{node.code}”的权重是{node.weight:g}",
                _weight_hint(node.weight),
                node.code,
                "weight",
            )
        if node.direction not in {1, -1}:
            yield Problem(
                "EVA-018",
                f"“{node.code}”的方向是{node.direction}",
                "越大越好填1，越小越好填-1",
                node.code,
                "direction",
            )
    for parent, total in totals.items():
        if parent and total == 0:
            yield Problem(
                "EVA-019",
                f"“{parent}”下各指标的权重之和为0",
                "请至少给其中一个大于0的权重",
                parent,
                "weight",
            )
