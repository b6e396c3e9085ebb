"""Hiding cells one promise after the other along cheapest cycles, and finding cycles that are there already."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from xiandao.statistics.methods.disclosure_network import Network
from xiandao.statistics.methods.disclosure_primary import Bools, Floats, Ints
from xiandao.statistics.methods.disclosure_problem import (
    FREE,
    FREE_SINGLE,
    Item,
    Problem,
    still_told,
)


class Reach:
    """Ways along open cells for falling needs, kept as bit masks: an arc once open stays open."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._all = [0] * network.nodes
        self._safe = [0] * network.nodes
        self._waiting: list[tuple[float, int]] = []

    def open(self, cells: Iterable[int]) -> None:
        """Let amounts shift along these cells."""
        for cell in cells:
            for arc in self._network.by_cell.get(int(cell), ()):
                heapq.heappush(self._waiting, (-float(self._network.limit[arc]), arc))

    def lower(self, need: float) -> None:
        """Admit the arcs that can carry a need no larger than those before."""
        network = self._network
        while self._waiting and -self._waiting[0][0] >= need:
            arc = heapq.heappop(self._waiting)[1]
            tail, bit = int(network.tail[arc]), 1 << int(network.head[arc])
            self._all[tail] |= bit
            if network.holder[arc] < 0:
                self._safe[tail] |= bit

    def is_certified(self, item: Item) -> bool:
        """Return whether there are cycles of open cells that no single contributor knows all of."""
        ends = self._network.ends(item.cell, item.up)
        if ends is None:
            return False
        if _way(self._safe, *ends):
            return True
        way = _way(self._all, *ends)
        if not way:
            return False
        cells = np.array([self._network.between[pair] for pair in pairwise(way)], dtype=np.int64)
        knowing = self._network.problem.holdings(cells, item.cell)
        return not knowing or bool(_way(self._without(knowing), *ends))

    def _without(self, holdings: frozenset[int]) -> list[int]:
        """Return the open arcs less those that the holdings know."""
        network, result = self._network, list(self._all)
        for arc in np.flatnonzero(np.isin(network.holder, list(holdings))).tolist():
            result[int(network.tail[arc])] &= ~(1 << int(network.head[arc]))
        return result


def cover(network: Network, items: list[Item], cost: Floats) -> tuple[Bools, list[Item]]:
    """Return the cells to hide, found promise by promise along the cheapest cycle, and the promises not kept.

    Args:
        network: the table.
        items: promises, the largest need first.
        cost: what each cell costs here; those hidden from the start cost next to nothing.

    Source: Castro, Network flows heuristics for complementary cell suppression (2002); shortest-path variant.
        An example is given for ``Network``.
    """
    problem = network.problem
    hidden, price = problem.hidden.copy(), np.maximum(cost, FREE_SINGLE)
    price[hidden] = _free(problem)[hidden]
    reach, missing = Reach(network), []
    reach.open(np.flatnonzero(hidden))

    def take(item: Item, known: frozenset[int]) -> Ints | None:
        cells = network.cheapest(item, price, known)
        if cells is None:
            moved, cells = network.flow(item, np.isfinite(price).astype(np.float64), known)
            if moved < 1.0:
                return None
        fresh = np.unique(cells[~hidden[cells]])
        hidden[fresh] = True
        price[fresh] = _free(problem)[fresh]
        reach.open(fresh.tolist())
        return cells

    for item in items:
        reach.lower(item.need)
        is_kept = problem.hidden[item.cell] and (
            reach.is_certified(item) or not still_told(problem, item, take)
        )
        if not is_kept:
            missing.append(item)
    return hidden, missing


def uncertified(network: Network, items: list[Item], hidden: Bools) -> list[Item]:
    """Return the promises for which no certificate is found quickly; the others are kept by these hidden cells.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> one, need = np.ones(3), np.array([1.0, 0, 0])
    >>> shape = relations([Axis.flat("city", ["x", "y"])])
    >>> problem = Problem(one, one, need, need, np.full(3, -1), one, need > 0, *shape)
    >>> network = Network.of(problem)
    >>> hidden = np.array([True, True, False])
    >>> len(uncertified(network, problem.items(), need > 0)), len(uncertified(network, problem.items(), hidden))
    (2, 0)
    """
    reach = Reach(network)
    reach.open(np.flatnonzero(hidden))
    left = []
    for item in items:
        reach.lower(item.need)
        if not hidden[item.cell] or not reach.is_certified(item):
            left.append(item)
    return left


def _free(problem: Problem) -> Floats:
    result: Floats = np.where(problem.holder >= 0, FREE_SINGLE, FREE)
    return result


def _way(open_arcs: list[int], source: int, target: int, banned: int) -> list[int]:
    """Return the nodes of a shortest way from source to target that does not begin with the banned node."""
    seen = 1 << source
    before: dict[int, int] = {}
    rank = [source]
    while rank:
        further = []
        for node in rank:
            fresh = open_arcs[node] & ~seen
            if node == source:
                fresh &= ~(1 << banned)
            if fresh >> target & 1:
                way = [target, node]
                while node != source:
                    node = before[node]
                    way.append(node)
                return way[::-1]
            seen |= fresh
            while fresh:
                bit = fresh & -fresh
                there = bit.bit_length() - 1
                before[there] = node
                further.append(there)
                fresh ^= bit
        rank = further
    return []
