"""Novelty of works by what they combine: atypical pairs and rare pairs, within the works of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.atypical import atypical
from xiandao.sense.methods.bundles import UNKNOWN_YEAR, Bundles
from xiandao.sense.methods.commonness import commonness, rarity
from xiandao.sense.methods.pair_counts import pair_counts, pairs_by_work, percentile_by_work

if TYPE_CHECKING:
    import polars as pl

LOW, MIDDLE = 0.1, 0.5
# Below so many works of a year chance alone moves the expected counts too much.
FEW_WORKS: Final = 100
PAIR: Final = 2


def novelty(found: Bundles) -> pl.DataFrame:
    """Return for each work how atypical and how rare its combinations are among the works of its year.

    Args:
        found: works and their classes.

    Returns:
        Columns ``id``, ``year``, ``classes``, ``pairs``, ``novelty`` (10th percentile of z: the lower, the more
        novel), ``convention`` (median of z), ``commonness`` (10th percentile), ``rarity`` (−ln of it), ``flags``.
        Values are null where a work has no pair or no year.

    Source: Uzzi et al. 2013 and Lee et al. 2015, as ``atypical`` and ``commonness``.

    >>> import polars as pl
    >>> from xiandao.sense.methods.bundles import bundles
    >>> parts = [["x", "y"], ["x", "y"], ["z"], ["x", "z"]]
    >>> rows = pl.DataFrame({"id": list("abcd"), "year": [2020] * 4, "fields": parts})
    >>> novelty(bundles(rows)).select("id", "novelty", "rarity").row(3)
    ('d', -1.0, 0.0)
    """
    import polars as pl

    works = len(found.ids)
    values = np.full((3, works), np.nan)
    cohort = np.zeros(works, np.int64)
    for year in np.unique(found.years[found.years != UNKNOWN_YEAR]):
        rows = np.flatnonzero(found.years == year)
        cohort[rows] = len(rows)
        values[:, rows] = _of_year(found.holds[rows])
    sizes = np.diff(found.holds.indptr).astype(np.int64)
    low, middle, common = values
    frame = pl.DataFrame(
        {
            "id": found.ids,
            "year": found.years,
            "classes": sizes,
            "pairs": sizes * (sizes - 1) // 2,
            "novelty": low,
            "convention": middle,
            "commonness": common,
            "rarity": rarity(common),
            "flags": _flags(found, sizes, cohort),
        }
    )
    frame = frame.with_columns(pl.col("year").replace(UNKNOWN_YEAR, None))
    return frame.with_columns(
        pl.col("novelty", "convention", "commonness", "rarity").fill_nan(None)
    )


def _of_year(holds: Any) -> NDArray[np.float64]:
    """Return low and middle percentile of z and low percentile of commonness, three rows."""
    counts = pair_counts(holds)
    z, common = atypical(counts), commonness(counts)
    found = np.full((3, holds.shape[0]), np.nan)
    for work, at in pairs_by_work(holds, counts):
        if not len(work):
            continue
        begin, end = int(work[0]), int(work[-1]) + 1
        for line, (of, share) in enumerate(((z, LOW), (z, MIDDLE), (common, LOW))):
            found[line, begin:end] = percentile_by_work(work - begin, of[at], end - begin, share)
    return found


def _flags(found: Bundles, sizes: NDArray[np.int64], cohort: NDArray[np.int64]) -> list[str]:
    undated = found.years == UNKNOWN_YEAR
    told = {
        "no_year": undated,
        "too_many_classes": found.oversize,
        "no_classes": (sizes == 0) & ~found.oversize,
        "one_class": sizes == 1,
        "few_works": ~undated & (sizes >= PAIR) & (cohort < FEW_WORKS),
    }
    lines = [""] * len(sizes)
    for name, holds in told.items():
        for row in np.flatnonzero(holds).tolist():
            lines[row] = f"{lines[row]}|{name}" if lines[row] else name
    return lines
