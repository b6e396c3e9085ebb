"""Inspection of an untrusted ZIP container before anything in it is parsed."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib

from xiandao.policy.methods.intake_refusals import refuse

MOST_MEMBERS = 500
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_RATIO = 100
_SMALL_BYTES = 10 * 1024 * 1024
_CHUNK_BYTES = 256 * 1024
_ENTRY_MARK = b"PK\x01\x02"
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f\\]")
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MACROS = "vbaproject.bin"
_ENCRYPTED = 0x1
_RESAVE = "请确认文件来源可靠，用 Word 或 WPS 打开后另存为新的 .docx 再导入"


class Container:
    """A ZIP file that has passed the inspection; members are inflated under a common cap.

    Raises:
        InputError: ``POL-110`` broken, ``POL-111`` a bomb, ``POL-112`` deceitful names,
            ``POL-113`` encrypted, ``POL-114`` macros, ``POL-115`` definitions of entities.
    """

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY_MARK) > 2 * MOST_MEMBERS:
            raise _bomb("里面的文件过多")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise _broken() from None
        self._left = MOST_UNPACKED_BYTES
        self._members = self._zip.infolist()
        self._check_directory()
        self._check_markup()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members in the order of the directory."""
        return tuple(member.filename for member in self._members)

    def read(self, name: str) -> bytes:
        """The content of a member; counts towards the cap on everything unpacked."""
        chunks: list[bytes] = []
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise _bomb("展开后超过100 MB")
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise _broken() from None
        return b"".join(chunks)

    def _check_directory(self) -> None:
        if len(self._members) > MOST_MEMBERS:
            raise _bomb(f"里面的文件超过{MOST_MEMBERS}个")
        seen: set[str] = set()
        for member in self._members:
            name = member.filename
            is_link = stat.S_ISLNK(member.external_attr >> 16)
            if _UNSAFE_NAME.search(name) or name.lower() in seen or is_link:
                raise refuse("POL-112", "文件内部的名称异常，可能被人改动过", _RESAVE, member=name)
            seen.add(name.lower())
            if member.flag_bits & _ENCRYPTED:
                raise refuse("POL-113", "文件已加密", "请先去掉密码，另存后再导入", member=name)
            if name.lower().endswith(_MACROS):
                raise refuse(
                    "POL-114", "文件带有宏程序", "请另存为不带宏的 .docx 再导入", member=name
                )
            packed = max(member.compress_size, 1)
            if member.file_size > _SMALL_BYTES and member.file_size > MOST_RATIO * packed:
                raise _bomb("压缩比例异常")
        if sum(member.file_size for member in self._members) > MOST_UNPACKED_BYTES:
            raise _bomb("展开后超过100 MB")

    def _check_markup(self) -> None:
        """Inflate every XML member once: sizes may lie, and no definition may hide anywhere."""
        for name in self.names:
            if not name.lower().endswith((".xml", ".rels")):
                continue
            content = self.read(name)
            if b"\x00" in content[:64]:
                # UTF-16 is allowed by the standard but written by nobody; it would hide markup.
                content = content.replace(b"\x00", b"")
            if _DEFINITION.search(content):
                raise refuse(
                    "POL-115", "文件内部含有实体定义，可能是恶意构造的文件", _RESAVE, member=name
                )
        self._left = MOST_UNPACKED_BYTES


def _bomb(reason: str) -> Exception:
    return refuse("POL-111", f"文件{reason}，疑似压缩炸弹，已拒绝", _RESAVE, reason=reason)


def _broken() -> Exception:
    return refuse(
        "POL-110", "文件已损坏或不完整，无法打开", "请重新下载，或用 Word 打开修复后另存再导入"
    )
