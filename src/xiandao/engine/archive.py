"""Inspection of an untrusted ZIP container before anything in it is parsed."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xiandao.terms.error import InputError

_CHUNK_BYTES = 256 * 1024
_OVERLAP_BYTES = 32
_ENTRY_MARK = b"PK\x01\x02"
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f\\]")
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MACROS = "vbaproject.bin"
_ENCRYPTED = 0x1
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ArchiveRules:
    """The limits of a container, the codes of its refusals and the office program named in hints.

    ``free_bytes`` is the size up to which a member may be packed as tightly as it likes.
    """

    broken: str
    bomb: str
    names: str
    encrypted: str
    macros: str
    definitions: str
    program: str
    suffix: str
    most_members: int = 500
    most_unpacked_mb: int = 100
    most_ratio: int = 100
    free_bytes: int = 10 * _MIB

    @property
    def resave(self) -> str:
        """The hint to save the file anew."""
        return f"请确认文件来源可靠，用 {self.program} 或 WPS 打开后另存为新的 {self.suffix} 再导入"


class Container:
    """A ZIP file that has passed the inspection; members are inflated under a common cap.

    Args:
        data: the bytes of the file.
        rules: limits and codes.

    Raises:
        InputError: the codes of ``rules``: broken, a bomb, deceitful names, encrypted, macros,
            definitions of entities.

    >>> rules = ArchiveRules("X-1", "X-2", "X-3", "X-4", "X-5", "X-6", "Word", ".docx")
    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as box:
    ...     box.writestr("a.xml", "<a/>")
    >>> Container(stream.getvalue(), rules).read("a.xml")
    b'<a/>'
    """

    def __init__(self, data: bytes, rules: ArchiveRules) -> None:
        self.rules = rules
        if data.count(_ENTRY_MARK) > 2 * rules.most_members:
            raise self._bomb("里面的文件过多")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise self._broken() from None
        self._members = self._zip.infolist()
        self._left = rules.most_unpacked_mb * _MIB
        self._check_directory()
        self._check_markup()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members in the order of the directory."""
        return tuple(member.filename for member in self._members)

    def read(self, name: str) -> bytes:
        """The content of a member; counts towards the cap on everything unpacked."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a member piece by piece; sizes in the directory are not believed."""
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self._bomb(f"展开后超过{self.rules.most_unpacked_mb} MB")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise self._broken() from None

    def _check_directory(self) -> None:
        rules = self.rules
        if len(self._members) > rules.most_members:
            raise self._bomb(f"里面的文件超过{rules.most_members}个")
        seen: set[str] = set()
        for member in self._members:
            name = member.filename
            is_link = stat.S_ISLNK(member.external_attr >> 16)
            if _UNSAFE_NAME.search(name) or name.lower() in seen or is_link:
                raise self._refuse(rules.names, "文件内部的名称异常，可能被人改动过", member=name)
            seen.add(name.lower())
            if member.flag_bits & _ENCRYPTED:
                hint = "请先去掉密码，另存后再导入"
                raise self._refuse(rules.encrypted, "文件已加密", hint, member=name)
            if name.lower().endswith(_MACROS):
                hint = f"请另存为不带宏的 {rules.suffix} 再导入"
                raise self._refuse(rules.macros, "文件带有宏程序", hint, member=name)
            packed = max(member.compress_size, 1)
            is_large = member.file_size > rules.free_bytes
            if is_large and member.file_size > rules.most_ratio * packed:
                raise self._bomb("压缩比例异常")
        if sum(member.file_size for member in self._members) > rules.most_unpacked_mb * _MIB:
            raise self._bomb(f"展开后超过{rules.most_unpacked_mb} MB")

    def _check_markup(self) -> None:
        """Inflate every XML member once: sizes may lie, and no definition may hide anywhere."""
        for name in self.names:
            if not name.lower().endswith((".xml", ".rels")):
                continue
            tail, is_wide = b"", None
            for chunk in self.chunks(name):
                if is_wide is None:
                    # UTF-16 is allowed by the standard but written by nobody; it would hide markup.
                    is_wide = b"\x00" in chunk[:64]
                content = tail + (chunk.replace(b"\x00", b"") if is_wide else chunk)
                if _DEFINITION.search(content):
                    sentence = "文件内部含有实体定义，可能是恶意构造的文件"
                    raise self._refuse(self.rules.definitions, sentence, member=name)
                tail = content[-_OVERLAP_BYTES:]
        self._left = self.rules.most_unpacked_mb * _MIB

    def _bomb(self, reason: str) -> InputError:
        sentence = f"文件{reason}，疑似压缩炸弹，已拒绝"
        return self._refuse(self.rules.bomb, sentence, reason=reason)

    def _broken(self) -> InputError:
        return self._refuse(
            self.rules.broken,
            "文件已损坏或不完整，无法打开",
            f"请重新下载，或用 {self.rules.program} 打开修复后另存再导入",
        )

    def _refuse(self, code: str, sentence: str, hint: str = "", **details: Any) -> InputError:
        return InputError(code, sentence, hint or self.rules.resave, details)
