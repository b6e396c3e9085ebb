"""Kernels of term counting: pairs of neighbouring numbers, terms by year, and how terms are spelled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.compiled import compiled
from xiandao.sense.methods.word_kernel import BREAK, mixed

Integers = NDArray[Any]


@compiled
def single_counts(found: Integers, begins: Integers, words: int, counted: int) -> Integers:
    """Return in how many of the first ``counted`` texts each word occurs.

    >>> single_counts(np.array([0, 0, -1, 0, 1, -1], np.int32), np.array([0, 3, 6]), 2, 2).tolist()
    [2, 1]
    """
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
def lined_up(
    level: Integers, low: int, high: int, part: int, parts: int, table: Integers,
    keys: Integers, room: Integers, hints: Integers,
) -> int:  # fmt: skip
    """Note the pairs of one text: keys, places and slots, and what stands in those slots; return how many.

    The slots are read in a pass without branches, so that the processor asks for all of this memory at once.
    """
    mask = np.uint64(len(table) - 1)
    count = 0
    for place in range(low, high):
        left, right = level[place], level[place + 1]
        if left < 0 or right < 0:
            continue
        key = (np.uint64(left) << np.uint64(32)) | np.uint64(right)
        spread = mixed(key)
        if parts > 1 and np.int64(spread >> np.uint64(40)) % parts != part:
            continue
        keys[count] = key
        room[count, 0], room[count, 1] = place, np.int64(spread & mask)
        count += 1
    for pair in range(count):
        hints[pair] = table[room[pair, 1], 0]
    return count


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
    at = np.full(len(level), BREAK, np.int32)
    mask, one = len(table) - 1, np.uint64(1)
    free = len(table) // 4 * 3
    longest = 0
    for text in range(len(begins) - 1):
        longest = max(longest, begins[text + 1] - begins[text])
    keys, hints = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    room = np.empty((longest, 2), np.int64)
    for text in range(len(begins) - 1):
        low, high = begins[text], begins[text + 1] - 1
        count = lined_up(level, low, high, part, parts, table, keys, room, hints)
        stamp = np.uint64(text + 1)
        for pair in range(count):
            key, slot = keys[pair], room[pair, 1]
            if hints[pair] != key or table[slot, 1] == 0:
                while table[slot, 1] != 0 and table[slot, 0] != key:
                    slot = (slot + 1) & mask
            value = table[slot, 1]
            if value == 0:
                if text >= counted:
                    continue
                table[slot, 0] = key
                free -= 1
                if free == 0:
                    return at, False
            at[room[pair, 0]] = slot
            if text < counted and (value & np.uint64(0xFFFFFFFF)) != stamp:
                table[slot, 1] = (((value >> np.uint64(32)) + one) << np.uint64(32)) | stamp
    return at, True


@compiled
def frequent(table: Integers, least: int) -> tuple[Integers, Integers, Integers]:
    """Return the slots whose pair occurs in ``least`` texts or more, their left and right numbers, and in how many."""
    count = 0
    for slot in range(len(table)):
        if np.int64(table[slot, 1] >> np.uint64(32)) >= least:
            count += 1
    slots = np.empty(count, np.int32)
    sides = np.empty((count, 2), np.int32)
    texts = np.empty(count, np.int32)
    count = 0
    for slot in range(len(table)):
        number = np.int64(table[slot, 1] >> np.uint64(32))
        if number >= least:
            slots[count], texts[count] = slot, number
            sides[count, 0] = np.int64(table[slot, 0] >> np.uint64(32))
            sides[count, 1] = np.int64(table[slot, 0] & np.uint64(0xFFFFFFFF))
            count += 1
    return slots, sides, texts


@compiled
def renumber(at: Integers, new: Integers, into: Integers) -> None:
    """Write the new number of every slot that has one over the stream ``into``."""
    for place in range(len(at)):
        if at[place] >= 0 and new[at[place]] >= 0:
            into[place] = new[at[place]]


@compiled
def counts_by_row(
    level: Integers, begins: Integers, texts: Integers, row: Integers, low: int, high: int
) -> tuple[Integers, Integers, Integers]:
    """Count in how many texts of each row the terms ``low`` … ``high`` − 1 of a stream occur.

    Args:
        level: the stream of numbers of terms.
        begins: where each text begins.
        texts: the texts that count, in the order of their rows.
        row: row of each text.
        low: the first term.
        high: the term after the last.

    Returns:
        Terms, rows and texts, in the order of rows.
    """
    # Last text and texts in the row at hand stand together: one line of memory for each word read.
    state = np.zeros((high - low, 2), np.int32)
    most = begins[-1] if len(begins) else 0
    terms, rows, found = (
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
    )
    used = 0
    for number in range(len(texts)):
        text = texts[number]
        for place in range(begins[text], begins[text + 1]):
            term = level[place] - low
            if term >= 0 and state[term, 0] != text + 1:
                state[term, 0] = text + 1
                state[term, 1] += 1
        if number + 1 == len(texts) or row[texts[number + 1]] != row[text]:
            for term in range(high - low):
                if state[term, 1]:
                    terms[used], rows[used], found[used] = term + low, row[text], state[term, 1]
                    used += 1
                    state[term, 1] = 0
    return terms[:used].copy(), rows[:used].copy(), found[:used].copy()


@compiled
def by_rank(terms: Integers, rank: Integers) -> Integers:
    """Return the places of terms in the order of their ranks; places of the same term stay as they come.

    >>> by_rank(np.array([1, 0, 1], np.int32), np.array([1, 0], np.int32)).tolist()
    [0, 2, 1]
    """
    ends = np.zeros(len(rank) + 1, np.int64)
    for place in range(len(terms)):
        ends[rank[terms[place]] + 1] += 1
    for one in range(len(rank)):
        ends[one + 1] += ends[one]
    order = np.empty(len(terms), np.int32)
    for place in range(len(terms)):
        one = rank[terms[place]]
        order[ends[one]] = place
        ends[one] += 1
    return order


@compiled
def spelled(
    data: Integers, words: Integers, parts: Integers, chosen: Integers
) -> tuple[Integers, Integers]:
    """Return the bytes of terms, one after another, and where each begins and the last ends.

    Args:
        data: the bytes that words are found in.
        words: per word its first byte and its bytes, negative for Han.
        parts: per term its words, −1 where there are fewer.
        chosen: the terms wanted.
    """
    begins = np.zeros(len(chosen) + 1, np.int64)
    for number in range(len(chosen)):
        size = 0
        for step in range(parts.shape[1]):
            word = parts[chosen[number], step]
            if word >= 0:
                size += abs(words[word, 1]) + (step > 0 and words[word, 1] > 0)
        begins[number + 1] = begins[number] + size
    written = np.empty(begins[-1], np.uint8)
    for number in range(len(chosen)):
        at = begins[number]
        for step in range(parts.shape[1]):
            word = parts[chosen[number], step]
            if word < 0:
                continue
            if step > 0 and words[word, 1] > 0:
                written[at] = 0x20
                at += 1
            for place in range(words[word, 0], words[word, 0] + abs(words[word, 1])):
                written[at] = data[place]
                at += 1
    return written, begins


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
