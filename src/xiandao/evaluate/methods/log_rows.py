"""Rows of a log that are made when somebody reads them, so that a step on a million rows does not pay for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from xiandao.evaluate.methods.table import Table

Row = tuple[Any, ...]


class Picked(Sequence[Any]):
    """Some of the words, in the order of ``at``."""

    __slots__ = ("at", "words")

    def __init__(self, words: Sequence[Any], at: NDArray[np.intp]) -> None:
        self.words, self.at = words, at

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, place: Any) -> Any:
        return self.words[self.at[place]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.words.__getitem__, self.at.tolist())


class LazyRows(Sequence[Row]):
    """Rows kept as columns, in blocks; a column that is a text or None stands in every row of its block.

    Args:
        blocks: the columns of each block; at least one column of a block is a sequence, all are equally long.

    >>> rows = LazyRows([("LPI", np.array([1.0, 2.0]), "winhi"), ("CO2", np.array([3.0]), "winlo")])
    >>> len(rows), rows[2]
    (3, ('CO2', 3.0, 'winlo'))
    >>> rows == (("LPI", 1.0, "winhi"), ("LPI", 2.0, "winhi"), ("CO2", 3.0, "winlo"))
    True
    """

    __slots__ = ("blocks", "ends")

    def __init__(self, blocks: Sequence[tuple[Any, ...]]) -> None:
        sizes = [_length(block) for block in blocks]
        self.blocks = tuple(block for block, size in zip(blocks, sizes, strict=True) if size)
        self.ends = list(accumulate(size for size in sizes if size))

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        place = place + len(self) if place < 0 else place
        if not 0 <= place < len(self):
            raise IndexError(place)
        number = bisect_right(self.ends, place)
        inner = place - (self.ends[number - 1] if number else 0)
        return tuple(_plain(column, inner) for column in self.blocks[number])

    def __iter__(self) -> Iterator[Row]:
        for block in self.blocks:
            yield from zip(*(_whole(column) for column in block), strict=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LazyRows | tuple | list) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"LazyRows({len(self)})"


def unit_columns(table: Table, rows: NDArray[np.intp]) -> tuple[Picked, Any]:
    """Return unit and period of some rows, as two columns of a block."""
    return Picked(table.units, rows), Picked(table.periods, rows) if table.periods else ""


def joined_rows(first: Sequence[Row], second: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of two logs behind each other."""
    if isinstance(first, LazyRows) and isinstance(second, LazyRows):
        return LazyRows((*first.blocks, *second.blocks))
    return (*first, *second)


def _is_constant(column: Any) -> bool:
    return column is None or isinstance(column, str)


def _length(block: tuple[Any, ...]) -> int:
    return next(len(column) for column in block if not _is_constant(column))


def _plain(column: Any, place: int) -> Any:
    if _is_constant(column):
        return column
    found = column[place]
    return found.item() if isinstance(found, np.generic) else found


def _whole(column: Any) -> Any:
    if _is_constant(column):
        return repeat(column)
    return column.tolist() if isinstance(column, np.ndarray) else column
