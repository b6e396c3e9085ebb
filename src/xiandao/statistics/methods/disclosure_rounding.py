"""Rounding instead of hiding: every number becomes a multiple of a base, sums still add up where that is possible."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.sparse import csc_matrix

from xiandao.statistics.methods.disclosure_primary import Bools, Floats
from xiandao.statistics.methods.disclosure_problem import SLACK, Problem
from xiandao.statistics.methods.disclosure_solver import OPTIMAL, enter, rows, solver

JOINT: Final = 12
_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Rounded:
    """Rounded values, their base, whether sums add up, and how far off a value may be."""

    value: Floats = field(repr=False)
    base: float
    is_additive: bool

    @property
    def reach(self) -> float:
        """How far a true value may lie from the value shown."""
        return self.base if self.is_additive else self.base / 2


def base_for(problem: Problem, minimum: int) -> float:
    """Return the base asked for: at least the threshold and twice the largest protection level, 1, 2 or 5 × 10ⁿ.

    >>> import numpy as np
    >>> one, none = np.array([4.0]), np.zeros(0)
    >>> base_for(Problem(one, one, one, one, one, one, one > 0, none, none, none), 3)
    10.0
    """
    least = max(float(minimum), 2.0 * float(problem.up.max(initial=0.0)), 1.0)
    size = 10.0 ** np.floor(np.log10(least))
    return float(next(step * size for step in (1, 2, 5, 10) if step * size >= least * (1 - SLACK)))


def controlled(problem: Problem, base: float) -> Rounded:
    """Return every value as one of the two multiples of the base next to it, such that all sums add up.

    Always possible for tables that are networks (Cox 1987), where the linear program has whole solutions by itself.
    Elsewhere whole solutions are searched for under a time limit; when there are none, every value is rounded to the
    nearest multiple for itself and sums need not add up.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value = np.array([4.0, 4, 4, 12])
    >>> zero = np.zeros(4)
    >>> problem = Problem(value, value, zero, zero, zero, value, zero > 0, *relations([Axis.flat("a", "xyz")]))
    >>> float(controlled(problem, 10.0).value.sum()), controlled(problem, 10.0).is_additive
    (20.0, True)
    """
    scaled = problem.value / base
    near = np.round(scaled)
    scaled = np.where(np.abs(scaled - near) < 1e-9, near, scaled)
    floor = np.floor(scaled)
    part = scaled - floor
    count = int(problem.row.max(initial=-1)) + 1
    carried = problem.sign * floor[problem.at]
    missing: Floats = -np.bincount(problem.row, weights=carried, minlength=count).astype(float)
    raised = _solved(
        problem, 1.0 - 2.0 * part, np.zeros(len(part)), np.ceil(part), missing, is_whole=True
    )
    if raised is None:
        return Rounded(np.floor(scaled + 0.5) * base, base, False)
    return Rounded((floor + np.round(raised)) * base, base, True)


def exposed(problem: Problem, rounded: Rounded) -> Bools:
    """Return the sensitive cells whose possible values, seen from outside, span less than what was promised.

    The outsider knows how values were rounded, that true values add up, and which cells are empty.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value, need = np.array([4.0, 4, 4, 12]), np.array([2.0, 0, 0, 0])
    >>> problem = Problem(value, value, need, need, need, value, need > 0, *relations([Axis.flat("a", "xyz")]))
    >>> exposed(problem, controlled(problem, 10.0)).any(), exposed(problem, controlled(problem, 1.0)).any()
    (np.False_, np.True_)
    """
    low = np.maximum(rounded.value - rounded.reach, problem.value - problem.size) / rounded.base
    high = (rounded.value + rounded.reach) / rounded.base
    known = problem.size == 0
    low[known] = high[known] = problem.value[known] / rounded.base
    wanted = (problem.up + problem.down) / rounded.base * (1 - 1e-6)
    least, most = problem.value / rounded.base, problem.value / rounded.base
    chance, side = np.random.default_rng(20261122), np.ones(len(problem.value))
    zero = np.zeros(int(problem.row.max(initial=-1)) + 1)

    def look(cost: Floats) -> None:
        nonlocal least, most
        found = _solved(problem, cost, low, high, zero, is_whole=False)
        if found is not None:
            least, most = np.minimum(least, found), np.maximum(most, found)

    for turn in range(JOINT):
        narrow = most - least < wanted
        if not narrow.any():
            break
        side = chance.choice([-1.0, 1.0], len(least)) if turn % 2 == 0 else -side
        look(np.where(narrow, side, 0.0))
    for cell in np.flatnonzero(most - least < wanted):
        for sign in (1.0, -1.0):
            cost = np.zeros(len(least))
            cost[cell] = sign
            if most[cell] - least[cell] < wanted[cell]:
                look(cost)
    return most - least < wanted


def _solved(
    problem: Problem, cost: Floats, low: Floats, high: Floats, right: Floats, *, is_whole: bool
) -> Floats | None:
    """Return the cheapest point between the bounds on which every relation holds, or None."""
    size, model = len(cost), solver(time_limit=_SECONDS)
    matrix = csc_matrix((problem.sign, (problem.row, problem.at)), shape=(len(right), size))
    rows(model, right - 1e-9, right + 1e-9)
    enter(model, matrix, cost, low, high)
    if is_whole:
        kinds = np.ones(size, dtype=np.uint8)
        model.changeColsIntegrality(size, np.arange(size, dtype=np.int32), kinds)
    model.run()
    found = np.array(model.getSolution().col_value)
    is_found = model.getModelStatus() == OPTIMAL or (
        is_whole and model.getInfo().primal_solution_status == 2
    )
    return found if is_found and len(found) == size else None
