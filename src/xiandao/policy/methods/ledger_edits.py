"""From changed cells of a row to what is to be written: fields of the item, parties, reports of quarters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from xiandao.policy.methods import ledger_cells
from xiandao.policy.methods.ledger_columns import COLUMN, QUARTERS
from xiandao.policy.methods.target_text import read_target
from xiandao.policy.methods.workbook_in import Raw
from xiandao.terms.error import TermError

_UNITS_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell and how to mend it."""

    key: str
    sentence: str
    hint: str


@dataclass(slots=True)
class Edits:
    """What a row asks to be written.

    ``fields`` go to the item; ``parties`` replaces the cooperating bodies unless ``None``; ``reports`` holds
    per quarter what is said of it: ``{"2026Q4": {"value": …, "words": …}}``.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    parties: tuple[str, ...] | None = None
    reports: dict[str, dict[str, Decimal | str | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the meaning of a cell depends on besides itself: the year of the quarters, 本期, the day of the import."""

    year: int
    quarter: int
    today: date

    def code(self, quarter: int) -> str:
        """Return the code of a quarter of the year.

        >>> Frame(2026, 4, date(2026, 11, 22)).code(1)
        '2026Q1'
        """
        return f"{self.year}Q{quarter}"

    def has_begun(self, quarter: int) -> bool:
        """Return whether the quarter has begun on the day of the import.

        >>> Frame(2026, 3, date(2026, 9, 1)).has_begun(4)
        False
        """
        return date(self.year, quarter * 3 - 2, 1) <= self.today


def edits_of(
    changed: Mapping[str, Raw],
    *,
    frame: Frame,
    is_quantified: bool,
    due: date | None = None,
) -> tuple[Edits, list[CellProblem]]:
    """Return what the changed cells of a row mean, and every problem at once.

    Args:
        changed: raw cells by column key, only those that were changed.
        frame: year, quarter and day.
        is_quantified: whether the matter has a figure; then 本期进展 stands beside the quarter's value.
        due: the deadline as it is, where the matter has one.

    >>> edits, problems = edits_of({"due": "2027年底"}, frame=Frame(2026, 4, date(2026, 11, 22)), is_quantified=True)
    >>> edits.fields["due_on"].isoformat(), problems
    ('2027-12-31', [])
    """
    edits, problems = Edits(), []
    for key, raw in changed.items():
        try:
            _READERS[key](edits, raw)
        except TermError as error:
            problems.append(CellProblem(key, error.sentence, error.hint))
        except KeyError:
            problems += _progress(edits, key, raw, frame, is_quantified=is_quantified)
    if "target" in changed and edits.fields.get("value") is not None and not is_quantified:
        edits.fields["kind"] = "target"
    elif is_quantified and "value" in edits.fields and edits.fields["value"] is None:
        problems.append(
            CellProblem(
                "target", "已有的目标不能清空", "请填写调整后的目标；目标取消的请在事项页办理终止"
            )
        )
    year = edits.fields.pop("target_year", None)
    if year is not None and not problems:
        problems += _agreed(edits, year, due)
    return edits, problems


def _agreed(edits: Edits, year: int, due: date | None) -> list[CellProblem]:
    """The year beside the target is the year of the deadline; where there is no deadline it makes one."""
    told = edits.fields.get("due_on", due)
    if told is None and not edits.fields.get("is_ongoing"):
        edits.fields |= {"due_on": date(year, 12, 31), "is_ongoing": False}
        return []
    if told is not None and told.year == year:
        return []
    return [
        CellProblem(
            "target",
            f"目标年份{year}年与「完成时限」不一致",
            "请把两处改成同一年；持续推进的目标不写年份",
        )
    ]


def _progress(
    edits: Edits, key: str, raw: Raw, frame: Frame, *, is_quantified: bool
) -> list[CellProblem]:
    quarter = frame.quarter if key == "progress" else QUARTERS.index(key) + 1
    label = COLUMN[key].label
    if not frame.has_begun(quarter):
        return [
            CellProblem(key, f"{frame.code(quarter)}还没有开始", f"请清空「{label}」，到期后再填")
        ]
    if not ledger_cells.told(raw):
        return [CellProblem(key, "已报的进展不能清空", "请改写为最新情况，或恢复原样")]
    try:
        content = (
            ledger_cells.words(raw, longest=5000)
            if key == "progress"
            else ledger_cells.value_or_words(raw)
        )
    except TermError as error:
        return [CellProblem(key, error.sentence, error.hint)]
    report = edits.reports.setdefault(frame.code(quarter), {})
    if is_quantified and key != "progress" and isinstance(content, Decimal):
        report["value"] = content
        return []
    text = content if isinstance(content, str) else ledger_cells.told(raw)
    if report.get("words", text) != text:
        return [
            CellProblem(
                key, f"「{label}」与同一季度的另一格填得不一样", "请两格填写一致，或只填一格"
            )
        ]
    report["words"] = text
    return []


def _target(edits: Edits, raw: Raw) -> None:
    figure = read_target(ledger_cells.words(raw, longest=100))
    if figure is None:
        edits.fields |= dict.fromkeys(("value", "value_max", "stretch_value"))
        edits.fields |= {"comparator": "", "unit": "", "recurrence": ""}
        return
    for number in (figure.value, figure.value_max, figure.stretch):
        if number is not None:
            ledger_cells.amount(ledger_cells.told(str(number)), places=4)
    edits.fields |= {
        "value": figure.value,
        "value_max": figure.value_max,
        "stretch_value": figure.stretch,
        "unit": figure.unit[:_UNITS_LENGTH],
        "comparator": figure.comparator,
        "recurrence": figure.recurrence,
    }
    if figure.year:
        edits.fields["target_year"] = figure.year


def _lead(edits: Edits, raw: Raw) -> None:
    name, is_inferred = ledger_cells.lead(raw)
    edits.fields |= {"lead_name": name, "lead_inferred": is_inferred}


def _parties(edits: Edits, raw: Raw) -> None:
    edits.parties = ledger_cells.names(raw)


def _person(edits: Edits, raw: Raw) -> None:
    division, name = ledger_cells.person(raw)
    edits.fields |= {"division": division, "person": name}


def _due(edits: Edits, raw: Raw) -> None:
    day, is_ongoing = ledger_cells.due(raw)
    edits.fields |= {"due_on": day, "is_ongoing": is_ongoing}


def _status(edits: Edits, raw: Raw) -> None:
    edits.fields["status"] = ledger_cells.status(raw)


def _funds(edits: Edits, raw: Raw) -> None:
    edits.fields["funds_cny_10k"] = ledger_cells.amount(raw, places=2)


def _text(name: str, longest: int, *, is_required: bool = False) -> Callable[[Edits, Raw], None]:
    def read(edits: Edits, raw: Raw) -> None:
        edits.fields[name] = ledger_cells.words(raw, longest=longest, is_required=is_required)

    return read


_READERS: Final[Mapping[str, Callable[[Edits, Raw], None]]] = {
    "title": _text("title", 200, is_required=True),
    "measure": _text("measure", 30_000),
    "issues": _text("issues", 5000),
    "target": _target,
    "lead": _lead,
    "parties": _parties,
    "person": _person,
    "due": _due,
    "lamp": _status,
    "funds": _funds,
}
