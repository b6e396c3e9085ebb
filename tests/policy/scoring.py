"""Score a reading against labels: precision and recall of quantities, targets, department links and leads."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
_WIDTHS = str.maketrans("(),:;﹒．＋％", "（），：；..+%", '"“”')
_GRAM = 4
_PREFIX = 8


@dataclass(frozen=True)
class Score:
    """Hits, what the reading has, what the labels have, and the labels that were missed."""

    hits: int
    read: int
    labelled: int
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where both sides are empty."""
        return 2 * self.hits / (self.read + self.labelled) if self.read + self.labelled else 1.0


def score(reading: Row, labels: Row) -> dict[str, Score]:
    """Score one reading; only stated leads count, inferred ones are the reader's suggestion."""
    stated = [row for row in reading["responsibilities"] if not row.get("lead_inferred")]
    return {
        "quantities": match(reading["targets"], labels["targets"], same_quantity),
        "targets": match(reading["targets"], labels["targets"], same_target),
        "departments": match(
            links(reading["responsibilities"]), links(labels["departments"]), same_link
        ),
        "lead": match(leads(stated), leads(labels["departments"]), same_link),
    }


def match(read: Sequence[Row], labelled: Sequence[Row], same: Callable[[Row, Row], bool]) -> Score:
    """Pair every label with the first reading that says the same and is not taken."""
    left = list(read)
    missed = []
    for label in labelled:
        found = next((row for row in left if same(row, label)), None)
        if found is None:
            missed.append(label)
        else:
            left.remove(found)
    shown = tuple(json.dumps(row, ensure_ascii=False, default=str)[:160] for row in missed)
    spare = tuple(json.dumps(row, ensure_ascii=False, default=str)[:160] for row in left)
    return Score(len(labelled) - len(missed), len(read), len(labelled), shown, spare)


def same_quantity(read: Row, label: Row) -> bool:
    """The same value, upper value and unit, in overlapping text."""
    return (
        figure(read.get("value")) == figure(label.get("value"))
        and figure(read.get("value_max")) == figure(label.get("value_max"))
        and (read.get("unit") or "") == (label.get("unit") or "")
        and overlap(read.get("text") or "", label.get("text") or "")
    )


def same_target(read: Row, label: Row) -> bool:
    """The same quantity, and kind, comparator, year and recurrence agree too."""
    fields = ("comparator", "deadline_year", "recurrence")
    return (
        same_quantity(read, label)
        and read.get("kind", "target") == label.get("kind", "target")
        and all((read.get(name) or None) == (label.get(name) or None) for name in fields)
    )


def links(rows: Sequence[Row]) -> list[Row]:
    """One row for each clause and department."""
    return [
        {"at": squeeze(row["clause_start"]), "name": squeeze(name)}
        for row in rows
        for name in row["departments"]
    ]


def leads(rows: Sequence[Row]) -> list[Row]:
    """One row for each clause with a lead."""
    return [
        {"at": squeeze(row["clause_start"]), "name": squeeze(row["lead"])}
        for row in rows
        if row.get("lead")
    ]


def same_link(read: Row, label: Row) -> bool:
    """The same name, and paragraphs that begin alike."""
    begins = read["at"].startswith(label["at"][:_PREFIX]) or label["at"].startswith(
        read["at"][:_PREFIX]
    )
    return read["name"] == label["name"] and begins


def overlap(one: str, two: str) -> bool:
    """One text holds the other, or they share four characters in a row."""
    a, b = squeeze(one), squeeze(two)
    if not a or not b:
        return False
    grams = {a[at : at + _GRAM] for at in range(max(1, len(a) - _GRAM + 1))}
    return (
        a in b
        or b in a
        or any(b[at : at + _GRAM] in grams for at in range(max(1, len(b) - _GRAM + 1)))
    )


def squeeze(text: str) -> str:
    """Drop blanks and quotes, one width of punctuation."""
    return re.sub(r"\s+", "", text).translate(_WIDTHS)


def figure(value: Any) -> float | None:
    """A number rounded for comparison."""
    return None if value is None else round(float(value), 6)


def load_labels(path: Path) -> dict[str, Any]:
    """Labels of one text."""
    return json.loads(path.read_text(encoding="utf-8"))
