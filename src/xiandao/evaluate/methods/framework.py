"""The framework of an index: indicators below pillars below the index, to any and also to unequal depth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from xiandao.evaluate.methods.framework_checks import problems_of
from xiandao.terms.error import InputError

NO_MARKS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator, or an aggregate of those below it.

    Args:
        code: what columns are called.
        name: what people read; the code where empty.
        parent: code of the node above; empty for the index itself.
        weight: ≥ 0, relative to its siblings.
        direction: 1 where more is better, −1 where less is; of indicators.
        unit: of measure.
        denominator: the column to divide by, empty for none.
        marks: further numbers of the indicator by name, in its own unit: target, low, high, reference, base, cap …
        level: as somebody declared it; 0 where nobody did.
    """

    code: str
    name: str = ""
    parent: str = ""
    weight: float = 1.0
    direction: int = 1
    unit: str = ""
    denominator: str = ""
    marks: Mapping[str, float] = field(default_factory=lambda: NO_MARKS)
    level: int = 0

    @property
    def label(self) -> str:
        """Return the name, or the code where there is none."""
        return self.name or self.code


@dataclass(frozen=True)
class Framework:
    """A tree of nodes with one root; siblings stand in the order in which they were given.

    Raises:
        InputError: ``EVA-010`` with all problems at once, each with its own code in ``details["problems"]``.

    >>> tree = Framework.of([Node("I"), Node("P", parent="I"), Node("a", parent="P"), Node("b", parent="I")])
    >>> tree.root, tree.indicators, tree.level_of("I")
    ('I', ('a', 'b'), 3)
    >>> tree.effective_weights()["a"]
    0.5
    """

    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        problems = problems_of(self.nodes)
        if problems:
            first = problems[0]
            more = f"（另有{len(problems) - 1}处问题）" if len(problems) > 1 else ""
            raise InputError(
                "EVA-010",
                f"指标框架有误：{first.sentence}{more}",
                first.hint,
                {"problems": [problem.as_data() for problem in problems]},
            )

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Framework:
        """Return the framework of some nodes."""
        return cls(tuple(nodes))

    @cached_property
    def by_code(self) -> Mapping[str, Node]:
        """Return nodes by code."""
        return MappingProxyType({node.code: node for node in self.nodes})

    def __getitem__(self, code: str) -> Node:
        return self.by_code[code]

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Return the codes right below each node that has any."""
        found: dict[str, list[str]] = {}
        for node in self.nodes:
            if node.parent:
                found.setdefault(node.parent, []).append(node.code)
        return MappingProxyType({code: tuple(below) for code, below in found.items()})

    @cached_property
    def root(self) -> str:
        """Return the code of the index."""
        return next(node.code for node in self.nodes if not node.parent)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Return the codes of the indicators: the nodes with nothing below them, in the order given."""
        return tuple(node.code for node in self.nodes if node.code not in self.children)

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Return the level of each node: 1 for indicators, one more than the highest child for aggregates."""
        found = dict.fromkeys(self.indicators, 1)

        def height(code: str) -> int:
            if code not in found:
                found[code] = 1 + max(height(below) for below in self.children[code])
            return found[code]

        for node in self.nodes:
            height(node.code)
        return MappingProxyType(found)

    def level_of(self, code: str) -> int:
        """Return the level of one node."""
        return self.levels[code]

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """Return the codes of the aggregates, lower levels first, within a level in the order given."""
        found = [node.code for node in self.nodes if node.code in self.children]
        return tuple(sorted(found, key=lambda code: self.levels[code]))

    def leaves(self, code: str) -> tuple[str, ...]:
        """Return the indicators at or below a node."""
        below = self.children.get(code, ())
        return tuple(leaf for one in below for leaf in self.leaves(one)) if below else (code,)

    def weights(self) -> dict[str, float]:
        """Return the weight of each node but the root."""
        return {node.code: node.weight for node in self.nodes if node.parent}

    def shares(self, weights: Mapping[str, float] | None = None) -> dict[str, float]:
        """Return for each node but the root its share among its siblings; shares of siblings sum to one.

        Raises:
            InputError: ``EVA-256`` a negative weight, or siblings of which none has any.
        """
        kept = self.weights() | dict(weights or {})
        found: dict[str, float] = {}
        for parent, below in self.children.items():
            given = [kept[code] for code in below]
            total = sum(given)
            if not total > 0 or min(given) < 0:
                raise InputError(
                    "EVA-256",
                    f"“{self[parent].label}”的下级权重有负数，或合计为零",
                    "权重不能是负数，同一上级下至少一个权重要大于零",
                    {"nodes": [parent], "weights": dict(zip(below, given, strict=True))},
                )
            found |= {code: kept[code] / total for code in below}
        return found

    def effective_weights(self, weights: Mapping[str, float] | None = None) -> dict[str, float]:
        """Return for each node the product of shares from the index down to it; indicators sum to one."""
        shares = self.shares(weights)
        found = {self.root: 1.0}
        for code in reversed(self.aggregates):
            found |= {below: found[code] * shares[below] for below in self.children[code]}
        return found

    def with_weights(self, weights: Mapping[str, float]) -> Framework:
        """Return the framework with some weights changed."""
        return Framework(
            tuple(
                replace(node, weight=weights[node.code]) if node.code in weights else node
                for node in self.nodes
            )
        )

    def without(self, codes: Iterable[str]) -> Framework:
        """Return the framework without some nodes and all below them; parents left without children go too."""
        gone = set(codes)
        kept = list(self.nodes)
        while True:
            parents = {node.parent for node in kept if node.code not in gone}
            was_parent = set(self.children)
            left = [
                node
                for node in kept
                if node.code not in gone
                and node.parent not in gone
                and (node.code not in was_parent or node.code in parents)
            ]
            if len(left) == len(kept):
                return Framework(tuple(left))
            gone |= {node.code for node in kept} - {node.code for node in left}
            kept = left
