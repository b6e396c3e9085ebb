"""Weights and comparisons beside the packages that offer them: scikit-criteria, pymcdm, and COINr's own figures.

Entropy, CRITIC and TOPSIS on 100,000 × 50, results compared before anything is timed; Copeland with 49 indicators,
where COINr 1.1.14 was measured once on R 4.2.2 (processor seconds): 56.5 s for 300 units, quadratic in units.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.run import Row
from xiandao.evaluate.methods.copeland import copeland
from xiandao.evaluate.methods.topsis import topsis
from xiandao.evaluate.methods.weigh_critic import critic_weights
from xiandao.evaluate.methods.weigh_entropy import entropy_weights

COINR_COPELAND_300 = 56.5
UNITS, COLUMNS = 100_000, 50
TURNS = 3
TOLERANCE = 1e-9


def run() -> list[Row]:
    """E7 and E9."""
    return [*ranking(), *packages()]


def ranking() -> list[Row]:
    """Copeland of skewed figures."""
    drawn = np.random.default_rng(1)
    rows = []
    for units in (300, 3_000):
        x = np.asfortranarray(drawn.random((units, 49)))
        w = np.full(49, 1 / 49)
        seconds = least(lambda x=x, w=w: copeland(x, w))  # type: ignore[misc]
        peer = COINR_COPELAND_300 * (units / 300) ** 2
        bar = 2.0 if units == 3_000 else peer / 1_000
        rows.append(Row("E7 Copeland", f"{units:,} × 49", seconds, "COINr 1.1.14", peer, bar))
    return rows


def packages() -> list[Row]:
    """Entropy, CRITIC, TOPSIS beside the better of two packages, whose results are the same."""
    import pymcdm
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import scale_by_vector
    from skcriteria.preprocessing.weighters import critic_weights as skc_critic
    from skcriteria.preprocessing.weighters import entropy_weights as skc_entropy

    x = np.random.default_rng(2).random((UNITS, COLUMNS)) + 0.01
    fast = np.asfortranarray(x)
    types, w = np.ones(COLUMNS, dtype=int), np.full(COLUMNS, 1 / COLUMNS)
    weigh = pymcdm.weights
    method = pymcdm.methods.TOPSIS(pymcdm.normalizations.vector_normalization)
    decider = TOPSIS()
    entropy = (
        lambda: entropy_weights(fast),
        {
            "pymcdm 1.4": lambda: weigh.entropy_weights(x),
            "scikit-criteria 0.10": lambda: skc_entropy(x),
        },
    )
    critic = (
        lambda: critic_weights(fast),
        {
            "pymcdm 1.4": lambda: weigh.critic_weights(x),
            "scikit-criteria 0.10": lambda: skc_critic(x, types),
        },
    )
    closeness = (
        lambda: topsis(fast, w),
        {
            "pymcdm 1.4": lambda: method(x, w, types),
            "scikit-criteria 0.10": lambda: decider._evaluate_data(
                matrix=scale_by_vector(x, axis=0), weights=w, objectives=types
            )[1]["similarity"],
        },
    )
    rows = [beside("E9 entropy", *entropy), beside("E9 TOPSIS", *closeness)]
    both = sum(row.seconds for row in rows)
    peer = sum(row.peer_seconds or 0.0 for row in rows)
    rows.append(Row("E9 entropy and TOPSIS", rows[0].size, both, "the better ones", peer, 0.12))
    return [*rows, beside("E9 CRITIC", *critic)]


def beside(what: str, ours: Callable[[], object], peers: dict[str, Callable[[], object]]) -> Row:
    """Time a method beside the fastest of its peers, whose results must be the same."""
    mine = figures(ours())
    for name, peer in peers.items():
        apart = float(np.abs(figures(peer()) - mine).max())
        if apart > TOLERANCE:
            raise AssertionError(f"{what}: {name} differs by {apart}")
    spent = {name: least(peer) for name, peer in peers.items()}
    best = min(spent, key=lambda name: spent[name])
    return Row(what, f"{UNITS:,} × {COLUMNS}", least(ours), best, spent[best])


def figures(found: object) -> np.ndarray:
    """Return weights or scores as an array."""
    return np.asarray(getattr(found, "weights", found), dtype=np.float64)


def least(action: Callable[[], object]) -> float:
    """Return the least processor time of some calls."""
    best = float("inf")
    for _ in range(TURNS):
        began = time.process_time()
        action()
        best = min(best, time.process_time() - began)
    return best
