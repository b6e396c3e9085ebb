"""One statement of responsibility taken apart: roles, parties, the lead, the date it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.parties import Parties, is_party, merge_areas, read_parties, split_names

OPENING = ("（", "[", "【", "〔")
CLOSING = ("）", "]", "】", "〕")
FIRST = re.compile(words("institutions")["first_is_lead"])
WHEN = re.compile(r"[，；](?:于|在)?((?:19|20)\d{2}年[^，。；、]{0,10}?)(?:前)?(?:完成)?$")
# “省科技厅（牵头）、省教育厅”: the lead is marked behind its name.
_MARKED = re.compile(r"[、，；]?([^、，；（〔\[]{2,20})[（〔\[]牵头(?:单位|部门)?[）〕\]]")
_TAIL = re.compile(
    r"(?:(?:按|按照|根据)(?:各自)?(?:职责|职能)(?:分工)?)?(?:共同|分别|具体|组织|协同)?"
    r"(?:负责(?:落实|实施|推进)?|落实|组织实施|实施|推进|参加|参与|配合|协助|协同推进|牵头负责|牵头)$"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of responsibility: parties in order, the lead and whether the text says so, its span."""

    parties: tuple[str, ...]
    lead: str | None
    inferred: bool
    others: bool
    note: str | None
    deadline: str | None
    start: int
    end: int
    spoken: bool = False


def read_statement(inner: str, start: int, end: int, first_leads: bool) -> Statement | None:
    """Read the inside of a bracket or what follows a label.

    Args:
        inner: folded text, with or without the brackets around it.
        start: where it begins in the paragraph.
        end: where it ends in the paragraph.
        first_leads: the paper says that the unit listed first has the lead.

    >>> read_statement("（牵头单位：省科技厅；完成时限：2026年底）", 0, 9, False).deadline
    '2026年底'
    """
    inner = _balanced(inner.rstrip("。；"))
    rule = FIRST.search(inner)
    if rule:
        first_leads = True
        inner = "；".join(part for part in re.split("[；。]", inner) if not FIRST.search(part)) or (
            inner[: rule.start()].rstrip("，、；")
        )
        if not any(
            is_party(without_duty(piece))
            for piece in merge_areas(split_names(_any_label().sub("", inner)))
        ):
            return None
    when = WHEN.search(inner)
    parts = _labelled_parts(WHEN.sub("", inner))
    parts += [("when", when[1])] if when else []
    deadline = next((value for role, value in parts if role == "when"), None)
    parts = [(role, value) for role, value in parts if role != "when"]
    if not parts:
        return None
    statement = _assemble(parts, first_leads, deadline, (start, end))
    return statement if statement and (statement.parties or statement.note) else None


def from_cells(
    cells: dict[str, str], *, first_leads: bool, span: tuple[int, int]
) -> Statement | None:
    """Combine the department cells of a table row.

    Args:
        cells: role (lead, any, with) → folded text of the cell.
        first_leads: the paper says that the first-listed unit has the lead.
        span: half-open span of the row.

    >>> from_cells({"lead": "省数据局", "with": "无"}, first_leads=False, span=(0, 9)).lead
    '省数据局'
    """
    parts = []
    for role in ("lead", "any", "with"):
        if cells.get(role):
            parts += (
                _labelled_parts(cells[role])
                if role == "any"
                else [(role, _TAIL.sub("", cells[role]))]
            )
    # One unit alone in a column 责任单位 is not said to lead.
    parts = [("any" if role == "sole" else role, value) for role, value in parts]
    if not parts:
        return None
    return _assemble(parts, first_leads, None, span)


def without_duty(piece: str) -> str:
    """Drop 按职责分工负责 and the like from the end of a list.

    >>> without_duty("省财政厅按职责分工负责")
    '省财政厅'
    """
    return _TAIL.sub("", piece)


def _labelled_parts(inner: str) -> list[tuple[str, str]]:
    pattern = _any_label()
    labels = list(pattern.finditer(inner))
    if not labels:
        return _spoken_parts(inner)
    parts = []
    if labels[0].start() > 0:
        parts += _spoken_parts(inner[: labels[0].start()].rstrip("，；。、"))
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else len(inner)
        value = _balanced(inner[label.end() : stop].strip("，；。、 "))
        role = str(label.lastgroup)
        if role == "any":
            parts += _spoken_parts(value)
        else:
            parts.append((role, value))
    return parts


@cache
def _any_label() -> re.Pattern[str]:
    lists = words("institutions")
    groups = "|".join(
        f"(?P<{role}>(?:省级|市级)?(?:{alternatives(lists[key])}))"
        for role, key in (
            ("lead", "labels_lead"),
            ("any", "labels_any"),
            ("with", "labels_with"),
            ("when", "labels_when"),
        )
    )
    return re.compile(rf"[【\[（〔]?(?:{groups})[】\]）]?：")


def _spoken_parts(text: str) -> list[tuple[str, str]]:
    """Split “A牵头，B、C按职责分工负责” into a lead part and the others."""
    marked = _MARKED.findall(text)
    if marked:
        return [("lead", "、".join(marked)), *_spoken_parts(_MARKED.sub("", text).strip("、，；"))]
    parts: list[tuple[str, str]] = []
    for clause in _leading_clauses(text):
        role = "lead" if re.search("牵头(?:负责)?$", clause) else "any"
        if role == "any" and re.search("配合$|参与$|参加$|协助$|协同$", clause):
            role = "with"
        if role == "any" and re.search(r"(?<!分工)(?<!共同)负责$", clause) and "职责" not in clause:
            role = "sole"
        stripped = _TAIL.sub("", clause).strip("，、；")
        if stripped:
            parts.append((role, stripped))
    return parts


def _leading_clauses(text: str) -> list[str]:
    pieces = re.split(
        r"(?<=牵头)[，；、。]|(?<=牵头负责)[，；、。]|；|(?<=负责)[，。]|(?<=配合)[，。]|(?<=牵头)会同|会同",
        text,
    )
    return [piece for piece in pieces if piece]


def _assemble(
    parts: list[tuple[str, str]],
    first_leads: bool,
    deadline: str | None,
    span: tuple[int, int],
) -> Statement | None:
    prefix, read = "", []
    for role, value in parts:
        parties, prefix = read_parties(value, prefix)
        read.append((role, parties))
    names = tuple(dict.fromkeys(name for _, parties in read for name in parties.names))
    notes = [parties.note for _, parties in read if parties.note]
    if not names and not notes:
        return None
    others = any(parties.others for _, parties in read)
    lead = _stated_lead(read, first_leads, others)
    inferred = lead is None and bool(names)
    shown = names[0] if inferred else lead
    return Statement(names, shown, inferred, others, "；".join(notes) or None, deadline, *span)


def _stated_lead(read: list[tuple[str, Parties]], first_leads: bool, others: bool) -> str | None:
    """The unit before 牵头, the first one where the text says so, or a single unit before 负责."""
    leads = next((parties.names for role, parties in read if role == "lead"), ())
    if leads:
        return "、".join(leads)
    names = [name for _, parties in read for name in parties.names]
    if first_leads and names:
        return names[0]
    sole = [parties.names for role, parties in read if role == "sole"]
    helped = all(role in ("sole", "with") for role, _ in read)
    if len(sole) == 1 and len(sole[0]) == 1 and helped and not others and _can_lead(sole[0][0]):
        return sole[0][0]
    return None


def _can_lead(name: str) -> bool:
    return "成员单位" not in name and not name.startswith(("各", "相关", "有关"))


def _balanced(text: str) -> str:
    """Remove the brackets around a statement, but none that belong to a name inside it."""
    if text[:1] in OPENING:
        text = text[1:]
    while text[-1:] in CLOSING and sum(map(text.count, OPENING)) < sum(map(text.count, CLOSING)):
        text = text[:-1]
    return text
