"""Which front of a year is which front of the year before: continued, split, merged, new, ended."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

Terms = frozenset[str]
# From this Jaccard overlap of terms on a front is the same as one before.
SAME: Final = 0.2
# From this part of its own terms on a front comes from another, or goes into it.
PART: Final = 0.3
DIGITS: Final = 10
CONTINUED, SPLIT, MERGED, NEW, ENDED = "continued", "split", "merged", "new", "ended"


@dataclass(frozen=True)
class Step:
    """What became of a front in a year.

    Attributes:
        year: the year.
        front: the identity, of the year before where it ended or merged.
        event: continued, split, merged, new or ended.
        other: the front it split from or merged into; empty otherwise.
        overlap: Jaccard overlap where it continued, part of its own terms where it split or merged, else 0.
    """

    year: int
    front: str
    event: str
    other: str
    overlap: float


def jaccard(one: Terms, other: Terms) -> float:
    """Return the common terms over all terms of two fronts, 0 for two empty ones.

    >>> jaccard(frozenset("ab"), frozenset("bc")) == 1 / 3
    True
    """
    return len(one & other) / max(len(one | other), 1)


def matched(
    before: Mapping[str, Terms], now: Sequence[Terms], least: float = SAME
) -> dict[int, str]:
    """Return for fronts of now the identity of the one before, each used once, so that the overlaps sum to the most.

    Args:
        before: terms by identity.
        now: terms of each front.
        least: overlap below which two fronts are not the same.

    Source: the assignment problem, Kuhn 1955 (the Hungarian method), as in ``scipy.optimize``.

    >>> matched({"A": frozenset("abc"), "B": frozenset("xyz")}, [frozenset("xyw"), frozenset("q")])
    {0: 'B'}
    """
    from scipy.optimize import linear_sum_assignment

    names = sorted(before)
    overlap = np.array([[jaccard(before[name], one) for one in now] for name in names], float)
    if not overlap.size:
        return {}
    overlap[overlap < least] = 0.0
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {column: names[row] for row, column in pairs if overlap[row, column] > 0}


def identities(
    before: Mapping[str, Terms], now: Sequence[Terms], *, year: int,
    known: Mapping[str, Terms] | None = None, taken: Collection[str] = (),
) -> list[str]:  # fmt: skip
    """Return the identity of each front of a year.

    Args:
        before: the fronts of the year before.
        now: terms of the fronts of this year.
        year: the year.
        known: fronts of this same year in an earlier run, whose identities come first.
        taken: identities given at any time, which no new front may have.

    Returns:
        Identities; a new one follows from the year and the terms alone.

    >>> identities({"A": frozenset("ab")}, [frozenset("abc"), frozenset("xy")], year=2020)
    ['A', 'F9bd6ba46db']
    """
    found = matched(known or {}, now)
    rest = [place for place in range(len(now)) if place not in found]
    free = {name: terms for name, terms in before.items() if name not in found.values()}
    later = matched(free, [now[place] for place in rest])
    found |= {rest[place]: name for place, name in later.items()}
    used = {*taken, *before, *(known or {}), *found.values()}
    names = []
    for place, terms in enumerate(now):
        name = found.get(place) or new_identity(year, terms, used)
        used.add(name)
        names.append(name)
    return names


def new_identity(year: int, terms: Terms, used: Collection[str] = ()) -> str:
    """Return a name that follows from year and terms; where it is used already, the next one.

    >>> new_identity(2020, frozenset("xy"))
    'F9bd6ba46db'
    """
    spelled = "\n".join([str(year), *sorted(terms)])
    while True:
        name = f"F{hashlib.sha256(spelled.encode()).hexdigest()[:DIGITS]}"
        if name not in used:
            return name
        spelled += "\n"


def lineage(before: Mapping[str, Terms], now: Mapping[str, Terms], year: int) -> list[Step]:
    """Return what became of each front between two years.

    A front of now that was there before continued. Another one split from the front of before that has the largest
    part (at least 0.3) of its terms, or is new. A front of before that is gone merged into the front of
    now that has the largest part of its terms, or ended.

    >>> before = {"A": frozenset("abcd"), "B": frozenset("xyz")}
    >>> steps = lineage(before, {"A": frozenset("abx"), "C": frozenset("cd")}, 2020)
    >>> [(step.front, step.event, step.other) for step in steps]
    [('A', 'continued', ''), ('B', 'merged', 'A'), ('C', 'split', 'A')]
    """
    steps = []
    for name in sorted({*before, *now}):
        if name in before and name in now:
            step = Step(year, name, CONTINUED, "", jaccard(before[name], now[name]))
        elif name in now:
            other, part = _holder(now[name], before)
            step = Step(year, name, SPLIT if other else NEW, other, part)
        else:
            other, part = _holder(before[name], now)
            step = Step(year, name, MERGED if other else ENDED, other, part)
        steps.append(step)
    return steps


def _holder(terms: Terms, fronts: Mapping[str, Terms]) -> tuple[str, float]:
    """Return the front with the largest part of the terms, nothing where that is too small."""
    parts = [(len(terms & other) / max(len(terms), 1), name) for name, other in fronts.items()]
    part, name = min(parts, key=lambda one: (-one[0], one[1]), default=(0.0, ""))
    return (name, part) if part >= PART else ("", 0.0)
