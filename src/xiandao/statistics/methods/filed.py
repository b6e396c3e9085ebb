"""A return as it was handed in: what it says, where it says it, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from xiandao.statistics.methods.form import PRIOR

Value = Decimal | str | None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Something wrong at a place of the file; ``cell`` is "" where it concerns the whole sheet.

    ``item`` is the name of the value ("r13", "r13__ly") or ""; ``severity`` is must, explain or hint.
    """

    sheet: str
    cell: str
    item: str
    sentence: str
    hint: str
    severity: str = "must"


@dataclass(frozen=True, slots=True)
class Return:
    """What was read from a workbook or CSV file.

    ``values`` by the names of the form (上年同期 under ``r13__ly``), None where nothing was filled in;
    ``absent`` names the values that the reporter has declared 不适用; ``explanations`` by item code;
    ``people`` by the keys of the footer; ``cells`` tells where on ``sheet`` each value stands; ``consent``
    is None where nothing was ticked; ``kind`` is xlsx or csv.
    """

    form: str
    version: str
    unit: str
    unit_name: str
    period: str
    values: Mapping[str, Value]
    explanations: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    consent: bool | None = None
    absent: tuple[str, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    sheet: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    kind: str = "xlsx"

    @property
    def prior(self) -> dict[str, Value]:
        """上年同期可比数 by item code."""
        return {
            name.removesuffix(PRIOR): value
            for name, value in self.values.items()
            if name.endswith(PRIOR)
        }

    @property
    def is_sound(self) -> bool:
        """Whether nothing must be mended before the values can be used."""
        return all(problem.severity != "must" for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data; numbers become texts, so that no figure is lost.

        >>> Return("quick", "1", "91", "", "2026-06", {"r13": Decimal("1.50")}).to_json()["values"]
        {'r13': {'n': '1.50'}}
        """
        values = {
            name: {"n": str(value)} if isinstance(value, Decimal) else value
            for name, value in self.values.items()
        }
        problems = [asdict(problem) for problem in self.problems]
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "values": values, "problems": problems, "absent": list(self.absent),
            "explanations": dict(self.explanations), "people": dict(self.people), "cells": dict(self.cells),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Return:
        """Return what ``to_json`` has written.

        >>> made = Return("quick", "1", "91", "", "2026-06", {"r13": Decimal(1), "r1": None})
        >>> Return.from_json(made.to_json()) == made
        True
        """
        values = {
            name: Decimal(value["n"]) if isinstance(value, dict) else value
            for name, value in data["values"].items()
        }
        problems = tuple(CellProblem(**problem) for problem in data["problems"])
        rest = {name: data[name] for name in (*_PLAIN, "explanations", "people", "cells")}
        return cls(**rest, values=values, problems=problems, absent=tuple(data["absent"]))


_PLAIN = ("form", "version", "unit", "unit_name", "period", "consent", "sheet", "kind")
