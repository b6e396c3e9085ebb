"""What an uploaded file is, told by its content, and a name for it that is safe everywhere."""

import io
import re
import struct
import unicodedata
import zipfile
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from xiandao.terms.error import InputError

LARGEST: Final = 25 * 1024 * 1024
LONGEST_NAME: Final = 120
_LARGEST_DIRECTORY = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: Final = MappingProxyType(
    {
        "pdf": "application/pdf",
        "docx": _OFFICE + "wordprocessingml.document",
        "xlsx": _OFFICE + "spreadsheetml.sheet",
        "txt": "text/plain",
        "html": "text/html",
        "csv": "text/csv",
        "png": "image/png",
        "jpg": "image/jpeg",
    }
)
_SPELLINGS = {"jpeg": "jpg", "htm": "html"}
_SIGNATURES = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_TEXTS = frozenset({"txt", "html", "csv"})
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ALLOWED = "PDF、DOCX、XLSX、TXT、HTML、CSV、PNG、JPG"


def media_type_of(name: str, data: bytes) -> str:
    """Return the media type of a file; its content decides, its extension has to agree.

    Args:
        name: the file's name with its extension.
        data: the whole content, at most 25 MB.

    Raises:
        InputError: ``REG-020`` empty, ``REG-021`` too large, ``REG-022`` a kind that is not accepted or content that
            is something else than the extension says.

    >>> media_type_of("附件.pdf", b"%PDF-1.7 ...")
    'application/pdf'
    >>> media_type_of("说明.txt", "到2030年".encode("gb18030"))
    'text/plain'
    """
    if not data:
        raise InputError("REG-020", "文件是空的", "请重新选择文件")
    if len(data) > LARGEST:
        hint = "请压缩或拆分后再上传"
        raise InputError("REG-021", "文件超过 25 MB", hint, {"size": len(data), "status": 413})
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    extension = _SPELLINGS.get(extension, extension)
    if extension not in MEDIA_TYPES or extension not in _kinds(data):
        raise InputError(
            "REG-022",
            "文件类型不在允许范围内，或内容与扩展名不符",
            f"请上传未加密的 {_ALLOWED} 文件",
            {"name": name[:LONGEST_NAME], "extension": extension[:20]},
        )
    return MEDIA_TYPES[extension]


def safe_name(name: str) -> str:
    """Return a file name without folders, control and direction marks or reserved signs, at most 120 characters.

    >>> safe_name("../../etc/passwd\\r\\n.txt")
    'passwd.txt'
    >>> safe_name("报告<终稿>：表1.xlsx"), safe_name("...")
    ('报告_终稿_：表1.xlsx', '未命名')
    """
    text = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    text = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", text)).strip(" .")
    stem, dot, extension = text.rpartition(".")
    if not dot:
        return text[:LONGEST_NAME] or "未命名"
    extension = extension[:10]
    return f"{stem[: LONGEST_NAME - 1 - len(extension)].rstrip(' .') or '未命名'}.{extension}"


def _kinds(data: bytes) -> frozenset[str]:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return frozenset({kind})
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    return _TEXTS if _is_text(data) else frozenset()


def _office_kind(data: bytes) -> frozenset[str]:
    if not _has_modest_directory(data):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeError):
        return frozenset()
    if "[Content_Types].xml" not in members or any("vbaProject" in name for name in members):
        return frozenset()
    return frozenset(kind for kind, mark in _MARKS.items() if mark in members)


def _has_modest_directory(data: bytes) -> bool:
    """Look at the closing record before the library reads a directory of half a million members."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if at < 0 or len(data) < at + 22:
        return False
    (size,) = struct.unpack_from("<I", data, at + 12)
    return bool(size <= _LARGEST_DIRECTORY)


def _is_text(data: bytes) -> bool:
    encodings = ("utf-16",) if data.startswith(_BYTE_ORDER_MARKS) else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        return "\x00" not in text
    return False
