"""Reading a kind of case from its TOML declaration, and everything that can be wrong with one."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xiandao.casework.methods import stages
from xiandao.casework.methods.stages import Kind, Stage, Transition, next_transitions, reachable
from xiandao.registry.methods.roles import roles
from xiandao.terms.error import XiandaoError

NEEDS = frozenset({stages.WORDS, stages.REASON, stages.EVIDENCE, stages.EVIDENCE_IF_ASKED})
BODIES = frozenset({stages.OWNER, stages.RESPONSIBLE})

Row = Mapping[str, Any]
Shape = Mapping[str, tuple[Any, bool]]

# What each table may hold and of which type; the first entries, marked True, must be there.
_KIND: Shape = {
    "name": (str, True), "label": (str, True), "stages": (list, True), "transitions": (list, True),
    "start": (str, False), "sheet": (str, False), "deadline_days": (int, False), "remind_days": (int, False),
    "answer": (str, False),
}  # fmt: skip
_STAGE: Shape = {
    "name": (str, True), "label": (str, True), "who": (str, False), "final": (bool, False),
    "deadline_days": (int, False), "keeps_case_deadline": (bool, False), "task": (str, False),
}  # fmt: skip
_TRANSITION: Shape = {
    "name": (str, True), "label": (str, True), "from": ((str, list), True), "to": (str, True),
    "who": ((str, list), False), "needs": (list, False), "deadline_days": (int, False),
    "outcome": (str, False), "not_same_person_as": (list, False), "reassigns": (bool, False),
    "batch": (bool, False),
}  # fmt: skip
_WORDS = frozenset({"from", "who", "needs", "not_same_person_as"})
_ROWS: Mapping[str, Shape] = {"stages": _STAGE, "transitions": _TRANSITION}


class DeclarationError(XiandaoError):
    """A declaration cannot be used; all that is wrong with it is in ``details["findings"]``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the line near which it stands (0: the file as a whole)."""

    line: int
    sentence: str


def parse(text: str, *, source: str = "kind.toml") -> Kind:
    """Read a declaration and refuse it unless every check passes.

    Args:
        text: TOML with ``name``, ``label``, ``[[stages]]`` and ``[[transitions]]``.
        source: how messages call the file.

    Raises:
        DeclarationError: ``CAS-001`` with every finding, each with file and line.

    >>> kind = parse('''
    ... name = "t"
    ... label = "试"
    ... [[stages]]
    ... name = "open"
    ... label = "待办"
    ... who = "owner"
    ... [[stages]]
    ... name = "done"
    ... label = "已办结"
    ... final = true
    ... [[transitions]]
    ... name = "end"
    ... label = "办结"
    ... from = "open"
    ... to = "done"
    ... ''')
    >>> kind.start, kind.transition("end").who
    ('open', ('owner',))
    """
    findings, kind = _examine(text)
    if findings or kind is None:
        told = [
            f"{source} 第 {f.line} 行：{f.sentence}" if f.line else f"{source}：{f.sentence}"
            for f in findings
        ]
        raise DeclarationError(
            "CAS-001",
            f"办件类型的声明有 {len(told)} 处错误：{'；'.join(told)}",
            "请改正声明文件后重新启动",
            {"source": source, "findings": told},
        )
    return kind


def lint(text: str) -> tuple[Finding, ...]:
    """Return all that is wrong with a declaration; nothing where it can be used.

    >>> [finding.sentence for finding in lint('name = "t"')]
    ['缺少 label', '缺少 stages', '缺少 transitions']
    """
    return tuple(_examine(text)[0])


def _examine(text: str) -> tuple[list[Finding], Kind | None]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [Finding(0, f"不是有效的 TOML（{error}）")], None
    findings = list(_shape(table, _KIND, 0))
    for name, shape in _ROWS.items():
        entries = table.get(name)
        for position, row in enumerate(entries if isinstance(entries, list) else ()):
            line = _line(text, name, position)
            if isinstance(row, dict):
                findings.extend(_shape(row, shape, line))
            else:
                findings.append(Finding(line, f"{name} 的每一项应是一张表"))
    if findings:
        return findings, None
    kind = _kind(table)
    findings.extend(_names(table, text))
    findings.extend(_graph(kind, table, text) if not findings else ())
    return findings, kind


def _line(text: str, table: str, position: int) -> int:
    heads = list(re.finditer(rf"^[ \t]*\[\[[ \t]*{table}[ \t]*\]\]", text, re.MULTILINE))
    return text.count("\n", 0, heads[position].start()) + 1 if position < len(heads) else 0


def _shape(row: Row, shape: Shape, line: int) -> Iterator[Finding]:
    for key in row:
        if key not in shape:
            yield Finding(line, f"不认识的键“{key}”，可用：{'、'.join(shape)}")
    for key, (wanted, required) in shape.items():
        if key not in row:
            if required:
                yield Finding(line, f"缺少 {key}")
        elif not isinstance(row[key], wanted) or (wanted is int and isinstance(row[key], bool)):
            yield Finding(line, f"{key} 的类型不对")
        elif wanted is int and row[key] < 1:
            yield Finding(line, f"{key} 应是正整数")
        elif key in _WORDS and not all(isinstance(word, str) for word in row[key]):
            yield Finding(line, f"{key} 的每一项应是文字")


def _kind(table: Row) -> Kind:
    acting = {row["name"]: row.get("who", "") for row in table["stages"]}
    return Kind.of(
        table["name"],
        table["label"],
        [_stage(row) for row in table["stages"]],
        [_transition(row, acting) for row in table["transitions"]],
        start=table.get("start", ""),
        sheet=table.get("sheet", ""),
        deadline_days=table.get("deadline_days"),
        remind_days=table.get("remind_days", 3),
        answer=table.get("answer", ""),
    )


def _stage(row: Row) -> Stage:
    return Stage(
        name=row["name"],
        label=row["label"],
        who=row.get("who", ""),
        is_final=row.get("final", False),
        deadline_days=row.get("deadline_days"),
        keeps_case_deadline=row.get("keeps_case_deadline", False),
        task=row.get("task", row["label"]),
    )


def _transition(row: Row, acting: Mapping[str, str]) -> Transition:
    sources = _several(row["from"])
    # Who has the task at the source acts, unless the step names somebody else.
    who = (
        _several(row["who"])
        if "who" in row
        else tuple(dict.fromkeys(acting.get(s, "") for s in sources))
    )
    return Transition(
        name=row["name"],
        label=row["label"],
        sources=sources,
        to=row["to"],
        who=who,
        needs=frozenset(row.get("needs", ())),
        deadline_days=row.get("deadline_days"),
        outcome=row.get("outcome", row["label"]),
        not_same_person_as=tuple(row.get("not_same_person_as", ())),
        reassigns=row.get("reassigns", False),
        in_batch=row.get("batch", False),
    )


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _names(table: Row, text: str) -> Iterator[Finding]:
    known = {row["name"] for row in table["stages"]}
    start = table.get("start", table["stages"][0]["name"] if known else "")
    if start not in known:
        yield Finding(0, f"start 指向不存在的环节“{start}”")
    for name in _ROWS:
        for value, times in Counter(row["name"] for row in table[name]).items():
            if times > 1:
                yield Finding(0, f"{name} 中“{value}”出现了 {times} 次")
    for position, row in enumerate(table["stages"]):
        line = _line(text, "stages", position)
        if not row.get("final") and not row.get("who"):
            yield Finding(line, f"环节“{row['name']}”没有说明由谁办理（who）")
        yield from _who(_several(row.get("who", [])), line)
    steps = {row["name"] for row in table["transitions"]}
    if table.get("answer", "") not in steps | {""}:
        yield Finding(0, f"answer 指向不存在的动作“{table['answer']}”")
    for position, row in enumerate(table["transitions"]):
        yield from _step(row, known, steps, _line(text, "transitions", position))


def _step(row: Row, known: set[str], steps: set[str], line: int) -> Iterator[Finding]:
    name = row["name"]
    if name in stages.RESERVED:
        yield Finding(line, f"动作不能叫“{name}”，这个名称已有专门含义")
    for stage in (*_several(row["from"]), row["to"]):
        if stage not in known:
            yield Finding(line, f"动作“{name}”提到不存在的环节“{stage}”")
    for need in row.get("needs", ()):
        if need not in NEEDS:
            sentence = f"不认识的要求“{need}”，可用：{'、'.join(sorted(NEEDS))}"
            yield Finding(line, sentence)
    for other in row.get("not_same_person_as", ()):
        if other not in steps:
            yield Finding(line, f"动作“{name}”要求与“{other}”不是同一人，但没有这个动作")
    if row.get("batch") and (row.get("needs") or row.get("reassigns")):
        yield Finding(line, f"动作“{name}”须逐件填写内容，不能批量办理")
    yield from _who(_several(row.get("who", [])), line)


def _who(names: tuple[str, ...], line: int) -> Iterator[Finding]:
    permissions = frozenset[str]().union(*(role.permissions for role in roles().values()))
    for name in names:
        if name not in BODIES and name not in permissions:
            yield Finding(line, f"不认识的办理人“{name}”，应是 owner、responsible 或已有的权限")


def _graph(kind: Kind, table: Row, text: str) -> Iterator[Finding]:
    from_start = reachable(kind, kind.start)
    finals = {name for name, stage in kind.stages.items() if stage.is_final}
    if not finals:
        yield Finding(0, "没有一个环节是终点（final）")
    for position, row in enumerate(table["stages"]):
        name, line = row["name"], _line(text, "stages", position)
        if name not in from_start:
            yield Finding(line, f"从起点“{kind.start}”走不到环节“{name}”")
        leaving = [step for step in next_transitions(kind, name) if step.to != name]
        if name in finals:
            if next_transitions(kind, name):
                yield Finding(line, f"环节“{name}”是终点，却还有动作从它出发")
        elif not leaving:
            yield Finding(line, f"环节“{name}”进得去出不来")
        elif finals and not finals & reachable(kind, name):
            yield Finding(line, f"从环节“{name}”走不到任何终点")
