"""Finding and attacking patterns of hidden cells, by the network where the table is one and by programs elsewhere."""

from __future__ import annotations

from xiandao.statistics.methods import disclosure_audit, disclosure_exact, disclosure_hierarchy
from xiandao.statistics.methods.disclosure_network import Network
from xiandao.statistics.methods.disclosure_primary import Bools
from xiandao.statistics.methods.disclosure_problem import Audit, Budget, Pattern, Problem


def find(problem: Problem, budget: Budget) -> Pattern:
    """Return the cells to hide, with the attack that was tried on them.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value, need = np.array([5.0, 4, 3, 12]), np.array([2.0, 0, 0, 0])
    >>> shape = relations([Axis.flat("city", ["x", "y", "z"])])
    >>> problem = Problem(value, value, need, need, np.full(4, -1), value, need > 0, *shape)
    >>> pattern = find(problem, Budget(5.0))
    >>> pattern.hidden.tolist(), pattern.audit.is_passed
    ([True, False, True, False], True)
    """
    network = Network.of(problem)
    if network is None:
        return disclosure_hierarchy.suppress(problem)
    return disclosure_exact.suppress(network, budget)


def attack(problem: Problem, hidden: Bools) -> Audit:
    """Return which promises a pattern breaks.

    >>> import numpy as np
    >>> from xiandao.statistics.methods.disclosure_table import Axis, relations
    >>> value, need = np.array([5.0, 4, 9]), np.array([2.0, 0, 0])
    >>> problem = Problem(value, value, need, need, np.full(3, -1), value, need > 0, *relations([Axis.flat("a", "xy")]))
    >>> attack(problem, need > 0).is_passed
    False
    """
    network = Network.of(problem.only(hidden))
    if network is None:
        return disclosure_hierarchy.audit(problem, hidden)
    return disclosure_audit.audit(network, hidden)
