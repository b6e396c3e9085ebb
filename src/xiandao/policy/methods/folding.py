"""A folded view of a text: one width of punctuation, no spaces, and the way back to the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

THOUSANDS = "\x1f"
# Stands for the blank that keeps a name such as H100 apart from the figure behind it.
GAP = "\x02"

_FOLD = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_FOLD |= str.maketrans(
    ",;:()!?﹒．％＋﹢－–─‐―~〜∼「」『』○﹐﹔﹕﹙﹚／［］〈〉",
    "，；：（）！？..%++———-—～～～“”“”〇，；：（）/[]《》",
)
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_SPACE = re.compile(r"\s")
_APART = re.compile(r"(?<=[A-Za-z])(\d{0,6})[ \t](?=\d)")
# A half-width full stop after a Chinese character ends a sentence; after a figure it is a decimal point.
_STOP = re.compile(r"(?<=[\u4e00-\u9fff）)”%])\.(?!\.)")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters, the offset in the source text.

    >>> folded = fold("建设 10个(家)", start=5)
    >>> folded.text, folded.span(2, 4)
    ('建设10个（家）', (8, 10))
    """

    text: str
    offsets: Sequence[int]
    end: int

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Translate a half-open span of the folded text to one of the source."""
        if first >= last or not self.text:
            at = self.offsets[first] if first < len(self.offsets) else self.end
            return at, at
        return self.offsets[first], self.offsets[last - 1] + 1


def fold(source: str, start: int = 0) -> Folded:
    """Fold a piece of a text that begins at ``start`` of the whole.

    >>> fold("12,000家，增长５％").text.replace(THOUSANDS, "_")
    '12_000家，增长5%'
    """
    text = source
    if "," in text:
        text = _THOUSANDS.sub(lambda found: found[0].replace(",", THOUSANDS), text)
    text = _STOP.sub("。", _quotes(text.translate(_FOLD)))
    text = _APART.sub(rf"\1{GAP}", text)
    if not _SPACE.search(text.replace(THOUSANDS, "_")):
        return Folded(text, range(start, start + len(text)), start + len(text))
    kept = [at for at, char in enumerate(text) if char == THOUSANDS or not char.isspace()]
    return Folded(
        "".join([text[at] for at in kept]), [start + at for at in kept], start + len(source)
    )


def unmarked(text: str) -> str:
    """Give a piece of folded text as one would write it, without the marks that folding put in.

    >>> unmarked(fold("H100 1,000张").text)
    'H100 1,000张'
    """
    return text.replace(GAP, " ").replace(THOUSANDS, ",")


def _quotes(text: str) -> str:
    if '"' not in text:
        return text
    pieces = text.split('"')
    return (
        "".join(piece + ("“" if at % 2 == 0 else "”") for at, piece in enumerate(pieces[:-1]))
        + pieces[-1]
    )
