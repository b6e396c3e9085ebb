"""One problem out of a table and everything released before: cells that mean the same are one cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from xiandao.statistics.methods.disclosure_book import Book, Key, Link, Released, keys_of
from xiandao.statistics.methods.disclosure_crossing import crossing
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_primary import Floats, Ints, Sensitivity
from xiandao.statistics.methods.disclosure_problem import Problem
from xiandao.statistics.methods.disclosure_table import (
    Coordinate,
    Magnitudes,
    aggregate,
    relations,
)
from xiandao.statistics.methods.disclosure_tying import Tie
from xiandao.statistics.methods.disclosure_versions import between

MARGIN: Final = 10.0
GRAND: Final = 50.0
AS_BEFORE: Final = 0.1


@dataclass(frozen=True, slots=True, repr=False)
class Tied:
    """The problem with the tables of other measures and what can be worked out of all of them; ``names`` of these."""

    problem: Problem
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Linked:
    """The problem, what each of its cells means, and which of them are the cells of the new table.

    ``joints``: the same once more for every table that is cut along other axes than the new one, with the pieces that
    both have in common; they stand after the cells of the problem. ``ties``: the same for tables of other measures.
    """

    problem: Problem
    keys: list[Key]
    own: Ints
    sensitivity: Sensitivity
    value: Floats
    shown_before: frozenset[int]
    names: Mapping[Key, str] = field(default_factory=dict)
    joints: tuple[Problem, ...] = ()
    ties: tuple[Tied, ...] = ()


def link(
    table: Magnitudes,
    parameters: Parameters,
    *,
    previous: Collection[Coordinate] = (),
    released: Sequence[Released] = (),
    must_publish: Collection[Coordinate] = (),
    links: Iterable[Link] = (),
    ties: Iterable[Tie] = (),
    hidden: Collection[Coordinate] | None = None,
) -> Linked:
    """Return the problem of hiding cells of a table, given what outsiders know already.

    Cells shown before cannot be hidden any more; cells hidden before stay hidden. Where the same measure and period
    was released for another population or version, the difference between the two is a cell of its own: nobody shows
    it, everybody can work it out, and the rules hold for the few units that make it. The same goes for what tables cut
    along different axes tell together, such as a county less the zone in it.

    Args:
        table: the new table.
        parameters: the rules.
        previous: cells hidden in the last period; hiding them again costs next to nothing.
        released: tables released before.
        must_publish: cells that may not be hidden.
        links: further relations.
        ties: what the new table can be added up with, of other measures.
        hidden: take the pattern of the new table as given instead of asking for one.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
    >>> frame = pl.DataFrame({"unit": list("abcd"), "city": list("xyyy"), "r1": [3.0, 4, 5, 6]})
    >>> table = magnitudes(frame, [Axis.flat("city", ["x", "y"])], measure="r1", value="r1")
    >>> linked = link(table, Parameters(minimum=2))
    >>> linked.problem.hidden.tolist(), linked.problem.cost.round(1).tolist()
    ([True, False, False], [1.6, 2.2, 22.8])
    """
    book = Book()
    value, sensitivity, names = aggregate(table, parameters)
    keys = keys_of(table)
    own = book.add(keys, value, sensitivity, names)
    book.relate(relations(table.axes), own)
    coordinates = table.coordinates()
    cost = _costs(table, sensitivity, coordinates, previous, must_publish)
    concealed = {number for number, at in enumerate(coordinates) if hidden and at in hidden}
    for past in released:
        book.release(past, parameters)
        difference = between(table, past.table)
        if difference is not None:
            book.differ(table, past.table, difference, parameters)
    for one in links:
        book.tie(one)
    given = None if hidden is None else concealed
    crossed = ((past, crossing(table, past)) for past in _distinct(released))
    joints = [
        book.crossed((table, other), found, parameters).problem(own, cost, given)
        for other, found in crossed
        if found is not None
    ]
    return Linked(
        book.problem(own, cost, given), book.keys, own, sensitivity, value,
        frozenset(book.shown), dict(book.origin), tuple(joints),
        tuple(Tied(_tied(book, one, parameters).problem(own, cost, given), one.names) for one in ties),
    )  # fmt: skip


def _distinct(released: Sequence[Released]) -> list[Magnitudes]:
    """Return each table once, however often it was told."""
    found: dict[tuple[object, ...], Magnitudes] = {}
    for past in released:
        one = past.table
        about = (one.measure, one.period, one.population, one.version, *(a.nodes for a in one.axes))
        found.setdefault(about, one)
    return list(found.values())


def _tied(book: Book, one: Tie, parameters: Parameters) -> Book:
    """Return the book with what was told of other measures, and what comes out when all is added up."""
    wide = book.again()
    for past in one.others:
        wide.release(past, parameters)
    wide.derive(one.derived, one.parts, parameters)
    return wide


def _costs(
    table: Magnitudes,
    found: Sensitivity,
    coordinates: list[Coordinate],
    previous: Collection[Coordinate],
    must_publish: Collection[Coordinate],
) -> Floats:
    """Return what hiding each cell costs: more for totals, little where it was hidden before."""
    cost: Floats = 1.0 + np.log10(1.0 + found.size)
    weight = np.ones(table.shape)
    for k, axis in enumerate(table.axes):
        inner = [slice(None)] * len(table.axes)
        inner[k] = slice(axis.leaves, None)
        weight[tuple(inner)] *= MARGIN
    cost = cost * np.minimum(weight.ravel(), GRAND)
    for number, codes in enumerate(coordinates):
        if codes in must_publish:
            cost[number] = np.inf
        elif codes in previous:
            cost[number] = AS_BEFORE
    return cost
