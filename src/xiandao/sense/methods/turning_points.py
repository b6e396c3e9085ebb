"""Turning points: where smoothed growth changes its sign and stays on the other side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of sign: the period it began, the period it was confirmed, and where it goes."""

    began: int
    confirmed: int
    is_down: bool


def smoothed(growth: Numbers, over: int) -> Numbers:
    """Return the mean of the last ``over`` periods; nan where one of them has no growth.

    Only what lies before a period enters it, so that nothing changes when more is known.

    >>> smoothed(np.array([3.0, 1.0, -1.0]), 2).tolist()
    [nan, 2.0, 0.0]
    """
    means = np.full(len(growth), np.nan)
    if over <= len(growth):
        windows = np.lib.stride_tricks.sliding_window_view(growth, over)
        means[over - 1 :] = windows.mean(axis=1)
    return means


def turning_points(growth: Sequence[float] | Numbers, *, confirm: int) -> tuple[Turn, ...]:
    """Return the changes of sign that held for ``confirm`` periods after as many on the other side.

    A hole ends a run; zero belongs to neither side and ends it too.

    Args:
        growth: growth of each period, smoothed where wanted, nan where there is none.
        confirm: periods on each side, at least 1.

    >>> turning_points([2.0, 1.0, -1.0, 1.0, 2.0, -1.0, -2.0], confirm=2)
    (Turn(began=5, confirmed=6, is_down=True),)
    """
    turns, runs = [], _runs([_sign(value) for value in growth])
    for before, after in pairwise(runs):
        is_turn = before[0] * after[0] < 0 and min(before[2], after[2]) >= confirm
        if is_turn:
            turns.append(Turn(after[1], after[1] + confirm - 1, after[0] < 0))
    return tuple(turns)


def _sign(value: float) -> int:
    return 0 if math.isnan(value) or value == 0 else 1 if value > 0 else -1


def _runs(signs: list[int]) -> list[tuple[int, int, int]]:
    """Sign, first place and length of each run of equal signs."""
    runs: list[tuple[int, int, int]] = []
    for place, sign in enumerate(signs):
        if runs and runs[-1][0] == sign:
            runs[-1] = (sign, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((sign, place, 1))
    return runs
