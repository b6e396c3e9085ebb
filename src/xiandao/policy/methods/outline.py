"""The outline of a paper: paragraphs, numbered clauses, dash bullets and table rows with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xiandao.policy.methods.actors import is_duty_line
from xiandao.policy.methods.document import is_signature
from xiandao.policy.methods.folding import Folded, fold, unmarked
from xiandao.policy.methods.tables import Row, rows_of

_H = "一二三四五六七八九十百"
_NUMBERS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 0, re.compile(rf"(第[{_H}]{{1,4}}(?:编|部分))")),
    ("chapter", 1, re.compile(rf"(第[{_H}]{{1,4}}章)")),
    ("one", 2, re.compile(rf"([{_H}]{{1,4}})[、.。]")),
    ("section", 3, re.compile(rf"(第[{_H}]{{1,4}}节)")),
    ("bracket", 4, re.compile(rf"（([{_H}]{{1,4}})）[、.。]?")),
    ("article", 5, re.compile(rf"(第[{_H}\d]{{1,4}}条)")),
    ("arabic", 6, re.compile(r"(\d{1,3})(?:[.、](?!\d)|．|[.](?=\d{4}(?:年|[—\-～至到]\d{4})))")),
    ("arabic_bracket", 7, re.compile(r"（(\d{1,3})）[.、]?|(\d{1,3})）")),
    ("circle", 8, re.compile(r"([①-⑳])")),
    ("bullet", 9, re.compile(r"(——|—(?=[^\d—])|[-•●■◆▪·★☆](?=\D))")),
)
_LABEL = re.compile(
    r"^[（【\[]?(?:省级|市级)?(?:牵头|责任|配合|参与|承担|落实|主责|主办|协同|负责|实施)(?:责任)?(?:单位|部门|主体)[：】\]]|^完成(?:时限|时间)[：]"
)
_RUN_IN = re.compile(r"[^。：；]{1,40}?(?=[。：].)")
_SHORT = 42
_TOP = 2


@dataclass(slots=True)
class Node:
    """One numbered clause: its own text runs from ``start`` to ``end``, children follow."""

    path: str
    heading: str
    level: int
    number: str
    parent: int
    start: int
    end: int
    anonymous: bool = False


@dataclass(slots=True)
class Paragraph:
    """One line of the paper; ``body`` is the index in the folded text where a run-in heading ends."""

    folded: Folded
    node: int
    kind: str
    body: int
    start: int
    end: int
    row: Row | None = None
    labels: list[Folded] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """All clauses and paragraphs of a paper in reading order; node 0 is the paper itself."""

    nodes: list[Node]
    paragraphs: list[Paragraph]

    def ancestors(self, node: int) -> Iterator[Node]:
        """Give a clause and everything above it, from the inside out."""
        while node >= 0:
            yield self.nodes[node]
            node = self.nodes[node].parent


def build_outline(text: str, *, skip_lines: int = 0) -> Outline:
    """Divide a cleaned paper into clauses.

    Args:
        text: cleaned text, one paragraph a line.
        skip_lines: number of leading lines that are title and address, not clauses.

    >>> [node.path for node in build_outline("一、总则\\n（一）目标。到2027年。\\n1．平台。建设。").nodes]
    ['', '一', '一（一）', '一（一）1']
    """
    builder = _Builder()
    offset = 0
    rows = rows_of(text.split("\n"))
    for at, line in enumerate(text.split("\n")):
        if line.strip():
            builder.add(line, offset, rows.get(at), title=at < skip_lines)
        offset += len(line) + 1
    _promote_leaves(builder.outline)
    return builder.outline


def _promote_leaves(outline: Outline) -> None:
    """A numbered line with nothing below it is a task of its own, not a heading."""
    parents = {node.parent for node in outline.nodes}
    used: dict[int, int] = {}
    for paragraph in outline.paragraphs:
        used[paragraph.node] = used.get(paragraph.node, 0) + 1
    for paragraph in outline.paragraphs:
        numbered = _number(paragraph.folded.text)
        if (
            paragraph.kind != "heading"
            or paragraph.node in parents
            or used[paragraph.node] > 1
            or not numbered
        ):
            continue
        if numbered[0] > _TOP:
            paragraph.kind = "bullet" if numbered[0] == 9 else "text"
            paragraph.body = numbered[2]


class _Builder:
    def __init__(self) -> None:
        self.outline = Outline([Node("", "", -1, "", -1, 0, 0)], [])
        self._stack = [0]
        self._rows = 0
        self._plain = 0
        self._bullets: dict[int, int] = {}

    def add(self, line: str, offset: int, row: Row | None, *, title: bool) -> None:
        start = offset + len(line) - len(line.lstrip())
        folded = fold(line.strip(), start)
        end = start + len(line.strip())
        if title or is_signature(line):
            self._append(folded, 0, "title", 0, start, end, None)
        elif row is not None:
            self._add_row(folded, row, start, end, offset)
        elif (_LABEL.match(folded.text) or is_duty_line(folded.text)) and self._previous_is_text():
            self._extend(self.outline.paragraphs[-1].node, end)
            self.outline.paragraphs[-1].labels.append(folded)
        else:
            self._add_line(folded, start, end)

    def _previous_is_text(self) -> bool:
        paragraphs = self.outline.paragraphs
        return bool(paragraphs) and paragraphs[-1].kind in ("text", "bullet", "heading", "row")

    def _add_row(self, folded: Folded, row: Row, start: int, end: int, offset: int) -> None:
        if row.role != "row":
            self._append(folded, self._stack[-1], row.role, 0, start, end, None)
            return
        self._rows += 1
        parent = self._stack[-1]
        node = Node(
            f"{self.outline.nodes[parent].path}表{self._rows}",
            row.heading,
            9,
            str(self._rows),
            parent,
            start,
            end,
        )
        self.outline.nodes.append(node)
        self._append(folded, len(self.outline.nodes) - 1, "row", 0, start, end, row.at(offset))

    def _add_line(self, folded: Folded, start: int, end: int) -> None:
        numbered = _number(folded.text)
        if numbered is None:
            self._add_plain(folded, start, end)
            return
        level, number, after = numbered
        if level == 9:
            number = f"—{self._next_bullet()}"
        body, heading, only = _heading(folded.text, after, level)
        self._open(level, number, heading, start, end)
        kind = "heading" if only else ("bullet" if level == 9 else "text")
        self._append(folded, self._stack[-1], kind, body, start, end, None)

    def _add_plain(self, folded: Folded, start: int, end: int) -> None:
        top = self.outline.nodes[self._stack[-1]]
        if top.level == 9 or (top.anonymous and top.level == 10):
            self._stack.pop()
            top = self.outline.nodes[self._stack[-1]]
        title_like = _looks_like_heading(folded.text)
        if (
            self._stack[-1] == 0
            or (top.anonymous and (title_like or top.level == 10))
            or (title_like and top.level <= 0)
        ):
            self._plain += 1
            self._stack = [0]
            heading = folded.text if title_like else ""
            number = f"第{self._plain}段"
            self._open(-1 if title_like else 10, number, heading, start, end, anonymous=True)
            kind = "heading" if title_like else "text"
            body = len(folded.text) if title_like else 0
            self._append(folded, self._stack[-1], kind, body, start, end, None)
            return
        self._extend(self._stack[-1], end)
        self._append(folded, self._stack[-1], "text", 0, start, end, None)

    def _next_bullet(self) -> int:
        parent = next(at for at in reversed(self._stack) if self.outline.nodes[at].level < 9)
        self._bullets[parent] = self._bullets.get(parent, 0) + 1
        return self._bullets[parent]

    def _open(
        self,
        level: int,
        number: str,
        heading: str,
        start: int,
        end: int,
        *,
        anonymous: bool = False,
    ) -> None:
        nodes = self.outline.nodes
        while len(self._stack) > 1 and (
            nodes[self._stack[-1]].level >= level
            or nodes[self._stack[-1]].level == 10
            or (nodes[self._stack[-1]].anonymous and level <= _TOP)
        ):
            self._stack.pop()
        parent = self._stack[-1]
        shown = f"（{number}）" if level in (4, 7) else number
        path = nodes[parent].path + shown if not nodes[parent].anonymous or level >= 0 else number
        nodes.append(Node(path, unmarked(heading), level, number, parent, start, end, anonymous))
        self._stack.append(len(nodes) - 1)

    def _extend(self, node: int, end: int) -> None:
        if node:
            self.outline.nodes[node].end = max(self.outline.nodes[node].end, end)

    def _append(
        self, folded: Folded, node: int, kind: str, body: int, start: int, end: int, row: Row | None
    ) -> None:
        self.outline.paragraphs.append(Paragraph(folded, node, kind, body, start, end, row))


def _number(text: str) -> tuple[int, str, int] | None:
    for _, level, pattern in _NUMBERS:
        found = pattern.match(text)
        if found:
            return level, next(group for group in found.groups() if group), found.end()
    return None


def _heading(text: str, after: int, level: int) -> tuple[int, str, bool]:
    rest = text[after:]
    stripped = rest.rstrip("。：")
    plain = not re.search("[。；，]", stripped)
    if len(stripped) <= _SHORT and plain and (level < 9 or not re.search(r"\d", stripped)):
        return len(text), stripped, True
    spaced = re.match(r"[^。：；，]{2,40}(?=。.)", rest)
    run_in = spaced or (_RUN_IN.match(rest) if level != 9 else None)
    if run_in and len(run_in[0]) <= _SHORT and "，" not in run_in[0]:
        return after + run_in.end() + 1, run_in[0], False
    return after, "", False


def _looks_like_heading(text: str) -> bool:
    return (
        2 <= len(text) <= 24
        and not re.search(r"[。；，：！？\d（）、%]", text)
        and not text.endswith("人民政府")
    )
