"""From the bytes of a paper to its text: plain text, HTML, DOCX or PDF, told apart by content."""

from __future__ import annotations

import re
from enum import StrEnum

from xiandao.policy.methods.intake_characters import clean
from xiandao.policy.methods.intake_plain import decode
from xiandao.policy.methods.intake_refusals import refuse

MOST_BYTES = 20 * 1024 * 1024
_HEAD_BYTES = 2048
_OFFICE_HINT = "请用 Word 或 WPS 打开后另存为 .docx 再导入"
_OCR_HINT = "图片没有文字层，请先做文字识别（OCR）或向发文单位索取电子版"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版Office/WPS文件或加密的Office文件", _OFFICE_HINT),
    (b"{\\rtf", "RTF文件", _OFFICE_HINT),
    (b"\x89PNG", "PNG图片", _OCR_HINT),
    (b"\xff\xd8\xff", "JPEG图片", _OCR_HINT),
    (b"GIF8", "GIF图片", _OCR_HINT),
    (b"BM", "BMP图片", _OCR_HINT),
    (b"II*\x00", "TIFF图片", _OCR_HINT),
    (b"MM\x00*", "TIFF图片", _OCR_HINT),
    (b"\x7fELF", "可执行程序", ""),
    (b"MZ", "可执行程序", ""),
    (b"Rar!", "RAR压缩包", "请解压后导入其中的文件"),
    (b"7z\xbc\xaf", "7z压缩包", "请解压后导入其中的文件"),
    (b"\x1f\x8b", "gzip压缩包", "请解压后导入其中的文件"),
    (b"SQLite format 3", "数据库文件", ""),
)
_FORMS_HINT = "请导入文本（.txt）、网页（.html）、Word（.docx）或带文字层的 PDF"
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|table|"
    rb"meta|article|section|main|title|span|h[1-6]|ul|ol|center|font|br)\b[^<]*>",
    re.IGNORECASE | re.DOTALL,
)


class Form(StrEnum):
    """The forms in which a paper can be handed in."""

    PLAIN = "plain"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def form_of(data: bytes) -> Form:
    """Tell the form by the first bytes; the name of the file plays no part.

    Only ``Form.PLAIN`` is read by code of this project alone; the others go through parsers and
    belong into a child process: ``run_limited("xiandao.policy.methods.intake:text_of", data)``.

    Raises:
        InputError: ``POL-101`` empty, ``POL-102`` too large, ``POL-103`` another kind of file.

    >>> form_of(b"%PDF-1.7"), form_of(b"<html><body>x</body></html>")
    (<Form.PDF: 'pdf'>, <Form.HTML: 'html'>)
    """
    if not data.strip(b"\x00\x09\x0a\x0c\x0d\x20"):
        raise refuse("POL-101", "文件是空的", "请确认选择了正确的文件", size=len(data))
    if len(data) > MOST_BYTES:
        size = len(data) / 1024 / 1024
        raise refuse(
            "POL-102",
            f"文件有{size:.0f} MB，超过20 MB的上限",
            "政策文件正文通常不到1 MB：请去掉附图、附件，或只导入正文部分",
            size=len(data),
        )
    if data[:_HEAD_BYTES].lstrip().startswith(b"%PDF-"):
        return Form.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Form.DOCX
    for magic, kind, hint in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:_HEAD_BYTES]):
            raise refuse("POL-103", f"这是{kind}，不能作为政策文件读取", hint or _FORMS_HINT)
    return Form.HTML if _MARKUP.match(_narrow(data[:_HEAD_BYTES])) else Form.PLAIN


def text_of(data: bytes, *, filename: str = "") -> str:
    """The text of a paper: one line a paragraph, table rows with tabs between the cells.

    Args:
        data: the bytes of the file.
        filename: only quoted in error details; the content decides what the file is.

    Returns:
        Text with ``\\n`` as the only line break, without control and invisible characters.

    Raises:
        InputError: ``POL-101`` … ``POL-139`` with what is wrong and what to do.

    >>> text_of("一、总体要求\\r\\n到2027年".encode("gb18030"))
    '一、总体要求\\n到2027年'
    """
    form = form_of(data)
    if form is Form.PDF:
        from xiandao.policy.methods.intake_pdf import pdf_text

        text = pdf_text(data)
    elif form is Form.DOCX:
        from xiandao.policy.methods.intake_docx import docx_text

        text = docx_text(data)
    elif form is Form.HTML:
        from xiandao.policy.methods.intake_html import html_text

        text = html_text(data)
    else:
        text = decode(data)
    cleaned = clean(text)
    if not cleaned.strip():
        raise refuse(
            "POL-101",
            "文件里没有文字",
            "请确认文件有正文；扫描件请先做文字识别（OCR）",
            filename=filename,
        )
    return cleaned


def _narrow(head: bytes) -> bytes:
    """The head with UTF-16 taken down to bytes, so that markup is seen in it as well."""
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head.decode("utf-16", "ignore").encode("utf-8", "ignore") if is_wide else head
