"""One thing read that is really several: where it can be cut, and what each part carries on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

FIGURES = (
    "value", "value_max", "stretch_value", "baseline", "value_raw", "unit_raw", "unit", "comparator", "metric",
    "same_as",
)  # fmt: skip
QUANTIFIED = frozenset({"target", "parameter", "scope"})
_STOPS = re.compile(r"[，,；;。]+|、(?!县)")
_MARGIN = "，,；;。、：: \t\n\u3000"
SHORTEST = 2


def cut_points(text: str) -> tuple[int, ...]:
    """Return the places behind punctuation where a text can be cut, never at its ends.

    >>> cut_points("建设10个平台，引育50个团队。")
    (8,)
    """
    return tuple(found.end() for found in _STOPS.finditer(text) if 0 < found.end() < len(text))


def parts(text: str, start: int, end: int, cuts: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the spans that remain when a span is cut: margins of punctuation and scraps are left out.

    Args:
        text: the whole text.
        start, end: the span that is cut.
        cuts: places in the text; those outside the span are of no effect.

    >>> parts("建设10个平台，引育50个团队。", 0, 17, [8])
    ((0, 7), (8, 16))
    """
    places = [start, *sorted({cut for cut in cuts if start < cut < end}), end]
    found = []
    for left, right in pairwise(places):
        piece = text[left:right]
        first = left + len(piece) - len(piece.lstrip(_MARGIN))
        last = right - (len(piece) - len(piece.rstrip(_MARGIN)))
        if last - first >= SHORTEST:
            found.append((first, last))
    return tuple(found)


def part_of(kind: str, payload: Mapping[str, Any], text: str) -> tuple[str, dict[str, Any]]:
    """Return kind and payload of a part: figures stay with the part that says them, all else is passed on.

    >>> part_of("target", {"value": 10, "value_raw": "10", "lead": "省科技厅"}, "引育50个团队")
    ('task', {'lead': '省科技厅'})
    """
    said = str(payload.get("value_raw") or "")
    if kind not in QUANTIFIED or (said and said in text):
        return kind, dict(payload)
    return "task", {name: value for name, value in payload.items() if name not in FIGURES}
