"""What the demonstration prints: the ledger it read, and the accounts to sign in with."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiandao.demo.province import Built
    from xiandao.policy.models import Proposal

KINDS = {
    "target": "目标",
    "scope": "范围",
    "parameter": "参数",
    "milestone": "里程碑",
    "task": "任务",
    "benefit": "惠企",
}
SHOWN = 12


def width(text: str) -> int:
    """Return how many columns a text takes in a terminal: Chinese characters take two.

    >>> width("目标a")
    5
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def cell(text: str, columns: int) -> str:
    """Return a text cut and padded to a number of columns."""
    if width(text) > columns:
        while width(text) > columns - 2:
            text = text[:-1]
        text += "…"
    return text + " " * (columns - width(text))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """Return rows as aligned lines."""
    lines = [
        "  ".join(cell(text, size) for text, size in zip(row, widths, strict=True)).rstrip()
        for row in (head, *rows)
    ]
    return "\n".join(lines)


def ledger_text(built: Built) -> str:
    """Return what was read in the paper: totals, every figure, the first measures."""
    paper = built.paper
    found = list(paper.proposals.order_by("start"))
    numbers = {kind: sum(row.kind == kind for row in found) for kind in KINDS}
    links = {
        (row["clause"], name)
        for row in paper.readings.latest("made_at").result["responsibilities"]
        for name in row["departments"]
    }
    said = "、".join(f"{label} {numbers[kind]}" for kind, label in KINDS.items())
    head = [
        f"《{paper.title}》{paper.doc_number}",
        f"条款 {paper.clauses.count()} 条；{said}；责任单位对应 {len(links)} 条",
    ]
    if paper.is_demo:
        head.append("（演示数据：省份、单位、数字均为虚构）")
    figures = [row for row in found if row.kind in ("target", "scope", "parameter")]
    measures = [row for row in found if row.kind in ("milestone", "task")]
    parts = ["\n".join(head), figure_table(figures), measure_table(measures)]
    return "\n\n".join(part for part in parts if part) + "\n"


def figure_table(figures: Sequence[Proposal]) -> str:
    """Return every figure with its clause, value, year and first responsible body."""
    rows = [
        (
            row.clause.path if row.clause else "",
            row.get_kind_display(),
            str(row.payload.get("metric") or row.text),
            figure(row),
            str(
                row.payload.get("deadline_year")
                or ("每年" if row.payload.get("recurrence") else "—")
            ),
            lead(row),
        )
        for row in figures
    ]
    return (
        table(("条款", "类别", "指标", "数量", "年份", "牵头单位"), rows, (12, 6, 40, 16, 6, 20))
        if rows
        else ""
    )


def measure_table(measures: Sequence[Proposal]) -> str:
    """Return the first measures with their responsible body, and how many more there are."""
    rows = [
        (row.clause.path if row.clause else "", row.get_kind_display(), row.text, lead(row))
        for row in measures[:SHOWN]
    ]
    if not rows:
        return ""
    text = table(("条款", "类别", "举措", "牵头单位"), rows, (12, 6, 64, 20))
    more = len(measures) - len(rows)
    return f"{text}\n…… 另有 {more} 项，见网站台账" if more else text


def figure(row: Proposal) -> str:
    """Return a figure in words."""
    from xiandao.terms.quantity import Comparator, Quantity

    facts = row.payload
    comparator = Comparator(facts.get("comparator") or "eq")
    return Quantity(
        facts["value"], facts.get("value_max"), facts.get("unit") or "", comparator
    ).label()


def lead(row: Proposal) -> str:
    """Return the lead as the text says it; an inferred one is marked."""
    facts = row.payload
    if not facts.get("lead"):
        return "—"
    return f"{facts['lead']}（推定）" if facts.get("lead_inferred") else str(facts["lead"])


def accounts_text(built: Built) -> str:
    """Return the accounts of the demonstration."""
    rows = [(row.username, row.name, row.about) for row in built.accounts]
    text = table(("账号", "姓名", "用途"), rows, (10, 12, 50))
    return f"登录账号（密码都是 {built.password}）\n{text}"
