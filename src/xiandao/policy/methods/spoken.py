"""Who is responsible where the sentence itself says so: “由省科技厅牵头，会同省财政厅建立机制”."""

from __future__ import annotations

import re

from xiandao.policy.methods.parties import read_parties
from xiandao.policy.methods.statements import Statement

_ENDING = r"(?:办公厅|办公室|委员会|管委会|政府|厅|局|委|办(?!公)|部(?!门))"
_REST = rf"(?!各|有关|相关)[\u4e00-\u9fff（）]{{1,18}}?{_ENDING}"
_UNIT = rf"(?:省|市|区|县|国家|自治区|州){_REST}"
_LEADS = re.compile(
    rf"(?:由|[，。；、]|^)(?P<lead>{_UNIT}(?:[、和]{_UNIT}){{0,3}})(?:要|应|将|负责)?(?:共同|联合)?(?P<verb>牵头|会同)"
)
_WITH = re.compile(r"[，、]?(?:并)?会同")
_NEXT = re.compile(rf"[、，和与及]?(?P<name>{_UNIT}|{_REST})")
_TAKES_PART = re.compile(
    r"等?(?:有关|相关)?(?:部门|单位)?(?:共同)?(?:参加|参与|配合|协同|协助|组成|按职责)"
)
_UNNAMED = re.compile(r"[，、]?(?:会同)?(?P<note>(?:各)?(?:有关|相关)(?:单位|部门))")
_LONGEST, _FURTHEST = 20000, 160


def spoken_statements(text: str) -> list[Statement]:
    """Find who leads and who joins in running text.

    Args:
        text: folded paragraph.

    >>> found = spoken_statements("由市科委牵头，市教委、市卫生健康委参加的机制")
    >>> [(item.parties, item.lead) for item in found]
    [(('市科委', '市教委', '市卫生健康委'), '市科委')]
    >>> spoken_statements("省科技厅会同省财政厅、经信厅建立机制")[0].parties
    ('省科技厅', '省财政厅', '省经信厅')
    """
    return [_statement(found, text) for found in _LEADS.finditer(text[:_LONGEST])]


def _statement(found: re.Match[str], text: str) -> Statement:
    leads, prefix = read_parties(found["lead"].replace("和", "、"))
    rest = re.split("[。；]", text[found.end() : found.end() + _FURTHEST])[0]
    joined, _ = read_parties("、".join(_joining(rest, found["verb"])), prefix)
    names = tuple(dict.fromkeys((*leads.names, *joined.names)))
    note = _UNNAMED.match(rest)
    lead = "、".join(leads.names)
    return Statement(
        names, lead, False, False, note["note"] if note else None, None,
        found.start("lead"), found.end(), spoken=True,
    )  # fmt: skip


def _joining(rest: str, verb: str) -> list[str]:
    """The units named behind the lead; without 会同 only where they are said to take part."""
    together = _WITH.match(rest)
    at = together.end() if together else 0
    names: list[str] = []
    found = _NEXT.match(rest, at)
    while found and len(names) < 20:
        names.append(found["name"])
        at = found.end()
        found = _NEXT.match(rest, at) if rest[at : at + 1] in tuple("、，和与及") else None
    said = verb == "会同" or together or _TAKES_PART.match(rest, at)
    return names if said else []
