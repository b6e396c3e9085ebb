"""Where two tables cut one measure differently: the few enterprises that both together tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from xiandao.statistics.methods.disclosure_primary import Floats, Ints
from xiandao.statistics.methods.disclosure_table import Axis, Magnitudes

# Stands as population of the pieces, so that no cell of a table is ever taken for one.
CROSSING: Final = "∩"
_CELLS: Final = ("cell0", "cell1")


@dataclass(frozen=True, slots=True, repr=False)
class Crossing:
    """Pieces that every cell of two tables is a sum of.

    Args:
        pieces: the contributions by piece; its one axis has a code per piece.
        sums: innermost cells of the tables: first or second table, number of the cell, numbers of its pieces.
        known: the pieces that are an innermost cell of a table by themselves; that cell has its own promise.
        largest: the largest contribution to each piece.
    """

    pieces: Magnitudes
    sums: tuple[tuple[int, int, Ints], ...]
    known: Ints
    largest: Floats


def crossing(new: Magnitudes, old: Magnitudes) -> Crossing | None:
    """Return the pieces that two tables of one measure and period, cut along different axes, have in common.

    A county less the zone in it may be a single enterprise, although neither table has a cell for it. A contribution
    that differs between the tables is one piece in each of them.

    Returns:
        None where the tables are not about one measure and period, or one has all axes of the other, or of the same
        returns all its cells: equal cells and differences between versions say then how they hang together.

    >>> from xiandao.statistics.methods.disclosure_table import magnitudes
    >>> frame = pl.DataFrame({"unit": list("abc"), "city": list("xxy"), "zone": list("pqq"), "r1": [3.0, 4, 5]})
    >>> city, zone = (
    ...     magnitudes(frame, [Axis.flat(name, codes)], measure="r1", value="r1")
    ...     for name, codes in (("city", "xy"), ("zone", "pq"))
    ... )
    >>> found = crossing(city, zone)
    >>> found.pieces.value.tolist(), found.known.tolist(), found.largest.tolist()
    ([3.0, 4.0, 5.0], [0, 2], [3.0, 4.0, 5.0])
    >>> [(table, cell, pieces.tolist()) for table, cell, pieces in found.sums]
    [(0, 0, [0, 1]), (0, 1, [2]), (1, 0, [0]), (1, 1, [1, 2])]
    >>> crossing(city, city) is None
    True
    """
    is_same = (new.measure, new.period) == (old.measure, old.period)
    if not is_same or _covers(new, old) or _covers(old, new):
        return None
    joined = _contributions(new, 0).join(
        _contributions(old, 1), on=["unit", "value"], how="full", coalesce=True
    )
    places = joined.select(_CELLS).unique().sort(_CELLS, nulls_last=True).with_row_index("piece")
    rows = joined.join(places, on=_CELLS, how="left", nulls_equal=True).sort("piece", "unit")
    pieces = Magnitudes(
        new.measure,
        (Axis.flat(CROSSING, [str(number) for number in range(len(places))]),),
        (rows["piece"].to_numpy().astype(np.int64),),
        rows["unit"],
        rows.select(pl.coalesce("holding", "holding_right")).to_series(),
        rows["value"].to_numpy(),
        new.period,
        CROSSING,
    )
    sums = tuple(
        (number, cell, np.array(parts, dtype=np.int64))
        for number, name in enumerate(_CELLS)
        for cell, parts in places.drop_nulls(name).group_by(name).agg("piece").sort(name).rows()
    )
    alone = {int(parts[0]) for _table, _cell, parts in sums if len(parts) == 1}
    largest = rows.group_by("piece", maintain_order=True).agg(pl.col("value").abs().max())["value"]
    return Crossing(pieces, sums, np.array(sorted(alone), dtype=np.int64), largest.to_numpy())


def beside(largest: Floats) -> Floats:
    """Return for each of several parts of a sum the largest contribution to the others.

    >>> beside(np.array([5.0, 9.0, 7.0])).tolist(), beside(np.array([5.0])).tolist()
    ([9.0, 7.0, 9.0], [0.0])
    """
    if len(largest) == 1:
        return np.zeros(1)
    order = np.argsort(largest)
    found = np.full(len(largest), largest[order[-1]])
    found[order[-1]] = largest[order[-2]]
    return found


def _covers(table: Magnitudes, other: Magnitudes) -> bool:
    """Return whether a table is cut along every axis of another one; of the same returns also if it is cut finer."""
    is_one = (table.population, table.version) == (other.population, other.version)
    return all(
        axis in table.axes or (is_one and any(_refines(own, axis) for own in table.axes))
        for axis in other.axes
    )


def _refines(axis: Axis, other: Axis) -> bool:
    """Return whether every code of another axis stands in an axis, above parts of it, and nothing beside them."""
    if axis.name != other.name or axis.is_whole != other.is_whole or axis.total != other.total:
        return False
    leaves = set(other.nodes[: other.leaves])
    lines = [axis.line(code) for code in axis.nodes[: axis.leaves]]
    if {code for line in lines for code in line if code in leaves} != leaves:
        return False
    return all(_ends_in(line, leaves, other) for line in lines)


def _ends_in(line: list[str], leaves: set[str], other: Axis) -> bool:
    """Return whether a line of codes up to the total comes to a leaf of another axis and then takes all its steps."""
    at = next((number for number, code in enumerate(line) if code in leaves), None)
    if at is None:
        return False
    rest = line[at:]
    return [code for code in rest if code in other.index] == other.line(line[at])


def _contributions(table: Magnitudes, number: int) -> pl.DataFrame:
    """Return the contributions with the number of their innermost cell."""
    cell = np.ravel_multi_index(table.place, table.shape)
    return pl.DataFrame(
        {"unit": table.unit, "holding": table.holding, "value": table.value, _CELLS[number]: cell}
    )
