"""Where a value stands among works of the same field and year, since raw values of different years do not compare."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def percentile_within(values: Values, *groups: NDArray[Any]) -> Values:
    """Return the share of the group that has a lower value, equal ones counting half.

    Args:
        values: one per work, NaN where there is none.
        groups: of each work, such as its field and its year.

    Returns:
        0 … 100, NaN where the value is; 50 for a work that is alone.

    Source: Petersen, Arroyave and Pammolli, The disruption index is biased by citation inflation, Quantitative Science
    Studies 5 (2024), doi 10.1162/qss_a_00333, on why raw values of different years must not be compared.

    >>> percentile_within(np.array([0.1, 0.3, 0.3, 0.9]), np.array([2000, 2000, 2000, 2001])).round(1).tolist()
    [16.7, 66.7, 66.7, 50.0]
    """
    found = np.full(len(values), np.nan)
    has = np.flatnonzero(~np.isnan(values))
    if not len(has):
        return found
    group = np.zeros(len(has), np.int64)
    for key in groups:
        codes = np.unique(np.asarray(key)[has], return_inverse=True)[1]
        # Renumbered after each key, so that the product of many keys cannot leave 64 bits.
        group = np.unique(group * (codes.max() + 1) + codes, return_inverse=True)[1]
    order = np.lexsort((values[has], group))
    members, sorted_values = group[order], values[has][order]
    new_group = np.diff(members, prepend=-1) != 0
    new_value = new_group | (np.diff(sorted_values, prepend=np.nan) != 0)
    place = np.arange(len(order))
    starts = np.flatnonzero(new_group)
    size = np.diff(starts, append=len(order))
    start = np.repeat(starts, size)
    ties = np.flatnonzero(new_value)
    tied = np.diff(ties, append=len(order))
    below = np.repeat(place[ties], tied) - start
    share = (below + np.repeat(tied, tied) / 2) / np.repeat(size, size)
    found[has[order]] = 100.0 * share
    return found
