"""Whether there were enough runs: intervals against the number of runs, and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from xiandao.evaluate.methods.bootstrap import bootstrap_intervals
from xiandao.evaluate.methods.table import Matrix, Vector

# Half the width of an interval below which an index is precise enough to rank factors.
ENOUGH: Final = 0.05
# Half a place: nobody reads a mean rank more closely.
ENOUGH_RANK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How precise a figure is after so many rows or runs: half the width of its interval."""

    runs: int
    what: str
    value: float
    half_width: float


def index_progress(
    results: Matrix, names: Sequence[str], *, confidence: float, seed: int
) -> tuple[Progress, ...]:
    """Return total indices of one output after an eighth, a quarter, half and all rows of the sample.

    Args:
        results: (d + 2) × N without gaps.
        names: of the factors.
        confidence: of the intervals.
        seed: of the bootstrap.
    """
    from xiandao.evaluate.methods.sobol import sobol_indices

    found = []
    for part in (8, 4, 2, 1):
        rows = results.shape[1] // part
        if rows < 8:
            continue
        a, b, ab = results[0, :rows], results[1, :rows], results[2:, :rows]
        _, st = sobol_indices(a, b, ab)
        kept = bootstrap_intervals(a, b, ab, samples=200, confidence=confidence, seed=seed)
        half = (kept.st_high - kept.st_low) / 2
        found += [
            Progress(rows, name, float(st[place]), float(half[place]))
            for place, name in enumerate(names)
        ]
    return tuple(found)


def rank_progress(
    mean: Vector, sd: Vector, runs: int, confidence: float = 0.95
) -> tuple[Progress, ...]:
    """Return how precise the least precise mean rank is after an eighth, a quarter, half and all runs.

    Args:
        mean: mean rank of each unit.
        sd: standard deviation of its ranks.
        runs: independent runs.
        confidence: of the interval.
    """
    from scipy.special import ndtri

    if not np.isfinite(sd).any():
        return ()
    worst = int(np.nanargmax(sd))
    times = float(ndtri((1 + confidence) / 2))
    return tuple(
        Progress(count, "mean_rank", float(mean[worst]), times * float(sd[worst]) / np.sqrt(count))
        for count in (runs // 8, runs // 4, runs // 2, runs)
        if count > 1
    )


def verdict(progress: Sequence[Progress], enough: float, what: str, unit: str = "") -> str:
    """Return in a sentence whether the runs were enough, or about how many are needed.

    The width of an interval falls with the square root of the number of runs.

    >>> verdict([Progress(100, "a", 0.5, 0.1)], 0.05, "总效应指数")
    '运行次数不够：样本量100时总效应指数的置信区间最宽为±0.1，要到±0.05约需样本量400'
    >>> verdict([Progress(400, "a", 0.5, 0.04)], 0.05, "总效应指数")
    '运行次数足够：样本量400时总效应指数的置信区间最宽为±0.04'
    """
    if not progress:
        return f"样本太小，看不出{what}是否稳定，请增加 runs"
    last = max(one.runs for one in progress)
    half = max(one.half_width for one in progress if one.runs == last)
    widest = f"{half:.2g}{unit}"
    if half <= enough:
        return f"运行次数足够：样本量{last}时{what}的置信区间最宽为±{widest}"
    needed = int(np.ceil(last * (half / enough) ** 2))
    # Two digits are all that such a forecast is worth.
    digits = 10 ** max(len(str(needed)) - 2, 0)
    needed = int(np.ceil(needed / digits) * digits)
    wanted = f"{enough:g}{unit}"
    return f"运行次数不够：样本量{last}时{what}的置信区间最宽为±{widest}，要到±{wanted}约需样本量{needed}"
