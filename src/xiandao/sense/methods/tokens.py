"""What counts as a word of a term: the rules of reading for free text and for titles, as tables of characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.term_counts_kernel import GAP, HAN, STOP, WORD

CODES: Final = 0x110000
HAN_RANGES: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
# Between two fields of one document: nothing reaches across.
FIELD: Final = "\x1f"
STOP_TEXT: Final = """
    a an the of for in on with to and or from by at as is are be was were been being it its this that
    these those we our us you your they their he she his her not no nor do does did can could may might
    must shall should will would via using use used based towards toward into over under between among
    within without through across per than then vs versus how what when where which who why if else
    there here more most less least very also both each other another such only same so too all any some
    about against during before after above below up down out off again further once own just but
    because until while et al de la le les des du en pour une un dans sur par l d au aux
"""
STOP_WORDS: Final = frozenset(STOP_TEXT.split())


@dataclass(frozen=True)
class Reading:
    """How texts are read into words.

    Attributes:
        classes: per code point GAP, WORD, STOP or HAN.
        strict: whether short words, numbers and stop words end an n-gram; otherwise words of one
            letter are passed over.
    """

    classes: NDArray[Any]
    strict: bool


@cache
def free_text() -> Reading:
    r"""Return the reading of free text: words of two or more letters, as the pattern ``\b\w\w+\b``; Han by character.

    Source: the default ``token_pattern`` of scikit-learn's ``CountVectorizer``.

    >>> reading = free_text()
    >>> [int(reading.classes[ord(one)]) for one in "aé_ -学"]
    [1, 1, 1, 0, 0, 3]
    """
    classes = np.full(CODES, GAP, np.uint8)
    classes[word_codes()] = WORD
    classes[ord(FIELD)] = STOP
    return Reading(with_han(classes), strict=False)


@cache
def titles() -> Reading:
    """Return the reading of titles: letters and digits of ASCII, n-grams end at punctuation; Han by character.

    >>> reading = titles()
    >>> [int(reading.classes[ord(one)]) for one in "aé -:学"]
    [1, 0, 0, 0, 2, 3]
    """
    classes = np.full(CODES, STOP, np.uint8)
    classes[word_codes()] = GAP
    spaces = [code for code in range(0x3001) if chr(code).isspace()]
    classes[spaces] = GAP
    classes[[ord(one) for one in "-'’"]] = GAP
    classes[[ord(one) for one in "abcdefghijklmnopqrstuvwxyz0123456789"]] = WORD
    classes[ord(FIELD)] = STOP
    return Reading(with_han(classes), strict=True)


@cache
def word_codes() -> NDArray[np.int64]:
    r"""Return the code points that ``\w`` matches."""
    every = "".join(chr(code) if not 0xD800 <= code < 0xE000 else " " for code in range(CODES))
    spans = [found.span() for found in re.finditer(r"\w+", every)]
    return np.concatenate([np.arange(*span) for span in spans])


def with_han(classes: NDArray[Any]) -> NDArray[Any]:
    """Mark Han characters, which have no spaces between words."""
    for low, high in HAN_RANGES:
        classes[low:high] = HAN
    classes.flags.writeable = False
    return classes


def is_word(word: str) -> bool:
    """Return whether a word may stand in a term of a title: no number, no stop word.

    >>> is_word("bert"), is_word("2019"), is_word("the")
    (True, False, False)
    """
    return not word.isdigit() and word not in STOP_WORDS
