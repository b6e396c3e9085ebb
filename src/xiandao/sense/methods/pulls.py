"""拉动: percentage points that each part gives to the growth of a total, printed so that they add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.statistics.methods.growth import contributions

if TYPE_CHECKING:
    import polars as pl

HUNDREDTHS: Final = 100


@dataclass(frozen=True, slots=True)
class Pull:
    """A part with its change (in the unit of the indicator) and its percentage points, to two decimals."""

    name: str
    change: float
    points: float


def pulls(parts: pl.DataFrame, name: str) -> tuple[Pull, ...]:
    """Return what each part pulls, the strongest downwards first; the points add up exactly.

    Rounded points are those of the largest remainders, so that their sum is the rounded growth of the
    total: a reader who adds them up finds no hole.

    Args:
        parts: a row per part: the column ``name``, ``value`` and ``base`` (same scope, same period a year before).
        name: the column of names.

    >>> import polars
    >>> parts = polars.DataFrame({"unit": ["a", "b", "c"], "value": [1.0, 1.0, 1.0], "base": [2.0, 2.0, 2.0]})
    >>> found = pulls(parts, "unit")
    >>> [one.points for one in found], round(sum(one.points for one in found), 2)
    ([-16.67, -16.67, -16.66], -50.0)
    """
    pulled = contributions(parts.sort(name), name)
    points = pulled.get_column("pull").to_list()
    if any(one is None for one in points):
        return ()
    changes = (pulled.get_column("value") - pulled.get_column("base")).to_list()
    rounded = adding_up([float(one) for one in points])
    names = [str(one) for one in pulled.get_column(name).to_list()]
    found = [Pull(*row) for row in zip(names, changes, rounded, strict=True)]
    return tuple(sorted(found, key=lambda one: (one.points, one.name)))


def adding_up(points: Sequence[float]) -> list[float]:
    """Return numbers to two decimals whose sum is the rounded sum.

    >>> adding_up([0.333, 0.333, 0.334])
    [0.33, 0.33, 0.34]
    """
    scaled = [round(point * HUNDREDTHS, 6) for point in points]
    floors = [math.floor(one) for one in scaled]
    short = round(round(math.fsum(points) * HUNDREDTHS, 6)) - sum(floors)
    order = sorted(range(len(points)), key=lambda place: (floors[place] - scaled[place], place))
    for place in order[: max(short, 0)]:
        floors[place] += 1
    return [one / HUNDREDTHS for one in floors]
