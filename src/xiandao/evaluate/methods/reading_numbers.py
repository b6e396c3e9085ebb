"""A column of figures as people type them: what is clear is understood and told, what is not is named by its cell."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from typing import Any, Final

import numpy as np

from xiandao.evaluate.methods.reading_cells import Grid, text_of
from xiandao.evaluate.methods.reading_findings import Finding, Findings, cell_name, where
from xiandao.evaluate.methods.table import Vector

_ONE: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
PLAIN: Final = re.compile(_ONE)
# Possessive throughout: a column that is not plain must be found so in one pass.
_ALL_PLAIN: Final = re.compile(rf"(?>{_ONE}|NA)?+(?:\n(?>{_ONE}|NA)?+)*+")
_THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
_MISSING: Final = {"", "na"}
_TOLD_MISSING: Final = {
    "n/a",
    "#n/a",
    "nan",
    "null",
    "none",
    "-",
    "--",
    "—",
    "——",
    "…",
    "……",
    "..",
    "...",
    "/",
    "缺失",
    "无数据",
}
_INFINITE: Final = {"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞"}
_SAID: Final = {
    "missing": "记号（如 - 、… 、N/A）按缺失处理",
    "wide": "全角数字按半角读",
    "thousands": "千分位逗号已去掉",
    "comma": "逗号按小数点读",
    "percent": "百分号已去掉，12.5% 读作 12.5",
}


def number_column(grid: Grid, place: int, found: Findings, *, comma: bool = False) -> Vector:
    """Return the figures of a column, NaN where the cell is empty or NA.

    Args:
        grid: the table.
        place: of the column, the first being 0.
        found: where problems (``EVA-411`` no number, ``EVA-412`` infinite or too large, ``EVA-424`` only some with a
            percent sign, ``EVA-426`` an error value of the workbook) and notes are kept.
        comma: the comma is the decimal point.

    >>> grid = Grid("数据", ("unit", "x"), (("a", "1,234.5"), ("b", "")), (2, 3), ",")
    >>> number_column(grid, 1, Findings())
    array([1234.5,    nan])
    """
    cells = grid.column(place)
    texts = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
    is_text = not grid.bad and all(isinstance(text, str) for text in texts)
    if is_text and _ALL_PLAIN.fullmatch("\n".join(texts)):
        values = np.array([float(text) if text and text != "NA" else math.nan for text in texts])
        if not np.isinf(values).any():
            return values
    values = np.full(len(cells), np.nan)
    kinds: Counter[str] = Counter()
    percents = []
    for at, cell in enumerate(texts):
        name = cell_name(grid.numbers[at], place + 1)
        kind, value = ("broken", math.nan) if name in grid.bad else understood(cell, comma=comma)
        kinds[kind] += 1
        values[at] = value
        if kind in {"text", "infinite", "large", "broken"}:
            found.add(_problem(grid, at, place, kind, cell))
        elif kind == "percent":
            percents.append(at)
    title = grid.header[place]
    for kind, said in _SAID.items():
        if kinds[kind]:
            found.note(f"{grid.table}表“{title}”列：{kinds[kind]}格的{said}")
    plain = kinds["plain"] + kinds["thousands"] + kinds["wide"] + kinds["comma"]
    if percents and plain:
        found.add(_problem(grid, percents[0], place, "mixed", texts[percents[0]]))
    return values


def understood(cell: Any, *, comma: bool = False) -> tuple[str, float]:
    """Return in which way a cell is a number, and the number.

    Ways: ``plain``, ``empty``, ``missing`` (a mark for it), ``wide``, ``thousands``, ``comma``, ``percent``; and those
    that are none: ``infinite``, ``large``, ``text``.

    >>> understood("１２"), understood("12.5%"), understood("3,5", comma=True), understood("约3")[0]
    (('wide', 12.0), ('percent', 12.5), ('comma', 3.5), 'text')
    """
    if isinstance(cell, dict):
        return ("infinite" if "x" in cell else "text"), math.nan
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return ("plain", float(cell)) if math.isfinite(cell) else ("infinite", math.nan)
    text = text_of(cell)
    if text.casefold() in _MISSING:
        return "empty", math.nan
    if text.casefold() in _TOLD_MISSING:
        return "missing", math.nan
    narrow = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\u2009", "").strip()
    kind = "plain" if narrow == text else "wide"
    if narrow.casefold() in _INFINITE:
        return "infinite", math.nan
    if narrow.endswith("%"):
        kind, narrow = "percent", narrow[:-1].strip()
    if comma and _COMMA.fullmatch(narrow):
        kind, narrow = ("comma" if kind != "percent" else kind), narrow.replace(",", ".")
    elif not comma and _THOUSANDS.fullmatch(narrow):
        kind, narrow = ("thousands" if kind != "percent" else kind), narrow.replace(",", "")
    if not PLAIN.fullmatch(narrow):
        return "text", math.nan
    value = float(narrow)
    return (kind, value) if math.isfinite(value) else ("large", math.nan)


def has_decimal_comma(grid: Grid, places: list[int]) -> bool:
    """Return whether the comma is the decimal point: no commas between columns, some 3,5 and no 3.5 among figures.

    >>> has_decimal_comma(Grid("数据", ("u", "x"), (("a", "3,5"),), (2,), ";"), [1])
    True
    """
    if grid.separator in {"", ",", "，"}:
        return False
    texts = [
        cell.strip() for row in grid.rows for place in places if isinstance(cell := row[place], str)
    ]
    return any(_COMMA.fullmatch(text) for text in texts) and not any("." in text for text in texts)


def _problem(grid: Grid, at: int, place: int, kind: str, cell: Any) -> Finding:
    value = text_of(cell)[:40]
    spot = where(grid.table, grid.numbers[at], place + 1, grid.header)
    code, said, hint = {
        "text": ("EVA-411", f"不是数字：“{value}”", "请改为数字；没有数据的留空。单位、“约”“万”等字样请写在指标框架里"),
        "infinite": ("EVA-412", f"是无穷大：“{value}”", "请改为有限的数；没有数据的留空"),
        "large": ("EVA-412", f"超出计算机能表示的范围：“{value}”", "请换用更大的计量单位"),
        "broken": ("EVA-426", "是错误值，或公式还没有计算", "请在 Excel 或 WPS 里改正并重新保存；没有数据的留空"),
        "mixed": ("EVA-424", f"带百分号（“{value}”），同列其他格不带", "请把整列写成同一种：都带百分号，或都不带"),
    }[kind]  # fmt: skip
    return Finding(code, f"{spot}{said}", hint, grid.table, grid.numbers[at], place + 1, value)
