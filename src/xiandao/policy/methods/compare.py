"""Two readings side by side: clauses aligned, targets matched or changed, departments and industries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xiandao.policy.methods.records import Clause, Reading, Target

T = TypeVar("T")

_FIELDS = ("value", "value_max", "unit", "comparator", "deadline_year", "recurrence", "kind")
_ENOUGH = 0.45
_CANDIDATES = 12
_CROWD = 50
_GRAM = 2


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A clause of the left reading, of the right, or both, with their likeness from 0 to 1."""

    left: Clause | None
    right: Clause | None
    likeness: float


@dataclass(frozen=True, slots=True)
class TargetPair:
    """A target of either side or both; ``changed`` names the fields that differ."""

    left: Target | None
    right: Target | None
    changed: tuple[str, ...]

    @property
    def state(self) -> str:
        """same, changed, left (only there) or right (only there)."""
        if self.left is None:
            return "right"
        if self.right is None:
            return "left"
        return "changed" if self.changed else "same"


@dataclass(frozen=True, slots=True)
class Names:
    """Names both readings have, only the left one has, only the right one has."""

    both: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two readings."""

    clauses: tuple[ClausePair, ...]
    targets: tuple[TargetPair, ...]
    departments: Names
    industries: Names


def compare(a: Reading, b: Reading) -> Comparison:
    """Align two readings of one paper, or the readings of two papers.

    Args:
        a: the left reading.
        b: the right reading.

    Returns:
        Pairs in the left reading's order, what only the right one has at the end.

    >>> from xiandao.policy.methods.reading import read
    >>> old = read("一、目标\\n到2025年，建设20个先导区，培育企业50家。")
    >>> new = read("一、目标\\n到2025年，建设30个先导区。到2030年，引育团队10个。")
    >>> [(pair.state, pair.changed) for pair in compare(old, new).targets]
    [('changed', ('value',)), ('left', ()), ('right', ())]
    """
    return Comparison(
        _clauses(a.clauses, b.clauses),
        _targets(a.targets, b.targets),
        _names(_departments(a), _departments(b)),
        _industries(a, b),
    )


def _clauses(left: Sequence[Clause], right: Sequence[Clause]) -> tuple[ClausePair, ...]:
    pairs = _align(
        left,
        right,
        lambda item: (item.path, item.heading),
        lambda item: item.heading + item.text[:400],
    )
    return tuple(
        ClausePair(
            None if one is None else left[one], None if two is None else right[two], round(score, 3)
        )
        for one, two, score in pairs
    )


def _targets(left: Sequence[Target], right: Sequence[Target]) -> tuple[TargetPair, ...]:
    pairs = _align(
        left,
        right,
        _identity,
        lambda item: item.metric + item.unit,
        same_group=lambda item: item.unit,
    )
    found = []
    for one, two, _ in pairs:
        a = None if one is None else left[one]
        b = None if two is None else right[two]
        changed = tuple(
            name for name in _FIELDS if a and b and getattr(a, name) != getattr(b, name)
        )
        found.append(TargetPair(a, b, changed))
    return tuple(found)


def _identity(target: Target) -> Hashable:
    return (
        _plain(target.metric),
        target.value,
        target.value_max,
        target.unit,
        target.comparator,
        target.deadline_year,
        target.recurrence,
        target.kind,
    )


def _align(
    left: Sequence[T],
    right: Sequence[T],
    key: Callable[[T], Hashable],
    text: Callable[[T], str],
    same_group: Callable[[T], Hashable] | None = None,
) -> list[tuple[int | None, int | None, float]]:
    """Pair equal keys first, then the most alike of the few that share rare pairs of characters."""
    partner: dict[int, tuple[int, float]] = {}
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(len(right) - 1, -1, -1):
        waiting[key(right[at])].append(at)
    for at, item in enumerate(left):
        if waiting.get(key(item)):
            partner[at] = (waiting[key(item)].pop(), 1.0)
    free = sorted(at for rest in waiting.values() for at in rest)
    _pair_similar(left, right, text, same_group, partner, free)
    taken = {two for two, _ in partner.values()}
    rows: list[tuple[int | None, int | None, float]] = [
        (at, *partner[at]) if at in partner else (at, None, 0.0) for at in range(len(left))
    ]
    return rows + [(None, at, 0.0) for at in range(len(right)) if at not in taken]


def _pair_similar(
    left: Sequence[T],
    right: Sequence[T],
    text: Callable[[T], str],
    same_group: Callable[[T], Hashable] | None,
    partner: dict[int, tuple[int, float]],
    free: Iterable[int],
) -> None:
    grams = {at: _grams(text(right[at])) for at in free}
    index: dict[str, list[int]] = defaultdict(list)
    for at, found in grams.items():
        for gram in found:
            index[gram].append(at)
    scored: list[tuple[float, int, int]] = []
    for at, item in enumerate(left):
        if at in partner:
            continue
        own = _grams(text(item))
        for other in _candidates(own, index):
            if same_group is None or same_group(item) == same_group(right[other]):
                union = len(own | grams[other])
                scored.append((len(own & grams[other]) / union if union else 0.0, at, other))
    used: set[int] = set()
    for score, at, other in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if score >= _ENOUGH and at not in partner and other not in used:
            partner[at] = (other, score)
            used.add(other)


def _candidates(own: frozenset[str], index: Mapping[str, list[int]]) -> list[int]:
    """The few that share the rarest pairs of characters; keeps a thousand clauses from squaring."""
    shared: dict[int, int] = defaultdict(int)
    for gram in sorted(own, key=lambda gram: (len(index.get(gram, ())), gram))[:_CANDIDATES]:
        for other in index.get(gram, ())[:_CROWD]:
            shared[other] += 1
    return sorted(shared, key=lambda other: (-shared[other], other))[:_CANDIDATES]


def _grams(text: str) -> frozenset[str]:
    plain = _plain(text)
    return frozenset(plain[at : at + _GRAM] for at in range(max(1, len(plain) - _GRAM + 1)))


def _plain(text: str) -> str:
    return re.sub(r"[\s，。、；：（）()“”,;:.\d]", "", text)


def _departments(reading: Reading) -> dict[str, str]:
    return {name: name for item in reading.responsibilities for name in item.departments}


def _industries(a: Reading, b: Reading) -> Names:
    return _names(
        {item.code or item.name: item.name for item in a.industries},
        {item.code or item.name: item.name for item in b.industries},
    )


def _names(left: dict[str, str], right: dict[str, str]) -> Names:
    return Names(
        tuple(name for key, name in left.items() if key in right),
        tuple(name for key, name in left.items() if key not in right),
        tuple(name for key, name in right.items() if key not in left),
    )
