"""What a ledger workbook carries about itself: where each row came from, at which version, and a checksum."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s, sha256
from typing import Final

from xiandao.policy.methods.ledger_columns import SEALED, OfficialRow, shown

HIDDEN_SHEET: Final = "_xiandao"
_SEPARATOR = " "


@dataclass(frozen=True, slots=True)
class Record:
    """One exported row: its number on the sheet, the item and version, and a digest of each cell.

    ``digests`` tell later, cell by cell, who changed what since: the file, the system, or both.
    """

    number: int
    item: int
    version: int
    digests: tuple[str, ...]

    def line(self) -> str:
        """The record as the checksum sees it."""
        return f"{self.number}|{self.item}|{self.version}|{_SEPARATOR.join(self.digests)}"

    def of(self, key: str) -> str:
        """The digest of one column's cell as it was exported."""
        return self.digests[SEALED.index(key)]


@lru_cache(maxsize=4096)
def digest(text: str) -> str:
    """Return a short digest of a cell; equal texts have equal digests.

    >>> digest("30个左右") == digest("30个左右"), len(digest(""))
    (True, 8)
    """
    return blake2s(text.encode(), digest_size=4).hexdigest()


def digests(row: OfficialRow) -> tuple[str, ...]:
    """Return the digests of the cells beside the number, in the order of the columns."""
    return tuple(digest(shown(getattr(row, key))) for key in SEALED)


def record_of(row: OfficialRow) -> Record:
    """Return what the workbook remembers of a row of the ledger (``row.item`` is set)."""
    return Record(row.number, row.item or 0, row.version, digests(row))


def checksum(facts: Mapping[str, str], records: Iterable[Record]) -> str:
    """Return the checksum over the facts of a workbook and its records.

    It shows that the hidden sheet was touched by accident; what a person may change is decided by
    permissions alone.

    >>> len(checksum({"template": "x"}, []))
    64
    """
    seal = sha256(json.dumps(dict(facts), ensure_ascii=False, sort_keys=True).encode())
    for record in records:
        seal.update(b"\n" + record.line().encode())
    return seal.hexdigest()


def split_digests(text: str) -> tuple[str, ...]:
    """Return the digests of a cell of the hidden sheet.

    >>> split_digests("0a 1b")
    ('0a', '1b')
    """
    return tuple(text.split(_SEPARATOR)) if text else ()


def join_digests(parts: Iterable[str]) -> str:
    """Return the digests as one cell of the hidden sheet.

    >>> join_digests(("0a", "1b"))
    '0a 1b'
    """
    return _SEPARATOR.join(parts)
