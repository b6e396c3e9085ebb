"""A reading as rows of the official table: what would be followed, before anybody has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xiandao.policy.methods.ledger_columns import INFERRED, ONGOING, OfficialRow
from xiandao.policy.methods.proposals import Proposed, proposed
from xiandao.policy.methods.target_text import TargetFigure, target_text

_UNTRACKED = frozenset({"benefit"})
_QUANTIFIED = frozenset({"target", "parameter", "scope"})
_TITLE_LENGTH = 60


def official_rows(reading: Mapping[str, Any]) -> list[OfficialRow]:
    """Return the rows of a reading in text order; benefits for enterprises are not tasks and left out.

    Args:
        reading: what ``Reading.to_json()`` returns.

    >>> empty = {"targets": [], "benefits": [], "measures": [], "clauses": [], "responsibilities": []}
    >>> official_rows(empty | {"document": {"title": "方案"}})
    []
    """
    name = str(reading["document"].get("title") or "")
    clauses = reading["clauses"]
    tracked = (row for row in proposed(reading) if row.kind not in _UNTRACKED)
    return [
        official_row(number, row, source_text(name, clause_at(row.start, clauses)))
        for number, row in enumerate(tracked, 1)
    ]


def official_row(number: int, row: Proposed, source: str) -> OfficialRow:
    """Return one row of what was read."""
    facts = row.payload
    year = facts.get("deadline_year")
    lead = str(facts.get("lead") or "")
    others = [str(name) for name in facts.get("departments") or () if name != lead]
    is_figure = row.kind in _QUANTIFIED
    return OfficialRow(
        number=number,
        source=source,
        title=title_of(row),
        measure=row.text,
        target=figure_text(facts) if is_figure else "",
        lead=f"{lead}{INFERRED}" if lead and facts.get("lead_inferred") else lead,
        parties="、".join(others),
        due=date(year, 12, 31) if year else ("" if is_figure else ONGOING),
    )


def title_of(row: Proposed) -> str:
    """Return the metric of a figure, else the beginning of the text.

    >>> title_of(Proposed("target", "建成30个先导区", 0, 8, {"metric": "先导区"}))
    '先导区'
    """
    metric = str(row.payload.get("metric") or "")
    if row.kind in _QUANTIFIED and metric:
        return metric
    text = row.text.strip()
    return text if len(text) <= _TITLE_LENGTH else f"{text[: _TITLE_LENGTH - 1]}…"


def figure_text(facts: Mapping[str, Any]) -> str:
    """Return the target of what was read in the words of the table.

    >>> figure_text({"value": 30, "unit": "个", "comparator": "approx", "deadline_year": 2027})
    '30个左右·2027年'
    """
    value = decimal(facts.get("value"))
    if value is None:
        return ""
    return target_text(
        TargetFigure(
            value,
            value_max=decimal(facts.get("value_max")),
            unit=str(facts.get("unit") or ""),
            comparator=str(facts.get("comparator") or "eq"),
            stretch=decimal(facts.get("stretch_value")),
            recurrence=str(facts.get("recurrence") or ""),
            year=facts.get("deadline_year"),
        )
    )


def decimal(value: Any) -> Decimal | None:
    """Return a figure as a decimal.

    >>> decimal(0.5), decimal(None)
    (Decimal('0.5'), None)
    """
    return None if value is None else Decimal(str(value))


def clause_at(position: int, clauses: Any) -> str:
    """Return the number of the innermost clause around a position.

    >>> clause_at(5, [{"path": "一", "start": 0, "end": 9}, {"path": "一(一)", "start": 4, "end": 9}])
    '一(一)'
    """
    around = [row for row in clauses if row["start"] <= position < row["end"]]
    return min(around, key=lambda row: row["end"] - row["start"])["path"] if around else ""


def source_text(paper: str, clause: str) -> str:
    """Return where a matter comes from: paper and clause.

    >>> source_text("行动方案", "三（一）")
    '行动方案·三（一）'
    """
    return f"{paper}·{clause}" if clause else paper
