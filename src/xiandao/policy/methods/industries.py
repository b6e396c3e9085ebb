"""The future industries a paper names: the list that defines its system, resolved against a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from xiandao.policy.methods.folding import Folded

_SYSTEM = re.compile(
    r"未来产业(?!先导|园|链|科技园|集聚区|重大|基金|人才|企业)|未来产业体系|产业体系|新赛道|未来产业集群"
)
_LIST_END = re.compile(
    r"等(?=[^，。；]{0,40})|(?=[一二三四五六七八九十\d]{1,2}大(?:未来)?(?:产业|方向|领域|赛道|产业集群))"
)
_VERB = re.compile(
    r"以|培育(?:发展)?|谋划(?:布局)?|布局(?:发展)?|发展|聚焦|瞄准|围绕|锁定|抢占|壮大|打造|在|面向|未来产业|重点"
)
_LONGEST = 24


class Resolved(Protocol):
    """What the reader needs to know of an industry."""

    @property
    def code(self) -> str: ...


class Names(Protocol):
    """What the reader needs of a catalogue."""

    @property
    def names(self) -> Iterable[str]: ...

    def resolve(self, name: str) -> Resolved | None: ...


@dataclass(frozen=True, slots=True)
class NamedIndustry:
    """An industry as the paper names it, its code in the catalogue if known, and where it stands."""

    name: str
    code: str | None
    start: int
    end: int


def find_industries(
    paragraphs: Iterable[Folded], source: str, catalogue: Names | None
) -> tuple[NamedIndustry, ...]:
    """Read the list of industries that defines the paper's system.

    Args:
        paragraphs: folded paragraphs in order.
        source: the cleaned text, from which the names are taken as written.
        catalogue: resolves names to codes; may be absent.

    >>> from xiandao.policy.methods.folding import fold
    >>> text = "加快培育氢能、新型储能、合成生物等10个成长型未来产业,谋划布局量子科技、先进核能等一批前沿性未来产业。"
    >>> [industry.name for industry in find_industries([fold(text)], text, None)]
    ['氢能', '新型储能', '合成生物', '量子科技', '先进核能']
    """
    found: dict[str, NamedIndustry] = {}
    for folded in paragraphs:
        for first, last in _lists(folded.text):
            for start, end in first_names(folded.text, first, last):
                left, right = folded.span(start, end)
                name = source[left:right]
                key = re.sub(r"\s", "", name)
                if key not in found:
                    industry = catalogue.resolve(name) if catalogue else None
                    found[key] = NamedIndustry(
                        key, industry.code if industry else None, left, right
                    )
    return tuple(found.values())


def _lists(text: str) -> list[tuple[int, int]]:
    spans = []
    for end in _LIST_END.finditer(text):
        after = re.match(r"[^，。；]{0,40}", text[end.end() : end.end() + 40])
        following = after[0] if after else ""
        counted = end.start() == end.end()
        if not (_SYSTEM.search(following) or (counted and re.match(r".{1,2}大", following))):
            continue
        left = max(0, end.start() - 260)
        clause = _clause_start(text, left, end.start())
        head = text[clause : end.start()]
        verb = _opening(head)
        if verb is None or (verb[0] in ("在", "面向", "围绕") and not counted):
            continue
        spans.append((clause + verb[1], end.start()))
    return spans


def _clause_start(text: str, left: int, end: int) -> int:
    depth = 0
    for at in range(end - 1, left - 1, -1):
        char = text[at]
        depth += (char == "）") - (char == "（")
        if depth <= 0 and char in "，。；：":
            return at + 1
    return left


def _opening(head: str) -> tuple[str, int] | None:
    found = list(_VERB.finditer(head.split("、")[0]))
    if not found or "、" not in head:
        return None
    return found[-1][0], found[-1].end()


def first_names(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Split a list of names, leaving bracketed parts whole.

    >>> first_names("氢能、零碳负碳（碳捕集、利用）", 0, 15)
    [(0, 2), (3, 15)]
    """
    spans, depth, start = [], 0, first
    for at in range(first, last + 1):
        char = text[at] if at < last else "、"
        depth += (char == "（") - (char == "）" and depth > 0)
        if char == "、" and depth == 0:
            if 2 <= at - start <= _LONGEST:
                spans.append((start, at))
            start = at + 1
    return spans if len(spans) >= 2 else []
