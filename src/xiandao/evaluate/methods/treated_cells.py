"""What treatment changes in a table: the new figures, and a record of each cell that is another one now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.log_rows import LazyRows, unit_columns
from xiandao.evaluate.methods.row_keys import Places
from xiandao.evaluate.methods.step import Log, Outcome
from xiandao.evaluate.methods.table import Matrix, Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

POINTS: Final = ("unit", "period", "indicator", "from", "to", "what")


class Changes:
    """New figures of a table, column by column; the table is copied only when the first of them comes.

    >>> table = Table(("A", "B"), ("x",), np.array([[1.0], [9.0]]))
    >>> changes = Changes(table)
    >>> changes.capped(0, None, table.column("x"), np.array([1.0, 5.0]))
    (0, 1)
    >>> list(changes.outcome().logs[0].rows)
    [('B', '', 'x', 9.0, 5.0, 'winhi')]
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._values: Matrix | None = None
        self._blocks: list[tuple[Any, ...]] = []

    def capped(self, place: int, rows: Places | None, x: Vector, values: Vector) -> tuple[int, int]:
        """Take figures that were drawn in; return how many at the low and at the high end."""
        numbers = []
        for gone, what in (
            (np.flatnonzero(values < x), "winhi"),
            (np.flatnonzero(values > x), "winlo"),
        ):
            numbers.append(len(gone))
            self._tell(place, gone if rows is None else rows[gone], x[gone], values[gone], what)
        # Told before it is put: the old figures may be written over.
        self._put(place, rows, values)
        return numbers[1], numbers[0]

    def transformed(self, place: int, rows: Places | None, values: Vector, what: str) -> None:
        """Take a column of which every cell was transformed."""
        table, old = self.table, self.table.values[:, place]
        whole = self._put(place, rows, values)
        if rows is None and not np.isnan(values.sum()):
            # Views, not copies: a long table would otherwise be held twice.
            block = (
                table.units,
                table.periods or "",
                table.columns[place],
                old,
                whole[:, place],
                what,
            )
            self._blocks.append(block)
            return
        there = np.flatnonzero(~np.isnan(values))
        at = there if rows is None else rows[there]
        self._tell(place, at, old[at], values[there], what)

    def outcome(self, *logs: Log) -> Outcome:
        """Return the table after treatment, with the log of changed cells behind the others."""
        table = self.table if self._values is None else self.table.with_values(self._values)
        return Outcome(table, (*logs, Log("treated_points", POINTS, LazyRows(self._blocks))))

    def _put(self, place: int, rows: Places | None, values: Vector) -> Matrix:
        if self._values is None:
            self._values = self.table.draft()
        if rows is None:
            self._values[:, place] = values
        else:
            self._values[rows, place] = values
        return self._values

    def _tell(self, place: int, at: Places, old: Vector, new: Vector, what: str) -> None:
        if len(at):
            rows = unit_columns(self.table, at)
            self._blocks.append((*rows, self.table.columns[place], old, new, what))


@contextmanager
def told_by_name(framework: Framework, code: str) -> Iterator[None]:
    """Name the indicator in what a method says about its figures."""
    try:
        yield
    except InputError as error:
        label = framework[code].label if code in framework.by_code else code
        raise InputError(
            error.code,
            f"指标“{label}”：{error.sentence}",
            error.hint,
            {**error.details, "indicator": code},
        ) from error
