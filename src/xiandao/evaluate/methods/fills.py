"""Cells that were filled: with what, from where, how sure; and what was left because nothing could fill it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.log_rows import LazyRows, unit_columns
from xiandao.evaluate.methods.row_keys import Places
from xiandao.evaluate.methods.step import Log, Option, Outcome
from xiandao.evaluate.methods.table import Table, Vector
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

IMPUTED: Final = ("unit", "period", "indicator", "method", "value", "source")
LEFT: Final = ("unit", "period", "indicator", "why")
NOTHING: Final = "没有可用的数"


def leave_option(default: bool) -> Option:
    """Return the option that says whether cells that cannot be filled may stay missing."""
    about = "无从插补的单元格：true 保留缺失并列出，false 报错"
    return Option(
        "leave", "boolean", default, f"{about}；默认 {str(default).lower()}", example="leave = true"
    )


@dataclass(frozen=True, slots=True, eq=False)
class Fill:
    """Cells of one column.

    Args:
        column: number of the column.
        rows: of the cells.
        values: what they get; NaN where nothing could be found.
        source: the period from which a value comes, one for each cell, or what it was made of.
        spread: standard deviation of the value, where it was asked for.
        wheres: what lacks figures, for each cell that got none; for the message.
    """

    column: int
    rows: Places
    values: Vector
    source: Sequence[str] | str = ""
    spread: Vector | None = None
    wheres: Sequence[str] | str = ""


def column_gaps(table: Table) -> Iterable[tuple[int, Places]]:
    """Yield the columns with missing cells, and the rows of these."""
    for place in range(len(table.columns)):
        x = table.values[:, place]
        if np.isnan(x.sum()):
            rows = np.flatnonzero(np.isnan(x))
            if len(rows):
                yield place, rows


def filled(
    table: Table, framework: Framework, method: str, fills: Iterable[Fill], *, leave: bool
) -> Outcome:
    """Return the table with cells filled, and tables of what was filled and what was left.

    Raises:
        InputError: ``EVA-110`` where something could not be filled and ``leave`` does not allow that.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("x", parent="I")])
    >>> table = Table(("A", "B"), ("x",), np.array([[1.0], [np.nan]]))
    >>> found = filled(table, tree, "constant", [Fill(0, np.array([1]), np.array([7.0]))], leave=False)
    >>> found.logs[0].rows[0]
    ('B', '', 'x', 'constant', 7.0, '')
    """
    done: list[tuple[Any, ...]] = []
    left: list[tuple[Any, ...]] = []
    values = None
    # All are found before the first is put in: what fills a row may come from other columns of it.
    for fill in list(fills):
        code = table.columns[fill.column]
        lacking = np.isnan(fill.values)
        if lacking.any():
            if not leave:
                _refuse(table, framework, fill, int(np.flatnonzero(lacking)[0]), int(lacking.sum()))
            gone = fill.rows[lacking]
            left.append((*unit_columns(table, gone), code, NOTHING))
        if values is None:
            values = table.draft()
        values[fill.rows, fill.column] = fill.values
        there = ~lacking
        source = fill.source if isinstance(fill.source, str) else _kept(fill.source, there)
        rows = unit_columns(table, fill.rows[there])
        done.append((*rows, code, method, fill.values[there], source))
    logs = (Log("imputed", IMPUTED, LazyRows(done)), Log("not_imputed", LEFT, LazyRows(left)))
    return Outcome(table if values is None else table.with_values(values), logs)


def _kept(words: Sequence[str], there: Any) -> tuple[str, ...]:
    return tuple(word for word, is_there in zip(words, there, strict=True) if is_there)


def _refuse(table: Table, framework: Framework, fill: Fill, first: int, count: int) -> None:
    code = table.columns[fill.column]
    unit, period = table.rows[fill.rows[first]]
    where = fill.wheres if isinstance(fill.wheres, str) else fill.wheres[first]
    label = framework[code].label if code in framework.by_code else code
    place, at = f"在“{where}”" if where else "", f"{unit} {period}".strip()
    raise InputError(
        "EVA-110",
        f"指标“{label}”{place}没有可以用来插补的数（{at}等{count}格）",
        "请补充数据、换一种插补方法，或设 leave = true 保留缺失",
        {"indicator": code, "group": where, "unit": unit, "period": period, "cells": count},
    )
