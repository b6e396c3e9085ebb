"""Bytes of plain text to characters, with the codes of a policy paper."""

from __future__ import annotations

from typing import Final

from xiandao.engine import decoding

_RULES: Final = decoding.TextRules(
    unknown="POL-104",
    binary="POL-105",
    instead="请导入文本（.txt）、网页（.html）、Word（.docx）或带文字层的 PDF",
)


def decode(data: bytes, *, declared: str = "") -> str:
    """Characters of a text file.

    Args:
        data: the bytes, with or without a byte order mark.
        declared: the encoding that the file itself names (HTML), tried after UTF-8.

    Raises:
        InputError: ``POL-104`` where no encoding fits or several are mixed, ``POL-105`` for NUL.

    >>> [decode("未来产业,示范".encode(name))[:4] for name in ("utf-8", "utf-16", "gb18030")]
    ['未来产业', '未来产业', '未来产业']
    """
    return decoding.decode(data, _RULES, declared=declared)
