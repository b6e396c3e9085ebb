"""Text that goes into records: one line, printable, bounded."""

import re
import unicodedata

# Line ends and control marks would let a value forge lines of a log; direction marks would show another text.
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def one_line(text: str, *, limit: int) -> str:
    """Return the text on one line without marks that do not print, cut to ``limit`` characters.

    >>> one_line("甲\\n2026 admin signin\\u202e", limit=30)
    '甲 2026 admin signin'
    >>> one_line("一二三四", limit=3)
    '一二…'
    """
    clean = _UNWANTED.sub(" ", _SURROGATES.sub("\ufffd", text)).strip()
    clean = unicodedata.normalize("NFC", clean)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def storable(text: str) -> str:
    """Return the text as every database can keep it: no NUL, no lone half of a surrogate pair.

    >>> storable("a\\x00b")
    'a\\ufffdb'
    """
    return _SURROGATES.sub("\ufffd", text).replace("\x00", "\ufffd")


def masked(number: str) -> str:
    """Return a telephone number with its middle hidden.

    >>> masked("13812345678"), masked("0571-8705"), masked("")
    ('138****5678', '05*****05', '')
    """
    ends = 3 if len(number) >= 11 else 2
    tail = 4 if len(number) >= 11 else 2
    if len(number) <= ends + tail:
        return "*" * len(number)
    return number[:ends] + "*" * (len(number) - ends - tail) + number[-tail:]
