"""Grades by threshold: who reaches the least score of a grade has it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xiandao.evaluate.methods.ranking import TOLERANCE
from xiandao.evaluate.methods.table import Vector


def grade_by_threshold(
    scores: Vector, names: Sequence[str], *, at_least: Sequence[float]
) -> tuple[str, ...]:
    """Return the grade of each score.

    Args:
        scores: one each, more is better, NaN for who is not graded.
        names: of grades, best first.
        at_least: least score of each grade but the last, falling.

    Returns:
        Names, empty for who is not graded. What misses a threshold by rounding only has reached it.

    >>> grade_by_threshold(np.array([90.0, 79.9, 0.1 + 0.7 + 79.2, np.nan]), ["优", "良", "中"], at_least=[90, 80])
    ('优', '中', '良', '')
    """
    limits = np.asarray(at_least, dtype=np.float64)[::-1]
    slack = TOLERANCE * np.maximum(1.0, np.abs(limits))
    reached = np.searchsorted(limits - slack, scores, side="right")
    return tuple(
        "" if np.isnan(score) else names[len(names) - 1 - int(at)]
        for score, at in zip(scores, reached, strict=True)
    )
