"""Sets of weights from a file: one set a row with a column for each code, or one weight a row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from xiandao.evaluate.methods.reading_cells import Grid, grid_of, text_of
from xiandao.evaluate.methods.reading_findings import Finding, Findings, where
from xiandao.evaluate.methods.reading_layouts import named
from xiandao.evaluate.methods.reading_numbers import number_column
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.framework import Framework

HEADERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("set", "rep", "replication", "run", "组", "权重组"), "set"),
    **dict.fromkeys(("code", "icode", "代码", "指标代码"), "code"),
    **dict.fromkeys(("weight", "权重"), "weight"),
}
Sets = tuple[dict[str, float], ...]


def weight_sets_of(data: bytes, framework: Framework) -> Sets:
    """Return the sets of weights that a file holds; codes that a set does not name keep the framework's weight.

    Args:
        data: CSV or .xlsx. One row a set: a column for each code. Or one row a weight: ``code`` (``iCode``), ``weight``
            and ``set`` (``rep``); without the latter a new set begins where a code comes again.
        framework: whose codes count.

    Raises:
        InputError: ``EVA-448`` a code that the framework does not have, a weight that is missing or negative, no set;
            and what reading cells raises.

    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> tree = Framework.of([Node("I"), Node("a", parent="I"), Node("b", parent="I")])
    >>> weight_sets_of(b"set,a,b\\n1,1,2\\n2,1,3\\n", tree)
    ({'a': 1.0, 'b': 2.0}, {'a': 1.0, 'b': 3.0})
    >>> weight_sets_of(b"iCode,Weight\\na,1\\nb,2\\na,3\\nb,1\\n", tree)[1]
    {'a': 3.0, 'b': 1.0}
    """
    found = Findings()
    grid = grid_of(data, "权重组", found)
    places = named(grid.header, HEADERS)
    known = set(framework.by_code)
    sets = (
        _long(grid, places, found)
        if {"code", "weight"} <= set(places)
        else _wide(grid, known, found)
    )
    found.refuse()
    unknown = sorted({code for one in sets for code in one} - known)
    if unknown or not sets:
        told = (
            f"权重组里有框架没有的代码：{'、'.join(unknown[:8])}"
            if unknown
            else "权重组文件里没有权重"
        )
        hint = "每组一行、每个代码一列；或每个权重一行，写明组、代码、权重"
        raise InputError("EVA-448", told, hint, {"codes": unknown})
    return sets


def _wide(grid: Grid, known: set[str], found: Findings) -> Sets:
    columns = {
        header: number_column(grid, place, found)
        for place, header in enumerate(grid.header)
        if header in known or header.casefold() not in HEADERS
    }
    for header, values in columns.items():
        for at, value in enumerate(values):
            _check(grid, at, grid.header.index(header), float(value), found)
    return tuple(
        {header: float(values[at]) for header, values in columns.items()}
        for at in range(len(grid.rows))
    )


def _long(grid: Grid, places: Mapping[str, int], found: Findings) -> Sets:
    weights = number_column(grid, places["weight"], found)
    sets: dict[object, dict[str, float]] = {}
    turn = 0
    for at, row in enumerate(grid.rows):
        code = text_of(row[places["code"]])
        if "set" not in places and code in sets.get(turn, {}):
            turn += 1
        key: object = text_of(row[places["set"]]) if "set" in places else turn
        _check(grid, at, places["weight"], float(weights[at]), found)
        sets.setdefault(key, {})[code] = float(weights[at])
    return tuple(sets.values())


def _check(grid: Grid, at: int, place: int, weight: float, found: Findings) -> None:
    cell = text_of(grid.rows[at][place])
    if weight >= 0 or (math.isnan(weight) and cell not in {"", "NA"}):
        # What is no number has been told when the column was read.
        return
    spot = where(grid.table, grid.numbers[at], place + 1, grid.header)
    told = "没有权重" if math.isnan(weight) else f"权重是{weight}"
    hint = "权重应为不小于0的数；不想计入的填0"
    found.add(Finding("EVA-448", f"{spot}{told}", hint, grid.table, grid.numbers[at], place + 1))
