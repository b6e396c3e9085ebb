"""Bytes of plain text to characters: UTF-8, UTF-16, UTF-32 and GB18030, told apart with care."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

from xiandao.terms.error import InputError

# Longer marks first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Four Chinese characters in a row in UTF-8: practically impossible inside GB18030 text.
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc\xbd][\x80-\xbf]){4,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_PLAUSIBLE = re.compile("[\t\n\r\x20-\x7e\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_FREQUENT = re.compile("[的、，,。和在为与业发一人有年]")
_ENOUGH_HAN = 60
_LEAST_FREQUENT = 0.02
_LEAST_PLAUSIBLE = 0.9
_HINT = "请用记事本或 WPS 打开，确认没有乱码后另存为 UTF-8 编码再导入"


@dataclass(frozen=True, slots=True)
class TextRules:
    """The codes of the refusals and what to hand in instead of a file that is no text.

    ``is_prose`` says that long Chinese text without its most frequent characters is misread text;
    tables of figures and names are no prose.
    """

    unknown: str
    binary: str
    instead: str
    is_prose: bool = True


def decode(data: bytes, rules: TextRules, *, declared: str = "") -> str:
    """Characters of a text file.

    Args:
        data: the bytes, with or without a byte order mark.
        rules: the codes of the refusals.
        declared: the encoding that the file itself names (HTML), tried after UTF-8.

    Raises:
        InputError: ``rules.unknown`` where no encoding fits or several are mixed, ``rules.binary`` for NUL.

    >>> rules = TextRules("X-1", "X-2", "请上传文本")
    >>> [decode("未来产业,示范".encode(name), rules)[:4] for name in ("utf-8", "utf-16", "gb18030")]
    ['未来产业', '未来产业', '未来产业']
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, rules)
    if b"\x00" in data:
        return _without_mark(data, rules)
    for encoding in filter(None, ("utf-8", _known(declared))):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if _UTF8_RUN.search(data):
        raise _mixed(data, rules)
    return _chinese(data, rules)


def _refuse(code: str, sentence: str, hint: str, **details: Any) -> InputError:
    return InputError(code, sentence, hint, details)


def _strictly(data: bytes, encoding: str, rules: TextRules) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refuse(
            rules.unknown,
            f"文件标明是 {encoding.upper()} 编码，但第{error.start + 1}字节起不符合这种编码",
            _HINT,
            encoding=encoding,
            position=error.start,
        ) from None


def _without_mark(data: bytes, rules: TextRules) -> str:
    wide = _wide(data)
    if wide is None:
        raise _refuse(
            rules.binary,
            f"文件中有空字符（第{data.index(0) + 1}字节），不是文本文件",
            rules.instead,
            position=data.index(0),
        )
    return wide


def _wide(data: bytes) -> str | None:
    """The text if the bytes look like UTF-16 without a mark, in either byte order."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_PLAUSIBLE.findall(text)) >= _LEAST_PLAUSIBLE * len(text):
            return text
    return None


def _chinese(data: bytes, rules: TextRules) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refuse(
            rules.unknown,
            f"文字编码无法识别（第{line}行起），或同一文件混用了几种编码",
            _HINT,
            line=line,
            position=error.start,
        ) from None
    han = len(_HAN.findall(text))
    is_odd = len(_PLAUSIBLE.findall(text)) < _LEAST_PLAUSIBLE * len(text)
    is_rare = han >= _ENOUGH_HAN and len(_FREQUENT.findall(text)) < _LEAST_FREQUENT * han
    if is_odd or (is_rare and rules.is_prose):
        raise _refuse(rules.unknown, "文字编码无法识别，按中文编码读出的是乱码", _HINT)
    return text


def _mixed(data: bytes, rules: TextRules) -> InputError:
    lost = len(data) - len(data.decode("utf-8", "ignore").encode())
    first = next(
        number
        for number, content in enumerate(data.split(b"\n"), start=1)
        if content.decode("utf-8", "ignore").encode() != content
    )
    return _refuse(
        rules.unknown,
        f"同一文件混用了几种文字编码，或文件已损坏：第{first}行不是 UTF-8",
        _HINT,
        line=first,
        lost_bytes=lost,
    )


def _known(declared: str) -> str:
    name = declared.strip().lower()
    if name in {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"}:
        return "gb18030"
    return name if name == "big5" else ""
