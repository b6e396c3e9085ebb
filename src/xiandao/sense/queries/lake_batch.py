"""The account of one import: how far it is, what it took and what it did not."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from xiandao.terms.error import InputError

RUNNING, DONE, CANCELLED = "running", "done", "cancelled"


@dataclass(slots=True)
class Batch:
    """One file on its way into the lake.

    ``next_offset`` is the number of the first row of the file that is not in the lake, ``next_part`` the number of
    the part that it goes into, ``refused_bytes`` how much of the list of refused rows belongs to the parts before.
    """

    batch: str
    file: str
    sha256: str
    form: str
    kind: str
    source: str
    columns: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    state: str = RUNNING
    read: int = 0
    taken: int = 0
    doubled: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    odd: dict[str, int] = field(default_factory=dict)
    next_offset: int = 0
    next_part: int = 0
    refused_bytes: int = 0


def read_batch(path: Path) -> Batch | None:
    """Return the account in a file, None where there is none.

    Raises:
        InputError: ``SEN-310`` it is damaged.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Batch(**{one.name: told[one.name] for one in fields(Batch)})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "请从备份恢复这个文件；没有备份时，删除它和同名批次的数据后重新导入"
        details = {"reason": str(error)}
        raise InputError("SEN-310", f"导入记录“{path.name}”已损坏", hint, details) from None


def write_batch(path: Path, batch: Batch) -> None:
    """Write an account so that a reader, or the next start, sees either the old one or the new one."""
    text = json.dumps(asdict(batch), ensure_ascii=False, indent=1)
    # A column may be called by half a character; the account must be written all the same.
    write_whole(path, text.encode("utf-8", "replace"))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, on the disk for certain, then put it there."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
