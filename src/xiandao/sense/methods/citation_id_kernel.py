"""Kernels that look up ids: whole numbers or texts become the numbers of works, in a table of keys and places."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.compiled import compiled
from xiandao.sense.methods.word_kernel import mixed

Integers = NDArray[Any]
# Ids looked up in one go: what is noted of them stays in the processor's nearest cache.
BLOCK: Final = 512
LEAST_BITS: Final = 4
# So many digits always fit into 64 bits.
MOST_DIGITS: Final = 18
ZERO: Final = 0x30
LAST_DIGIT: Final = 9


@compiled
def table_for(keys: Integers) -> Integers:
    """Return a table of keys and, beside each, its place + 1; keys that occur twice stand in it twice.

    >>> table_for(np.array([7, 9], np.int64))[:, 1].sum()
    np.int64(3)
    """
    bits = LEAST_BITS
    while 1 << bits < 2 * len(keys):
        bits += 1
    table = np.zeros((1 << bits, 2), np.int64)
    mask = np.int64(len(table) - 1)
    for place in range(len(keys)):
        slot = np.int64(mixed(np.uint64(keys[place])) & np.uint64(mask))
        while table[slot, 1] != 0:
            slot = (slot + 1) & mask
        table[slot, 0], table[slot, 1] = keys[place], place + 1
    return table


@compiled
def looked_up(asked: Integers, table: Integers, number: Integers, absent: int) -> Integers:
    """Return the number of each id asked for.

    Args:
        asked: whole numbers.
        table: of ``table_for``.
        number: the number of each place.
        absent: what an id gets that is not there.
    """
    found = np.empty(len(asked), number.dtype)
    slots = np.empty(BLOCK, np.int64)
    hints = np.empty(BLOCK, np.int64)
    mask = np.int64(len(table) - 1)
    for begin in range(0, len(asked), BLOCK):
        count = min(BLOCK, len(asked) - begin)
        # No branch here, so that the processor asks for all of this memory at once.
        for one in range(count):
            slot = np.int64(mixed(np.uint64(asked[begin + one])) & np.uint64(mask))
            slots[one] = slot
            hints[one] = table[slot, 0]
        for one in range(count):
            key, slot = asked[begin + one], slots[one]
            if hints[one] != key:
                while table[slot, 1] != 0 and table[slot, 0] != key:
                    slot = (slot + 1) & mask
            place = table[slot, 1]
            found[begin + one] = number[place - 1] if place else absent
    return found


@compiled
def text_keys(data: Integers, starts: Integers) -> Integers:
    """Return the hash (FNV-1a, 64 bits) of each text.

    >>> one, same, other = text_keys(np.frombuffer(b"ababb", np.uint8), np.array([0, 2, 4, 5]))
    >>> one == same, one == other
    (np.True_, np.False_)
    """
    keys = np.empty(len(starts) - 1, np.int64)
    for text in range(len(keys)):
        key = np.uint64(0xCBF29CE484222325)
        for at in range(starts[text], starts[text + 1]):
            key = (key ^ np.uint64(data[at])) * np.uint64(0x100000001B3)
        keys[text] = np.int64(key)
    return keys


@compiled
def prefixed_numbers(data: Integers, starts: Integers, prefix: Integers) -> Integers:
    """Return the whole number after a prefix, −1 for a text that is no such thing or not spelled as numbers are.

    >>> texts = np.frombuffer(b"W17W017X3W", np.uint8)
    >>> prefixed_numbers(texts, np.array([0, 3, 7, 9, 10]), np.frombuffer(b"W", np.uint8)).tolist()
    [17, -1, -1, -1]
    """
    found = np.full(len(starts) - 1, -1, np.int64)
    for text in range(len(found)):
        at, end = starts[text], starts[text + 1]
        digits = end - at - len(prefix)
        if digits < 1 or digits > MOST_DIGITS:
            continue
        for step in range(len(prefix)):
            if data[at + step] != prefix[step]:
                digits = 0
        at += len(prefix)
        number = np.int64(0)
        if digits > 1 and data[at] == ZERO:
            digits = 0
        for place in range(at, end):
            digit = np.int64(data[place]) - ZERO
            if digit < 0 or digit > LAST_DIGIT:
                digits = 0
            number = 10 * number + digit
        if digits:
            found[text] = number
    return found


@compiled
def same_text(data: Integers, begin: int, end: int, other: Integers, start: int, stop: int) -> bool:
    """Return whether two stretches of bytes are the same."""
    if end - begin != stop - start:
        return False
    place = begin
    while place < end and data[place] == other[start + place - begin]:
        place += 1
    return place == end


@compiled
def looked_up_texts(
    data: Integers, starts: Integers, known: Integers, begins: Integers, table: Integers,
    number: Integers, absent: int,
) -> Integers:  # fmt: skip
    """Return the number of each text asked for; texts are compared whole, their hash only finds where to look.

    Args:
        data: the bytes of the texts asked for.
        starts: where each begins and the last ends.
        known: the bytes of the ids.
        begins: where each of them begins and the last ends.
        table: of ``table_for`` the hashes of the ids.
        number: the number of each id.
        absent: what a text gets that is not there.
    """
    found = np.empty(len(starts) - 1, number.dtype)
    mask = np.int64(len(table) - 1)
    for begin in range(0, len(found), BLOCK):
        end = min(begin + BLOCK, len(found))
        keys = text_keys(data, starts[begin : end + 1])
        slots = np.empty(len(keys), np.int64)
        places = np.empty(len(keys), np.int64)
        for one in range(len(keys)):
            slots[one] = np.int64(mixed(np.uint64(keys[one])) & np.uint64(mask))
            places[one] = table[slots[one], 1]
        for one in range(len(keys)):
            slot, place = slots[one], places[one]
            left, right = starts[begin + one], starts[begin + one + 1]
            while place != 0 and not (
                table[slot, 0] == keys[one]
                and same_text(data, left, right, known, begins[place - 1], begins[place])
            ):
                slot = (slot + 1) & mask
                place = table[slot, 1]
            found[begin + one] = number[place - 1] if place else absent
    return found
