"""Marks of the audit chain kept outside the database, as lines of a small file."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

RECENT = 256


class Mark(NamedTuple):
    """The end of the chain as it once was: how many events, and the hash of the last."""

    sequence: int
    row_hash: str


def written(mark: Mark) -> str:
    """Return the line of a mark.

    >>> written(Mark(3, "ab"))
    '{"sequence": 3, "hash": "ab"}'
    """
    return json.dumps({"sequence": mark.sequence, "hash": mark.row_hash})


def marks(lines: Iterable[str]) -> list[Mark]:
    """Return the marks of the lines; a line that a crash cut short is passed over.

    >>> marks(['{"sequence": 3, "hash": "ab"}', '{"sequ'])
    [Mark(sequence=3, row_hash='ab')]
    """
    found = []
    for line in lines:
        try:
            row = json.loads(line)
            found.append(Mark(int(row["sequence"]), str(row["hash"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def contradiction(known: Sequence[Mark]) -> Mark | None:
    """Return the first mark that gives a number already marked another hash: the chain was rewritten in between.

    >>> contradiction([Mark(1, "a"), Mark(2, "b"), Mark(2, "c")])
    Mark(sequence=2, row_hash='c')
    """
    seen: dict[int, str] = {}
    for mark in known:
        if seen.setdefault(mark.sequence, mark.row_hash) != mark.row_hash:
            return mark
    return None


def thinned(known: Sequence[Mark], *, recent: int = RECENT) -> list[Mark]:
    """Return fewer marks that witness as much: the latest ones, an even choice of older ones, every contradiction.

    Args:
        known: marks in the order they were written.
        recent: how many of the latest are kept, and at most how many older ones (contradictions come on top).

    >>> kept = thinned([Mark(n, "") for n in range(1, 1001)], recent=10)
    >>> len(kept) <= 20, kept[0].sequence, kept[-1].sequence
    (True, 1, 1000)
    """
    older, latest = list(known[:-recent]), list(known[-recent:])
    if contradiction(known) is not None:
        return list(known)
    step = -(-len(older) // recent) if older else 1
    return older[::step] + latest
