"""What a rule found in a return."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xiandao.terms.term import Term

_PLACE: Final = re.compile(r"\{(\w+)\}")


class Severity(Term):
    """What a finding asks of the reporter."""

    MUST = "must", "强制", "必须改正才能报出"
    EXPLAIN = "explain", "核实", "情况属实的写明原因后可以报出"
    HINT = "hint", "提示", "供填报和审核时参考"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; the first of ``items`` is the cell to show it at."""

    rule: str
    severity: str
    unit: str
    period: str
    items: tuple[str, ...]
    message: str
    message_en: str = ""
    left: float | None = None
    right: float | None = None
    needs_explanation: bool = False

    @property
    def item(self) -> str:
        """The cell to show it at; empty where it concerns the return as a whole."""
        return self.items[0] if self.items else ""


def amount(number: float | None) -> str:
    """Write a number for people: no exponent, at most two decimals, four below one.

    >>> amount(1234567.0), amount(0.01236), amount(-2.5), amount(None)
    ('1234567', '0.0124', '-2.5', '—')
    """
    if number is None:
        return "—"
    text = f"{number:.2f}" if abs(number) >= 1 else f"{number:.4f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def fill(template: str, words: Mapping[str, str]) -> str:
    """Put words into the places of a message; places without a word stay as they are.

    Args:
        template: text with places such as ``{left}`` and ``{r13}``; nothing else in braces is read.

    >>> fill("{r13}为{left}，{x}", {"r13": "总收入", "left": "5"})
    '总收入为5，{x}'
    """
    return _PLACE.sub(lambda match: words.get(match[1], match[0]), template)
