"""The sheets of a live workbook that hold formulas: weights, normalised indicators, aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.live_book_pages import (
    COMBINED,
    FIRST_COLUMN,
    FIRST_ROW,
    SCALED,
    WEIGHTS,
    Pages,
    hide_rows,
)
from xiandao.evaluate.methods.live_book_scaling import Scaling, scaling_of
from xiandao.evaluate.methods.splitting import exponent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiandao.evaluate.methods.recipe_parts import NodePlan

WEIGHT_HEADS: Final = ("代码", "名称", "上级", "层级", "权重（可改）", "同级占比", "有效权重")
SCALING_ROWS: Final = ("最差端", "最好端", "最差端得分", "最好端得分", "封底", "封顶")
SCALING_TOP: Final = 3
WEIGHT_ROW: Final = 4


def cell(row: int, column: int, *, fixed_row: bool = False, fixed_column: bool = False) -> str:
    """Return the name of a cell.

    >>> cell(0, 27), cell(2, 0, fixed_row=True)
    ('AB1', 'A$3')
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, fixed_row, fixed_column))


def span(first: str, last: str, sheet: str = "") -> str:
    """Return the name of a range.

    >>> span("A1", "B2", "权重")
    "'权重'!A1:B2"
    """
    return f"'{sheet}'!{first}:{last}" if sheet else f"{first}:{last}"


def cached(value: float) -> float | str:
    """Return the value that a formula shows before anything is recalculated; empty where there is none."""
    return "" if np.isnan(value) else float(value)


def summed(rows: Sequence[int], column: int) -> str:
    """Return the sum of cells of one column, neighbours as ranges.

    >>> summed([3, 4, 5, 9], 4)
    'SUM(E4:E6,E10:E10)'
    """
    starts = [row for row in rows if row - 1 not in rows]
    ends = [row for row in rows if row + 1 not in rows]
    ranges = zip(sorted(starts), sorted(ends), strict=True)
    return (
        f"SUM({','.join(span(cell(first, column), cell(last, column)) for first, last in ranges)})"
    )


def write_weights(pages: Pages) -> None:
    """Write the weight of every node, editable, with its share and its effective weight as formulas."""
    sheet, tree = pages.book.add_worksheet(WEIGHTS), pages.build.framework
    sheet.write_string(0, 0, "权重", pages.formats["title"])
    sheet.set_column(0, 6, 14)
    for column, head in enumerate(WEIGHT_HEADS):
        sheet.write_string(2, column, head, pages.formats["head"])
    order = {node.code: row for row, node in enumerate(tree.nodes, 3)}
    rule = {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "权重",
        "error_message": "权重应为不小于0的数；不想计入的，权重填0",
    }
    sheet.data_validation(3, 4, 2 + len(order), 4, rule)
    shares = tree.shares(pages.build.weights)
    effective = tree.effective_weights(pages.build.weights)
    for node in tree.nodes:
        row = order[node.code]
        for column, word in enumerate((node.code, node.name, node.parent)):
            sheet.write_string(row, column, word)
        sheet.write_number(row, 3, tree.level_of(node.code))
        if not node.parent:
            sheet.write_number(row, 6, 1.0)
            continue
        sheet.write_number(row, 4, pages.build.weights[node.code], pages.formats["edit"])
        siblings = summed([order[one] for one in tree.children[node.parent]], 4)
        share = f"={cell(row, 4)}/{siblings}"
        sheet.write_formula(row, 5, share, pages.formats["number"], shares[node.code])
        product = f"={cell(row, 5)}*{cell(order[node.parent], 6)}"
        sheet.write_formula(row, 6, product, pages.formats["number"], effective[node.code])


def write_scaled(pages: Pages, source: str) -> None:
    """Write the normalised indicators as formulas over the sheet of the step before, where they are a line of it."""
    table = pages.build.normalised
    sheet = pages.sheet(SCALED, FIRST_COLUMN + len(table.columns))
    sheet.write_string(0, 0, "归一化（越大越好）", pages.formats["title"])
    for row, head in enumerate(SCALING_ROWS, SCALING_TOP):
        sheet.write_string(row, FIRST_COLUMN - 1, head, pages.formats["head"])
    for column, code in enumerate(table.columns, FIRST_COLUMN):
        pages.places[code] = (SCALED, column)
        sheet.write_string(FIRST_ROW - 2, column, code, pages.formats["head"])
        sheet.write_string(FIRST_ROW - 1, column, pages.label(code), pages.formats["head"])
        values = table.column(code)
        if pages.build.stages[-1].name != "normalise":
            _write_copies(pages, sheet, column, source, values)
        elif (found := scaling_of(pages.build, code)) is not None:
            _write_line(pages, sheet, column, source, found, values)
        else:
            pages.notes.append(f"“{pages.label(code)}”的归一化没有可写的公式，为数值")
            _write_fixed(pages, sheet, column, values)


def _write_copies(pages: Pages, sheet: Any, column: int, source: str, values: Any) -> None:
    for row, value in enumerate(values.tolist(), FIRST_ROW):
        there = f"'{source}'!{cell(row, column)}"
        formula = f'=IF(ISNUMBER({there}),{there},"")'
        sheet.write_formula(row, column, formula, pages.formats["number"], cached(value))


def _write_fixed(pages: Pages, sheet: Any, column: int, values: Any) -> None:
    for row, value in enumerate(values.tolist(), FIRST_ROW):
        if not np.isnan(value):
            sheet.write_number(row, column, value, pages.formats["fixed"])


def _write_line(
    pages: Pages, sheet: Any, column: int, source: str, scaling: Scaling, values: Any
) -> None:
    last = FIRST_ROW + len(values) - 1
    data = span(cell(FIRST_ROW, column, fixed_row=True), cell(last, column, fixed_row=True), source)
    rises = scaling.best > scaling.worst
    ends: dict[str, tuple[str, str]] = {
        "range": (f"=MIN({data})", f"=MAX({data})")
        if rises
        else (f"=MAX({data})", f"=MIN({data})"),
        "moments": (f"=AVERAGE({data})", f"=AVERAGE({data}){'+' if rises else '-'}STDEV({data})"),
        "largest": ("=0", f"=MAX({data})"),
    }
    edit, top = pages.formats["edit"], SCALING_TOP
    numbers = (scaling.worst, scaling.best)
    for offset, number in enumerate(numbers):
        if scaling.live:
            sheet.write_formula(top + offset, column, ends[scaling.live][offset], edit, number)
        else:
            sheet.write_number(top + offset, column, number, edit)
    rest = (scaling.lower, scaling.upper, scaling.floor, scaling.ceiling)
    for offset, bound in enumerate(rest, 2):
        if bound is not None:
            sheet.write_number(top + offset, column, bound, edit)
    worst, best, lower, upper, floor, ceiling = (
        cell(top + offset, column, fixed_row=True) for offset in range(6)
    )
    for row, value in enumerate(values.tolist(), FIRST_ROW):
        x = f"'{source}'!{cell(row, column)}"
        line = f"{lower}+({x}-{worst})/({best}-{worst})*({upper}-{lower})"
        if scaling.floor is not None:
            line = f"MIN({ceiling},MAX({floor},{line}))"
        formula = f'=IF(ISNUMBER({x}),{line},"")'
        sheet.write_formula(row, column, formula, pages.formats["number"], cached(value))


def write_combined(pages: Pages) -> None:
    """Write every aggregate: a block of its children with their weights, then its score as a formula of them."""
    build, tree = pages.build, pages.build.framework
    width = FIRST_COLUMN + sum(3 + 2 * len(tree.leaves(code)) for code in tree.aggregates)
    sheet = pages.sheet(COMBINED, min(width, 400))
    sheet.write_string(0, 0, "合成", pages.formats["title"])
    hide_rows(sheet, WEIGHT_ROW + 1, FIRST_ROW - 3)
    sheet.write_string(WEIGHT_ROW, FIRST_COLUMN - 1, "权重", pages.formats["head"])
    column = FIRST_COLUMN
    for code in tree.aggregates:
        plan = build.recipe.plan.of(code, tree.level_of(code))
        p = exponent_of(plan.aggregator.name, plan.options)
        sheet.write_string(
            2, column, f"{pages.label(code)}：{plan.aggregator.title}", pages.formats["head"]
        )
        if p is None:
            note = f"“{pages.label(code)}”由“{plan.aggregator.title}”合成，没有可写的公式，为数值，改权重不会影响它"
            pages.notes.append(note)
            _head(pages, sheet, column, code, "得分")
            _write_fixed(pages, sheet, column, build.scores.column(code))
            sheet.write_comment(FIRST_ROW - 1, column, note)
        else:
            column = _write_children(pages, sheet, column, code, plan, p)
        pages.places[code] = (COMBINED, column)
        column += 2


def _head(pages: Pages, sheet: Any, column: int, code: str, word: str = "") -> None:
    sheet.write_string(FIRST_ROW - 2, column, code, pages.formats["head"])
    sheet.write_string(FIRST_ROW - 1, column, word or pages.label(code), pages.formats["head"])


def _write_children(
    pages: Pages, sheet: Any, column: int, code: str, plan: NodePlan, p: float
) -> int:
    """Write the block of one power mean; return the column of its score."""
    build, tree = pages.build, pages.build.framework
    below = tree.children[code] if plan.over == "children" else tree.leaves(code)
    weights = build.weights if plan.over == "children" else tree.effective_weights(build.weights)
    order = {node.code: row for row, node in enumerate(tree.nodes, 3)}
    for offset, child in enumerate(below):
        at = column + offset
        _head(pages, sheet, at, child)
        there = f"='{WEIGHTS}'!{cell(order[child], 4 if plan.over == 'children' else 6)}"
        sheet.write_formula(WEIGHT_ROW, at, there, pages.formats["number"], weights[child])
        _write_child(pages, sheet, at, child, plan.missing == "worst")
    start, end = column, column + len(below) - 1
    terms = (start, end)
    if p != 1:
        terms = (end + 1, end + len(below))
        _write_powers(pages, sheet, start, below, plan, p)
    score = terms[1] + 1
    _head(pages, sheet, score, code, "得分")
    for row, value in enumerate(build.scores.column(code).tolist(), FIRST_ROW):
        formula = _mean_formula(row, (start, end), terms, plan, p)
        sheet.write_formula(row, score, formula, pages.formats["number"], cached(value))
    return score


def _write_child(pages: Pages, sheet: Any, at: int, child: str, fills: bool) -> None:
    name, there = pages.places[child]
    values = pages.build.scores.column(child)
    last = FIRST_ROW + len(values) - 1
    worst = f"MIN({span(cell(FIRST_ROW, there, fixed_row=True), cell(last, there, fixed_row=True), name)})"
    lowest = float(np.nanmin(values)) if fills else float("nan")
    for row, value in enumerate(values.tolist(), FIRST_ROW):
        x = f"'{name}'!{cell(row, there)}"
        formula = f"=IF(ISNUMBER({x}),{x},{worst if fills else chr(34) * 2})"
        shown = lowest if np.isnan(value) else value
        sheet.write_formula(row, at, formula, pages.formats["number"], cached(shown))


def _write_powers(
    pages: Pages, sheet: Any, start: int, below: tuple[str, ...], plan: NodePlan, p: float
) -> None:
    """Write what a power mean sums: logarithms for the geometric mean, powers otherwise."""
    word = "ln" if p == 0 else f"{p:g}次幂"
    for offset, child in enumerate(below):
        x_at, at = start + offset, start + len(below) + offset
        _head(pages, sheet, at, child, f"{pages.label(child)} {word}")
        weight = pages.build.framework.effective_weights(pages.build.weights)[child]
        values = pages.build.scores.column(child)
        if plan.missing == "worst":
            values = np.where(np.isnan(values), np.nanmin(values), values)
        for row, value in enumerate(values.tolist(), FIRST_ROW):
            x = cell(row, x_at)
            made = f"LN({x})" if p == 0 else f"{x}^{_exponent(p)}"
            formula = (
                f'=IF(ISNUMBER({x}),IF({cell(WEIGHT_ROW, x_at, fixed_row=True)}>0,{made},""),"")'
            )
            shown = (
                "" if np.isnan(value) or weight == 0 else (np.log(value) if p == 0 else value**p)
            )
            sheet.write_formula(row, at, formula, pages.formats["number"], shown)


def _mean_formula(
    row: int, children: tuple[int, int], terms: tuple[int, int], plan: NodePlan, p: float
) -> str:
    w = span(
        cell(WEIGHT_ROW, children[0], fixed_row=True), cell(WEIGHT_ROW, children[1], fixed_row=True)
    )
    x = span(cell(row, children[0]), cell(row, children[1]))
    t = span(cell(row, terms[0]), cell(row, terms[1]))
    there = f"SUMPRODUCT(ISNUMBER({x})*{w})"
    mean = f"SUMPRODUCT({w},{t})/{there}"
    if p == 0:
        mean = f"EXP({mean})"
    elif p != 1:
        mean = f"({mean})^(1/{_exponent(p)})"
    enough = f"{there}>0"
    size, least = children[1] - children[0] + 1, f"({plan.threshold!r}-0.000000000001)"
    if plan.missing == "propagate":
        enough = f"COUNT({x})={size}"
    elif plan.threshold > 0:
        counts = (f"COUNT({x})", size) if plan.counted == "number" else (there, f"SUM({w})")
        enough = f"{counts[0]}>={least}*{counts[1]}"
    return f'=IF({enough},{mean},"")'


def _exponent(p: float) -> str:
    return f"({p!r})"
