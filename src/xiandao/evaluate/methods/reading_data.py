"""From the table of the data to figures of units: columns are recognised by what the framework says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.reading_cells import Grid, text_of
from xiandao.evaluate.methods.reading_findings import Finding, Findings, where
from xiandao.evaluate.methods.reading_framework import Plan
from xiandao.evaluate.methods.reading_layouts import Layout
from xiandao.evaluate.methods.reading_numbers import has_decimal_comma, number_column, understood
from xiandao.evaluate.methods.table import Table, Vector

_FORMULA: Final = ("=", "+", "@", "\t")


def table_of(grid: Grid, plan: Plan, layout: Layout, found: Findings) -> Table | None:
    """Return the figures, or None where columns are missing; problems are kept in ``found`` with their cells.

    Args:
        grid: the table, one row a unit (of a period).
        plan: what the framework says.
        layout: what headers mean.
        found: ``EVA-411`` … ``EVA-417``, ``EVA-419``, ``EVA-421``, ``EVA-424`` … ``EVA-426``.

    >>> from xiandao.evaluate.methods.framework import Node
    >>> from xiandao.evaluate.methods.reading_layouts import OWN
    >>> plan = Plan(None, (Node("I"), Node("x", parent="I")), (), (), ())
    >>> grid = Grid("数据", ("单元", "x"), (("NA", "1"), ("b", "NA")), (2, 3), ",")
    >>> table_of(grid, plan, OWN, Findings()).values
    array([[ 1.],
           [nan]])
    """
    places = _places(grid, plan, layout, found)
    _twins(grid, found)
    if "unit" not in places:
        told = "、".join(word for word, said in layout.data.items() if said == "unit")
        sentence = "数据表没有单元代码列"
        found.add(Finding("EVA-417", sentence, f"请加上一列，表头写：{told}", grid.table, grid.top))
    lacking = [code for code in plan.indicators if code not in places]
    for code in lacking:
        found.add(_lacking(grid, code))
    for code in (*plan.denominators, *plan.groups):
        if code not in places:
            what = "分母" if code in plan.denominators else "分组"
            hint = "请在数据里补上这一列，或改正框架里的代码"
            found.add(
                Finding("EVA-421", f"数据表没有{what}“{code}”的列", hint, grid.table, grid.top)
            )
    if not grid.rows:
        found.add(
            Finding("EVA-425", "数据表只有表头，没有单元", "请每个单元填一行", grid.table, grid.top)
        )
    if "unit" not in places or lacking or not grid.rows:
        return None
    return _filled(grid, plan, places, found)


def _filled(grid: Grid, plan: Plan, places: dict[str, int], found: Findings) -> Table:
    figures = [places[code] for code in (*plan.indicators, *plan.denominators) if code in places]
    comma = has_decimal_comma(grid, figures)
    columns: dict[str, Vector] = {
        code: number_column(grid, places[code], found, comma=comma)
        for code in dict.fromkeys((*plan.indicators, *plan.denominators))
        if code in places
    }
    units = _texts(grid, places["unit"])
    periods = _texts(grid, places["period"]) if "period" in places else ()
    _check_units(grid, places, units, periods, found)
    groups = {code: _texts(grid, places[code]) for code in (*plan.groups, *_spare(grid, plan, places, found))
              if code in places}  # fmt: skip
    values = np.column_stack([columns[code] for code in plan.indicators])
    others = _others(grid, plan, places, found)
    for at in np.flatnonzero(np.isnan(values).all(axis=1))[:20]:
        spot = where(grid.table, grid.numbers[at], places["unit"] + 1, grid.header)
        found.note(f"{spot}“{units[at]}”的所有指标都缺失")
    table = Table(
        units=units,
        columns=(*plan.indicators, *others),
        values=np.column_stack([values, *others.values()]),
        names=_texts(grid, places["name"]) if "name" in places else (),
        periods=periods,
        groups=groups,
        denominators={code: columns[code] for code in plan.denominators if code in columns},
    )
    for name, cells in groups.items():
        empty = sum(not cell for cell in cells)
        if empty:
            found.note(f"分组“{name}”有{empty}个单元没有填")
    return table


def _others(grid: Grid, plan: Plan, places: dict[str, int], found: Findings) -> dict[str, Vector]:
    """Columns of figures that count for no index; vetoes may look at them."""
    kept = [code for code in plan.others if code in places and code not in plan.denominators]
    return {
        code: number_column(grid, places[code], found)
        for code in kept
        if all(
            understood(cell)[0] not in {"text", "infinite", "large"}
            for cell in grid.column(places[code])
        )
    }


def _texts(grid: Grid, place: int) -> tuple[str, ...]:
    return tuple(text_of(cell) for cell in grid.column(place))


def _places(grid: Grid, plan: Plan, layout: Layout, found: Findings) -> dict[str, int]:
    """The place of each column by code or meaning; what the framework names comes before what headers mean."""
    places: dict[str, int] = {}
    codes = {*plan.indicators, *plan.denominators, *plan.groups, *plan.others}
    labels = {node.name: node.code for node in plan.nodes if node.code in plan.indicators}
    for place, header in enumerate(grid.header):
        if header in codes:
            places.setdefault(header, place)
            continue
        meaning = layout.data.get(header.casefold())
        if meaning is not None:
            places.setdefault(meaning, place)
        elif header in labels and labels[header] not in grid.header:
            places.setdefault(labels[header], place)
            found.note(f"数据表的“{header}”列按指标“{labels[header]}”读入")
    if "unit" not in places and "name" in places:
        places["unit"] = places["name"]
        found.note("数据表没有代码列，用名称作代码")
    return places


def _twins(grid: Grid, found: Findings) -> None:
    seen: dict[str, int] = {}
    for place, header in enumerate(grid.header, start=1):
        if not header:
            if any(text_of(cell) for cell in grid.column(place - 1)):
                found.note(f"数据表第{place}列没有表头，没有用到")
        elif header in seen:
            sentence = f"数据表第{seen[header]}列和第{place}列都叫“{header}”"
            found.add(
                Finding(
                    "EVA-413", sentence, "请改名或删除其中一列", grid.table, grid.top, place, header
                )
            )
        else:
            seen[header] = place


def _lacking(grid: Grid, code: str) -> Finding:
    alike = [header for header in grid.header if header.casefold() == code.casefold()]
    hint = (
        f"数据里有“{alike[0]}”：大小写应与框架一致"
        if alike
        else "请补上这一列，或从框架里去掉这个指标；列名应与代码完全一致"
    )
    return Finding("EVA-419", f"数据表没有指标“{code}”的列", hint, grid.table, grid.top, 0, code)


def _spare(grid: Grid, plan: Plan, places: dict[str, int], found: Findings) -> list[str]:
    """Columns of text of which the framework says nothing serve as groupings; figures are left out, and told."""
    used, spare = set(places.values()), []
    for place, header in enumerate(grid.header):
        if place in used or not header or header in plan.others:
            continue
        kinds = {understood(cell)[0] for cell in grid.column(place)}
        if "text" in kinds and header not in places:
            spare.append(header)
            places[header] = place
            found.note(f"数据表的“{header}”列不在框架里，按分组读入")
        else:
            found.note(f"数据表的“{header}”列不在框架里，没有用到")
    return spare


def _check_units(
    grid: Grid,
    places: dict[str, int],
    units: Sequence[str],
    periods: Sequence[str],
    found: Findings,
) -> None:
    seen: dict[Any, int] = {}
    for at, unit in enumerate(units):
        line = grid.numbers[at]
        spot = where(grid.table, line, places["unit"] + 1, grid.header)
        period = periods[at] if periods else ""
        if not unit:
            found.add(Finding("EVA-415", f"{spot}没有单元代码", "请补上代码", grid.table, line))
        elif unit.startswith(_FORMULA):
            hint = "代码请不要以 = + @ 开头：电子表格会把它当作公式"
            found.add(Finding("EVA-416", f"{spot}代码“{unit}”像公式", hint, grid.table, line))
        elif (unit, period) in seen:
            label = f"{unit} {period}".strip()
            sentence = f"{spot}“{label}”与第{seen[unit, period]}行重复"
            found.add(
                Finding("EVA-414", sentence, "请删除或合并其中一行", grid.table, line, 0, unit)
            )
        seen.setdefault((unit, period), line)
        if periods and not period:
            spot = where(grid.table, line, places["period"] + 1, grid.header)
            found.add(
                Finding("EVA-415", f"{spot}没有期间", "请补上期间，例如 2026", grid.table, line)
            )
