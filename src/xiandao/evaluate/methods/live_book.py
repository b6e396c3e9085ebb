"""An index as a workbook that recalculates: change a weight, and scores, ranks and chart follow."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from xiandao.evaluate.methods.live_book_formulas import write_combined, write_scaled, write_weights
from xiandao.evaluate.methods.live_book_pages import (
    Pages,
    formats_of,
    write_about,
    write_stages,
)
from xiandao.evaluate.methods.live_book_ranking import write_chart, write_ranked
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build

MOST_CELLS: Final = 1_000_000
OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def live_book(build: Build, *, title: str = "") -> bytes:
    """Return the index as an .xlsx whose sheets are linked by formulas from the treated data up to the chart.

    Raw, imputed and treated data are values (changed cells coloured, with what stood there before); weights are
    yellow cells; normalisation by a straight line, power means, ranks and the chart are formulas, whose stored values
    are those of the build. What has no formula (rank scores, Copeland, TOPSIS, …) stands as values, and says so.

    Args:
        build: the index.
        title: of the first sheet; that of the recipe where empty.

    Raises:
        InputError: ``EVA-380`` more cells than a workbook is good for.

    >>> import numpy as np
    >>> from xiandao.evaluate.methods.build import build
    >>> from xiandao.evaluate.methods.framework import Framework, Node
    >>> from xiandao.evaluate.methods.recipe import Recipe
    >>> from xiandao.evaluate.methods.table import Table
    >>> tree = Framework.of([Node("I"), Node("a", parent="I")])
    >>> live_book(build(Table(("A", "B"), ("a",), np.array([[2.0], [4.0]])), tree, Recipe()))[:2]
    b'PK'
    """
    import xlsxwriter

    cells = len(build.scores.units) * (3 * len(build.framework.nodes))
    if cells > MOST_CELLS:
        raise InputError(
            "EVA-380",
            f"单元{len(build.scores.units)}行、指标{len(build.framework.nodes)}个，带公式的工作簿会过大",
            "请改用CSV，或只导出一部分单元",
            {"cells": cells, "most": MOST_CELLS},
        )
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, dict(OPTIONS)) as book:
        pages = Pages(book, build, formats_of(book))
        about = book.add_worksheet("说明")
        scaled_last = len(build.stages) > 1 and build.stages[-1].name == "normalise"
        last = len(build.stages) - 1 if scaled_last else len(build.stages)
        names = write_stages(pages, last)
        write_weights(pages)
        write_scaled(pages, names[last - 1])
        write_combined(pages)
        write_ranked(pages)
        write_chart(pages)
        steps = [step.method.title for step in build.recipe.steps]
        steps += [build.recipe.weighing[0].title, build.recipe.plan.default.aggregator.title]
        write_about(pages, about, title or build.recipe.title or "综合指数（可重算）", steps)
    return stream.getvalue()
