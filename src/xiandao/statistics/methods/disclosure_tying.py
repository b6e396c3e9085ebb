"""What tables of different measures tell together: a total less its parts, this year's less last year's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from xiandao.statistics.methods.disclosure_book import Released
from xiandao.statistics.methods.disclosure_measures import Measured, Sums, combinations
from xiandao.statistics.methods.disclosure_primary import Ints
from xiandao.statistics.methods.disclosure_table import Axis, Magnitudes

# Stands as measure of what is worked out, so that no cell of a table is ever taken for one.
DERIVED: Final = "∑"
# What is left of an equation by rounding is nobody's contribution.
_NOTHING: Final = 1e-6


@dataclass(frozen=True, slots=True, repr=False)
class Tie:
    """Tables of several measures that everybody can add up, the new one among them.

    Args:
        derived: what comes out, contribution by contribution; nothing where an equation holds.
        parts: a table of each measure with its factor, the new one first.
        others: every table told before of those measures, cut in whatever way.
    """

    derived: Magnitudes
    parts: tuple[tuple[float, Magnitudes], ...]
    others: tuple[Released, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the tables told before are called."""
        return tuple(dict.fromkeys(past.name or past.table.measure for past in self.others))


def ties(table: Magnitudes, told: Sequence[Released], sums: Sequence[Sums]) -> tuple[Tie, ...]:
    """Return what a new table can be added up with, given what was told of other measures.

    Of each measure the tables of the population and version that have most units in common with the new one are
    taken: with them the least is left over.

    >>> from xiandao.statistics.methods.disclosure_table import magnitudes
    >>> frame = pl.DataFrame({"unit": ["a"], "city": ["x"], "r1": [3.0], "r13": [9.0]})
    >>> axis = Axis.flat("city", ["x"])
    >>> part = magnitudes(frame, [axis], measure="q:sum(r1)", value="r1", period="2026")
    >>> whole = magnitudes(frame, [axis], measure="q:sum(r13)", value="r13", period="2026")
    >>> sums = [{"r13": -1.0, "r1": 1.0, "r2": 1.0}]
    >>> found, = ties(whole, [Released(part, frozenset(), "r1")], sums)
    >>> found.derived.value.tolist(), found.names
    ([6.0], ('r1',))
    """
    by_measure: dict[Measured, list[Released]] = {}
    for past in told:
        about = (past.table.measure, past.table.period)
        if about != (table.measure, table.period):
            by_measure.setdefault(about, []).append(past)
    found = []
    for terms in combinations((table.measure, table.period), by_measure, sums):
        parts = [(terms.pop((table.measure, table.period)), table)]
        others: list[Released] = []
        for about, factor in terms.items():
            kept = _closest(table, by_measure[about])
            parts.append((factor, max(kept, key=lambda past: _in_common(table, past)).table))
            others += kept
        found.append(Tie(combined(parts), tuple(parts), tuple(others)))
    return tuple(found)


def combined(parts: Sequence[tuple[float, Magnitudes]]) -> Magnitudes:
    """Return what tables make when they are added up with these factors, on the axes that all have.

    >>> from xiandao.statistics.methods.disclosure_table import magnitudes
    >>> frame = pl.DataFrame({"unit": ["a", "b"], "city": ["x", "y"], "r1": [3.0, 4.0], "r2": [3.0, 1.0]})
    >>> both = [
    ...     magnitudes(frame, [Axis.flat("city", ["x", "y"])], measure=name, value=name) for name in ("r1", "r2")
    ... ]
    >>> made = combined([(1.0, both[0]), (-1.0, both[1])])
    >>> made.unit.to_list(), made.value.tolist()
    (['b'], [3.0])
    """
    new = parts[0][1]
    shared = [axis for axis in new.axes if all(axis in table.axes for _, table in parts)]
    axes = shared or [Axis.flat("", [""])]
    names = [f"place{number}" for number in range(len(axes))]
    frames = [
        pl.DataFrame(
            {"unit": table.unit, "holding": table.holding, "value": factor * table.value}
            | dict(zip(names, _places(table, shared), strict=True))
        )
        for factor, table in parts
    ]
    rows = (
        pl.concat(frames)
        .group_by([*names, "unit"], maintain_order=True)
        .agg(
            pl.col("value").sum(),
            pl.col("holding").first(),
            pl.col("value").abs().sum().alias("all"),
        )
        .filter(pl.col("value").abs() > _NOTHING * pl.col("all"))
    )
    return Magnitudes(
        DERIVED,
        tuple(axes),
        tuple(rows[name].to_numpy() for name in names),
        rows["unit"],
        rows["holding"],
        rows["value"].to_numpy(),
        new.period,
        DERIVED,
    )


def _places(table: Magnitudes, shared: Sequence[Axis]) -> list[Ints]:
    if not shared:
        return [np.zeros(len(table.value), dtype=np.int64)]
    return [table.place[table.axes.index(axis)] for axis in shared]


def _closest(table: Magnitudes, told: Sequence[Released]) -> list[Released]:
    """Return the tables of the population and version that has most units in common with a table, the latest first."""
    own = set(table.unit.to_list())
    groups: dict[tuple[str, str], list[Released]] = {}
    for past in reversed(told):
        groups.setdefault((past.table.population, past.table.version), []).append(past)
    return min(groups.values(), key=lambda kept: len(own ^ set(kept[0].table.unit.to_list())))


def _in_common(table: Magnitudes, past: Released) -> int:
    return sum(axis in past.table.axes for axis in table.axes)
