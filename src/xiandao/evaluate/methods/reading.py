"""Data and framework from files that people keep: own layout or COINr's, CSV or workbook, all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xiandao.evaluate.methods.framework import Framework
from xiandao.evaluate.methods.reading_cells import grid_of
from xiandao.evaluate.methods.reading_data import table_of
from xiandao.evaluate.methods.reading_findings import Findings
from xiandao.evaluate.methods.reading_framework import Plan, framework_of
from xiandao.evaluate.methods.reading_header import Sought, sought_for
from xiandao.evaluate.methods.reading_layouts import LAYOUTS, OWN, Layout, recognised
from xiandao.evaluate.methods.table import Table
from xiandao.terms.error import InputError

# Codes that a message lists.
LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: figures, framework, the layout they came in, what the reader took the liberty to understand."""

    table: Table
    framework: Framework
    layout: Layout
    notes: tuple[str, ...] = ()


def read(data: bytes, framework: bytes, *, layout: str = "auto") -> Source:
    """Return the figures and the framework that two files hold.

    Args:
        data: CSV or .xlsx, one row a unit (of a period), a column for its code, one for each indicator and
            denominator, and others; its figures in the units of the framework.
        framework: CSV or .xlsx, one row a node: code, name, parent, weight, direction, unit, denominator, marks.
        layout: ``own``, ``coinr`` (iData and iMeta as they are), ``auto`` by the header of the framework.

    Raises:
        InputError: ``EVA-400`` … ``EVA-408`` files that cannot be read; the only problem of the cells under its own
            code (``EVA-409`` … ``EVA-426``, ``EVA-012`` … ``EVA-019``), or ``EVA-410`` with all of them.

    >>> rows = "代码,上级,方向\\nI,,\\nx,I,1\\ny,I,-1"
    >>> source = read("单元,x,y\\n甲,1,２\\n乙,3,".encode(), rows.encode())
    >>> source.table.columns, source.framework.root, source.notes[1]
    (('x', 'y'), 'I', '数据表“y”列：1格的全角数字按半角读')
    """
    found = Findings()
    chosen = LAYOUTS.get(layout, OWN)
    layouts = list(LAYOUTS.values()) if layout == "auto" else [chosen]
    tree = grid_of(framework, "框架", found, chosen.framework_sheets, header_of_framework(layouts))
    if layout == "auto":
        chosen = recognised(tree.header)
    plan = framework_of(tree, chosen, found)
    grid = grid_of(data, "数据", found, chosen.data_sheets, header_of_data(plan, chosen))
    table = table_of(grid, plan, chosen, found) if plan.nodes else None
    found.refuse()
    if table is None or plan.framework is None:
        raise InputError("EVA-418", "框架表里没有指标", "请每个指标填一行，写明代码和上级")
    return Source(table, plan.framework, chosen, tuple(found.notes))


def header_of_framework(layouts: Sequence[Layout]) -> Sought:
    """Return what the header of a framework says."""
    words = [word for layout in layouts for word in layout.framework]
    told = {
        meaning: "、".join(
            dict.fromkeys(
                word
                for layout in layouts
                for word, said in layout.framework.items()
                if said == meaning
            )
        )
        for meaning in ("code", "parent")
    }
    return sought_for(words, (), f"代码列（{told['code']}）和上级列（{told['parent']}）")


def header_of_data(plan: Plan, layout: Layout) -> Sought:
    """Return what the header of the data says: the unit's column, and codes or names of indicators."""
    codes = (*plan.indicators, *plan.denominators, *plan.groups, *plan.others)
    labels = [node.name for node in plan.nodes if node.code in set(plan.indicators)]
    units = "、".join(word for word, said in layout.data.items() if said == "unit")
    told = f"单元代码列（{units}）和指标代码（{'、'.join(plan.indicators[:LISTED])}）"
    return sought_for((*layout.data, *codes), labels, told)


def of_period(table: Table, period: str) -> Table:
    """Return the rows of one period.

    Raises:
        InputError: ``EVA-447`` the table has no rows of it.

    >>> import numpy as np
    >>> panel = Table(("a", "a"), ("x",), np.array([[1.0], [2.0]]), periods=("2025", "2026"))
    >>> of_period(panel, "2026").values.tolist()
    [[2.0]]
    """
    rows = table.slices().get(period)
    if not table.periods or rows is None:
        known = "、".join(sorted(set(table.periods))) or "数据里没有期间列"
        raise InputError(
            "EVA-447", f"数据里没有“{period}”这一期", f"有的期间：{known}", {"period": period}
        )
    return table.take(rows=rows)
