"""Characters that a text may not hold: cleaned where harmless, refused where they deceive."""

from __future__ import annotations

import re

from xiandao.policy.methods.intake_refusals import refuse

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
                                      "\u2008\u2009\u200a\u202f\u205f", " "))  # fmt: skip
# Zero-width marks, soft hyphens and isolates come along when people copy from web pages; they
# change nothing that anybody sees.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202c\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_OVERRIDE = re.compile("[\u202d\u202e]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")


def clean(text: str) -> str:
    """One kind of line break and blank, nothing invisible; for pasted text as for files.

    Raises:
        InputError: ``POL-105`` for NUL and other control characters or half characters (lone
            surrogates), ``POL-106`` for marks that turn the direction of writing round.

    >>> clean("到2027\\u200b年,\\r\\n建设\\u00a030个")
    '到2027年,\\n建设 30个'
    """
    broken = _SURROGATE.search(text) or _CONTROL.search(text)
    if broken:
        raise refuse(
            "POL-105",
            f"文字中有不能识别的控制字符（U+{ord(broken[0]):04X}，第{_line(text, broken)}行）",
            "文件可能已损坏或不是文本：请用记事本打开确认后，另存为 UTF-8 文本再试",
            character=f"U+{ord(broken[0]):04X}",
            line=_line(text, broken),
        )
    turned = _OVERRIDE.search(text)
    if turned:
        raise refuse(
            "POL-106",
            f"文字中有改变书写方向的隐藏字符（U+{ord(turned[0]):04X}，第{_line(text, turned)}行），"
            "看到的内容可能与实际不同",
            "请核对文件来源，删除该字符后再导入",
            character=f"U+{ord(turned[0]):04X}",
            line=_line(text, turned),
        )
    return _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", text).translate(_BLANKS))


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
