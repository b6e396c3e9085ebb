"""Text of a Word document: paragraphs and tables in order, automatic numbers written out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xiandao.engine.archive import Container
from xiandao.policy.methods.intake_numbering import NAMESPACE, Numbering, value_of
from xiandao.policy.methods.intake_refusals import refuse
from xiandao.policy.methods.intake_zip import document

_MAIN = "word/document.xml"
_OFFICE_DOCUMENT = "/officeDocument"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = f"{{{NAMESPACE}}}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted or moved-away text, field codes, notes and phonetic guides are not what people read.
_UNREAD = frozenset(
    {_W + tag for tag in ("del", "moveFrom", "instrText", "rt", "footnoteReference", "pPr", "rPr")}
    | {_FALLBACK}
)
_MARKS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": " ", _W + "noBreakHyphen": "-"}


def docx_text(data: bytes) -> str:
    """One line a paragraph, one line a table row with tabs between the cells.

    Raises:
        InputError: ``POL-110`` … ``POL-115`` from the inspection of the container, ``POL-116``
            where it holds no Word document.

    >>> import io, zipfile
    >>> part = f"<w:document xmlns:w='{NAMESPACE}'><w:body>%s</w:body></w:document>"
    >>> with zipfile.ZipFile(stream := io.BytesIO(), "w") as archive:
    ...     archive.writestr(_MAIN, part % "<w:p><w:r><w:t>一、总体要求</w:t></w:r></w:p>")
    >>> docx_text(stream.getvalue())
    '一、总体要求'
    """
    container = document(data)
    body = _parse(container, _main_part(container)).find(_W + "body")
    if body is None:
        raise _no_document()
    folder = _main_part(container).rpartition("/")[0]
    numbering = Numbering(
        _parse_if_there(container, f"{folder}/numbering.xml"),
        _parse_if_there(container, f"{folder}/styles.xml"),
    )
    return "\n".join(_lines(body, numbering))


def _main_part(container: Container) -> str:
    if _MAIN in container.names:
        return _MAIN
    relations = _parse_if_there(container, "_rels/.rels")
    for relation in relations if relations is not None else ():
        target = (relation.get("Target") or "").lstrip("/")
        is_main = (relation.get("Type") or "").endswith(_OFFICE_DOCUMENT)
        if is_main and target in container.names and target.startswith("word/"):
            return target
    raise _no_document()


def _no_document() -> Exception:
    return refuse(
        "POL-116",
        "这是压缩包或其他办公文件，不是 Word 文档",
        "请导入 .docx 文档；表格、演示文稿、OFD 请另存为 PDF 或 .docx 再导入",
    )


def _parse_if_there(container: Container, name: str) -> Any:
    return _parse(container, name) if name in container.names else None


def _parse(container: Container, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    content = container.read(name).replace(_STRICT, NAMESPACE.encode())
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise refuse(
            "POL-110",
            "文件已损坏或不完整，无法打开",
            "请重新下载，或用 Word 打开修复后另存再导入",
            member=name,
        ) from None


def _lines(body: Any, numbering: Numbering) -> Iterator[str]:
    """Paragraphs and tables in document order; content controls are looked through."""
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if element.tag == _W + "p":
            yield numbering.label(element) + _paragraph(element)
            waiting.extend(reversed(_boxes(element)))
        elif element.tag == _W + "tbl":
            for row in element.iterchildren(_W + "tr"):
                yield _row(row, numbering)
        elif element.tag not in _UNREAD:
            waiting.extend(reversed(element))


def _row(row: Any, numbering: Numbering) -> str:
    cells: list[str] = []
    for cell in row.iter(_W + "tc"):
        if next(cell.iterancestors(_W + "tr")) is not row:
            continue
        follows = cell.find(f"{_W}tcPr/{_W}vMerge")
        is_continued = follows is not None and value_of(follows) != "restart"
        parts = (numbering.label(p) + _paragraph(p) for p in cell.iter(_W + "p"))
        text = " ".join(" ".join(part.split()) for part in parts if part.strip())
        cells.append("" if is_continued else text)
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        cells.extend([""] * (min(int(value_of(span) or 1), 100) - 1 if span is not None else 0))
    return "\t".join(cells).rstrip("\t")


def _paragraph(paragraph: Any) -> str:
    """The text people see in the paragraph itself, without boxes that are anchored in it."""
    said: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _UNREAD or element.tag == _W + "txbxContent" or _is_hidden(element):
            continue
        if element.tag == _W + "t":
            said.append(element.text or "")
        elif element.tag in _MARKS:
            said.append(_MARKS[element.tag])
        else:
            waiting.extend(reversed(element))
    return "".join(said)


def _is_hidden(element: Any) -> bool:
    if element.tag != _W + "r":
        return False
    vanish = element.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and value_of(vanish) not in {"0", "false"}


def _boxes(paragraph: Any) -> list[Any]:
    return [
        box
        for box in paragraph.iter(_W + "txbxContent")
        if not any(True for _ in box.iterancestors(_FALLBACK))
    ]
