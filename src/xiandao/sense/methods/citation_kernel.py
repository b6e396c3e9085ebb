"""Kernels that sort citations into lists: what each work cites, and who cites each work."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.compiled import compiled

Integers = NDArray[Any]
# Kinds of citations that are told about: places in the counts.
UNKNOWN: Final = 0
SELF: Final = 1
EMPTY: Final = 2
REPEATED: Final = 0
SAME: Final = 1
LATER: Final = 2
EXAMPLES: Final = 20


@compiled
def grouped(
    citing: Integers, cited: Integers, works: int
) -> tuple[Integers, Integers, Integers, Integers, Integers]:
    """Sort citations by who cites, leaving out those with an unknown end and those of oneself.

    Args:
        citing: the citing end as a number below ``works``, −1 where it is unknown, −2 where empty.
        cited: the cited end, as long, of the type that the lists get.
        works: how many works there are.

    Returns:
        Starts of the lists (works + 1), the lists in the order of the citations, the counts of ``UNKNOWN``,
        ``SELF`` and ``EMPTY``, the first places of each (kinds × 20), and per work how many of its references are
        unknown.
    """
    starts = np.zeros(works + 1, np.int64)
    unknown = np.zeros(works, np.int32)
    counts = np.zeros(3, np.int64)
    examples = np.full((3, EXAMPLES), -1, np.int64)
    for place in range(len(citing)):
        one, other = citing[place], cited[place]
        if one >= 0 and other >= 0 and one != other:
            starts[one + 1] += 1
            continue
        kind = SELF if one >= 0 and other >= 0 else UNKNOWN
        kind = EMPTY if one < -1 or other < -1 else kind
        if counts[kind] < EXAMPLES:
            examples[kind, counts[kind]] = place
        counts[kind] += 1
        if one >= 0 and other < 0:
            unknown[one] += 1
    for work in range(works):
        starts[work + 1] += starts[work]
    lists = np.empty(starts[works], cited.dtype)
    ends = starts[:works].copy()
    for place in range(len(citing)):
        one, other = citing[place], cited[place]
        if one >= 0 and other >= 0 and one != other:
            lists[ends[one]] = other
            ends[one] += 1
    return starts, lists, counts, examples, unknown


@compiled
def distinct(
    starts: Integers, lists: Integers, times: Integers, untimed: int
) -> tuple[Integers, Integers]:
    """Close up the lists over repeated references, in place, and count what is odd about the others.

    Args:
        starts: starts of the lists (works + 1); changed.
        lists: the references, one list after another; changed, good for the first ``starts[-1]``.
        times: one time per work, ascending from ``untimed`` on.
        untimed: how many works come first because they have no time.

    Returns:
        Counts of ``REPEATED``, ``SAME`` time and ``LATER`` time, and the first pairs of each (kinds × 20 × 2).
    """
    counts = np.zeros(3, np.int64)
    examples = np.full((3, EXAMPLES, 2), -1, np.int64)
    seen = np.full(len(times), -1, lists.dtype)
    kept = np.int64(0)
    first = np.int64(0)
    for work in range(len(times)):
        last = starts[work + 1]
        for place in range(first, last):
            other = lists[place]
            kind = -1
            if seen[other] == work:
                kind = REPEATED
            elif work >= untimed and other >= untimed and times[other] >= times[work]:
                kind = SAME if times[other] == times[work] else LATER
            if kind >= 0:
                if counts[kind] < EXAMPLES:
                    examples[kind, counts[kind], 0] = work
                    examples[kind, counts[kind], 1] = other
                counts[kind] += 1
            if kind != REPEATED:
                seen[other] = work
                lists[kept] = other
                kept += 1
        first = last
        starts[work + 1] = kept
    return counts, examples


@compiled
def citers_of(starts: Integers, lists: Integers) -> tuple[Integers, Integers]:
    """Turn lists of references into lists of citers, each in ascending order.

    Args:
        starts: starts of the lists of references (works + 1).
        lists: the references, one list after another.

    Returns:
        Starts of the lists of citers (works + 1), the lists.
    """
    works = len(starts) - 1
    begins = np.zeros(works + 1, np.int64)
    for place in range(len(lists)):
        begins[lists[place] + 1] += 1
    for work in range(works):
        begins[work + 1] += begins[work]
    ends = begins[:works].copy()
    citers = np.empty(len(lists), lists.dtype)
    for work in range(works):
        for place in range(starts[work], starts[work + 1]):
            other = lists[place]
            citers[ends[other]] = work
            ends[other] += 1
    return begins, citers
