"""Extremely randomised trees: what many rough questions about the features say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
TREES: Final = 200
# Cases a leaf has at least, and cases by which it is drawn to the overall mean.
LEAST: Final = 8
PULL: Final = 2.0
# Random cuts tried at every fork.
TRIED: Final = 8


@dataclass(frozen=True)
class Cases:
    """What is learned from: cases × features (normal scores), a target in 0…1 and a weight for each case."""

    inputs: Numbers
    targets: Numbers
    importance: Numbers


def trees_say(
    cases: Cases, asked: Numbers, *, trees: int = TREES, least: int = LEAST, tried: int = TRIED
) -> Numbers:
    """Return the target that is expected of others, the mean over the trees.

    The trees are drawn with fixed seeds: the same cases give the same numbers to the last bit.

    Args:
        cases: what is known.
        asked: others × features.
        trees: how many trees.
        least: cases in a leaf at least.
        tried: random cuts tried at every fork.

    Source: Geurts, Ernst & Wehenkel, Extremely randomized trees, Machine Learning 63, 2006.

    >>> known = Cases(np.linspace(-2, 2, 40)[:, None], np.repeat([0.0, 1.0], 20), np.ones(40))
    >>> low, high = trees_say(known, np.array([[-1.5], [1.5]]))
    >>> bool(low < 0.2 < 0.8 < high)
    True
    """
    from xiandao.sense.methods.emergence_trees_kernel import add_tree, grow

    known, wanted = in_steps(cases.inputs), in_steps(asked)
    room = 2 * (len(known) // least) + 3
    weight = np.asarray(cases.importance / cases.importance.mean(), np.float64)
    target = np.asarray(cases.targets, np.float64)
    mean = float((weight * target).sum() / weight.sum())
    feature, cut = np.zeros(room, np.int64), np.zeros(room, np.int64)
    child, leaf = np.zeros(room, np.int64), np.zeros(room, np.float64)
    total = np.zeros(len(wanted))
    for seed in range(1, trees + 1):
        grow(known, target, weight, tried, least, mean, PULL, seed, feature, cut, child, leaf)
        add_tree(wanted, feature, cut, child, leaf, total)
    return total / trees


def in_steps(scores: Numbers) -> NDArray[Any]:
    """Return normal scores as steps 0 … 255, 32 to a standard deviation.

    >>> in_steps(np.array([-9.0, 0.0, 1.0])).tolist()
    [0, 128, 160]
    """
    return np.clip(np.floor(scores * 32 + 128), 0, 255).astype(np.uint8)
