"""Rows of a CSV file in whatever encoding and with whichever separator offices write it."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from xiandao.engine.decoding import TextRules, decode
from xiandao.terms.error import InputError

_HINT: Final = "请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”后再上传，或改用填报模板"
_RULES: Final = TextRules(
    unknown="STA-107",
    binary="STA-108",
    instead="请上传填报模板（.xlsx）或 CSV 文本（.csv）",
    is_prose=False,
)
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|html|svg|table|[a-z]+[\s>/])", re.IGNORECASE)
_SEPARATORS: Final = (",", "\t", ";", "，")


def csv_rows(data: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    """Return the rows of a CSV file, every value as the text it is.

    Args:
        data: bytes in UTF-8 (with or without mark), GB18030 or UTF-16.
        most_rows: more rows are refused.
        most_columns: more columns are refused.

    Raises:
        InputError: ``STA-101`` empty, ``STA-103`` markup, ``STA-105`` too far, ``STA-107`` no encoding fits,
            ``STA-108`` NUL characters, ``STA-109`` no rows and columns to be found.

    >>> csv_rows("代码;本期\\n13;1,5".encode("gb18030"), most_rows=9, most_columns=9)
    [['代码', '本期'], ['13', '1,5']]
    """
    text = decode(data, _RULES).lstrip("\ufeff")
    if not text.strip():
        raise InputError("STA-101", "文件里没有内容", "请确认选择了正确的文件")
    if "\x00" in text:
        raise InputError("STA-108", "文件中有空字符，不是文本文件", _RULES.instead)
    if _MARKUP.match(text):
        raise InputError("STA-103", "这是网页或图形文件，不是报表", _RULES.instead)
    first = text.lstrip().splitlines()[0]
    separator = max(_SEPARATORS, key=first.count)
    # One kind of line break: a lone CR outside quotes is one as well.
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            rows.append(row)
            if len(rows) > most_rows or len(row) > most_columns:
                raise InputError(
                    "STA-105", f"表格的范围过大（最多{most_rows}行、{most_columns}列）", _HINT
                )
    except csv.Error as error:
        sentence = f"第{len(rows) + 1}行起不是规范的 CSV：引号没有成对，或一格内容过长"
        raise InputError("STA-109", sentence, _HINT, {"reason": str(error)}) from None
    return rows
