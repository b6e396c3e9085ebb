"""Where a unit stands in a build: its row, the rows of its period, its place among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xiandao.evaluate.methods.ranking import TOLERANCE
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.methods.table import Mask, Table, Vector


def row_of(table: Table, unit: str, period: str = "") -> int:
    """Return the row of a unit; in a panel that of a period, the last one where none is named.

    Raises:
        InputError: ``EVA-350`` the table has no such unit, or not in that period.

    >>> from xiandao.evaluate.methods.table import Table
    >>> row_of(Table(("A", "B"), ("x",), np.array([[1.0], [2.0]])), "B")
    1
    """
    at = [row for row, code in enumerate(table.units) if code == unit]
    if period and table.periods:
        at = [row for row in at if table.periods[row] == period]
    if not at:
        when = f"（{period}）" if period else ""
        raise InputError(
            "EVA-350",
            f"评价结果里没有单元“{unit}”{when}",
            "请核对单元代码和时期；数据不足的单元可能在筛选时已被剔除",
            {"unit": unit, "period": period},
        )
    return max(at, key=lambda row: table.periods[row]) if table.periods else at[0]


def same_period(table: Table, row: int) -> Mask:
    """Return the rows of the period of a row.

    >>> from xiandao.evaluate.methods.table import Table
    >>> panel = Table(("A", "A"), ("x",), np.array([[1.0], [2.0]]), periods=("2024", "2025"))
    >>> same_period(panel, 1)
    array([False,  True])
    """
    if not table.periods:
        return np.ones(len(table.units), dtype=bool)
    found: Mask = np.array(table.periods) == table.periods[row]
    return found


def name_of(table: Table, row: int) -> str:
    """Return the name of the unit of a row, its code where it has none.

    >>> from xiandao.evaluate.methods.table import Table
    >>> name_of(Table(("A",), ("x",), np.array([[1.0]]), names=("甲区",)), 0)
    '甲区'
    """
    return (table.names[row] if table.names else "") or table.units[row]


def rank_among(score: float, others: Vector) -> float:
    """Return the rank that a score has among others: 1 highest, what differs by rounding only is a tie.

    >>> rank_among(0.3, np.array([0.5, 0.1 + 0.2, np.nan]))
    2.0
    """
    if np.isnan(score):
        return float("nan")
    largest = float(np.nanmax(np.abs(others), initial=abs(score)))
    return 1.0 + float(np.sum(others > score + largest * TOLERANCE))


def scored_row(build: Build, unit: str, period: str = "") -> int:
    """Return the row of a unit that has an index score.

    Raises:
        InputError: ``EVA-350`` no such unit, ``EVA-351`` a unit without a score.
    """
    row = row_of(build.scores, unit, period)
    if np.isnan(build.index[row]):
        raise InputError(
            "EVA-351",
            f"“{name_of(build.scores, row)}”没有总得分，无法解释",
            "缺失的指标太多；请补齐数据，或放宽方案里的缺失处理",
            {"unit": unit, "period": period},
        )
    return row
