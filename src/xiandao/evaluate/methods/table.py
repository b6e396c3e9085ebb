"""The table that every step reads and gives back: units in rows, indicators in columns, missing cells as NaN."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.terms.error import InputError

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
# Rows × draws × indicators: sums over rows then run along memory.
Cube = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Cells from which on a second thread is worth its start.
LONG: Final = 1 << 22
NONE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
NO_NUMBERS: Final[Mapping[str, Vector]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Figures of units, one row a unit or, in a panel, one row a unit and period.

    Args:
        units: code of the unit of each row.
        columns: codes of the indicators.
        values: rows × indicators, float64, NaN where missing; kept column by column and read-only.
        names: name of the unit of each row; empty where there are none.
        periods: period of each row; empty where all rows are of one period.
        groups: for each grouping the group of each row.
        denominators: for each denominator its value in each row.
        room: where ``draft`` puts figures, set for the time of one step; it may hold the figures of the table itself.

    Raises:
        InputError: ``EVA-001`` where shapes do not fit, ``EVA-002`` where a row or a column stands twice.

    >>> table = Table(("A", "B"), ("x", "y"), np.array([[1.0, 2.0], [3.0, np.nan]]))
    >>> table.column("y")
    array([ 2., nan])
    >>> table.take(columns=["y"]).columns
    ('y',)
    """

    units: tuple[str, ...]
    columns: tuple[str, ...]
    values: Matrix
    names: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NONE)
    denominators: Mapping[str, Vector] = field(default_factory=lambda: NO_NUMBERS)
    room: Matrix | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        values = np.asfortranarray(self.values, dtype=np.float64)
        if values is self.values and values.flags.writeable:
            values = values.view()
        values.flags.writeable = False
        object.__setattr__(self, "values", values)
        rows = len(self.units)
        lengths = {
            "names": len(self.names) or rows,
            "periods": len(self.periods) or rows,
            **{name: len(kept) for name, kept in self.groups.items()},
            **{name: len(kept) for name, kept in self.denominators.items()},
        }
        wrong = sorted(name for name, length in lengths.items() if length != rows)
        if values.shape != (rows, len(self.columns)) or wrong:
            raise InputError(
                "EVA-001",
                f"数据表的行列数对不上：{rows}个单元、{len(self.columns)}列，数值却是{values.shape}",
                "请核对单元、指标和数值的个数",
                {"shape": values.shape, "wrong": wrong},
            )

    @property
    def is_panel(self) -> bool:
        """Whether rows are of more than one period."""
        return len(set(self.periods)) > 1

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return unit and period of each row."""
        return tuple(zip(self.units, self.periods or ("",) * len(self.units), strict=True))

    def column(self, code: str) -> Vector:
        """Return the values of one indicator."""
        found: Vector = self.values[:, self.columns.index(code)]
        return found

    def with_values(self, values: Matrix, columns: Sequence[str] | None = None) -> Table:
        """Return the table with other figures, and other columns where these are named."""
        return replace(
            self,
            values=values,
            columns=self.columns if columns is None else tuple(columns),
            room=None,
        )

    def draft(self, *, is_blank: bool = False) -> Matrix:
        """Return a matrix of the figures that a step may write into.

        A copy, unless the table has room for it; then what the table held is lost where that stood in the room already.

        Args:
            is_blank: the figures are not needed, all cells will be written.

        >>> table = Table(("A", "B"), ("x",), np.array([[1.0], [3.0]]))
        >>> table.draft() is table.values, table.draft().tolist()
        (False, [[1.0], [3.0]])
        """
        into = None if self.room is None else self.room[:, : len(self.columns)]
        if into is None or into.shape != self.values.shape:
            into = np.empty(self.values.shape, order="F")
        if not is_blank and not is_same_place(into, self.values):
            _copy(self.values, into)
        return into

    def take(self, *, rows: Mask | None = None, columns: Sequence[str] | None = None) -> Table:
        """Return some rows (a mask) or some columns (codes)."""
        found = self
        if columns is not None and tuple(columns) != self.columns:
            at = {code: place for place, code in enumerate(self.columns)}
            found = found.with_values(self.values[:, [at[code] for code in columns]], columns)
        if rows is None or bool(rows.all()):
            return found
        kept = np.flatnonzero(rows)

        def pick(words: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(words[place] for place in kept) if words else ()

        return Table(
            units=pick(found.units),
            columns=found.columns,
            values=found.values[kept],
            names=pick(found.names),
            periods=pick(found.periods),
            groups={name: pick(words) for name, words in found.groups.items()},
            denominators={name: kept_[kept] for name, kept_ in found.denominators.items()},
        )

    def slices(self) -> dict[str, Mask]:
        """Return a mask of rows for each period, in order; one for all rows where there are no periods."""
        if not self.periods:
            return {"": np.ones(len(self.units), dtype=bool)}
        labels = np.array(self.periods)
        return {str(period): labels == period for period in sorted(set(self.periods))}


def _copy(values: Matrix, into: Matrix) -> None:
    """Copy figures; of a long table on two threads, for most of the time the system looks for memory."""
    if values.size < LONG:
        into[:] = values
        return
    from concurrent.futures import ThreadPoolExecutor

    half = values.shape[1] // 2
    with ThreadPoolExecutor(1) as other:
        rest = other.submit(np.copyto, into[:, half:], values[:, half:])
        np.copyto(into[:, :half], values[:, :half])
        rest.result()


def is_same_place(first: Matrix, second: Matrix) -> bool:
    """Whether two matrices are the same cells of memory."""
    return (first.ctypes.data, first.shape, first.strides) == (
        second.ctypes.data,
        second.shape,
        second.strides,
    )


def refuse_twins(table: Table) -> None:
    """Refuse a table in which a unit (of one period) or an indicator stands twice.

    Raises:
        InputError: ``EVA-002``.
    """
    # A million rows are not paired with their periods to learn that every unit stands once.
    rows = () if len(set(table.units)) == len(table.units) else table.rows
    for words, what in ((table.columns, "指标"), (rows, "单元")):
        twins = [word for word, times in Counter(words).items() if times > 1]
        if twins:
            told = "、".join(
                sorted(word if isinstance(word, str) else " ".join(word).strip() for word in twins)[
                    :5
                ]
            )
            raise InputError(
                "EVA-002",
                f"{what}重复：{told}",
                "每个代码只能出现一次，请删除或合并重复的行列",
                {"twins": told},
            )
