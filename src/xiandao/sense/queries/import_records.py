"""A file of publications or patents into the lake: in parts, to be killed and taken up at any moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from xiandao.sense.methods.record_cleaning import clean_record
from xiandao.sense.methods.record_columns import (
    Columns,
    check_columns,
    kind_of,
    recognise,
    source_of,
)
from xiandao.sense.queries.lake import Corpus
from xiandao.sense.queries.lake_batch import (
    CANCELLED,
    DONE,
    RUNNING,
    Batch,
    read_batch,
    write_batch,
)
from xiandao.sense.queries.lake_known import CONFLICT, Known
from xiandao.sense.queries.record_files import digest_of, format_of, headers_of, rows_of
from xiandao.sense.queries.record_rows import REFUSALS, Row
from xiandao.terms.error import InputError

PART_ROWS: Final = 20_000
PART_SIZE: Final = 64 << 20
MOST_LAYOUTS: Final = 1_000
Watch = Callable[[Batch], bool]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody said about a file; what is None is recognised."""

    latest: int
    form: str | None = None
    kind: str | None = None
    source: str | None = None
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    part_rows: int = PART_ROWS


def import_file(path: Path, corpus: Corpus, wishes: Wishes, watch: Watch | None = None) -> Batch:
    """Bring a file into the corpus, or go on where an earlier attempt ended.

    Args:
        path: the file.
        corpus: where it goes.
        wishes: what is known about the file; the same file with the same wishes is the same batch.
        watch: told the account after every part; returns False to cancel.

    Raises:
        InputError: ``SEN-300``–``SEN-310``.
    """
    corpus.make()
    with corpus.alone():
        batch = _begun(path, corpus, wishes)
        if batch.state == DONE:
            return batch
        try:
            corpus.clean(batch)
            batch.state = RUNNING
            write_batch(corpus.account(batch.batch), batch)
            work = Intake(corpus, batch, wishes, Known.of(corpus))
            for rows in _portions(rows_of(path, batch.form, batch.next_offset), batch, wishes):
                work.take(rows)
                if watch is not None and not watch(batch):
                    return _ended(corpus, batch, CANCELLED)
        except KeyboardInterrupt:
            # What was added to the account since the last part is not in the lake.
            batch = read_batch(corpus.account(batch.batch)) or batch
            return _ended(corpus, batch, CANCELLED)
        except OSError as error:
            hint = "请检查磁盘空间和权限，然后再次运行同一命令，会从中断处继续"
            details = {"reason": str(error)}
            raise InputError("SEN-308", f"无法写入“{corpus.home}”", hint, details) from None
        return _ended(corpus, batch, DONE)


def _begun(path: Path, corpus: Corpus, wishes: Wishes) -> Batch:
    form = format_of(path, wishes.form)
    digest = digest_of(path)
    headers = headers_of(path, form)
    if headers:
        check_columns(headers, wishes.columns, path.name)
    kind, source = wishes.kind or kind_of(headers), wishes.source or source_of(headers)
    chosen = {name: list(names) for name, names in sorted(wishes.columns.items())}
    told = json.dumps([digest, form, kind, source, chosen], ensure_ascii=False)
    name = hashlib.sha256(told.encode()).hexdigest()[:16]
    new = Batch(name, path.name, digest, form, kind, source)
    return read_batch(corpus.account(name)) or new


def _ended(corpus: Corpus, batch: Batch, state: str) -> Batch:
    batch.state = state
    write_batch(corpus.account(batch.batch), batch)
    return batch


def _portions(rows: Iterator[Row], batch: Batch, wishes: Wishes) -> Iterator[list[Row]]:
    held: list[Row] = []
    size = 0
    for row in rows:
        if row.number < batch.next_offset:
            continue
        held.append(row)
        size += row.size
        if len(held) >= wishes.part_rows or size >= PART_SIZE:
            yield held
            held, size = [], 0
    if held:
        yield held


class Intake:
    """One import while it runs."""

    def __init__(self, corpus: Corpus, batch: Batch, wishes: Wishes, known: Known) -> None:
        self.corpus, self.batch, self.wishes, self.known = corpus, batch, wishes, known
        self.aliases: dict[str, str] = {}
        self.layouts: dict[tuple[str, ...], Columns] = {}

    def take(self, rows: Sequence[Row]) -> None:
        """Put rows into the lake, then say so in the account: never the other way round."""
        records, refused = [], []
        self.aliases.clear()
        for row in rows:
            code, why, record = self._record(row)
            if code:
                refused.append(_refusal(row, code, why))
                _count(self.batch.refused, code)
            elif record is not None:
                records.append(record)
        part = self.batch.batch, self.batch.next_part
        self.corpus.write_aliases(*part, self.aliases)
        self.corpus.write_part(*part, records)
        with self.corpus.refused(self.batch.batch).open("ab") as stream:
            stream.write(b"".join(refused))
            self.batch.refused_bytes = stream.tell()
        self.batch.read += len(rows)
        self.batch.taken += len(records)
        self.batch.next_offset = rows[-1].number + 1
        self.batch.next_part += 1
        write_batch(self.corpus.account(self.batch.batch), self.batch)

    def _record(self, row: Row) -> tuple[str, str, dict[str, Any] | None]:
        """Return the code and detail of a refusal, or the record; neither for a work that is known."""
        if row.value is None:
            return row.refusal or "SEN-320", row.why, None
        batch = self.batch
        columns = self._columns(row.value)
        latest = self.wishes.latest
        found = clean_record(
            row.value, columns, source=batch.source, kind=batch.kind, latest=latest
        )
        if found.record is None:
            return "SEN-322", "", None
        record = found.record | {"batch": batch.batch, "row": row.line}
        doubled = self.known.doubled(record, found.by, batch.batch, found.alias)
        if doubled.endswith(CONFLICT):
            return "SEN-326" if doubled.startswith("doi") else "SEN-323", record["id"], None
        if doubled:
            _count(batch.doubled, doubled)
            return "", "", None
        self.known.add(record, batch.batch)
        if found.alias:
            self.known.link(found.alias, record["id"])
            self.aliases[found.alias] = record["id"]
        for one in (*row.odd, *found.odd):
            _count(batch.odd, one)
        return "", "", record

    def _columns(self, value: Mapping[str, Any]) -> Columns:
        headers = tuple(value)
        if headers not in self.layouts:
            if len(self.layouts) >= MOST_LAYOUTS:
                self.layouts.clear()
            found = self.layouts[headers] = recognise(headers, self.wishes.columns)
            for name, used in found.fields.items():
                seen = self.batch.columns.setdefault(name, [])
                seen.extend(one for one in used if one not in seen and one in headers)
            new = [one for one in found.unknown if one not in self.batch.unknown]
            self.batch.unknown.extend(new[: MOST_LAYOUTS - len(self.batch.unknown)])
        return self.layouts[headers]


def _count(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def _refusal(row: Row, code: str, why: str) -> bytes:
    told = {"line": row.line, "code": code, "sentence": REFUSALS[code]}
    told |= {"detail": why} if why else {}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
