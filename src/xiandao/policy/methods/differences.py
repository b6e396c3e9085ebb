"""Where two wordings differ, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 1500
ENOUGH = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one wording and whether the other one has it."""

    text: str
    is_changed: bool


def differences(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both wordings in pieces; where they share too little to speak of changes, nothing is marked.

    Args:
        left, right: the wordings; beyond 1,500 characters they are only told equal or not.

    >>> left, right = differences("建设20个先导区", "建设30个先导区")
    >>> [piece.text for piece in left if piece.is_changed], [piece.text for piece in right if piece.is_changed]
    (['2'], ['3'])
    """
    if left == right or max(len(left), len(right)) > LONGEST:
        return _whole(left), _whole(right)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.quick_ratio() < ENOUGH:
        return _whole(left), _whole(right)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1 or _is_end(block)]
    if sum(block.size for block in blocks) * 2 < ENOUGH * (len(left) + len(right)):
        return _whole(left), _whole(right)
    one: list[Piece] = []
    two: list[Piece] = []
    at, to = 0, 0
    for block in blocks:
        one += _piece(left[at : block.a], is_changed=True)
        two += _piece(right[to : block.b], is_changed=True)
        one += _piece(left[block.a : block.a + block.size], is_changed=False)
        two += _piece(right[block.b : block.b + block.size], is_changed=False)
        at, to = block.a + block.size, block.b + block.size
    return tuple(one), tuple(two)


def _is_end(block: object) -> bool:
    """Whether this is the empty block that closes the list."""
    return getattr(block, "size", 1) == 0


def _piece(text: str, *, is_changed: bool) -> list[Piece]:
    return [Piece(text, is_changed)] if text else []


def _whole(text: str) -> tuple[Piece, ...]:
    return tuple(_piece(text, is_changed=False))
