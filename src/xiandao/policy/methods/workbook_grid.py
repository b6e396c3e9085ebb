"""From the bytes of an untrusted ledger workbook to its cells: the limits and codes of the ledger.

``grid_text`` belongs into a child process: ``run_limited("xiandao.policy.methods.workbook_grid:grid_text", data)``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from xiandao.engine import spreadsheet
from xiandao.engine.archive import Container
from xiandao.engine.spreadsheet import WorkbookRules
from xiandao.engine.spreadsheet_scan import Limits
from xiandao.policy.methods.intake_zip import DOCUMENT
from xiandao.policy.methods.ledger_seal import HIDDEN_SHEET

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 21_000
MOST_COLUMNS: Final = 400
RULES: Final = WorkbookRules(
    empty="POL-261",
    too_large="POL-262",
    foreign="POL-263",
    active="POL-264",
    too_far="POL-265",
    unreadable="POL-266",
    archive=replace(DOCUMENT, program="Excel", suffix=".xlsx"),
    resave="请用 Excel 或 WPS 打开从本系统导出的台账，另存为 .xlsx 后再导入",
    smaller="请去掉工作簿里的图片和多余的工作表；事项很多时请按文件或牵头单位分批导出、分批导入",
    limits=Limits(MOST_ROWS, MOST_COLUMNS),
    most_bytes=MOST_BYTES,
)
_MOST_SHEETS: Final = 5


def inspect(data: bytes) -> Container:
    """Refuse what is not a plain workbook before anything in it is parsed; return its container.

    Raises:
        InputError: ``POL-261`` empty, ``POL-262`` too large, ``POL-263`` another kind of file,
            ``POL-264`` active content, and what ``Container`` raises about the ZIP itself.

    >>> from xiandao.terms.error import InputError
    >>> try:
    ...     inspect(b"")
    ... except InputError as error:
    ...     print(error.code)
    POL-261
    """
    return spreadsheet.inspect(data, RULES)


def grid_text(data: bytes) -> str:
    """Return the cells of a workbook as JSON: ``{"sheets": {name: {"rows", "bad", "merged"}}}``.

    Dates become ``{"d": "2027-12-31"}``; a cell with an error value or an uncomputed formula is empty
    and listed in ``bad`` by its address.

    Raises:
        InputError: as ``inspect``; ``POL-265`` too many rows or columns; ``POL-266`` not readable.
    """
    book = spreadsheet.cells(data, RULES, wanted=_wanted)
    found = {
        sheet.name: {"rows": sheet.rows, "bad": sheet.marks.bad, "merged": sheet.marks.merged}
        for sheet in book.sheets
    }
    return json.dumps({"sheets": found, "names": book.names}, ensure_ascii=False)


def _wanted(names: Sequence[str]) -> Iterator[str]:
    """The hidden sheet and the first few others: a ledger has one."""
    yield from (name for name in names if name == HIDDEN_SHEET)
    yield from [name for name in names if name != HIDDEN_SHEET][:_MOST_SHEETS]
