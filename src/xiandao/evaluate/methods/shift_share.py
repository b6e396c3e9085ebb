"""Shift-share: growth of a place's industries split into the whole economy's, the industry's and the place's own."""

from __future__ import annotations

from dataclasses import dataclass

from xiandao.evaluate.methods.table import Matrix
from xiandao.terms.error import InputError


@dataclass(frozen=True, slots=True, eq=False)
class ShiftShare:
    """Three parts of the change of each place and industry; they sum to it.

    Args:
        national: growth if everything had grown as the whole.
        mix: more or less because the industry grew otherwise than the whole.
        own: more or less because the place grew otherwise than its industry.
    """

    national: Matrix
    mix: Matrix
    own: Matrix


def shift_share(
    start: Matrix,
    end: Matrix,
    *,
    whole_start: Matrix | None = None,
    whole_end: Matrix | None = None,
) -> ShiftShare:
    """Return the parts of the change from ``start`` to ``end``.

    Args:
        start: places × industries, amounts (jobs, value added) ≥ 0.
        end: the same later.
        whole_start: amounts of the whole by industry; the sum over the places where it is not given.
        whole_end: the same later.

    Raises:
        InputError: ``EVA-187`` a missing or negative amount, or an industry of which the whole has none at the start.

    Source: Dunn (1960), Papers of the Regional Science Association 6.

    >>> import numpy as np
    >>> parts = shift_share(np.array([[10.0, 20.0], [30.0, 40.0]]), np.array([[20.0, 20.0], [30.0, 50.0]]))
    >>> parts.national.round(6).tolist()
    [[2.0, 4.0], [6.0, 8.0]]
    >>> bool(np.allclose(parts.national + parts.mix + parts.own, [[10, 0], [0, 10]]))
    True
    """
    total_start = start.sum(axis=0) if whole_start is None else whole_start
    total_end = end.sum(axis=0) if whole_end is None else whole_end
    if not ((start >= 0).all() and (end >= 0).all() and (total_start > 0).all()):
        raise InputError(
            "EVA-187",
            "偏离份额分析的数据有缺失、负数，或有产业期初全部为0",
            "请补数或合并产业后再算",
            {},
        )
    whole = total_end.sum() / total_start.sum() - 1
    by_industry = total_end / total_start - 1
    mix = start * (by_industry - whole)
    return ShiftShare(start * whole, mix, end - start - start * by_industry)
