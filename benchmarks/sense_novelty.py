"""Novelty of works by their pairs of classes: invented corpora of growing size, beside pair-by-pair counting in Python.

Work grows with the pairs of all works and the logarithm of the distinct ones: four times
the works (1.5 to 5.9 million pairs) took 4.7 times as long. Memory: two million pairs and those of a year.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.run import Row, cpu_seconds

if TYPE_CHECKING:
    import polars as pl

    from xiandao.sense.methods.bundles import Bundles

SIZES = (25_000, 100_000)
CLASSES, MEAN, YEARS = 5_000, 12, 5
# What 100,000 works with a million pairs a year may take.
BAR_SECONDS = 10.0


def run() -> list[Row]:
    """Measure each size; the peer counts the same pairs and looks up each work's percentiles one by one."""
    from xiandao.sense.methods.bundles import bundles
    from xiandao.sense.methods.novelty import novelty

    rows = []
    for size in SIZES:
        found = bundles(works(size))
        pairs = int(novelty(found)["pairs"].sum())
        own = cpu_seconds(lambda found=found: novelty(found), repeat=2)
        peer = cpu_seconds(lambda found=found: by_hand(found), repeat=1)
        told = f"{size:,} works, {pairs:,} pairs, {YEARS} years, {CLASSES:,} classes"
        rows.append(Row("novelty", told, own, "Python loops", peer, BAR_SECONDS))
    return rows


def works(size: int) -> pl.DataFrame:
    """Return invented works whose classes are as unevenly frequent as venues are."""
    import polars as pl

    chance = np.random.default_rng(20_261_122)
    weights = 1.0 / np.arange(1, CLASSES + 1)
    counts = chance.poisson(MEAN, size)
    drawn = chance.choice(CLASSES, counts.sum(), p=weights / weights.sum())
    ids = np.repeat(np.arange(size), counts)
    rows = pl.DataFrame({"id": ids, "year": 2015 + ids % YEARS, "fields": drawn})
    return rows.group_by("id", "year", maintain_order=True).agg("fields")


def by_hand(found: Bundles) -> int:
    """Count pairs, z and both percentiles of every work with sets and NumPy's percentile."""
    holds, judged = found.holds, 0
    for year in np.unique(found.years):
        rows = np.flatnonzero(found.years == year)
        lists = [holds.indices[holds.indptr[row] : holds.indptr[row + 1]].tolist() for row in rows]
        seen = Counter(pair for own in lists for pair in combinations(own, 2))
        df = Counter(one for own in lists for one in own)
        total = len(rows)
        z = {
            pair: (count - df[pair[0]] * df[pair[1]] / total)
            / spread(df[pair[0]], df[pair[1]], total)
            for pair, count in seen.items()
        }
        for own in lists:
            if len(own) > 1:
                np.percentile([z[pair] for pair in combinations(own, 2)], (10, 50))
                judged += 1
    return judged


def spread(one: int, other: int, total: int) -> float:
    """Return the deviation of the hypergeometric null."""
    mean = one * other / total
    return float((mean * (total - one) * (total - other) / total / (total - 1)) ** 0.5) or 1.0
