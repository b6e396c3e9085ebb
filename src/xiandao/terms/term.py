"""Enumerated words of the trade that carry their Chinese label, definition and clause."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A closed list of words; each member is its stored value plus what people are told about it.

    Members are written as ``NAME = value, label, definition, clause``; definition and clause may
    be left out.

    >>> class Light(Term):
    ...     GREEN = "green", "绿", "正常推进或已办结"
    ...     GREY = "grey", "灰"
    >>> Light.GREEN.label, Light.GREEN.definition, str(Light.GREEN)
    ('绿', '正常推进或已办结', 'green')
    >>> Light("grey").label
    '灰'
    >>> Light.choices()
    [('green', '绿'), ('grey', '灰')]
    """

    label: str
    definition: str
    clause: str

    def __new__(cls, value: str, label: str = "", definition: str = "", clause: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        member.definition = definition
        member.clause = clause
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label of every member in declared order, as form fields want them."""
        return [(member.value, member.label) for member in cls]
