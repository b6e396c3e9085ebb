"""The file outside the database that witnesses the end of the audit chain: short lines, seldom thinned."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from xiandao.registry.methods.witness import Mark, marks, thinned, written

LARGEST = 128 * 1024


def file() -> Path:
    """Return where the marks are kept."""
    return Path(settings.XIANDAO_AUDIT_CHECKPOINT)


def read() -> list[Mark]:
    """Return every mark, oldest first, those of files that were rotated away (``<name>.1`` …) included."""
    current = file()
    turned = [path for path in current.parent.glob(current.name + ".*") if path.suffix != ".lock"]
    found: list[Mark] = []
    for path in [*sorted(turned, key=lambda path: path.stat().st_mtime), current]:
        if path.is_file():
            found += marks(path.read_text(encoding="ascii", errors="replace").splitlines())
    return found


def note(mark: Mark) -> None:
    """Add a mark; a database in memory has nothing that outlives it and needs none."""
    if is_in_memory():
        return
    with alone() as current:
        with current.open("a", encoding="ascii") as stream:
            stream.write(written(mark) + "\n")
        if current.stat().st_size > LARGEST:
            compact(current)


def is_in_memory() -> bool:
    """Return whether the database ends with this process."""
    return bool(getattr(connection, "is_in_memory_db", lambda: False)())


def compact(current: Path) -> None:
    """Replace the file by one with fewer marks, in one step: a crash leaves the old one or the new one."""
    kept = thinned(marks(current.read_text(encoding="ascii", errors="replace").splitlines()))
    fresh = current.with_name(f".{current.name}.{os.getpid()}")
    with fresh.open("w", encoding="ascii") as stream:
        stream.writelines(written(mark) + "\n" for mark in kept)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(current)


@contextmanager
def alone() -> Iterator[Path]:
    """Hold the file's lock: several server processes write it, one at a time."""
    current = file()
    current.parent.mkdir(parents=True, exist_ok=True)
    with current.with_name(current.name + ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield current
