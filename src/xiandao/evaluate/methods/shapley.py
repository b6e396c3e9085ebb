"""Splitting a change exactly over its causes: Shapley values, which are the mean over all orders of changing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import factorial
from typing import Final

import numpy as np

from xiandao.evaluate.methods.table import Matrix, Vector
from xiandao.terms.error import InputError

MOST_FACTORS: Final = 12


def shapley_change(score: Callable[[tuple[bool, ...]], Vector], factors: Sequence[str]) -> Matrix:
    """Return how much of a change each factor is the cause of.

    Args:
        score: gives the scores where some factors are as after the change (True) and the others as before; called
            once for each of the 2^k combinations.
        factors: names, at most twelve.

    Returns:
        Units × factors; each row sums to score(all after) − score(all before).

    Raises:
        InputError: ``EVA-184`` no factor or too many.

    Source: Shapley (1953); Shorrocks (2013), Journal of Economic Inequality 11(1). With two factors it is the
    mean of the Laspeyres and the Paasche decomposition.

    >>> price, amount = (2.0, 3.0), (10.0, 8.0)
    >>> shapley_change(lambda after: np.array([price[after[0]] * amount[after[1]]]), ["price", "amount"])
    array([[ 9., -5.]])
    """
    count = len(factors)
    if not 1 <= count <= MOST_FACTORS:
        raise InputError(
            "EVA-184",
            f"因素有{count}个，无法逐一分摊",
            f"请把因素归并到1至{MOST_FACTORS}个，例如按一级指标分摊",
            {"factors": list(factors)},
        )
    scores = {
        after: np.asarray(score(after), dtype=np.float64)
        for after in product((False, True), repeat=count)
    }
    found = []
    for place in range(count):
        total = np.zeros_like(scores[(False,) * count])
        for after, value in scores.items():
            if not after[place]:
                changed = (*after[:place], True, *after[place + 1 :])
                size = sum(after)
                share = factorial(size) * factorial(count - size - 1) / factorial(count)
                total = total + share * (scores[changed] - value)
        found.append(total)
    return np.stack(found, axis=-1)
