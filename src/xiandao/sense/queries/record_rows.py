"""What every reader of a file gives: rows with their place, or the reason why a row is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

REFUSALS: Final = {
    "SEN-320": "这一行已损坏，读不懂",
    "SEN-321": "文字编码无法识别",
    "SEN-322": "既没有题名，也没有摘要",
    "SEN-323": "编号与另一条记录相同，题名却不同；编号来自不同来源时，请用 --source 区分",
    "SEN-324": "这一行过长",
    "SEN-325": "这一行不是一条记录",
    "SEN-326": "DOI 与另一条记录相同，题名却不同",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    ``number`` counts rows from 0, ``line`` is where a person finds it (from 1); ``value`` is None for a row before
    the place where reading goes on, and for a refused one (``refusal`` is the code then, ``why`` the detail).
    """

    number: int
    line: int
    value: Mapping[str, Any] | None
    refusal: str = ""
    why: str = ""
    odd: tuple[str, ...] = ()
    size: int = 0


def refusal_of(states: Iterable[str]) -> str:
    """Return the code for lines that cannot be read, nothing for lines that can."""
    known = {"broken": "SEN-321", "long": "SEN-324"}
    return next((known[one] for one in states if one in known), "")


def odd_of(states: Iterable[str]) -> tuple[str, ...]:
    """Return what is odd about lines that can be read."""
    known = {"other": "other_encoding", "latin": "latin_encoding"}
    return tuple(sorted({known[one] for one in states if one in known}))
