"""The workbook while it is written: its formats, where things stand in it, and the sheets that hold values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xiandao.evaluate.methods.reference import STEP_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xiandao.evaluate.methods.build import Build, Stage
    from xiandao.evaluate.methods.table import Table

STAGE_TITLES: Final = {"raw": "原始数据", **STEP_TITLES}
WEIGHTS, SCALED, COMBINED, RANKED, CHART = "权重", "归一化", "合成", "排名", "图"
HEADS: Final = ("单元代码", "单元名称", "时期")
FIRST_ROW: Final = 12
FIRST_COLUMN: Final = len(HEADS)
MOST_COMMENTS: Final = 2000


@dataclass(slots=True)
class Pages:
    """A workbook in the making. ``places`` holds for each node sheet and column of its score."""

    book: Any
    build: Build
    formats: Mapping[str, Any]
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def sheet(self, name: str, width: int) -> Any:
        """Return a new sheet with the units in its first columns; figures start at ``FIRST_ROW``."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 20)
        sheet.set_column(2, max(2, width - 1), 12)
        self.rows(sheet, self.build.scores)
        return sheet

    def rows(self, sheet: Any, table: Table, first: int = FIRST_ROW) -> None:
        """Write code, name and period of each row."""
        for column, head in enumerate(HEADS):
            sheet.write_string(first - 1, column, head, self.formats["head"])
        names = table.names or ("",) * len(table.units)
        for number, ((unit, period), name) in enumerate(zip(table.rows, names, strict=True), first):
            for column, word in enumerate((unit, name, period)):
                sheet.write_string(number, column, word)

    def label(self, code: str) -> str:
        """Return what stands above a column."""
        return self.build.framework[code].label


def formats_of(book: Any) -> dict[str, Any]:
    """Return the formats of a workbook by name.

    >>> from io import BytesIO
    >>> from xlsxwriter import Workbook
    >>> book = Workbook(BytesIO())
    >>> formats_of(book)["edit"].bg_color is not None
    True
    >>> book.close()
    """
    head = {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"}
    number = {"num_format": "0.0000"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(head),
        "number": book.add_format(number),
        "whole": book.add_format({"num_format": "0"}),
        "edit": book.add_format({"bg_color": "#FFF2CC", "border": 1, "num_format": "General"}),
        "changed": book.add_format({**number, "bg_color": "#FCE4D6"}),
        "fixed": book.add_format({**number, "font_color": "#7F6000", "italic": True}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def write_stages(pages: Pages, last: int) -> dict[int, str]:
    """Write a sheet of values for each stage before ``last``; return the name of each sheet by number of stage.

    Cells that a step has changed are coloured and say what stood there before.
    """
    names: dict[int, str] = {}
    for number, stage in enumerate(pages.build.stages[:last]):
        title = STAGE_TITLES.get(stage.name, stage.name)
        names[number] = title if title not in names.values() else f"{title}{number}"
        before = pages.build.stages[number - 1].outcome.table if number else None
        _write_stage(pages, names[number], stage, before)
    return names


def _write_stage(pages: Pages, name: str, stage: Stage, before: Table | None) -> None:
    table, divides = stage.outcome.table, stage.name == "denominate"
    sheet = pages.book.add_worksheet(name)
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    sheet.set_column(0, FIRST_COLUMN + len(table.columns) - 1, 12)
    sheet.write_string(0, 0, name, pages.formats["title"])
    hide_rows(sheet, 1, FIRST_ROW - 3)
    pages.rows(sheet, table)
    for column, code in enumerate(table.columns, FIRST_COLUMN):
        sheet.write_string(FIRST_ROW - 2, column, code, pages.formats["head"])
        sheet.write_string(FIRST_ROW - 1, column, pages.label(code), pages.formats["head"])
    old = _aligned(table, before)
    comments = 0
    for place, values in enumerate(table.values.tolist()):
        for column, value in enumerate(values):
            was = old[place, column]
            differs = not (value == was or (np.isnan(value) and np.isnan(was)))
            marked = differs and not divides
            at = (FIRST_ROW + place, FIRST_COLUMN + column)
            if not np.isnan(value):
                sheet.write_number(*at, value, pages.formats["changed"] if marked else None)
            if marked and comments < MOST_COMMENTS:
                comments += 1
                sheet.write_comment(*at, "原为缺失" if np.isnan(was) else f"原值{was:.10g}")


def _aligned(
    table: Table, before: Table | None
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the values that the rows of a table had before; its own where there is nothing before."""
    if before is None:
        return np.asarray(table.values)
    at = {key: row for row, key in enumerate(before.rows)}
    return np.asarray(before.values[[at[key] for key in table.rows]])


def hide_rows(sheet: Any, first: int, last: int) -> None:
    """Hide rows that are there only so that a unit stands in the same row of every sheet."""
    for row in range(first, last + 1):
        sheet.set_row(row, None, None, {"hidden": True})


def write_about(pages: Pages, sheet: Any, title: str, steps: Sequence[str]) -> None:
    """Write what the workbook is, how it is used, and what in it does not recalculate."""
    told = [
        f"总指数：{pages.label(pages.build.framework.root)}；单元{len(set(pages.build.scores.units))}个，"
        f"指标{len(pages.build.framework.indicators)}个",
        f"步骤：{' → '.join(steps)}",
        "用法：改动“权重”页的黄色单元格，“合成”“排名”“图”各页随之重算；权重只看同一上级之下的相对大小，不必合计为1",
        "“归一化”页的黄色单元格是各指标的两端和分值，也可改动",
        "标橙色的是该步骤改动过的单元格，批注写明原值；斜体的是没有公式可写的数值，改权重不会影响它们",
        "保存时的数值与系统结果一致；改动只影响本工作簿，不影响正式结果",
        *[f"注意：{note}" for note in pages.notes],
    ]
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, title, pages.formats["title"])
    for row, line in enumerate(told, 2):
        sheet.write_string(row, 0, line, pages.formats["text"])
