"""A table as a network: hiding cells so that every sensitive one lies on a cycle along which amounts can shift."""

from __future__ import annotations

from collections import deque
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, dijkstra, maximum_flow

from xiandao.statistics.methods.disclosure_primary import Floats, Ints
from xiandao.statistics.methods.disclosure_problem import SLACK, Item, Problem

# Flows are computed in whole numbers: a need is at most so many of them, and all flows together fit into 31 bits.
_UNITS: Final = 1_000_000
_MOST: Final = 2_000_000_000
# What rounding down may cost on the way.
_LOST: Final = 0.0005


class Network:
    """Relations as nodes, cells as arcs: raising a cell is a flow one way, lowering it the other way.

    A move of amounts between cells that keeps every relation true is a circulation. Only movable cells have arcs;
    raising has no limit, lowering stops where the outsider knows that the cell must stop.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> axes = [Axis.flat("city", ["x", "y"]), Axis.flat("industry", ["a", "b"])]
    >>> value = np.array([5.0, 4, 9, 3, 8, 11, 8, 12, 20])
    >>> need = np.where(np.arange(9) == 0, 1.0, 0.0)
    >>> cost = np.array([1.0, 1, 9, 1, 1, 9, 9, 9, 99])
    >>> problem = Problem(value, value, need, need, np.full(9, -1), cost, need > 0, *relations(axes))
    >>> from xiandao.statistics.methods.disclosure_heuristic import cover
    >>> network = Network.of(problem)
    >>> np.flatnonzero(cover(network, problem.items(), cost)[0]).tolist()
    [0, 1, 3, 4]
    """

    def __init__(self, problem: Problem, cells: Ints, minus: Ints, plus: Ints, nodes: int) -> None:
        self.problem = problem
        pair = np.minimum(minus, plus) * nodes + np.maximum(minus, plus)
        again = np.ones(len(cells), dtype=np.bool_)
        again[np.unique(pair, return_index=True)[1]] = False
        # Two cells between the same relations: the second gets a node of its own, so that arcs stay distinct.
        middle = np.where(again, nodes + np.cumsum(again) - 1, -1)
        near = np.where(again, middle, minus)
        tail = np.r_[near, plus, minus[again], middle[again]]
        head = np.r_[plus, near, middle[again], minus[again]]
        cell = np.r_[cells, cells, cells[again], cells[again]]
        rises = np.r_[
            np.ones(len(cells)), np.zeros(len(cells)), np.ones(again.sum()), np.zeros(again.sum())
        ]
        order = np.lexsort((head, tail))
        self.nodes = nodes + int(again.sum())
        self.tail, self.head, self.cell = tail[order], head[order], cell[order]
        self.limit: Floats = np.where(
            rises[order] > 0, np.inf, problem.size[self.cell] * (1 + SLACK)
        )
        self.holder = problem.holder[self.cell]
        self.start = np.r_[0, np.cumsum(np.bincount(self.tail, minlength=self.nodes))].astype(
            np.int32
        )
        self.heads = self.head.astype(np.int32)
        self._keys = self.tail * self.nodes + self.head
        self._units = min(_UNITS, _MOST // max(1, int(np.diff(self.start).max(initial=0))))
        self._ends = {
            int(c): (int(m), int(p), int(n))
            for c, m, p, n in zip(cells, minus, plus, near, strict=True)
        }
        self.by_cell: dict[int, list[int]] = {int(c): [] for c in cells}
        for arc, c in enumerate(self.cell.tolist()):
            self.by_cell[c].append(arc)
        pairs = zip(self.tail.tolist(), self.head.tolist(), strict=True)
        self.between = dict(zip(pairs, self.cell.tolist(), strict=True))

    @classmethod
    def of(cls, problem: Problem) -> Self | None:
        """Return the network of a problem, or None when a cell lies in more than two relations or with a weight."""
        movable = problem.movable
        kept = movable[problem.at]
        row, at, sign = problem.row[kept], problem.at[kept], problem.sign[kept]
        count = np.bincount(at, minlength=len(movable))
        # A cell that counts several times in a relation would have to shrink or grow on its way.
        if count.max(initial=0) > 2 or not np.isin(sign, (-1.0, 1.0)).all():
            return None
        cells = np.flatnonzero(count > 0)
        order = np.argsort(at, kind="stable")
        first = np.searchsorted(at[order], cells)
        r1, s1 = row[order][first], sign[order][first]
        has_two = count[cells] == 2
        other = order[np.minimum(first + 1, len(order) - 1)] if len(order) else order
        ground = int(problem.row.max(initial=-1)) + 1
        r2 = np.where(has_two, row[other], ground)
        s2 = np.where(has_two, sign[other], 0.0)
        turned = _turned(ground, r1[has_two], r2[has_two], -(s1 * s2)[has_two])
        if turned is None:
            return None
        is_plus = s1 * turned[r1] > 0
        return cls(problem, cells, np.where(is_plus, r2, r1), np.where(is_plus, r1, r2), ground + 1)

    def ends(self, cell: int, up: bool) -> tuple[int, int, int] | None:
        """Return where a way round the cell starts and ends, and the node that would be the cell itself."""
        if cell not in self._ends:
            return None
        minus, plus, near = self._ends[cell]
        if up:
            return plus, minus, near
        return minus, plus, near if near != minus else plus

    def cheapest(self, item: Item, cost: Floats, known: frozenset[int]) -> Ints | None:
        """Return the cells of the cheapest cycle through a cell that can carry the need, or None."""
        ends = self.ends(item.cell, item.up)
        if ends is None:
            return None
        weight = cost[self.cell]
        weight[(self.limit < item.need) | (self.cell == item.cell)] = np.inf
        if known:
            weight[np.isin(self.holder, list(known))] = np.inf
        graph = csr_matrix((weight, self.heads, self.start), shape=(self.nodes, self.nodes))
        distance, before = dijkstra(graph, indices=ends[0], return_predecessors=True)
        if not np.isfinite(distance[ends[1]]):
            return None
        walked, node = [], ends[1]
        while node != ends[0]:
            walked.append(self.between[int(before[node]), node])
            node = int(before[node])
        return np.array(walked, dtype=np.int64)

    def flow(
        self, item: Item, share: Floats, known: frozenset[int] = frozenset()
    ) -> tuple[float, Ints]:
        """Return how much of a need (0 … 1) can shift when each cell is open to a share, and the cells used or cut.

        When the need is met the cells are those of the flow; otherwise the arcs of the least cut.
        """
        ends = self.ends(item.cell, item.up)
        if ends is None:
            return 0.0, np.zeros(0, np.int64)
        limit = np.minimum(self.limit / item.need, 1.0) * share[self.cell]
        limit[self.cell == item.cell] = 0.0
        if known:
            limit[np.isin(self.holder, list(known))] = 0.0
        carrying = np.flatnonzero(limit > 0)
        whole: NDArray[np.int32] = np.floor(limit[carrying] * self._units + 1e-3).astype(np.int32)
        start = np.searchsorted(carrying, self.start).astype(np.int32)
        graph = csr_matrix((whole, self.heads[carrying], start), shape=(self.nodes, self.nodes))
        found = maximum_flow(graph, ends[0], ends[1])
        if found.flow_value >= (1 - _LOST) * self._units:
            moved = found.flow.tocoo()
            arcs = (
                moved.row[moved.data > 0].astype(np.int64) * self.nodes + moved.col[moved.data > 0]
            )
            return 1.0, np.unique(self.cell[np.searchsorted(self._keys, arcs)])
        rest = graph - found.flow
        rest.eliminate_zeros()
        reached = np.zeros(self.nodes, dtype=np.bool_)
        reached[breadth_first_order(rest, ends[0], return_predecessors=False)] = True
        cut = reached[self.tail] & ~reached[self.head] & (self.cell != item.cell)
        if known:
            cut &= ~np.isin(self.holder, list(known))
        return found.flow_value / self._units, np.flatnonzero(cut)


def _turned(rows: int, first: Ints, second: Ints, agree: Floats) -> Floats | None:
    """Return a sign for every relation such that each cell enters one and leaves the other, or None."""
    near: list[list[tuple[int, float]]] = [[] for _ in range(rows)]
    for a, b, sign in zip(first.tolist(), second.tolist(), agree.tolist(), strict=True):
        near[a].append((b, sign))
        near[b].append((a, sign))
    turned = np.zeros(rows + 1)
    for begin in range(rows):
        if turned[begin]:
            continue
        turned[begin], queue = 1.0, deque([begin])
        while queue:
            here = queue.popleft()
            for there, sign in near[here]:
                if not turned[there]:
                    turned[there] = sign * turned[here]
                    queue.append(there)
                elif turned[there] != sign * turned[here]:
                    return None
    return turned
