"""Text of a PDF: its text layer in reading order, without page numbers, paragraphs made whole."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from xiandao.policy.methods.intake_layout import Line, glued, paragraphs, without_furniture
from xiandao.policy.methods.intake_refusals import refuse

MOST_PAGES = 2000
_OCR = "扫描件没有文字层，请先做文字识别（OCR）或向发文单位索取电子版"
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ufffe\uffff\ue000-\uf8ff]")
# PDFium marks a hyphen at a line's end with one of these.
_SOFT_HYPHENS = "\x02\ufffe"
_FEW_CHARACTERS = 5
_COLUMN_GAP = 1.6


def pdf_text(data: bytes) -> str:
    """The text of a PDF with a text layer, one line a paragraph.

    Raises:
        InputError: ``POL-120`` encrypted, ``POL-121`` broken, ``POL-122`` more than 2,000 pages,
            ``POL-123`` scanned, ``POL-124`` a text layer that cannot be turned into characters.

    >>> pdf_text(b"%PDF-1.7")
    Traceback (most recent call last):
    xiandao.terms.error.InputError: PDF已损坏或不完整，无法打开（请重新下载，或用浏览器打开后另存为 PDF 再导入）
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(data, str(error)) from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise refuse(
                "POL-122",
                f"PDF有{count}页，超过{MOST_PAGES}页的上限",
                "请只导入政策文件正文所在的页",
                pages=count,
            )
        pages = [_page(document, index) for index in range(count)]
    finally:
        document.close()
    lines = [page for page, _ in pages]
    _refuse_unreadable(lines, [has_image for _, has_image in pages])
    return "\n".join(paragraphs(without_furniture(lines)))


class _Character(NamedTuple):
    """One character with its box; ``baseline`` is the lower edge, counted downwards."""

    char: str
    left: float
    right: float
    baseline: float
    height: float

    def is_followed_by(self, other: _Character) -> bool:
        """Whether the other one stands next to it on the same line."""
        size = max(self.height, other.height)
        is_beside = -0.5 * size < other.left - self.right < _COLUMN_GAP * size
        return abs(other.baseline - self.baseline) < 0.5 * size and is_beside


def _unopened(data: bytes, reason: str) -> Exception:
    if "password" in reason.lower() or "security" in reason.lower() or b"/Encrypt" in data:
        return refuse("POL-120", "PDF已加密，无法读取", "请先去掉打开密码，另存后再导入")
    return refuse(
        "POL-121", "PDF已损坏或不完整，无法打开", "请重新下载，或用浏览器打开后另存为 PDF 再导入"
    )


def _page(document: Any, index: int) -> tuple[list[Line], bool]:
    import pypdfium2

    try:
        page = document[index]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise refuse(
            "POL-121",
            f"PDF第{index + 1}页已损坏，无法打开",
            "请重新下载，或用浏览器打开后另存为 PDF 再导入",
            page=index + 1,
        ) from None
    try:
        lines = _lines(text_page, page.get_height())
        is_empty = sum(len(line.text) for line in lines) <= _FEW_CHARACTERS
        return lines, is_empty and _has_image(page)
    finally:
        text_page.close()
        page.close()


def _lines(text_page: Any, height: float) -> list[Line]:
    """Printed lines from top to bottom, columns parted by tabs."""
    rows: list[list[Line]] = []
    for run in sorted(_runs(text_page, height), key=lambda run: run.top):
        if rows and run.top - rows[-1][0].top < 0.6 * max(run.em, rows[-1][0].em):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_one_line(sorted(row, key=lambda run: run.left)) for row in rows]


def _runs(text_page: Any, height: float) -> Iterator[Line]:
    """Characters gathered as long as they stand side by side on one line."""
    run: list[_Character] = []
    for character in _characters(text_page, height):
        last = run[-1] if run else None
        if last is not None and not last.is_followed_by(character):
            yield _run(run)
            run = []
        run.append(character)
    if run:
        yield _run(run)


def _characters(text_page: Any, height: float) -> Iterator[_Character]:
    import ctypes

    import pypdfium2.raw as pdfium

    # Loose boxes follow the font and not the drawn shape: “一” is as high as any other character.
    box = pdfium.FS_RECTF()
    target, raw = ctypes.byref(box), text_page.raw
    letter, place = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for index in range(pdfium.FPDFText_CountChars(raw)):
        char = chr(letter(raw, index))
        if char.isspace() or char in _SOFT_HYPHENS:
            continue
        if place(raw, index, target):
            yield _Character(char, box.left, box.right, height - box.bottom, box.top - box.bottom)


def _run(characters: list[_Character]) -> Line:
    wide = [c.right - c.left for c in characters if "\u4e00" <= c.char <= "\u9fff"]
    em = statistics.median(wide or [c.height for c in characters]) or 1.0
    text = characters[0].char
    for before, character in pairwise(characters):
        gap = character.left - before.right
        is_parted = gap > 0.15 * em and before.char.isascii() and character.char.isascii()
        text += f" {character.char}" if is_parted else character.char
    baseline = statistics.median(c.baseline for c in characters)
    return Line(text, characters[0].left, characters[-1].right, baseline, em)


def _one_line(runs: list[Line]) -> Line:
    em = max(run.em for run in runs)
    text = runs[0].text
    for before, run in pairwise(runs):
        gap = run.left - before.right
        text = f"{text}\t{run.text}" if gap > _COLUMN_GAP * em else glued(text, run.text)
    return Line(text, runs[0].left, max(run.right for run in runs), runs[0].top, em)


def _has_image(page: Any) -> bool:
    import pypdfium2.raw

    wanted = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return any(True for _ in page.get_objects(filter=[wanted], max_depth=3))


def _refuse_unreadable(pages: list[list[Line]], images: list[bool]) -> None:
    letters = "".join(line.text for page in pages for line in page)
    scanned = [number for number, is_image in enumerate(images, start=1) if is_image]
    if len("".join(letters.split())) <= _FEW_CHARACTERS or 2 * len(scanned) > len(pages):
        raise refuse("POL-123", "PDF没有文字层，像是扫描件", _OCR, scanned_pages=scanned[:20])
    lost = len(_UNREADABLE.findall(letters))
    if lost > 0.2 * len(letters):
        raise refuse(
            "POL-124",
            "PDF的文字层无法还原成文字（字体未附编码）",
            "请先做文字识别（OCR），或向发文单位索取 Word 版",
            lost=lost,
        )
