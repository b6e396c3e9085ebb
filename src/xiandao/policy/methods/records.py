"""What a reading consists of: frozen records with spans in the cleaned text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from xiandao.policy.methods.document import Document
from xiandao.policy.methods.industries import NamedIndustry
from xiandao.terms.quantity import Comparator, Quantity


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause, bullet or table row: ``text`` is its own text without its children."""

    path: str
    heading: str
    text: str
    start: int
    end: int
    level: int
    parent: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """One number that binds: a tracked target, a standing parameter or the size of a named set."""

    text: str
    metric: str
    value: float
    value_max: float | None
    comparator: Comparator
    unit: str
    deadline_year: int | None
    recurrence: str | None
    kind: str
    clause: str
    start: int
    end: int
    stretch_value: float | None = None
    baseline: float | None = None
    value_raw: str = ""
    unit_raw: str = ""
    year_source: str = ""
    aspiration: bool = False
    same_as: int | None = None

    @property
    def quantity(self) -> Quantity:
        """The stated amount as a term that can write itself."""
        return Quantity(self.value, self.value_max, self.unit, self.comparator)


@dataclass(frozen=True, slots=True)
class Benefit:
    """One number of a benefit rule."""

    text: str
    value: float
    value_max: float | None
    unit: str
    comparator: Comparator
    clause: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to be done; a milestone promises a result without a number."""

    clause: str
    text: str
    start: int
    end: int
    verb: str
    object: str
    quantified: bool
    milestone: bool
    deadline_year: int | None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The departments one paragraph or table row names; ``lead`` is inferred where the text names none."""

    clause: str
    clause_start: str
    departments: tuple[str, ...]
    lead: str | None
    lead_inferred: bool
    others: bool
    note: str | None
    deadline: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one paper; all spans are offsets into ``text``."""

    text: str
    document: Document
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...]
    benefits: tuple[Benefit, ...]
    measures: tuple[Measure, ...]
    responsibilities: tuple[Responsibility, ...]
    industries: tuple[NamedIndustry, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the reading as plain data with the keys that exports, ledgers and scorers use."""
        document: dict[str, Any] = asdict(self.document)
        issued: date | None = self.document.issued_on
        document["issued_on"] = issued.isoformat() if issued else None
        return {
            "document": document,
            "clauses": [asdict(item) for item in self.clauses],
            "targets": [_plain(item) for item in self.targets],
            "benefits": [_plain(item) for item in self.benefits],
            "measures": [asdict(item) for item in self.measures],
            "responsibilities": [
                {**asdict(item), "departments": list(item.departments)}
                for item in self.responsibilities
            ],
            "industries": [item.name for item in self.industries],
            "industry_links": [asdict(item) for item in self.industries],
        }


def _plain(item: Target | Benefit) -> dict[str, Any]:
    return {**asdict(item), "comparator": item.comparator.value}
