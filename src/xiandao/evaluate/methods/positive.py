"""Positive numbers where a method has no meaning without them: a clear refusal, or one linear map that is told."""

from __future__ import annotations

import numpy as np

from xiandao.evaluate.methods.table import Mask, Matrix
from xiandao.terms.error import InputError


def need(good: Mask, x: Matrix, method: str, wanted: str) -> None:
    """Refuse values that a method has no meaning for.

    Args:
        good: rows × children, whether a cell may stand there; missing cells may.
        x: rows × children, the cells themselves.
        method: what the method is called, in Chinese.
        wanted: what values have to be, in Chinese.

    Raises:
        InputError: ``EVA-251``; ``details["columns"]`` has the number of rows by the place of the column, from 0.
    """
    bad = ~(good | np.isnan(x))
    if not bad.any():
        return
    places = [int(place) for place in np.flatnonzero(bad.any(axis=0))]
    columns = {place: int(bad[:, place].sum()) for place in places}
    told = "、".join(f"第{place + 1}列有{count}行" for place, count in list(columns.items())[:8])
    raise InputError(
        "EVA-251",
        f"{method}要求各值{wanted}，{told}不是",
        "请在标准化时把下限设为正数（例如 lower = 1），或在合成方法里加上 shift = 1",
        {"columns": columns, "method": method, "wanted": wanted},
    )


def shifted(x: Matrix, lowest: float) -> Matrix:
    """Return all cells mapped by one straight line so that the smallest becomes ``lowest`` and the largest stays.

    Args:
        x: rows × children on one scale, NaN where missing.
        lowest: above zero, below the largest cell.

    Returns:
        ``x`` itself where all cells are above zero already.

    Raises:
        InputError: ``EVA-252`` where the largest cell is not above ``lowest``.

    >>> shifted(np.array([[0.0, 100.0], [50.0, np.nan]]), 1.0)
    array([[  1. , 100. ],
           [ 50.5,   nan]])
    """
    low, high = float(np.nanmin(x, initial=np.inf)), float(np.nanmax(x, initial=-np.inf))
    if low > 0:
        return x
    if not high > lowest:
        raise InputError(
            "EVA-252",
            f"不能把得分移到正数：最大值是{high:g}，不大于 shift 的{lowest:g}",
            "请减小 shift，或在标准化时把下限设为正数",
            {"largest": high, "shift": lowest},
        )
    return lowest + (x - low) * ((high - lowest) / (high - low))
