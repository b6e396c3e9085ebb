"""A paragraph taken apart: its amounts, sentences and comma segments, and which number heads which phrase."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from xiandao.policy.methods.amounts import BLANK, Amount, find_amounts
from xiandao.policy.methods.deadlines import Mark, find_marks
from xiandao.policy.methods.folding import Folded
from xiandao.policy.methods.masking import blank
from xiandao.policy.methods.modifiers import role_of

_HARD = re.compile(r"[。！？]")
_SOFT = re.compile(r"[，；：。！？（）]")
_QUIET = re.compile(r"（[^（）]{0,60}）|“[^“”]{0,40}”")
_LISTED = re.compile(r"、|以及|和|及|与")
_LONGEST = 400
_NEIGHBOURS = 6


@dataclass(slots=True)
class Phrase:
    """One amount with the stretch of text that belongs to it (``left`` to ``right``)."""

    amount: Amount
    left: int
    right: int
    segment: tuple[int, int]
    role: str = "head"
    baseline: Amount | None = None


@dataclass(slots=True)
class Parsed:
    """A folded paragraph with everything that was recognised in it."""

    folded: Folded
    masked: str
    shape: str
    marks: list[Mark]
    amounts: list[Amount]
    hard: list[int]
    soft: list[int]
    phrases: list[Phrase] = field(default_factory=list)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.folded.text

    def sentence(self, at: int) -> tuple[int, int]:
        """Give the span of the sentence around a position, without its stop."""
        return _between(self.hard, at, len(self.text))

    def segment(self, at: int) -> tuple[int, int]:
        """Give the span of the comma segment around a position."""
        return _between(self.soft, at, len(self.text))


def parse(folded: Folded, start: int = 0, ignored: list[tuple[int, int]] | None = None) -> Parsed:
    """Recognise amounts, time expressions and segments of one paragraph.

    Args:
        folded: the paragraph.
        start: index from which amounts count (after a run-in heading).
        ignored: spans whose amounts do not count (responsibility brackets).

    >>> from xiandao.policy.methods.folding import fold
    >>> parsed = parse(fold("培育A企业15家、B企业超过200家，上市企业30家以上"))
    >>> [parsed.text[item.left:item.right] for item in parsed.phrases]
    ['培育A企业15家', 'B企业超过200家', '上市企业30家以上']
    """
    text = folded.text
    masked = blank(text)
    spans = ignored or []
    amounts = [
        item
        for item in find_amounts(masked)
        if item.start >= start and not any(a <= item.start < b for a, b in spans)
    ]
    starts = [item.start for item in amounts]

    def quieten(found: re.Match[str]) -> str:
        loud = bisect_left(starts, found.start()) != bisect_left(starts, found.end())
        return found[0] if loud else BLANK * len(found[0])

    shape = _QUIET.sub(quieten, masked)
    parsed = Parsed(
        folded,
        masked,
        shape,
        find_marks(text),
        amounts,
        [start - 1] * (start > 0) + [found.start() for found in _HARD.finditer(shape, start)],
        [start - 1] * (start > 0) + [found.start() for found in _SOFT.finditer(shape, start)],
    )
    parsed.phrases = list(_phrases(parsed))
    return parsed


def _between(cuts: list[int], at: int, length: int) -> tuple[int, int]:
    after = bisect_right(cuts, at - 1)
    left = cuts[after - 1] + 1 if after else 0
    right = cuts[after] if after < len(cuts) else length
    return max(left, at - _LONGEST), min(right, at + _LONGEST)


def _phrases(parsed: Parsed) -> list[Phrase]:
    groups: dict[int, list[Amount]] = {}
    spans: dict[int, tuple[int, int]] = {}
    for amount in parsed.amounts:
        after = bisect_right(parsed.soft, amount.start - 1)
        groups.setdefault(after, []).append(amount)
        spans[after] = parsed.segment(amount.start)
    phrases: list[Phrase] = []
    for key, group in groups.items():
        phrases.extend(_split(parsed, group, spans[key]))
    return phrases


def _split(parsed: Parsed, group: list[Amount], segment: tuple[int, int]) -> list[Phrase]:
    heads = _roles(parsed, group)
    shown = [item for item in heads if item[1] == "head"]
    cuts = [segment[0]]
    for (one, _, _), (two, _, _) in pairwise(shown):
        cuts.append(_cut(parsed.shape, one.end, two.start))
    last = group[-1].end
    cuts.append(max(last, min(segment[1] if segment[1] > segment[0] else last, last + _LONGEST)))
    phrases = []
    for at, (amount, role, baseline) in enumerate(shown):
        listed = _LISTED.match(parsed.shape, cuts[at]) if at else None
        left = listed.end() if listed else cuts[at]
        phrases.append(
            Phrase(
                amount,
                min(left, amount.start),
                max(cuts[at + 1], amount.end),
                segment,
                role,
                baseline,
            )
        )
    for amount, role, _ in heads:
        if role != "head":
            phrases.append(Phrase(amount, amount.start, amount.end, segment, role))
    return phrases


def _cut(shape: str, end: int, start: int) -> int:
    between = shape[end:start]
    closing = re.search(r"(?:、|以及|和|及|与)$", between)
    if closing:
        return end + closing.start()
    opening = _LISTED.match(between)
    if opening:
        return end
    comma = between.find("、")
    return end + comma if comma >= 0 else end


def _roles(parsed: Parsed, group: list[Amount]) -> list[tuple[Amount, str, Amount | None]]:
    roles: list[tuple[Amount, str, Amount | None]] = []
    baseline: Amount | None = None
    for at, amount in enumerate(group):
        first = max(0, at - _NEIGHBOURS)
        role = role_of(parsed.masked, group[first : at + _NEIGHBOURS + 1], at - first)
        if role == "baseline":
            baseline = amount
            roles.append((amount, role, None))
            continue
        roles.append((amount, role, baseline if role == "head" else None))
        if role == "head":
            baseline = None
    return roles
