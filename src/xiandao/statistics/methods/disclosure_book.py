"""The cells of several tables under what they mean, so that equal cells are one cell and relations join tables."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

import numpy as np

from xiandao.statistics.methods.disclosure_crossing import Crossing, beside
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_primary import Floats, Ints, Sensitivity
from xiandao.statistics.methods.disclosure_problem import Problem
from xiandao.statistics.methods.disclosure_table import (
    Coordinate,
    Magnitudes,
    aggregate,
    relations,
)
from xiandao.terms.error import XiandaoError

SHARE: Final = 0.5
CLOSE: Final = 0.01
# Measure, period, population, version, and the codes on the axes where the cell is no total.
Key = tuple[str, str, str, str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True, repr=False)
class Released:
    """A table released before: its contributions, and the cells that were not shown. Stays in the statistics store."""

    table: Magnitudes
    hidden: frozenset[Coordinate]
    name: str = ""

    def __repr__(self) -> str:
        return f"Released({self.name or self.table.measure!r})"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between cells of different tables: the whole is the sum of the parts (month and year to date)."""

    whole: Key
    parts: tuple[Key, ...]


def keys_of(table: Magnitudes) -> list[Key]:
    """Return what each cell means, so that cells of different tables can be recognised.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_table import Axis
    >>> empty, text = np.zeros(0), pl.Series([], dtype=pl.String)
    >>> table = Magnitudes("r1", (Axis.flat("city", ["x"]),), (empty.astype(int),), text, text, empty, "2026-06")
    >>> [sorted(key[4]) for key in keys_of(table)]
    [[('city', 'x')], []]
    """
    about = (table.measure, table.period, table.population, table.version)
    whole = {(axis.name, axis.total) for axis in table.axes if axis.is_whole}
    names = [axis.name for axis in table.axes]
    return [
        (*about, frozenset(zip(names, codes, strict=True)) - whole) for codes in table.coordinates()
    ]


class Book:
    """Cells of several tables under their meanings."""

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.number: dict[Key, int] = {}
        self.holding: dict[str, int] = {}
        self.shown: set[int] = set()
        self.unshown: set[int] = set()
        self.origin: dict[Key, str] = {}
        self.pieces: frozenset[int] = frozenset()
        self._columns: list[tuple[float, float, float, float, int]] = []
        self._relations: dict[frozenset[tuple[int, float]], None] = {}
        self._inside: list[tuple[int, str, float]] = []

    def add(self, keys: list[Key], value: Floats, found: Sensitivity, names: list[str]) -> Ints:
        """Enter cells that are not known yet, and return the number of each."""
        rows = zip(
            value.tolist(), found.size.tolist(), found.up.tolist(), found.down.tolist(),
            found.holder.tolist(), strict=True,
        )  # fmt: skip
        for key, (true, size, up, down, holder) in zip(keys, rows, strict=True):
            if (known := self.number.get(key)) is not None:
                _agree(self._columns[known][0], true, size)
            else:
                self.number[key] = len(self.keys)
                self.keys.append(key)
                who = self._who(names[holder]) if holder >= 0 else -1
                self._columns.append((true, size, up, down, who))
        at = np.array([self.number[key] for key in keys], dtype=np.int64)
        for cell, who, amount in zip(*(part.tolist() for part in found.inside), strict=True):
            self._inside.append((int(at[cell]), names[who], amount))
        return at

    def relate(self, shape: tuple[Ints, Ints, Floats], at: Ints) -> None:
        """Enter relations; the same one twice counts once."""
        row, cell, sign = shape
        groups: dict[int, list[tuple[int, float]]] = {}
        for r, c, s in zip(row.tolist(), at[cell].tolist(), sign.tolist(), strict=True):
            groups.setdefault(r, []).append((c, s))
        self._relations.update(dict.fromkeys(frozenset(group) for group in groups.values()))

    def release(self, past: Released, parameters: Parameters) -> None:
        """Enter a table released before."""
        value, found, names = aggregate(past.table, parameters)
        keys = keys_of(past.table)
        at = self.add(keys, value, found, names)
        self.relate(relations(past.table.axes), at)
        for key, cell, codes in zip(keys, at.tolist(), past.table.coordinates(), strict=True):
            (self.unshown if codes in past.hidden else self.shown).add(cell)
            self.origin.setdefault(key, past.name or past.table.measure)

    def differ(
        self, new: Magnitudes, old: Magnitudes, between: Magnitudes, parameters: Parameters
    ) -> None:
        """Enter the difference between two tables and what it means for their cells."""
        value, found, names = aggregate(between, parameters)
        keys = keys_of(between)
        at = self.add(keys, value, found, names)
        self.unshown |= set(at.tolist())
        for key, cell in zip(keys, at.tolist(), strict=True):
            pair = [
                self.number.get((t.measure, t.period, t.population, t.version, key[4]))
                for t in (new, old)
            ]
            if pair[0] is not None and pair[1] is not None:
                terms = frozenset({(pair[0], -1.0), (pair[1], 1.0), (cell, 1.0)})
                self._relations[terms] = None

    def crossed(
        self, tables: tuple[Magnitudes, Magnitudes], found: Crossing, parameters: Parameters
    ) -> Book:
        """Return the book with the pieces that two tables have in common, as further cells that nobody shows.

        The attacker knows now who stands where, which no single table was protected against: of the cells entered so
        far it is asked only that they cannot be worked out.
        """
        book = self.again()
        book._enter(tables, found, parameters)
        return book

    def again(self) -> Book:
        """Return the same book once more, to be added to."""
        book = copy(self)
        book.keys, book.number, book.holding = [*self.keys], {**self.number}, {**self.holding}
        book._columns, book._inside = [*self._columns], [*self._inside]
        book._relations, book.origin = {**self._relations}, {**self.origin}
        book.unshown, book.shown = {*self.unshown}, {*self.shown}
        return book

    def derive(
        self,
        made: Magnitudes,
        parts: Sequence[tuple[float, Magnitudes]],
        parameters: Parameters,
    ) -> None:
        """Enter what tables make when they are added up: figures that nobody shows and everybody can work out."""
        value, found, names = aggregate(made, parameters)
        keys = keys_of(made)
        at = self.add(keys, value, found, names)
        self.unshown |= set(at.tolist())
        self.relate(relations(made.axes), at)
        for key, cell in zip(keys, at.tolist(), strict=True):
            terms = {
                self.number.get((t.measure, t.period, t.population, t.version, key[4])): factor
                for factor, t in parts
            }
            whole = {number: by for number, by in terms.items() if number is not None}
            if len(whole) == len(parts):
                self._relations[frozenset([(cell, -1.0), *whole.items()])] = None

    def _enter(
        self, tables: tuple[Magnitudes, Magnitudes], found: Crossing, parameters: Parameters
    ) -> None:
        size = np.array([column[1] for column in self._columns])
        self._lower(np.arange(len(size)), CLOSE * size)
        value, worth, names = aggregate(found.pieces, parameters)
        at = self.add(keys_of(found.pieces), value, worth, names)
        self.unshown |= set(at.tolist())
        self.pieces = frozenset(at.tolist())
        margin = np.full(len(at), np.inf)
        keys = [keys_of(table) for table in tables]
        for number, cell, parts in found.sums:
            whole = self.number[keys[number][cell]]
            terms = [(whole, -1.0), *((one, 1.0) for one in at[parts].tolist())]
            self._relations[frozenset(terms)] = None
            _true, total, up, _down, _who = self._columns[whole]
            left = total + up - worth.size[parts] - beside(found.largest[parts])
            margin[parts] = np.minimum(margin[parts], left)
        # The sum of all pieces is no figure of anybody's, and a piece that is a cell is promised as that cell.
        margin[found.known], margin[-1] = 0.0, 0.0
        # No piece is safer than the cells that it is part of; half of what they leave lets the others move too.
        self._lower(at, SHARE * np.maximum(margin, 0.0))

    def _lower(self, at: Ints, most: Floats) -> None:
        """Ask for no more than this for some cells."""
        for cell, limit in zip(at.tolist(), most.tolist(), strict=True):
            true, size, up, down, holder = self._columns[cell]
            self._columns[cell] = (true, size, min(up, limit), min(down, limit), holder)

    def tie(self, one: Link) -> None:
        """Enter a relation between tables when all its cells are known."""
        if all(key in self.number for key in (one.whole, *one.parts)):
            parts = [(self.number[key], 1.0) for key in one.parts]
            self._relations[frozenset([(self.number[one.whole], -1.0), *parts])] = None

    def problem(self, own: Ints, cost: Floats, concealed: set[int] | None) -> Problem:
        """Return the problem."""
        columns = np.array(self._columns, dtype=np.float64).reshape(-1, 5)
        up, down = columns[:, 2], columns[:, 3]
        price = np.full(len(self.keys), np.inf)
        price[own] = cost
        hidden = np.zeros(len(self.keys), dtype=np.bool_)
        hidden[own] = up[own] > 0
        hidden[sorted(self.unshown)] = True
        if concealed is not None:
            hidden[own] = np.isin(np.arange(len(own)), sorted(concealed))
        shown = np.array(sorted(self.shown), dtype=np.int64)
        # What everybody has read already cannot be hidden, and nothing can be promised about it.
        price[shown], hidden[shown], up[shown], down[shown] = np.inf, False, 0.0, 0.0
        triples = [
            (number, cell, sign)
            for number, terms in enumerate(self._relations)
            for cell, sign in sorted(terms)
        ]
        row, at, sign = (np.array(part) for part in zip(*triples, strict=True))
        holder = columns[:, 4].astype(np.int64)
        alone = set(holder[holder >= 0].tolist())
        inside = {
            (cell, self.holding[name]): amount
            for cell, name, amount in self._inside
            if self.holding.get(name) in alone
        }
        return Problem(
            columns[:, 0], columns[:, 1], up, down, holder, price, hidden,
            row.astype(np.int64), at.astype(np.int64), sign.astype(np.float64), inside,
            self.pieces,
        )  # fmt: skip

    def _who(self, name: str) -> int:
        return self.holding.setdefault(name, len(self.holding))


def _agree(known: float, again: float, size: float) -> None:
    """Refuse two numbers for one cell: a revision without a version of its own would slip past the check."""
    if abs(known - again) > 1e-9 * max(1.0, size):
        raise XiandaoError(
            "STA-405", "同一口径、同一版本的数据前后不一致", "修订后再次发布时请给出新的版本号"
        )
