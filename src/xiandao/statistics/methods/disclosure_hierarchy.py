"""Tables with levels in several directions, and linked tables: the same idea with a linear program per promise."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import csc_matrix

from xiandao.statistics.methods.disclosure_heuristic import uncertified
from xiandao.statistics.methods.disclosure_network import Network
from xiandao.statistics.methods.disclosure_primary import Bools, Floats, Ints
from xiandao.statistics.methods.disclosure_problem import (
    FREE,
    FREE_SINGLE,
    Audit,
    Item,
    Pattern,
    Problem,
    still_told,
)
from xiandao.statistics.methods.disclosure_solver import OPTIMAL, enter, rows, solver

_TINY: Final = 1e-6


def suppress(problem: Problem) -> Pattern:
    """Return a pattern for any set of linear relations.

    Promises that cycles among the innermost sensitive cells keep are settled first. For each of the others, the
    largest need first, the cheapest possible move of amounts that makes it good is found; the cells it uses are
    hidden and cost next to nothing from then on.

    Source: Kelly, Golden & Assad, Cell suppression: disclosure protection for sensitive tabular data (1992).

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value = np.array([5.0, 4, 3, 12, 12])
    >>> need = np.array([2.0, 0, 0, 0, 0])
    >>> shape = relations([Axis("city", {"x": "p", "y": "p", "z": "p", "p": "_T"})])
    >>> problem = Problem(value, value, need, need, np.full(5, -1), np.array([1, 3.0, 2, 10, 50]), need > 0, *shape)
    >>> suppress(problem).hidden.tolist()
    [True, False, True, False, False]
    """
    hidden, price = problem.hidden.copy(), np.maximum(problem.cost, FREE_SINGLE)
    free = np.where(problem.holder >= 0, FREE_SINGLE, FREE)
    price[hidden] = free[hidden]
    items = problem.items()
    hard = _unsettled(problem, items, problem.hidden)
    if hard:
        moves = _Moves(problem, problem.movable, price, hard)

        def take(item: Item, known: frozenset[int]) -> Ints | None:
            cells = moves.cheapest(item, known)
            if cells is not None:
                hidden[cells] = True
                moves.free(cells, free[cells])
            return cells

        for item in hard:
            if problem.hidden[item.cell]:
                still_told(problem, item, take)
    cost = problem.cost_of(hidden)
    return Pattern(hidden, "hierarchy", cost, cost, audit(problem, hidden))


def audit(problem: Problem, hidden: Bools) -> Audit:
    """Return the promises that a pattern breaks, by the linear program of the attacker.

    Only hidden cells may move, only the sensitive one at a time is asked for. Promises kept by cycles among innermost
    hidden cells need no program: such a cycle changes no total.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value, need = np.array([5.0, 4, 9, 9]), np.array([2.0, 0, 0, 0])
    >>> shape = relations([Axis("city", {"x": "p", "y": "p", "p": "_T"})])
    >>> problem = Problem(value, value, need, need, np.full(4, -1), value, need > 0, *shape)
    >>> len(audit(problem, need > 0).failures), len(audit(problem, value < 9).failures)
    (2, 0)
    """
    items = problem.items()
    left = _unsettled(problem, items, hidden)
    failures = []
    if left:
        price = np.where(problem.holder >= 0, FREE_SINGLE, FREE)
        moves = _Moves(problem, hidden & (problem.size > 0), price, left)
        failures = [
            item
            for item in left
            if not hidden[item.cell] or still_told(problem, item, moves.cheapest)
        ]
    return Audit(len(items), len(items) - len(left), tuple(failures))


def _unsettled(problem: Problem, items: list[Item], hidden: Bools) -> list[Item]:
    """Return the promises not kept by cycles among hidden cells that are no totals and lie in two relations."""
    inner = np.bincount(problem.at, minlength=len(hidden)) <= 2
    inner[problem.at[problem.sign < 0]] = False
    network = Network.of(problem.only(inner & hidden))
    return items if network is None else uncertified(network, items, hidden)


class _Moves:
    """The linear program: how amounts can shift between cells while every relation stays true.

    Each cell has two columns, its rise and its fall. Amounts are scaled by the middle need, so that the solver's
    tolerances mean something.
    """

    def __init__(self, problem: Problem, movable: Bools, price: Floats, items: list[Item]) -> None:
        self._scale = float(np.median([item.need for item in items]))
        self._cells = np.flatnonzero(movable)
        self._column = np.full(len(movable), -1, dtype=np.int64)
        self._column[self._cells] = np.arange(len(self._cells))
        self._count = len(self._cells)
        self._holder = problem.holder[self._cells]
        most = 4.0 * max(item.need for item in items) / self._scale
        fall = np.minimum(problem.size[self._cells] / self._scale, most)
        self._upper = np.r_[np.full(self._count, most), fall]
        self._solver = solver(presolve="off", threads=1)
        self._pass(problem, movable, price)

    def _pass(self, problem: Problem, movable: Bools, price: Floats) -> None:
        kept = movable[problem.at]
        at = self._column[problem.at[kept]]
        used, row = np.unique(problem.row[kept], return_inverse=True)
        matrix = csc_matrix(
            (
                np.r_[problem.sign[kept], -problem.sign[kept]],
                (np.r_[row, row], np.r_[at, at + self._count]),
            ),
            shape=(len(used), 2 * self._count),
        )
        zero, cost = np.zeros(len(used)), price[self._cells]
        rows(self._solver, zero, zero)
        enter(self._solver, matrix, np.r_[cost, cost], np.zeros(2 * self._count), self._upper)

    def free(self, cells: Ints, price: Floats) -> None:
        """Give cells another price."""
        at = self._column[cells]
        both = np.r_[at, at + self._count].astype(np.int32)
        self._solver.changeColsCost(len(both), both, np.r_[price, price])

    def cheapest(self, item: Item, known: frozenset[int]) -> Ints | None:
        """Return the cells of the cheapest move that makes a promise good without the cells of those who know them."""
        at = int(self._column[item.cell])
        if at < 0:
            return None
        closed = np.flatnonzero(np.isin(self._holder, list(known))) if known else np.zeros(0, int)
        closed = closed[closed != at]
        need = item.need / self._scale
        rise, fall = (at, at + self._count) if item.up else (at + self._count, at)
        self._bound(np.r_[closed, closed + self._count, fall], 0.0)
        self._solver.changeColBounds(rise, need, need)
        self._solver.run()
        is_possible = self._solver.getModelStatus() == OPTIMAL
        moved = np.array(self._solver.getSolution().col_value) if is_possible else np.zeros(0)
        self._bound(np.r_[closed, closed + self._count, rise, fall], None)
        if not is_possible:
            return None
        uses = moved[: self._count] + moved[self._count :] > _TINY * need
        uses[at] = False
        return self._cells[uses]

    def _bound(self, columns: Ints, upper: float | None) -> None:
        """Bound columns by a number, or by their own bounds again."""
        limit = self._upper[columns] if upper is None else np.full(len(columns), upper)
        self._solver.changeColsBounds(
            len(columns), columns.astype(np.int32), np.zeros(len(columns)), limit
        )
