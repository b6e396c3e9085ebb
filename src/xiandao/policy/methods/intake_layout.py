"""Printed lines of a page back to paragraphs: page numbers and running heads go, breaks close."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·•]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[\s—–\-－·•]*"
)
_NEW_PARAGRAPH = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.．、﹒](?!\d)|"
    r"[（(]\d{1,2}[)）]|第[一二三四五六七八九十]+[章节条])"
)
_SENTENCE_END = tuple("。！？!?；;：:")
_LEAST_REPEATED = 3
_LEAST_EMS = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; in points, ``top`` counted downwards, ``em`` the size of its type."""

    text: str
    left: float
    right: float
    top: float
    em: float


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without headers or footers that return on most pages.

    >>> page = [Line("示政发〔2026〕8号", 0, 9, 0, 1), Line("正文", 0, 9, 5, 1), Line("— 3 —", 4, 6, 9, 1)]
    >>> [line.text for line in without_furniture([page] * 3)[0]]
    ['正文']
    """
    edges = Counter(
        _digits_folded(page[index].text)
        for page in pages
        for index in {0, len(page) - 1}
        if len(page) > 1
    )
    most = max(_LEAST_REPEATED, len(pages) // 2)
    kept: list[list[Line]] = []
    for page in pages:
        rest = list(page)
        for at in (0, -1):
            while rest and _is_furniture(rest[at].text, edges, most):
                del rest[at]
        kept.append(rest)
    return kept


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Printed lines joined to paragraphs, over page breaks as well.

    A line goes on in the next one where it reaches the right edge of the text and the next one
    follows closely and begins at the left edge, without the indent or the number of a new one.
    """
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    em = statistics.median(line.em for line in lines)
    left = min(statistics.multimode(round(line.left) for line in lines))
    right = max(line.right for line in lines)
    steps = [line.top - before.top for before, line in pairwise(lines) if line.top > before.top]
    pitch = statistics.median(steps) if steps else 0.0
    joined = [lines[0].text]
    for before, line in pairwise(lines):
        is_full = before.right > right - 2.2 * em and before.right - before.left > _LEAST_EMS * em
        follows = line.left < left + 1.2 * em and line.top - before.top < 1.8 * pitch
        is_prose = "\t" not in before.text + line.text
        is_new = _NEW_PARAGRAPH.match(line.text) and before.text.endswith(_SENTENCE_END)
        if is_full and follows and is_prose and not is_new:
            joined[-1] = glued(joined[-1], line.text)
        else:
            joined.append(line.text)
    return joined


def glued(before: str, after: str) -> str:
    """Two runs as one; only words in Latin letters need a blank between them.

    >>> glued("建设", "30个"), glued("open", "data")
    ('建设30个', 'open data')
    """
    is_word = before[-1:].isascii() and before[-1:].isalpha()
    return f"{before} {after}" if is_word and after[:1].isascii() else before + after


def _digits_folded(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def _is_furniture(text: str, edges: Counter[str], most: int) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text)) or edges[_digits_folded(text)] >= most
