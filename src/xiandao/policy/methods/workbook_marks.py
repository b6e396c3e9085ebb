"""A clerk's own workbook handed back with every problem marked: coloured cells, comments, a list of problems.

``marked_text`` parses untrusted bytes and belongs into a child process.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Final

from xiandao.engine.marking import AUTHOR as AUTHOR
from xiandao.engine.marking import Listing, Spot, UnmarkableError, mark
from xiandao.policy.methods.intake_refusals import refuse
from xiandao.policy.methods.workbook_grid import inspect

PROBLEMS: Final = "问题清单"
_HEADER: Final = ("序号", "位置", "列", "填写内容", "问题", "怎么改")
_WIDTHS: Final = (6, 10, 22, 36, 48, 56)


def marked_text(data: bytes, *, sheet: str, marks: Sequence[Mapping[str, str]]) -> str:
    """Return the workbook with its problems marked, as base64 text.

    Args:
        data: the bytes as they were handed in.
        sheet: name of the sheet with the table.
        marks: problems with ``address``, ``label``, ``content``, ``sentence`` and ``hint``.

    Raises:
        InputError: as ``workbook_grid.inspect``; ``POL-266`` not readable.

    >>> from xiandao.terms.error import InputError
    >>> try:
    ...     marked_text(b"no workbook", sheet="任务台账", marks=[])
    ... except InputError as error:
    ...     print(error.code)
    POL-263
    """
    inspect(data)
    spots = [Spot(sheet, one["address"], f"{one['sentence']}。{one['hint']}") for one in marks]
    rows = [
        (number, one["address"], one["label"], one["content"], one["sentence"], one["hint"])
        for number, one in enumerate(marks, 1)
    ]
    try:
        done = mark(data, spots=spots, listing=Listing(PROBLEMS, _HEADER, _WIDTHS, rows))
    except UnmarkableError as error:
        raise refuse(
            "POL-266",
            "工作簿格式特殊，无法写入标注",
            "请另存为普通的 .xlsx 后再导入",
            reason=str(error),
        ) from None
    return base64.b64encode(done).decode("ascii")
