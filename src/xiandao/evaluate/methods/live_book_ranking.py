"""The ranking in a live workbook, and the chart that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.live_book_formulas import cached, cell, span
from xiandao.evaluate.methods.live_book_pages import (
    CHART,
    FIRST_COLUMN,
    FIRST_ROW,
    RANKED,
    Pages,
    hide_rows,
)

if TYPE_CHECKING:
    from xiandao.evaluate.methods.table import Vector

# Scores that differ later than this differ by rounding only.
DECIMALS: Final = 10
MOST_BARS: Final = 60


def write_ranked(pages: Pages) -> None:
    """Write score and rank of the index and of every aggregate, in a panel within each period."""
    build, tree = pages.build, pages.build.framework
    codes = [tree.root, *(code for code in reversed(tree.aggregates) if code != tree.root)]
    sheet = pages.sheet(RANKED, FIRST_COLUMN + 2 * len(codes) + 1)
    sheet.write_string(0, 0, "排名", pages.formats["title"])
    hide_rows(sheet, 1, FIRST_ROW - 3)
    for number, code in enumerate(codes):
        column = FIRST_COLUMN + 2 * number
        for offset, word in enumerate(("得分", "位次")):
            sheet.write_string(FIRST_ROW - 2, column + offset, code, pages.formats["head"])
            label = f"{pages.label(code)}{word}"
            sheet.write_string(FIRST_ROW - 1, column + offset, label, pages.formats["head"])
        _write_pair(pages, sheet, column, code, build.scores.column(code), build.ranks.column(code))


def _write_pair(
    pages: Pages, sheet: Any, column: int, code: str, scores: Vector, ranks: Vector
) -> None:
    name, there = pages.places[code]
    last = FIRST_ROW + len(scores) - 1
    every = span(cell(FIRST_ROW, column, fixed_row=True), cell(last, column, fixed_row=True))
    when = span(cell(FIRST_ROW, 2, fixed_row=True), cell(last, 2, fixed_row=True))
    for row, (score, rank) in enumerate(
        zip(scores.tolist(), ranks.tolist(), strict=True), FIRST_ROW
    ):
        x, own = f"'{name}'!{cell(row, there)}", cell(row, column)
        rounded = f'=IF(ISNUMBER({x}),ROUND({x},{DECIMALS}),"")'
        shown = cached(round(score, DECIMALS) if not np.isnan(score) else score)
        sheet.write_formula(row, column, rounded, pages.formats["number"], shown)
        place = f"RANK({own},{every})"
        if pages.build.scores.is_panel:
            place = f"1+SUMPRODUCT(ISNUMBER({every})*({every}>{own})*({when}={cell(row, 2)}))"
        formula = f'=IF(ISNUMBER({own}),{place},"")'
        sheet.write_formula(row, column + 1, formula, pages.formats["whole"], cached(rank))


def write_chart(pages: Pages) -> None:
    """Write the order of the last period, sorted by formulas, and bars that follow it."""
    build = pages.build
    sheet = pages.book.add_worksheet(CHART)
    sheet.write_string(0, 0, "按得分排列", pages.formats["title"])
    sheet.set_column(1, 1, 20)
    for column, head in enumerate(("次序", "单元", "得分", "", "排序用")):
        if head:
            sheet.write_string(2, column, head, pages.formats["head"])
    latest = max(build.scores.periods) if build.scores.periods else ""
    ranks = build.ranks.column(build.framework.root)
    current = np.array([period == latest for _, period in build.scores.rows]) & ~np.isnan(ranks)
    order = untied(np.where(current, ranks, np.nan))
    _write_order(pages, sheet, order, latest)
    shown = min(int(current.sum()), MOST_BARS)
    total = len(ranks)
    keys = span(cell(3, 4, fixed_row=True), cell(2 + total, 4, fixed_row=True))
    for number in range(shown):
        row = 3 + number
        found = f"MATCH({cell(row, 0)},{keys},0)"
        at = int(np.flatnonzero(order == number + 1)[0])
        name = (build.scores.names[at] if build.scores.names else "") or build.scores.units[at]
        score = round(float(build.index[at]), DECIMALS)
        sheet.write_number(row, 0, number + 1)
        label = f"INDEX({_column(1, total)},{found})"
        code = f"INDEX({_column(0, total)},{found})"
        sheet.write_formula(row, 1, f'=IF({label}="",{code},{label})', None, name)
        formula = f"=INDEX({_column(FIRST_COLUMN, total)},{found})"
        sheet.write_formula(row, 2, formula, pages.formats["number"], score)
    _draw(pages, sheet, shown)


def _column(column: int, total: int) -> str:
    first = cell(FIRST_ROW, column, fixed_row=True)
    return span(first, cell(FIRST_ROW + total - 1, column, fixed_row=True), RANKED)


def untied(ranks: Vector) -> Vector:
    """Return ranks of which no two are the same: those that tie follow each other in their order.

    >>> untied(np.array([2.0, 1.0, 2.0, np.nan]))
    array([ 2.,  1.,  3., nan])
    """
    found, seen = np.array(ranks), dict[float, int]()
    for row in np.flatnonzero(~np.isnan(ranks)):
        rank = float(ranks[row])
        found[row] = rank + seen.get(rank, 0)
        seen[rank] = seen.get(rank, 0) + 1
    return found


def _write_order(pages: Pages, sheet: Any, order: Vector, latest: str) -> None:
    """Write the rank without ties of each row of the last period."""
    rank_column = FIRST_COLUMN + 1
    top = cell(FIRST_ROW, rank_column, fixed_row=True)
    for at, place in enumerate(order.tolist()):
        row = FIRST_ROW + at
        if latest and pages.build.scores.periods[at] != latest:
            continue
        own = f"'{RANKED}'!{cell(row, rank_column)}"
        above = f"'{RANKED}'!{top}:{cell(row, rank_column)}"
        ties = f"COUNTIF({above},{own})-1"
        if pages.build.scores.is_panel:
            when = f"'{RANKED}'!{cell(FIRST_ROW, 2, fixed_row=True)}:{cell(row, 2)}"
            ties = f"SUMPRODUCT(({above}={own})*({when}='{RANKED}'!{cell(row, 2)}))-1"
        formula = f'=IF(ISNUMBER({own}),{own}+{ties},"")'
        sheet.write_formula(3 + at, 4, formula, pages.formats["whole"], cached(place))


def _draw(pages: Pages, sheet: Any, shown: int) -> None:
    if not shown:
        return
    chart = pages.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": pages.label(pages.build.framework.root),
            "categories": [CHART, 3, 1, 2 + shown, 1],
            "values": [CHART, 3, 2, 2 + shown, 2],
            "fill": {"color": "#0B5FCC"},
            "gap": 40,
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 720, "height": max(240, 60 + 18 * shown)})
    sheet.insert_chart("G3", chart)
