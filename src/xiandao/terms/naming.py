"""Names as they are compared: people write brackets, blanks and widths as they like."""

from __future__ import annotations

import unicodedata

_BRACKETS = str.maketrans(dict.fromkeys("〔［【", "(") | dict.fromkeys("〕］】", ")"))
_DROPPED = frozenset("“”\"‘’'·")


def folded_name(name: str) -> str:
    """A name in half width, without blanks or quotes, with one kind of brackets, in lower case.

    >>> folded_name(" 零碳负碳（碳捕集利用及封存） ")
    '零碳负碳(碳捕集利用及封存)'
    """
    plain = unicodedata.normalize("NFKC", name.translate(_BRACKETS)).casefold()
    return "".join(char for char in plain if not char.isspace() and char not in _DROPPED)
