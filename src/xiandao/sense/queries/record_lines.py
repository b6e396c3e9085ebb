"""Lines of a text file, whichever encoding each of them is in."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xiandao.engine.decoding import TextRules, decode
from xiandao.terms.error import InputError

HEAD: Final = 1 << 20
# No line of a real file is longer; what is longer is a file of another kind.
LONGEST_LINE: Final = 64 << 20
RULES: Final = TextRules(
    "SEN-305", "SEN-305", "请提供 CSV、JSON Lines、Parquet、BibTeX 或 RIS 文件", is_prose=False
)
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Every frequent Chinese character has two such bytes in GB18030, a letter with an accent has one in Windows-1252.
_CHINESE: Final = re.compile(rb"[\x80-\xff]{2}")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HAN: Final = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number from 1.

    ``state`` is ``other`` (another encoding than most), ``latin`` (Windows-1252), ``broken``, ``long`` or empty.
    """

    number: int
    text: str
    state: str = ""


def encoding_of(head: bytes) -> str:
    """Return the encoding of most of a file by its first bytes.

    Raises:
        InputError: ``SEN-305`` it is no text.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    lines = [one for one in head.split(b"\n")[:-1] or [head] if not one.isascii()]
    strange = sum(not is_utf8(one) and bool(_CHINESE.search(one)) for one in lines)
    is_wide = b"\x00" in head and (strange or 10 * head.count(b"\x00") > len(head))
    if is_wide and (wide := _wide(head)):
        return wide
    return "gb18030" if 2 * strange > len(lines) else "utf-8"


def _wide(head: bytes) -> str:
    """The byte order of UTF-16 without a mark; nothing where some NULs only strayed into a text."""
    even = head[: len(head) // 2 * 2]
    try:
        text = decode(even, RULES)
    except InputError:
        # What is no text is full of control characters of every kind.
        if 20 * len(_CONTROL.findall(head)) > len(head):
            raise
        return ""
    return "utf-16-le" if text.encode("utf-16-le", "replace") == even else "utf-16-be"


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def lines_of(path: Path) -> Iterator[Line]:
    """Return the lines of a file with their ends.

    Raises:
        InputError: ``SEN-305`` it is no text.
    """
    with path.open("rb") as stream:
        encoding = encoding_of(stream.read(HEAD))
        stream.seek(0)
        if encoding.startswith(("utf-16", "utf-32")):
            yield from _wide_lines(stream, encoding)
            return
        if encoding == "utf-8" and stream.read(3) != codecs.BOM_UTF8:
            stream.seek(0)
        number = 0
        while data := stream.readline(LONGEST_LINE):
            number += 1
            if len(data) == LONGEST_LINE and not data.endswith(b"\n"):
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield Line(number, "", "long")
                continue
            text, state = _decoded(data, encoding)
            yield Line(number, text, state)


def _wide_lines(stream: io.BufferedReader, encoding: str) -> Iterator[Line]:
    wide = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    try:
        number = 0
        while text := wide.readline(LONGEST_LINE):
            number += 1
            yield Line(number, text, "broken" if "\N{REPLACEMENT CHARACTER}" in text else "")
    finally:
        wide.detach()


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        try:
            if not _CHINESE.search(data):
                return data.decode("cp1252"), "latin"
            return decode(data, RULES), "" if encoding == "gb18030" else "other"
        except (InputError, UnicodeDecodeError):
            return data.decode("utf-8", "replace"), "broken"
    if encoding == "utf-8" or text.isascii():
        return text, ""
    if _HAN.search(text):
        return text, "other"
    # A short word in GB18030 can look like UTF-8 with odd letters.
    return data.decode("gb18030", "replace"), ""
