"""Text of a web page: blocks become lines, tables become rows with tabs, page furniture goes."""

from __future__ import annotations

import re
from typing import Any

from xiandao.policy.methods.intake_plain import decode
from xiandao.policy.methods.intake_refusals import refuse

_DROPPED = re.compile(
    "script|style|nav|aside|form|button|select|textarea|noscript|template|iframe|svg|math|object|"
    "audio|video|canvas|head"
)
_FURNITURE = frozenset({"header", "footer"})
_PROPER = frozenset({"article", "main"})
_BLOCKS = re.compile(
    "address|article|blockquote|body|br|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|h[1-6]|"
    "header|hr|html|li|main|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
_CELLS = frozenset({"td", "th"})
_MOST_PARAGRAPHS = 3
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f\u00a0]+")
_HEAD_BYTES = 4096


def html_text(data: bytes) -> str:
    """The readable text of an HTML page.

    Raises:
        InputError: ``POL-104`` for its encoding, ``POL-107`` where it cannot be parsed.

    >>> print(html_text("<p>一、总体<b>要求</b></p><script>x()</script><p>到2027年</p>".encode()))
    一、总体要求
    到2027年
    """
    from lxml import etree, html

    named = _DECLARED.search(data[:_HEAD_BYTES])
    source = decode(data, declared=named[1].decode("ascii", "ignore") if named else "")
    source = _XML_HEAD.sub("", source).replace("\x00", "")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError):
        raise refuse(
            "POL-107",
            "网页内容无法解析",
            "请在浏览器中打开网页，复制正文后粘贴，或另存为文本再导入",
        ) from None
    return _Writer().write(root, etree)


class _Writer:
    """Walks the tree without recursion, for pages may be nested as deeply as they like."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.numbers: list[int | None] = []
        self.proper = 0

    def write(self, root: Any, etree: Any) -> str:
        passed: Any = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start" and passed is None:
                if _is_data_row(element):
                    self._break()
                    self.lines.append("\t".join(map(_cell, element)).rstrip())
                    passed = element
                elif self._is_dropped(element):
                    passed = element
                else:
                    self._open(element)
            elif event == "end":
                if passed is None:
                    self._close(element)
                elif element is passed:
                    passed = None
                if passed is None and element is not root:
                    self._say(element.tail)
        self._break()
        return "\n".join(line for line in self.lines if line)

    def _is_dropped(self, element: Any) -> bool:
        tag = element.tag
        return (
            _DROPPED.fullmatch(tag) is not None
            or (tag in _FURNITURE and not self.proper)
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _HIDDEN.search(element.get("style") or "") is not None
        )

    def _open(self, element: Any) -> None:
        tag = element.tag
        self.proper += tag in _PROPER
        if _BLOCKS.fullmatch(tag):
            self._break()
        if tag in {"ol", "ul"}:
            start = element.get("start") or "1"
            self.numbers.append(int(start[:6]) if tag == "ol" and start.isdecimal() else None)
        number = self.numbers[-1] if tag == "li" and self.numbers else None
        if number is not None:
            self._say(f"{number}.")
            self.numbers[-1] = number + 1
        self._say(element.text)

    def _close(self, element: Any) -> None:
        tag = element.tag
        self.proper -= tag in _PROPER
        if _BLOCKS.fullmatch(tag):
            self._break()
        if tag in {"ol", "ul"}:
            self.numbers.pop()

    def _say(self, text: str | None) -> None:
        if text:
            self.line.append(text)

    def _break(self) -> None:
        self.lines.append(_BLANKS.sub(" ", "".join(self.line)).strip())
        self.line = []


def _is_data_row(element: Any) -> bool:
    """A row of facts, not one of the tables that old pages lay their articles out with."""
    if element.tag != "tr":
        return False
    cells = [cell for cell in element if cell.tag in _CELLS]
    return len(cells) > 1 and not any(
        cell.find(".//table") is not None or len(cell.findall(".//p")) > _MOST_PARAGRAPHS
        for cell in cells
    )


def _cell(cell: Any) -> str:
    texts = cell.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    is_parted = cell.find(".//br") is not None or cell.find(".//p") is not None
    return _BLANKS.sub(" ", (" " if is_parted else "").join(texts)).strip()
