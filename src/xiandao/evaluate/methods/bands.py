"""Bands for publication: 前10, 11–20 … instead of a league table that the data cannot bear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xiandao.terms.error import InputError

EDGES: Final = (10, 20, 50)


@dataclass(frozen=True, slots=True)
class Band:
    """A band of ranks: first and last (0 for open), what it is called, whether a single step of the scale holds it."""

    first: int
    last: int
    label: str
    is_narrow: bool


def band_of(best: float, worst: float, *, edges: Sequence[int] = EDGES) -> Band:
    """Return the narrowest band that surely holds a unit.

    Args:
        best: best rank that the unit may have, 1 is first.
        worst: worst rank that it may have; equal to ``best`` where the rank is certain.
        edges: last rank of each band, rising; ranks beyond the last edge make one open band.

    Raises:
        InputError: ``EVA-174`` edges that do not rise, or ranks that make no interval.

    >>> band_of(3, 8).label, band_of(12, 12).label, band_of(8, 14).label, band_of(18, 70).label
    ('前10', '11–20', '前20', '11名以后')
    """
    rising = all(left < right for left, right in zip((0, *edges), edges, strict=False))
    if not edges or not rising or not 1 <= best <= worst:
        raise InputError(
            "EVA-174",
            f"名次区间{best:g}至{worst:g}与分段{list(edges)}无法对应",
            "分段应从小到大，名次从1起，最好名次不大于最差名次",
            {"best": best, "worst": worst, "edges": list(edges)},
        )
    start, end = (
        next((at for at, edge in enumerate(edges) if rank <= edge), len(edges))
        for rank in (best, worst)
    )
    first = 1 if start == 0 else edges[start - 1] + 1
    last = edges[end] if end < len(edges) else 0
    if not last:
        label = f"{first}名以后" if first > 1 else "全部名次"
    else:
        label = f"前{last}" if first == 1 else f"{first}–{last}"
    return Band(first, last, label, start == end)


def rank_interval(best: float, worst: float) -> str:
    """Return a rank interval as it is published.

    >>> rank_interval(3, 8), rank_interval(5, 5)
    ('第3–8名', '第5名')
    """
    return f"第{best:.0f}名" if round(best) == round(worst) else f"第{best:.0f}–{worst:.0f}名"
