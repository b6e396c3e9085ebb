"""A reading rebuilt from the plain data it was kept as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from xiandao.policy.methods.document import Document
from xiandao.policy.methods.industries import NamedIndustry
from xiandao.policy.methods.records import (
    Benefit,
    Clause,
    Measure,
    Reading,
    Responsibility,
    Target,
)
from xiandao.terms.quantity import Comparator

Record = TypeVar(
    "Record", Clause, Target, Benefit, Measure, Responsibility, NamedIndustry, Document
)


def reading_from(text: str, kept: Mapping[str, Any]) -> Reading:
    """Return the reading that ``Reading.to_json()`` wrote; facts that a later version added are left out.

    Args:
        text: the paper's text, which the data only points into.
        kept: what ``to_json`` returned.

    Raises:
        KeyError: the data is no reading.

    >>> from xiandao.policy.methods.reading import read
    >>> reading = read("某省意见\\n一、目标\\n到2030年，建设20个先导区。（省科技厅牵头）")
    >>> reading_from(reading.text, reading.to_json()) == reading
    True
    """
    return Reading(
        text,
        _record(Document, kept["document"]),
        tuple(_record(Clause, row) for row in kept["clauses"]),
        tuple(_record(Target, row) for row in kept["targets"]),
        tuple(_record(Benefit, row) for row in kept["benefits"]),
        tuple(_record(Measure, row) for row in kept["measures"]),
        tuple(_record(Responsibility, row) for row in kept["responsibilities"]),
        tuple(_record(NamedIndustry, row) for row in kept.get("industry_links", ())),
    )


def _record(kind: type[Record], row: Mapping[str, Any]) -> Record:
    names = {one.name for one in fields(kind)}
    return kind(**{name: _value(name, value) for name, value in row.items() if name in names})


def _value(name: str, value: Any) -> Any:
    if name == "comparator":
        return Comparator(value)
    if name == "issued_on" and value is not None:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
