"""Primary sensitivity: which cells would tell too much about one contributor, and how far they must be blurred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xiandao.statistics.methods.disclosure_parameters import Parameters

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# A cell that only just breaks a rule is still not to be recovered exactly.
LEAST_RANGE: Final = 0.01


@dataclass(frozen=True, slots=True, repr=False)
class Sensitivity:
    """What the rules say about each cell; arrays of one length, one place per cell.

    ``size`` is the sum of the contributions as the rules see them (amounts without sign), ``count`` the number of
    holdings with a contribution other than zero, ``holder`` the only one of them or −1, ``up`` and ``down`` how far
    an outsider's bounds must stay from the value (0: not sensitive), ``is_small`` whether the count alone is too small,
    ``inside`` the contributions to sensitive cells (cell, holding, amount).
    """

    size: Floats
    count: Ints
    holder: Ints
    up: Floats
    down: Floats
    is_small: Bools
    inside: tuple[Ints, Ints, Floats]

    @property
    def is_sensitive(self) -> Bools:
        """Whether each cell is sensitive."""
        return self.up > 0

    def __repr__(self) -> str:
        return f"Sensitivity({len(self.size)} cells)"


def measure(
    cell: Ints, holding: Ints, amount: Floats, cells: int, parameters: Parameters
) -> Sensitivity:
    """Return the sensitivity of ``cells`` cells from their contributions.

    Contributions of one holding in one cell are added before anything is counted (holding rule). A contribution of
    zero is no contribution: three returns of which two say 0 are one. A cell without contributions is a known zero
    and never sensitive. Protection is symmetric, but nobody is promised that a cell could be less than nothing.

    Args:
        cell: cell number of each contribution, in 0 … ``cells`` − 1.
        holding: number of the contributing holding (enterprise group, or the enterprise itself).
        amount: contributions without sign (``amounts``).
        cells: number of cells.
        parameters: the rules.

    Source: Hundepool et al. (2012), tables 4.1 (rules) and 4.2 (upper protection levels).

    >>> import numpy as np
    >>> rule = Parameters(minimum=3, percent=10.0)
    >>> found = measure(np.array([0, 0, 0, 1, 1, 1]), np.arange(6), np.array([90.0, 5, 5, 40, 30, 30]), 2, rule)
    >>> found.is_sensitive.tolist(), found.up.tolist()
    ([True, False], [4.0, 0.0])
    """
    place, who, share = _rolled_up(cell, holding, amount)
    size = np.bincount(place, weights=share, minlength=cells).astype(np.float64)
    count = np.bincount(place, minlength=cells)
    largest = _largest(place, share, count, parameters.deepest)
    start = np.cumsum(count) - count
    holder = np.full(cells, -1, dtype=np.int64)
    holder[count == 1] = who[start[count == 1]]
    is_small = (count > 0) & (count < parameters.minimum)
    need = np.where(is_small, parameters.count_range * size, 0.0)
    head = np.cumsum(largest, axis=1)
    for n, k in parameters.dominance:
        need = np.maximum(need, np.where(head[:, n - 1] > k * size, head[:, n - 1] / k - size, 0.0))
    if parameters.percent:
        blur = parameters.percent / 100 * largest[:, 0]
        rest = np.maximum(size - head[:, parameters.coalition], 0.0)
        need = np.maximum(need, np.where(rest < blur, blur - rest, 0.0))
    need = np.where(need > 0, np.maximum(need, LEAST_RANGE * size), 0.0)
    told = need[place] > 0
    inside = (place[told], who[told], share[told])
    return Sensitivity(size, count, holder, need, np.minimum(need, size), is_small, inside)


def amounts(value: Floats, parameters: Parameters) -> Floats:
    """Return contributions as the rules see them: without sign, or shifted so that the least is zero.

    Dominance and p% mean nothing among mixed signs: a loss of 90 beside a profit of 100 is not a cell of 10.

    Source: τ-ARGUS manual 4.1, sections on negative contributions.

    >>> import numpy as np
    >>> amounts(np.array([5.0, -2.0]), Parameters()).tolist()
    [5.0, 2.0]
    >>> amounts(np.array([5.0, -2.0]), Parameters(negatives="shift")).tolist()
    [7.0, 0.0]
    """
    if parameters.negatives == "shift":
        return value - min(0.0, float(value.min(initial=0.0)))
    return np.abs(value)


def _rolled_up(cell: Ints, holding: Ints, amount: Floats) -> tuple[Ints, Ints, Floats]:
    """Return cell, holding and amount with one entry per cell and holding, zeros left out, ordered by cell."""
    kept = amount > 0
    if not kept.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    span = int(holding.max()) + 1
    key = cell[kept].astype(np.int64) * span + holding[kept]
    order = np.argsort(key, kind="stable")
    key, sorted_amount = key[order], amount[kept][order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    total = np.add.reduceat(sorted_amount, first)
    place, who = np.divmod(key[first], span)
    return place, who, total


def _largest(place: Ints, share: Floats, count: Ints, depth: int) -> Floats:
    """Return the largest amounts of each cell, falling, as an array of cells × ``depth`` filled with zeros."""
    order = np.lexsort((-share, place))
    start = np.cumsum(count) - count
    rank = np.arange(len(place)) - start[place]
    kept = rank < depth
    result = np.zeros((len(count), depth))
    result[place[order][kept], rank[kept]] = share[order][kept]
    return result
