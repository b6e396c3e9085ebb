"""Cheaper patterns on networks: a 0/1 model over the cells that several heuristic runs hide, with cuts from flows."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import csc_matrix

from xiandao.statistics.methods.disclosure_audit import audit, broken
from xiandao.statistics.methods.disclosure_heuristic import cover, uncertified
from xiandao.statistics.methods.disclosure_network import Network
from xiandao.statistics.methods.disclosure_primary import Bools, Floats, Ints
from xiandao.statistics.methods.disclosure_problem import Budget, Item, Pattern
from xiandao.statistics.methods.disclosure_solver import OPTIMAL, enter, solver

RUNS: Final = 12
REPAIRS: Final = 200
SPREAD: Final = 0.5
ALL_CELLS: Final = 400
LINEAR_ROUNDS: Final = 40
WHOLE_ROUNDS: Final = 60
# Without a clock one model may not take longer than this.
_ONE_MODEL: Final = 3.0
# A bound this close to the cost is a proof.
_CLOSE: Final = 1e-3
# Prices while a pattern is repaired: of what stays in it, of what is torn out, and how much is torn out.
_KEPT: Final = 0.02
_LOST: Final = 2.0
_TORN: Final = (0.05, 0.1, 0.2, 0.4)

Cut = tuple[Ints, Floats, float]


def suppress(network: Network, budget: Budget) -> Pattern:
    """Return a pattern that keeps every promise if there is one, never dearer than that of the heuristic.

    The first heuristic run and its audit are the guarantee; the rest makes the pattern cheaper while time is left and
    keeps the best one found. Promises kept by the sensitive cells alone are settled once and never looked at again.

    Source: Fischetti & Salazar, Models and algorithms for the 2-dimensional cell suppression problem (1999), with the
        candidates restricted to those of perturbed heuristic runs.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_problem import Problem
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value, need = np.array([5.0, 4, 3, 12]), np.array([2.0, 0, 0, 0])
    >>> cost = np.array([1.0, 3.0, 2.0, 50.0])
    >>> shape = relations([Axis.flat("city", ["x", "y", "z"])])
    >>> problem = Problem(value, value, need, need, np.full(4, -1), cost, need > 0, *shape)
    >>> pattern = suppress(Network.of(problem), Budget(5.0))
    >>> pattern.hidden.tolist(), pattern.cost, pattern.is_proven
    ([True, False, True, False], 2.0, True)
    """
    problem = network.problem
    items = problem.items()
    hard = uncertified(network, items, problem.hidden)
    hidden, missing = cover(network, hard, problem.cost)
    first = problem.cost_of(hidden)
    is_proven = first == 0.0
    if hard and not missing and first > 0.0:
        hidden, candidates = _perturbed(network, hard, hidden)
        hidden, is_proven = _improved(network, hard, hidden, candidates, budget)
        if not is_proven:
            hidden = _torn(network, hard, hidden, budget)
    attack = audit(network, hidden, items)
    method = "exact" if is_proven else "heuristic" if problem.cost_of(hidden) == first else "mixed"
    return Pattern(hidden, method, problem.cost_of(hidden), first, attack, is_proven)


def _perturbed(network: Network, hard: list[Item], hidden: Bools) -> tuple[Bools, Bools]:
    """Return the cheapest pattern of several runs with shaken costs, and all cells that any of them hides."""
    problem, best, every = network.problem, hidden, hidden.copy()
    chance = np.random.default_rng(20261122)
    for _ in range(RUNS):
        shaken = problem.cost * np.exp(SPREAD * chance.standard_normal(len(problem.cost)))
        found, missing = cover(network, hard, shaken)
        if not missing:
            every |= found
            best = found if problem.cost_of(found) < problem.cost_of(best) else best
    return best, every


def _torn(network: Network, hard: list[Item], best: Bools, budget: Budget) -> Bools:
    """Make a part of the pattern dear and the rest cheap, again and again, and keep what takes its place for less."""
    problem = network.problem
    chance = np.random.default_rng(20261123)
    for _ in range(REPAIRS):
        if budget.left() <= 0:
            break
        kept = best & (chance.random(len(best)) > chance.choice(_TORN))
        price = np.where(kept, _KEPT, np.where(best, _LOST, 1.0)) * problem.cost
        price *= np.exp(0.1 * chance.standard_normal(len(best)))
        found, missing = cover(network, hard, price)
        if not missing and problem.cost_of(found) <= problem.cost_of(best):
            best = found
    return best


def _improved(
    network: Network, hard: list[Item], best: Bools, candidates: Bools, budget: Budget
) -> tuple[Bools, bool]:
    """Return the best pattern among the candidates, and whether nothing cheaper exists in the whole table."""
    problem = network.problem
    every = problem.movable & ~problem.hidden
    is_whole = int(every.sum()) <= ALL_CELLS
    open_cells = np.flatnonzero(every if is_whole else candidates & ~problem.hidden)
    model = _Covering(problem.cost[open_cells])
    share = problem.hidden.astype(np.float64)
    half, end = budget.left() * 0.7, budget.left() * 0.35
    for turn in range(LINEAR_ROUNDS):
        found = model.solve(min(budget.left(), _ONE_MODEL))
        if not len(found) or budget.left() < half:
            break
        share[open_cells] = found
        if turn % 3 == 2:
            best = _cheaper(network, hard, problem.cost * np.maximum(1.0 - share, _KEPT), best)
        if not model.add(_cuts(network, hard, share, open_cells, budget)):
            break
    best = _cheaper(network, hard, problem.cost * np.maximum(1.0 - share, _KEPT), best)
    model.to_whole()
    for _ in range(WHOLE_ROUNDS):
        if budget.left() <= end:
            break
        chosen = model.solve(min(max(budget.left() - end, 0.0), _ONE_MODEL))
        if not len(chosen) or model.bound >= problem.cost_of(best) * (1 - _CLOSE):
            break
        share[open_cells] = np.round(chosen)
        cuts = _cuts(network, hard, share, open_cells, budget)
        best = _repaired(network, hard, share > 0.5, best)
        if not cuts or not model.add(cuts):
            break
    return best, is_whole and model.bound >= problem.cost_of(best) * (1 - _CLOSE)


def _cheaper(network: Network, hard: list[Item], price: Floats, best: Bools) -> Bools:
    """Return what the heuristic finds at these prices when it is cheaper than the best."""
    found, missing = cover(network, hard, price)
    if missing or network.problem.cost_of(found) >= network.problem.cost_of(best):
        return best
    return found


def _repaired(network: Network, hard: list[Item], chosen: Bools, best: Bools) -> Bools:
    """Return the cells of the model, completed by the heuristic where they break a promise, when that is cheaper."""
    problem = network.problem
    if not broken(network, chosen, uncertified(network, hard, chosen)):
        return chosen if problem.cost_of(chosen) < problem.cost_of(best) else best
    return _cheaper(network, hard, np.where(chosen, _KEPT, 1.0) * problem.cost, best)


def _cuts(
    network: Network, hard: list[Item], share: Floats, open_cells: Ints, budget: Budget
) -> list[Cut]:
    """Return for every promise that a (fractional) pattern breaks the row that it breaks."""
    position = np.full(len(share), -1, dtype=np.int64)
    position[open_cells] = np.arange(len(open_cells))
    cuts = []
    for item in hard:
        if budget.left() <= 0:
            break
        broken_item = item
        moved, found = network.flow(item, share)
        if moved >= 1.0:
            for one in sorted(network.problem.holdings(found, item.cell)):
                promised = network.problem.against(item, frozenset({one}))
                if promised.need <= _CLOSE * item.need:
                    continue
                moved, arcs = network.flow(promised, share, frozenset({one}))
                if moved < 1.0:
                    broken_item, found = promised, arcs
                    break
        if moved < 1.0 and (cut := _row(network, broken_item, found, position)) is not None:
            cuts.append(cut)
    return cuts


def _row(network: Network, item: Item, arcs: Ints, position: Ints) -> Cut | None:
    """Return the row of a cut: what its open cells can carry together must reach the need."""
    carried = np.minimum(network.limit[arcs] / item.need, 1.0)
    cells = network.cell[arcs]
    wanted = 1.0 - float(carried[network.problem.hidden[cells]].sum())
    free = (position[cells] >= 0) & ~network.problem.hidden[cells]
    if wanted <= _CLOSE or not free.any():
        return None
    # A cell between the same relations as another has two arcs, of which a least cut holds at most one.
    at, first = np.unique(position[cells[free]], return_index=True)
    return at, np.minimum(carried[free][first], wanted), wanted


class _Covering:
    """The model: the cheapest cells such that every row is covered."""

    def __init__(self, cost: Floats) -> None:
        self._solver = solver(mip_rel_gap=_CLOSE / 2)
        self._size = len(cost)
        self._seen: set[bytes] = set()
        self.bound = 0.0
        no_row = csc_matrix((0, self._size))
        enter(self._solver, no_row, cost, np.zeros(self._size), np.ones(self._size))

    def add(self, cuts: list[Cut]) -> bool:
        """Add rows and return whether any of them is new."""
        before = len(self._seen)
        for at, weight, wanted in cuts:
            key = at.tobytes() + np.round(weight, 6).tobytes()
            if key not in self._seen:
                self._seen.add(key)
                self._solver.addRow(wanted, np.inf, len(at), at.astype(np.int32), weight)
        return len(self._seen) > before

    def to_whole(self) -> None:
        """Allow only whole cells from now on."""
        kinds = np.full(self._size, 1, dtype=np.uint8)
        self._solver.changeColsIntegrality(self._size, np.arange(self._size, dtype=np.int32), kinds)

    def solve(self, seconds: float) -> Floats:
        """Return the cells chosen, or nothing when none were found in the time given."""
        # The limit of the solver counts all its runs together.
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(seconds, 0.05))
        self._solver.run()
        info = self._solver.getInfo()
        if self._solver.getModelStatus() == OPTIMAL:
            self.bound = max(self.bound, info.objective_function_value * (1 - _CLOSE / 2))
        elif np.isfinite(info.mip_dual_bound):
            self.bound = max(self.bound, info.mip_dual_bound)
        found = np.array(self._solver.getSolution().col_value)
        return found if len(found) == self._size and np.isfinite(found).all() else np.zeros(0)
