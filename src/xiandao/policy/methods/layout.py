"""Undo what a narrow page does to a text: paragraphs broken into lines, tables broken into cells."""

from __future__ import annotations

import re
from collections import Counter

from xiandao.policy.methods.tables import column_role

_START = re.compile(
    r"^(?:\s|[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十百\d]{1,4}[章条节编]|\d{1,2}[.．﹒、](?!\d)|——|[-•●■◆①-⑳#|]|(?:牵头|责任|配合|完成)(?:单位|部门|时限))"
)
_STOP = re.compile(r"[。；：:！？;!?.]\s*$|[。；][）)”]\s*$")
_WIDEST, _NARROWEST, _SLACK = 100, 16, 5
_SHARE = 0.4


def unwrap(lines: list[str]) -> list[str]:
    """Join lines that were broken at the margin of a page.

    Args:
        lines: lines with their leading blanks, which mark new paragraphs.

    >>> text = ["　　为深入贯彻落实国家决策部署，加快", "培育新质生产力，结合我市实际，现就"]
    >>> unwrap([*text, "发展未来产业提出以下实施意见如下。", "一、总体要求"])[0].strip()
    '为深入贯彻落实国家决策部署，加快培育新质生产力，结合我市实际，现就发展未来产业提出以下实施意见如下。'
    """
    width = _margin(lines)
    if width is None:
        return lines
    joined: list[str] = []
    open_paragraph = False
    for line in lines:
        if open_paragraph and _is_prose(line) and not _START.match(line):
            joined[-1] = joined[-1].rstrip() + line.strip()
        else:
            joined.append(line)
        open_paragraph = (
            _is_prose(line) and _columns(line) >= width - _SLACK and not _STOP.search(line)
        )
    return joined


def _is_prose(line: str) -> bool:
    """A row of a table ends where it ends."""
    plain = line.strip()
    return bool(plain) and "\t" not in plain


def _columns(line: str) -> int:
    """Width on the page: a Chinese character takes two columns."""
    line = line.rstrip()
    return len(line) + sum(char > "\u2e7f" for char in line)


def _margin(lines: list[str]) -> int | None:
    """The width most long lines share, if they are broken there rather than at stops."""
    # A character takes a column at least: papers that nobody wrapped are told by one long line.
    if any(len(line.rstrip()) > _WIDEST for line in lines if _is_prose(line)):
        return None
    lengths = Counter(
        _columns(line) for line in lines if _is_prose(line) and len(line.strip()) >= _NARROWEST
    )
    if not lengths or max(lengths) > _WIDEST:
        return None
    width = max(lengths)
    full = [line for line in lines if _is_prose(line) and _columns(line) >= width - _SLACK]
    broken = sum(not _STOP.search(line) for line in full)
    return (
        width
        if len(full) >= 3
        and len(full) >= _SHARE * sum(lengths.values())
        and broken * 2 >= len(full)
        else None
    )


def rejoin_cells(lines: list[str]) -> list[str]:
    """Put a table whose cells stand on lines of their own back into rows.

    >>> rejoin_cells(["序号", "任务", "完成时限", "1", "建设平台5个", "2025年", "附则"])
    ['序号\\t任务\\t完成时限', '1\\t建设平台5个\\t2025年', '附则']
    """
    rows: list[str] = []
    at = 0
    while at < len(lines):
        width = _header_width(lines, at)
        if width < 3 or not _is_row(lines, at + width, at, width):
            rows.append(lines[at])
            at += 1
            continue
        header = at
        while at == header or _is_row(lines, at, header, width):
            rows.append("\t".join(line.strip() for line in lines[at : at + width]))
            at += width
    return rows


def _header_width(lines: list[str], at: int) -> int:
    width = 0
    while at + width < len(lines) and width < 10:
        name = re.sub(r"\s", "", lines[at + width])
        if len(name) > 12 or not column_role(name):
            break
        width += 1
    return width


def _is_row(lines: list[str], at: int, header: int, width: int) -> bool:
    if at + width > len(lines):
        return False
    cells = [line.strip() for line in lines[at : at + width]]
    roles = [column_role(re.sub(r"\s", "", name)) for name in lines[header : header + width]]
    for role, cell in zip(roles, cells, strict=True):
        if role == "number" and not re.fullmatch(r"\d{1,3}", cell):
            return False
        if role == "when" and not re.search(r"\d{4}|持续|长期|每年|按", cell):
            return False
        if role in ("lead", "any", "with") and len(cell) > 200:
            return False
    return "number" in roles or "when" in roles
