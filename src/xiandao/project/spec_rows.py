"""The mission as values: parts, rows, and the tests that show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How much of a row is shown by tests."""

    WORKS = "works"
    PARTLY = "partly"
    NOT_YET = "not yet"


@dataclass(frozen=True)
class Part:
    """A group of rows, a page of its own."""

    slug: str
    title: str
    title_en: str


@dataclass(frozen=True)
class Proof:
    """A test that shows a row; ``part`` says which share of it, and is empty when it shows the whole."""

    test: str
    part: str = ""


@dataclass(frozen=True)
class Row:
    """One thing the papers ask for."""

    id: str
    ref: str
    part: str
    title: str
    mechanism: str
    seen_to_work_when: str
    capability: tuple[str, ...]
    engine: str
    users: str
    star: bool
    proofs: tuple[Proof, ...] = ()

    @property
    def status(self) -> Status:
        """Works when one test shows the whole, partly when tests show only shares of it."""
        if any(not proof.part for proof in self.proofs):
            return Status.WORKS
        return Status.PARTLY if self.proofs else Status.NOT_YET


@dataclass(frozen=True)
class Mission:
    """All rows, in the order of the papers."""

    parts: tuple[Part, ...]
    rows: tuple[Row, ...]

    def counts(self) -> dict[str, int]:
        """Return how many rows have each status."""
        found = Counter(row.status for row in self.rows)
        return {status.value: found[status] for status in Status}
