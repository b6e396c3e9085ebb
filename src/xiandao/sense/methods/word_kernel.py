"""Kernels that read words: UTF-8 bytes become a stream of numbers, one for each word or Han character."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.compiled import compiled

Integers = NDArray[Any]
# What a character is to a reader of terms.
GAP: Final = 0
WORD: Final = 1
STOP: Final = 2
HAN: Final = 3
# In a stream of numbers: nothing reaches across a break.
BREAK: Final = -1


@compiled
def mixed(key: Any) -> Any:
    """Return a key with its bits spread (the finish of SplitMix64).

    >>> int(mixed(np.uint64(1))) != int(mixed(np.uint64(2)))
    True
    """
    key = np.uint64(key)
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


@compiled
def character(data: Integers, at: int, end: int) -> tuple[int, int]:
    """Return the code point at a byte, and the number of bytes it takes; broken bytes count as a full stop."""
    first = int(data[at])
    if first < 0x80:
        return first, 1
    size = 2 if first < 0xE0 else (3 if first < 0xF0 else 4)
    if first < 0xC2 or at + size > end:
        return 0x2E, 1
    code = first & (0xFF >> (size + 1))
    for step in range(1, size):
        code = (code << 6) | (int(data[at + step]) & 0x3F)
    return (code, size) if code < 0x110000 else (0x2E, 1)


@compiled
def is_dash(data: Integers, low: int, at: int, end: int) -> bool:
    """Return whether a byte is a hyphen between spaces: it separates, while one inside a word joins."""
    inside = low < at and at + 1 < end
    return data[at] == 0x2D and inside and data[at - 1] <= 0x20 and data[at + 1] <= 0x20


@compiled
def word_at(
    data: Integers, at: int, end: int, classes: Integers, kind: int
) -> tuple[Any, int, int]:
    """Return the hash (FNV-1a, 64 bits), the letters and the end of the word at a byte; a Han character is a word."""
    key, letters = np.uint64(0xCBF29CE484222325), 0
    code, width = character(data, at, end)
    while classes[code] == kind:
        for step in range(width):
            key = (key ^ np.uint64(data[at + step])) * np.uint64(0x100000001B3)
        letters += 1
        at += width
        if kind == HAN or at >= end:
            break
        code, width = character(data, at, end)
    return key, letters, at


@compiled
def parted(before: int, is_han: bool, begin: int) -> bool:
    """Return whether a word is cut off from the one before: Han characters join only each other, without a gap.

    Args:
        before: twice the end of the word before, and 1 more if it is Han; or a break.
        is_han: whether this word is a Han character.
        begin: its first byte.
    """
    if before == BREAK:
        return False
    return is_han != (before & 1 == 1) or (is_han and before >> 1 != begin)


@compiled
def cut(
    data: Integers, low: int, end: int, classes: Integers, least: int, strict: bool,
    keys: Integers, room: Integers,
) -> int:  # fmt: skip
    """Cut one text into words; return how many entries were written to ``keys`` and ``room``.

    An entry is the hash, the first byte, and the bytes of a word, negative for Han; 0 bytes are a break.
    """
    used, before, at = 0, BREAK, low
    while at < end:
        code, width = character(data, at, end)
        kind = classes[code]
        begin, letters, key = at, 0, np.uint64(0)
        if kind in (GAP, STOP):
            ends = kind == STOP or (strict and is_dash(data, low, at, end))
            at += width
        else:
            key, letters, at = word_at(data, at, end, classes, kind)
            ends = strict and kind == WORD and letters < least
        if kind == HAN or (kind == WORD and letters >= least):
            if parted(before, kind == HAN, begin):
                room[used, 1] = 0
                used += 1
            keys[used], room[used, 0] = key, begin
            room[used, 1] = begin - at if kind == HAN else at - begin
            used += 1
            before = 2 * at + (1 if kind == HAN else 0)
        elif ends and before != BREAK:
            before = BREAK
            room[used, 1] = 0
            used += 1
    return used


@compiled
def numbered(
    count: int, keys: Integers, room: Integers, table: Integers, words: Integers, known: int,
    found: Integers,
) -> int:  # fmt: skip
    """Write the numbers of one text's words to ``found``; return how many words are known afterwards.

    ``table`` holds key and number + 1 side by side, because fetching a line of memory is what costs.
    """
    mask = np.uint64(len(table) - 1)
    one = np.uint64(1)
    for place in range(count):
        if room[place, 1] == 0:
            found[place] = BREAK
            continue
        key = keys[place]
        slot = (key ^ (key >> np.uint64(29))) & mask
        while table[slot, 1] != 0 and table[slot, 0] != key:
            slot = (slot + one) & mask
        if table[slot, 1] == 0:
            words[known, 0], words[known, 1] = room[place, 0], room[place, 1]
            known += 1
            table[slot, 0], table[slot, 1] = key, np.uint64(known)
        found[place] = np.int64(table[slot, 1]) - 1
    return known


@compiled
def larger(table: Integers) -> Integers:
    """Return a table four times as large with the same entries."""
    new = np.zeros((4 * len(table), 2), np.uint64)
    mask = np.uint64(len(new) - 1)
    for entry in range(len(table)):
        if table[entry, 1] != 0:
            key = table[entry, 0]
            slot = (key ^ (key >> np.uint64(29))) & mask
            while new[slot, 1] != 0:
                slot = (slot + np.uint64(1)) & mask
            new[slot, 0], new[slot, 1] = key, table[entry, 1]
    return new


@compiled
def stream(
    data: Integers, starts: Integers, classes: Integers, least: int, strict: bool
) -> tuple[Integers, Integers, Integers]:
    """Turn texts into numbers of their words.

    Args:
        data: the UTF-8 bytes of all texts, in lower case.
        starts: where each text begins, and where the last ends.
        classes: GAP, WORD, STOP or HAN for every code point.
        least: characters that a word has at least.
        strict: whether a shorter word is a break; otherwise it is passed over.

    Returns:
        The stream of numbers with breaks, where each text begins in it, and per word: first byte,
        bytes (negative for Han).
    """
    texts = len(starts) - 1
    longest = 0
    for text in range(texts):
        longest = max(longest, starts[text + 1] - starts[text])
    keys = np.empty(longest + 2, np.uint64)
    room = np.empty((longest + 2, 2), np.int64)
    table = np.zeros((1 << 16, 2), np.uint64)
    words = np.empty((1 << 15, 2), np.int64)
    found = np.empty((starts[texts] - starts[0]) + texts + 1, np.int32)
    begins = np.empty(texts + 1, np.int64)
    used = known = 0
    for text in range(texts):
        begins[text] = used
        count = cut(data, starts[text], starts[text + 1], classes, least, strict, keys, room)
        while known + count > len(words):
            words = np.concatenate((words, np.empty_like(words)))
        while 2 * (known + count) > len(table):
            table = larger(table)
        known = numbered(count, keys, room, table, words, known, found[used:])
        used += count
        found[used] = BREAK
        used += 1
    begins[texts] = used
    return found[:used].copy(), begins, words[:known].copy()
