"""The straight line behind a normalised column, so that a workbook can hold a formula instead of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Table, Vector

# Methods whose ends are found in the column itself, unless bounds are frozen: what stands at the worse and better end.
FOUND_ENDS: Final = {
    "minmax": ("MIN", "MAX"),
    "efficacy": ("MIN", "MAX"),
    "distance_to_max": ("MIN", "MAX"),
    "fraction_of_max": ("ZERO", "MAX"),
}
EFFICACY_MARKS: Final = ("impermissible", "satisfactory")
SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Scaling:
    """score = lower + (x − worst)/(best − worst)·(upper − lower), held between floor and ceiling where these are set.

    ``live`` names what the ends follow in the workbook: ``range`` smallest and largest value, ``moments`` mean and
    standard deviation, ``largest`` zero and the largest value, empty for numbers that stay.
    """

    worst: float
    best: float
    lower: float
    upper: float
    floor: float | None = None
    ceiling: float | None = None
    live: str = ""

    def scores(self, x: Vector) -> Vector:
        """Return what the formula gives.

        >>> Scaling(0.0, 10.0, 0.0, 100.0, ceiling=90.0).scores(np.array([5.0, 10.0]))
        array([50., 90.])
        """
        found: Vector = self.lower + (x - self.worst) / (self.best - self.worst) * (
            self.upper - self.lower
        )
        if self.floor is not None:
            found = np.maximum(found, self.floor)
        return found if self.ceiling is None else np.minimum(found, self.ceiling)


def source_table(build: Build) -> Table | None:
    """Return the table that the last step normalised; None where the last step is no normalisation."""
    if len(build.stages) < 2 or build.stages[-1].name != "normalise":
        return None
    return build.stages[-2].outcome.table


def scaling_of(build: Build, code: str) -> Scaling | None:
    """Return the line of a normalised column; None where it is no straight line.

    Whatever the recipe says, the line is only returned if it gives every score of the build.

    Args:
        build: the index.
        code: of the indicator.
    """
    before, step = source_table(build), build.stages[-1].step
    if before is None or step is None:
        return None
    x, y = before.column(code), build.normalised.column(code)
    known = ~(np.isnan(x) | np.isnan(y))
    x, y = x[known], y[known]
    if (
        len(x) < 2
        or np.ptp(x) == 0
        or (np.isnan(before.column(code)) != np.isnan(build.normalised.column(code))).any()
    ):
        return None
    method, options = step.own.get(code, (step.method, step.options))
    marks = build.framework[code].marks
    frozen = code in (options.get("bounds") or {}) or any(mark in marks for mark in EFFICACY_MARKS)
    direction = build.framework[code].direction
    candidates = [_straight(x, y), _clipped(x, y)]
    if method.name == "zscore" and not frozen:
        candidates.insert(0, _moments(x, y, direction))
    elif method.name in FOUND_ENDS and not frozen:
        candidates.insert(0, _ranged(x, y, direction, FOUND_ENDS[method.name][0]))
    slack = SAME * max(1.0, float(np.abs(y).max()))
    for found in candidates:
        if found is not None and float(np.abs(found.scores(x) - y).max()) <= slack:
            return found
    return None


def _ranged(x: Vector, y: Vector, direction: int, first: str) -> Scaling | None:
    low, high = int(np.argmin(x)), int(np.argmax(x))
    if first == "ZERO":
        if direction < 0 or x[high] <= 0:
            return None
        return Scaling(0.0, float(x[high]), 0.0, float(y[high]), live="largest")
    worst, best = (low, high) if direction > 0 else (high, low)
    return Scaling(float(x[worst]), float(x[best]), float(y[worst]), float(y[best]), live="range")


def _moments(x: Vector, y: Vector, direction: int) -> Scaling:
    mean, sd = float(np.mean(x)), float(np.std(x, ddof=1))
    middle, spread = float(np.mean(y)), float(np.std(y, ddof=1))
    return Scaling(mean, mean + direction * sd, middle, middle + spread, live="moments")


def _straight(x: Vector, y: Vector) -> Scaling | None:
    low, high = int(np.argmin(x)), int(np.argmax(x))
    if y[low] == y[high]:
        return None
    return _line(x, y, low, high)


def _clipped(x: Vector, y: Vector) -> Scaling | None:
    """Return the line through the scores strictly between the lowest and the highest one, which are then its ends."""
    inner = np.flatnonzero((y > y.min()) & (y < y.max()))
    if len(inner) < 2:
        return None
    low, high = inner[int(np.argmin(x[inner]))], inner[int(np.argmax(x[inner]))]
    if x[low] == x[high] or y[low] == y[high]:
        return None
    return _line(x, y, int(low), int(high), (float(y.min()), float(y.max())))


def _line(
    x: Vector, y: Vector, low: int, high: int, ends: tuple[float, float] | None = None
) -> Scaling:
    worst, best = (low, high) if y[low] <= y[high] else (high, low)
    floor, ceiling = ends if ends is not None else (None, None)
    return Scaling(float(x[worst]), float(x[best]), float(y[worst]), float(y[best]), floor, ceiling)
