"""The attack on a pattern: how closely outsiders and contributors can bound each sensitive cell."""

from __future__ import annotations

import numpy as np

from xiandao.statistics.methods.disclosure_heuristic import uncertified
from xiandao.statistics.methods.disclosure_network import Network
from xiandao.statistics.methods.disclosure_primary import Bools, Ints
from xiandao.statistics.methods.disclosure_problem import Audit, Item, still_told


def audit(network: Network, hidden: Bools, items: list[Item] | None = None) -> Audit:
    """Return the promises that a pattern breaks.

    A cycle of hidden cells that can carry the need is a certificate; where none is found, a maximum flow limited to
    the need says how far the cell can really move. Both are repeated without the cells of each single contributor
    that the certificate leans on, because he knows them. Nothing is taken over from the search for the pattern.

    Args:
        network: the table.
        hidden: the cells hidden.
        items: the promises, largest need first; all of the problem when left out.

    Source: Fischetti & Salazar (2001) for the attacker's problem; on a network it is a maximum flow.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_problem import Problem
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value, need = np.array([5.0, 4, 9]), np.array([2.0, 0, 0])
    >>> shape = relations([Axis.flat("city", ["x", "y"])])
    >>> problem = Problem(value, value, need, need, np.array([1, -1, -1]), value, need > 0, *shape)
    >>> audit(Network.of(problem), need > 0).failures
    (Item(need=2.0, cell=0, up=True), Item(need=2.0, cell=0, up=False))
    >>> audit(Network.of(problem), np.array([True, True, False])).is_passed
    True
    """
    promises = network.problem.items() if items is None else items
    left = uncertified(network, promises, hidden)
    return Audit(len(promises), len(promises) - len(left), tuple(broken(network, hidden, left)))


def broken(network: Network, hidden: Bools, items: list[Item]) -> list[Item]:
    """Return those of the promises that flows show to be broken.

    >>> broken(None, None, [])
    []
    """
    if not items:
        return []
    share = hidden.astype(np.float64)

    def move(item: Item, known: frozenset[int]) -> Ints | None:
        moved, cells = network.flow(item, share, known)
        return cells if moved >= 1.0 else None

    return [
        item for item in items if not hidden[item.cell] or still_told(network.problem, item, move)
    ]
