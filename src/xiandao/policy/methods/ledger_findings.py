"""What was found in a workbook that came back: changed cells, errors, rows and their kinds, counts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from xiandao.policy.methods.ledger_columns import COLUMN
from xiandao.policy.methods.ledger_edits import Edits
from xiandao.policy.methods.ledger_seal import Record

Kind = Literal["unchanged", "changed", "new", "stale", "error"]
KINDS: Final[Mapping[Kind, str]] = {
    "error": "有错误",
    "stale": "导出后他人已改",
    "changed": "有修改",
    "new": "新增",
    "unchanged": "未改动",
}


@dataclass(frozen=True, slots=True)
class CellChange:
    """One changed cell: what the ledger says now, what the file says, and whether others changed it meanwhile."""

    key: str
    address: str
    before: str
    after: str
    is_contested: bool = False

    @property
    def label(self) -> str:
        """The name of the column."""
        return COLUMN[self.key].label


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that cannot be taken over: where it stands, what it says, what is wrong, what to do."""

    key: str
    address: str
    content: str
    sentence: str
    hint: str

    @property
    def label(self) -> str:
        """The name of the column."""
        return COLUMN[self.key].label


@dataclass(frozen=True, slots=True)
class RowDiff:
    """What becomes of one row of the file."""

    kind: Kind
    line: int
    number: str
    title: str
    item: int | None = None
    version: int = 0
    source: str = ""
    changes: tuple[CellChange, ...] = ()
    errors: tuple[CellError, ...] = ()
    others: tuple[str, ...] = ()
    edits: Edits = field(default_factory=Edits)

    @property
    def sound_changes(self) -> tuple[CellChange, ...]:
        """The changes of cells that are not wrong; a wrong one is shown once, with its error."""
        wrong = {error.key for error in self.errors}
        return tuple(change for change in self.changes if change.key not in wrong)


@dataclass(frozen=True, slots=True)
class Diff:
    """The whole comparison; every row of the file is in exactly one of the kinds."""

    rows: tuple[RowDiff, ...]
    missing: tuple[Record, ...]
    ignored: tuple[str, ...]
    blank: int

    def of(self, kind: Kind) -> tuple[RowDiff, ...]:
        """Return the rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are of each kind; they add up to the rows of the file."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found.get(kind, 0) for kind in KINDS}

    @property
    def errors(self) -> tuple[CellError, ...]:
        """Every error of every row, from top to bottom."""
        return tuple(error for row in self.rows for error in row.errors)
