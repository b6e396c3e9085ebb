"""Kernels of term counting: words and Han characters from UTF-8 bytes become numbers, their n-grams too."""

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
    """Return a key with its bits spread (the finish of SplitMix64)."""
    key = np.uint64(key)
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


@compiled
def place_in(slots: Integers, keys: Integers, key: Any) -> Any:
    """Return the slot that holds a key, or the free one where it belongs."""
    mask = len(slots) - 1
    slot = np.int64(mixed(key) & np.uint64(mask))
    while slots[slot] >= 0 and keys[slots[slot]] != key:
        slot = (slot + 1) & mask
    return slot


@compiled
def larger(slots: Integers, keys: Integers, count: int) -> tuple[Integers, Integers]:
    """Return a table twice as large with the same entries."""
    new_slots = np.full(2 * len(slots), -1, np.int32)
    new_keys = np.empty(len(slots), np.uint64)
    new_keys[:count] = keys[:count]
    for entry in range(count):
        new_slots[place_in(new_slots, new_keys, new_keys[entry])] = entry
    return new_slots, new_keys


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
def doubled(one: Integers) -> Integers:
    """Return an array with room for twice as many."""
    return np.concatenate((one, np.empty_like(one)))


@compiled
def stream(
    data: Integers, starts: Integers, classes: Integers, least: int, strict: bool
) -> tuple[Integers, Integers, Integers, Integers, Integers]:
    """Turn texts into numbers of their words.

    Args:
        data: the UTF-8 bytes of all texts, in lower case.
        starts: where each text begins, and where the last ends.
        classes: GAP, WORD, STOP or HAN for every code point.
        least: characters that a word has at least.
        strict: whether a shorter word is a break; otherwise it is passed over.

    Returns:
        The stream of numbers with breaks, where each text begins in it, and per word: first byte,
        bytes, Han or not.
    """
    texts = len(starts) - 1
    slots = np.full(1 << 16, -1, np.int32)
    keys = np.empty(1 << 15, np.uint64)
    first = np.empty(1 << 15, np.int64)
    size = np.empty(1 << 15, np.int32)
    is_han = np.empty(1 << 15, np.uint8)
    known = 0
    found = np.empty((starts[texts] - starts[0]) + 2 * texts + 2, np.int32)
    begins = np.empty(texts + 1, np.int64)
    used = 0
    for text in range(texts):
        begins[text] = used
        at, end = starts[text], starts[text + 1]
        before = BREAK
        while at < end:
            code, width = character(data, at, end)
            kind = classes[code]
            if kind in (GAP, STOP):
                ends = kind == STOP or (strict and is_dash(data, starts[text], at, end))
                if ends and before != BREAK:
                    found[used] = before = BREAK
                    used += 1
                at += width
                continue
            begin = at
            key, letters, at = word_at(data, at, end, classes, kind)
            if kind == WORD and letters < least:
                if strict and before != BREAK:
                    found[used] = before = BREAK
                    used += 1
                continue
            if parted(before, kind == HAN, begin):
                found[used] = BREAK
                used += 1
            slot = place_in(slots, keys, key)
            entry = slots[slot]
            if entry < 0:
                entry = known
                slots[slot] = entry
                keys[entry], first[entry] = key, begin
                size[entry], is_han[entry] = at - begin, kind == HAN
                known += 1
                if known == len(keys):
                    slots, keys = larger(slots, keys, known)
                    first = doubled(first)
                    size = doubled(size)
                    is_han = doubled(is_han)
            found[used] = entry
            used += 1
            before = 2 * at + (1 if kind == HAN else 0)
        found[used] = BREAK
        used += 1
    begins[texts] = used
    return (
        found[:used].copy(),
        begins,
        first[:known].copy(),
        size[:known].copy(),
        is_han[:known].copy(),
    )


@compiled
def single_counts(found: Integers, begins: Integers, words: int, counted: int) -> Integers:
    """Return in how many of the first ``counted`` texts each word occurs."""
    counts = np.zeros(words, np.int32)
    last = np.full(words, -1, np.int32)
    for text in range(counted):
        for place in range(begins[text], begins[text + 1]):
            word = found[place]
            if word >= 0 and last[word] != text:
                last[word] = text
                counts[word] += 1
    return counts


@compiled
def pair_counts(
    level: Integers, begins: Integers, counted: int, part: int, parts: int, table: Integers
) -> tuple[Integers, bool]:
    """Count pairs of neighbouring numbers in the first ``counted`` texts, look them up in the rest.

    Args:
        level: the stream; a pair is a number and the one at the next place, both not breaks.
        begins: where each text begins.
        counted: texts that count; in the others known pairs are only found again.
        part: which share of all keys this call treats.
        parts: how many shares there are; more shares need less memory.
        table: zeros, a power of two of slots × 2: the key, and texts × 2³² + number of the last text + 1.
            Both stand together because fetching a line of memory is what costs.

    Returns:
        Per place the slot or a break, and whether the table was large enough.
    """
    mask = np.uint64(len(table) - 1)
    room = len(table) // 4 * 3
    at = np.full(len(level), BREAK, np.int32)
    one = np.uint64(1)
    for text in range(len(begins) - 1):
        stamp = np.uint64(text + 1)
        for place in range(begins[text], begins[text + 1] - 1):
            if level[place] < 0 or level[place + 1] < 0:
                continue
            key = (np.uint64(level[place]) << np.uint64(32)) | np.uint64(level[place + 1])
            spread = mixed(key)
            if parts > 1 and np.int64(spread >> np.uint64(40)) % parts != part:
                continue
            slot = spread & mask
            while table[slot, 1] != 0 and table[slot, 0] != key:
                slot = (slot + one) & mask
            value = table[slot, 1]
            if value == 0:
                if text >= counted:
                    continue
                table[slot, 0] = key
                room -= 1
                if room == 0:
                    return at, False
            at[place] = slot
            if text < counted and (value & np.uint64(0xFFFFFFFF)) != stamp:
                table[slot, 1] = (((value >> np.uint64(32)) + one) << np.uint64(32)) | stamp
    return at, True


@compiled
def renumber(at: Integers, new: Integers, into: Integers) -> None:
    """Write the new number of every slot that has one over the stream ``into``."""
    for place in range(len(at)):
        if at[place] >= 0 and new[at[place]] >= 0:
            into[place] = new[at[place]]


@compiled
def add_to_table(
    at: Integers, begins: Integers, rank: Integers, row: Integers, counts: Integers
) -> None:
    """Add to ``counts`` (rank of the term × row) in how many texts each term occurs; a text with row −1 is left out."""
    last = np.full(len(rank), -1, np.int32)
    for text in range(len(row)):
        if row[text] < 0:
            continue
        for place in range(begins[text], begins[text + 1]):
            term = at[place]
            if term >= 0 and last[term] != text:
                last[term] = text
                counts[rank[term], row[text]] += 1


@compiled
def occurrences(at: Integers, begins: Integers, terms: int) -> tuple[Integers, Integers]:
    """Return the terms of each text, each once: where each text begins, and the terms."""
    texts = len(begins) - 1
    last = np.full(terms, -1, np.int32)
    starts = np.zeros(texts + 1, np.int64)
    found = np.empty(len(at), np.int32)
    used = 0
    for text in range(texts):
        for place in range(begins[text], begins[text + 1]):
            term = at[place]
            if term >= 0 and last[term] != text:
                last[term] = text
                found[used] = term
                used += 1
        starts[text + 1] = used
    return starts, found[:used].copy()
