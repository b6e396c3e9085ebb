"""The question every algorithm of disclosure control answers: which further cells must be hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np

from xiandao.statistics.methods.disclosure_primary import Bools, Floats, Ints

# Costs close to nothing, so that among free ways the shortest is taken, and one without single contributors first.
FREE: Final = 1e-3
FREE_SINGLE: Final = 3e-3
# Slack for sums of floating-point numbers.
SLACK: Final = 1e-7


class Item(NamedTuple):
    """One promise: outsiders must not be able to rule out that the cell is ``need`` higher (``up``) or lower."""

    need: float
    cell: int
    up: bool


@dataclass(frozen=True, slots=True, repr=False)
class Problem:
    """Cells and the linear relations between them, seen from outside; arrays with one place per cell.

    Args:
        value: the true values.
        size: how far the outsider believes that each cell could fall (its contributions without sign); a cell of
            size zero is known to be zero.
        up, down: how far the outsider's bounds must stay from the value; zero where nothing is asked for.
        holder: the only contributing holding, which knows the cell, or −1.
        cost: what it costs to hide the cell; infinite where it must be shown.
        hidden: cells hidden from the start.
        row, at, sign: the relations in coordinate form: relation, cell, +1 or −1; each relation adds up to zero.
        own: what a holding contributes to a sensitive cell, for holdings that are alone in some cell.
        pieces: cells that only a crossing of tables has. Who is alone in one attacks pieces alone: no table was ever
            promised to hold against everybody inside it.
    """

    value: Floats
    size: Floats
    up: Floats
    down: Floats
    holder: Ints
    cost: Floats
    hidden: Bools
    row: Ints
    at: Ints
    sign: Floats
    own: Mapping[tuple[int, int], float] = field(default_factory=dict)
    pieces: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        return f"Problem({len(self.value)} cells)"

    @property
    def movable(self) -> Bools:
        """The cells that may be hidden and of which the outsider does not know that they are zero."""
        return (self.size > 0) & (self.hidden | np.isfinite(self.cost))

    def only(self, cells: Bools) -> Problem:
        """Return the problem in which no other cell can be hidden."""
        return replace(self, cost=np.where(cells, self.cost, np.inf), hidden=self.hidden & cells)

    def items(self) -> list[Item]:
        """Return all promises, the largest first."""
        found = [
            Item(float(needs[cell]), int(cell), up)
            for up, needs in ((True, self.up), (False, self.down))
            for cell in np.flatnonzero(needs > 0)
        ]
        return sorted(found, key=lambda item: (-item.need, item.cell, not item.up))

    def cost_of(self, hidden: Bools) -> float:
        """Return what a pattern costs beyond the cells hidden from the start."""
        return float(self.cost[hidden & ~self.hidden].sum())

    def holdings(self, cells: Ints, besides: int) -> frozenset[int]:
        """Return the holdings that know one of the cells because nobody else contributes, but for that of one cell."""
        own, kept = int(self.holder[besides]), frozenset[int]()
        if besides not in self.pieces:
            kept = self.pieces
        return frozenset(
            int(self.holder[cell])
            for cell in cells.tolist()
            if self.holder[cell] >= 0 and self.holder[cell] != own and cell not in kept
        )

    def against(self, item: Item, known: frozenset[int]) -> Item:
        """Return what can be promised against contributors: a cell is never less than what they put in themselves."""
        if item.up or not known:
            return item
        others = [self.size[item.cell] - self.own.get((item.cell, one), 0.0) for one in known]
        return item._replace(need=min(item.need, float(max(others))))


@dataclass(frozen=True, slots=True)
class Audit:
    """How an attack on a pattern went: promises tried, kept by a certificate found quickly, and broken."""

    items: int
    certified: int
    failures: tuple[Item, ...] = field(repr=False)

    @property
    def is_passed(self) -> bool:
        """Whether every promise is kept."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Pattern:
    """Cells to hide, how they were found, what they cost, what the heuristic alone would have cost."""

    hidden: Bools = field(repr=False)
    method: str
    cost: float
    heuristic_cost: float
    audit: Audit
    is_proven: bool = False


class Budget:
    """Seconds that may be spent on improvement; without a clock the number of rounds alone is the limit.

    >>> ticks = iter([0.0, 4.0, 20.0])
    >>> budget = Budget(15.0, lambda: next(ticks))
    >>> budget.left(), budget.left()
    (11.0, 0.0)
    """

    def __init__(self, seconds: float, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock
        self._end = (clock() if clock else 0.0) + seconds
        self._seconds = seconds

    def left(self) -> float:
        """Return the seconds left."""
        return max(0.0, self._end - self._clock()) if self._clock else self._seconds


def still_told(
    problem: Problem, item: Item, move: Callable[[Item, frozenset[int]], Ints | None]
) -> bool:
    """Return whether the outsider or one of the single contributors can break a promise.

    A contributor who is alone in a cell knows it, so a certificate that leans on the cell is worth nothing against
    him. Certificates are collected until none of the single contributors is in all of them.

    Args:
        problem: the question.
        item: the promise.
        move: returns the cells of another possible table in which the promise shows, with the cells of the given
            holdings at their true values, or None when there is none.

    >>> import numpy as np
    >>> one = np.ones(2)
    >>> alone = Problem(one, one, one, one, np.array([7, 8]), one, one > 0, *(np.array([0, 0]), np.array([0, 1]), one))
    >>> still_told(alone, Item(1.0, 0, True), lambda item, known: None if 8 in known else np.array([1]))
    True
    """
    cells = move(item, frozenset())
    if cells is None:
        return True
    knowing = problem.holdings(cells, item.cell)

    def is_safe(known: frozenset[int]) -> bool:
        promised = problem.against(item, known)
        is_void = promised.need <= SLACK * problem.size[item.cell]
        return is_void or move(promised, known) is not None

    if not knowing or is_safe(knowing):
        return False
    # Every one is tried, because trying may be what hides the cells.
    safe = [is_safe(frozenset({one})) for one in sorted(knowing)]
    return len(knowing) == 1 or not all(safe)
