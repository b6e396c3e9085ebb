"""First letters of Chinese words, as people type them into a search box."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=50_000)
def initials(text: str) -> str:
    """Return the pinyin initials of a text: lower-case Latin letters and digits, all else dropped.

    Args:
        text: any text; half and full width letters count as themselves.

    Returns:
        one letter for each Chinese character, with the reading that the word gives it.

    >>> initials("先导区"), initials("重庆市"), initials("10+X产业")
    ('xdq', 'cqs', '10xcy')
    >>> initials("")
    ''
    """
    # Imported late: its dictionary takes a third of a second, which no other command should pay.
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_folded)
    return "".join(c for c in "".join(syllables).lower() if c.isascii() and c.isalnum())


@lru_cache(maxsize=50_000)
def is_spelt_by(text: str, typed: str) -> bool:
    """Return whether the typed letters are the initials of consecutive characters, in any of their readings.

    Args:
        text: the name that is looked for.
        typed: letters and digits.

    >>> is_spelt_by("长三角一体化", "csj"), is_spelt_by("长三角一体化", "zsj")
    (True, True)
    >>> is_spelt_by("先导区", "dqx")
    False
    """
    wanted = typed.strip().lower()
    readings = [_readings(char) for char in _folded(text).lower() if not char.isspace()]
    return bool(wanted) and any(
        all(char in readings[start + at] for at, char in enumerate(wanted))
        for start in range(len(readings) - len(wanted) + 1)
    )


@lru_cache(maxsize=10_000)
def _readings(char: str) -> str:
    from pypinyin import Style, pinyin

    if char.isascii():
        return char
    found = pinyin(char, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return "".join(letter for letters in found for letter in letters)


def _folded(run: str) -> str:
    return unicodedata.normalize("NFKC", run)
