"""Compiled kernel of randomised regression trees on features in 256 steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from xiandao.sense.methods.compiled import compiled


@compiled
def random_next(state: Any) -> Any:
    """Advance a generator and return 31 random bits (xorshift64*, Vigna 2016).

    >>> state = np.array([1], np.uint64)
    >>> int(random_next(state)) != int(random_next(state))
    True
    """
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return np.int64((x * np.uint64(2685821657736338717)) >> np.uint64(33))


@compiled
def split_gain(
    steps: Any, target: Any, weight: Any, order: Any, low: int, high: int, feature: int, cut: int
) -> Any:
    """Return what a cut explains of the variance, and how many cases fall on its left.

    >>> steps, target = np.array([[1], [2]], np.uint8), np.array([0.0, 1.0])
    >>> gain, left = split_gain(steps, target, np.ones(2), np.arange(2), 0, 2, 0, 1)
    >>> float(gain), int(left)
    (0.5, 1)
    """
    left_weight = left_sum = all_weight = all_sum = 0.0
    left = 0
    for k in range(low, high):
        case = order[k]
        w = weight[case]
        value = w * target[case]
        all_weight += w
        all_sum += value
        if steps[case, feature] <= cut:
            left_weight += w
            left_sum += value
            left += 1
    right_weight = all_weight - left_weight
    if left == 0 or left == high - low or left_weight <= 0.0 or right_weight <= 0.0:
        return -1.0, left
    right_sum = all_sum - left_sum
    gain = left_sum * left_sum / left_weight + right_sum * right_sum / right_weight
    return gain - all_sum * all_sum / all_weight, left


@compiled
def best_cut(
    steps: Any,
    target: Any,
    weight: Any,
    order: Any,
    low: int,
    high: int,
    tried: int,
    least: int,
    state: Any,
) -> Any:
    """Return feature and cut of the best of ``tried`` random cuts; feature −1 without one."""
    best_gain, best_feature, best = 1e-12, -1, 0
    for _ in range(tried):
        feature = random_next(state) % steps.shape[1]
        bottom, top = 255, 0
        for k in range(low, high):
            value = steps[order[k], feature]
            if value < bottom:
                bottom = value
            if value > top:
                top = value
        if bottom >= top:
            continue
        cut = bottom + random_next(state) % (top - bottom)
        gain, left = split_gain(steps, target, weight, order, low, high, feature, cut)
        if gain > best_gain and left >= least and high - low - left >= least:
            best_gain, best_feature, best = gain, feature, cut
    return best_feature, best


@compiled
def grow(
    steps: Any,
    target: Any,
    weight: Any,
    tried: int,
    least: int,
    mean: float,
    pull: float,
    seed: int,
    feature: Any,
    cut: Any,
    child: Any,
    leaf: Any,
) -> int:
    """Grow one tree into the given arrays and return the number of its nodes."""
    cases = steps.shape[0]
    order = np.arange(cases)
    state = np.empty(1, np.uint64)
    state[0] = np.uint64(seed * 2 + 88172645463325253)
    for _ in range(8):
        random_next(state)
    begins, ends = np.zeros(len(feature), np.int64), np.zeros(len(feature), np.int64)
    ends[0] = cases
    nodes, node = 1, 0
    while node < nodes:
        low, high = begins[node], ends[node]
        found, at = -1, 0
        if high - low >= 2 * least and nodes + 2 <= len(feature):
            found, at = best_cut(steps, target, weight, order, low, high, tried, least, state)
        feature[node] = found
        if found < 0:
            total = value = 0.0
            for k in range(low, high):
                total += weight[order[k]]
                value += weight[order[k]] * target[order[k]]
            leaf[node] = (value + pull * mean) / (total + pull)
        else:
            middle = low
            for k in range(low, high):
                if steps[order[k], found] <= at:
                    order[k], order[middle] = order[middle], order[k]
                    middle += 1
            cut[node], child[node] = at, nodes
            begins[nodes], ends[nodes] = low, middle
            begins[nodes + 1], ends[nodes + 1] = middle, high
            nodes += 2
        node += 1
    return nodes


@compiled
def add_tree(steps: Any, feature: Any, cut: Any, child: Any, leaf: Any, total: Any) -> None:
    """Add what a tree says of each case."""
    for case in range(steps.shape[0]):
        node = 0
        while feature[node] >= 0:
            node = child[node] + (1 if steps[case, feature[node]] > cut[node] else 0)
        total[case] += leaf[node]
