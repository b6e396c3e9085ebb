"""Which works a corpus holds already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xiandao.sense.methods.record_identity import title_key
from xiandao.sense.queries.lake import Corpus

CONFLICT: Final = "conflict"
_ROWS: Final = 50_000


class Known:
    """The works by what identifies them: DOI and content whatever the source, numbers within their source."""

    def __init__(self) -> None:
        self._works: dict[str, tuple[int, str]] = {}

    @classmethod
    def of(cls, corpus: Corpus) -> Known:
        """Return the works of a corpus."""
        import pyarrow.parquet as pq

        known = cls()
        for part in corpus.parts():
            with pq.ParquetFile(part.path) as file:
                for some in file.iter_batches(_ROWS, columns=["id", "title"]):
                    for one in some.to_pylist():
                        known.add(one, part.batch)
        for alias, identity in corpus.aliases().items():
            known.link(alias, identity)
        return known

    def __len__(self) -> int:
        return len(self._works)

    def add(self, record: Mapping[str, Any], batch: str) -> None:
        """Take a work as known."""
        self._works[_key(record["id"])] = (hash(title_key(record["title"])), batch)

    def link(self, alias: str, identity: str) -> None:
        """Take a work as known under another id too."""
        if found := self._works.get(_key(identity)):
            self._works.setdefault(alias, found)

    def doubled(self, record: Mapping[str, Any], by: str, batch: str, alias: str = "") -> str:
        """Return why a record is no new work: ``<by>_here``, ``<by>_lake``, ``<by>_conflict``; else nothing.

        Args:
            record: the record.
            by: ``doi``, ``id`` or ``content``.
            batch: the batch it belongs to.
            alias: its number at the source, where a DOI identifies it.
        """
        found = self._works.get(_key(record["id"]))
        if found is None and alias:
            found, by = self._works.get(alias), "id"
        if found is None:
            return ""
        title, home = found
        # Two lists that both count from 1 are not the same works, and a DOI can be a slip of the pen.
        if by != "content" and title != hash(title_key(record["title"])):
            return f"{by}_{CONFLICT}"
        return f"{by}_here" if home == batch else f"{by}_lake"


def _key(identity: str) -> str:
    key = identity.partition(":")[2]
    return key if key.startswith("10.") and "/" in key else identity
