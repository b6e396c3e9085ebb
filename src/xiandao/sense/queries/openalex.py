"""Works of OpenAlex into the lake: page by page, to be killed and taken up at any moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from xiandao.sense.methods.openalex_query import FIRST
from xiandao.sense.methods.openalex_works import work_row
from xiandao.sense.queries.import_records import Intake, Wishes
from xiandao.sense.queries.lake import Corpus
from xiandao.sense.queries.lake_batch import (
    CANCELLED,
    DONE,
    RUNNING,
    Batch,
    read_batch,
    write_batch,
)
from xiandao.sense.queries.lake_known import Known
from xiandao.sense.queries.openalex_client import Client, CursorRefused, Page
from xiandao.sense.queries.record_rows import Row
from xiandao.terms.error import InputError

# A part of the lake is a file for every year: one for every page would be too many of them.
PAGES_PER_PART: Final = 20
MOST_RESTARTS, MOST_UNKNOWN = 3, 200
Watch = Callable[["OpenAlexBatch"], bool]


@dataclass(slots=True)
class OpenAlexBatch(Batch):
    """The account of one question: ``cursor`` names the first page that is not in the lake."""

    cursor: str = FIRST
    address: str = ""
    total: int | None = None
    restarts: int = 0
    taken_before: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    misshapen: dict[str, int] = field(default_factory=dict)


def import_openalex(
    client: Client,
    corpus: Corpus,
    latest: int,
    watch: Watch | None = None,
    *,
    again: bool = False,
    pages_per_part: int = PAGES_PER_PART,
) -> OpenAlexBatch:
    """Bring the works that answer a question into the corpus, or go on where an earlier attempt ended.

    Args:
        client: knows the question and the server.
        corpus: where the works go.
        latest: the last year that is not in the future.
        watch: told the account after every part; returns False to cancel.
        again: ask a question once more that was answered whole, for what is new.
        pages_per_part: after so many pages works and cursor are on the disk.

    Raises:
        InputError: ``SEN-308``–``SEN-310``, ``SEN-333``–``SEN-339``; what was read until then is in the lake.
    """
    corpus.make()
    with corpus.alone():
        batch = _begun(client, corpus, again=again)
        if batch.state == DONE:
            return batch
        try:
            corpus.clean(batch)
            batch.state = RUNNING
            write_batch(corpus.account(batch.batch), batch)
            return _Reading(client, corpus, batch, latest, pages_per_part).run(watch)
        except KeyboardInterrupt:
            # What was added to the account since the last part is not in the lake.
            batch = read_openalex_batch(corpus.account(batch.batch)) or batch
            return _ended(corpus, batch, CANCELLED)
        except OSError as error:
            hint = "请检查磁盘空间和权限，然后再次运行同一命令，会从中断处继续"
            details = {"reason": str(error)}
            raise InputError("SEN-308", f"无法写入“{corpus.home}”", hint, details) from None


def read_openalex_batch(path: Path) -> OpenAlexBatch | None:
    """Return the account in a file, None where there is none.

    Raises:
        InputError: ``SEN-310`` it is damaged, ``SEN-339`` it is the account of a file.
    """
    if read_batch(path) is None:
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told.get("cursor"), str):
        hint = "请从备份恢复这个文件，或换一个语料库"
        raise InputError("SEN-339", f"导入记录“{path.name}”不是 OpenAlex 的导入", hint)
    return OpenAlexBatch(
        **{one.name: told[one.name] for one in fields(OpenAlexBatch) if one.name in told}
    )


def _begun(client: Client, corpus: Corpus, *, again: bool) -> OpenAlexBatch:
    """The last round of the question; the first, or another one where that is wished and the last one is done."""
    found: OpenAlexBatch | None = None
    turn = 0
    while (held := read_openalex_batch(corpus.account(_name(client, turn)))) is not None:
        found, turn = held, turn + 1
    if found is not None and not (again and found.state == DONE):
        return found
    name, digest = _name(client, turn), hashlib.sha256(client.question.filter.encode()).hexdigest()
    file = f"OpenAlex {client.question.filter}"
    return OpenAlexBatch(
        name, file, digest, "openalex", "publication", "openalex", address=client.address
    )


def _name(client: Client, turn: int) -> str:
    # Neither who asks nor how much at a time changes what is asked.
    told = json.dumps(["openalex", client.address, client.question.filter, turn])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _ended(corpus: Corpus, batch: OpenAlexBatch, state: str) -> OpenAlexBatch:
    batch.state = state
    write_batch(corpus.account(batch.batch), batch)
    return batch


class _Reading:
    """One import while it runs."""

    def __init__(
        self, client: Client, corpus: Corpus, batch: OpenAlexBatch, latest: int, pages: int
    ) -> None:
        self.client, self.corpus, self.batch, self.pages = client, corpus, batch, pages
        self.intake = Intake(corpus, batch, Wishes(latest), Known.of(corpus))
        self.held: list[Any] = []
        self.following: str | None = batch.cursor
        self.restarts = 0

    def run(self, watch: Watch | None) -> OpenAlexBatch:
        read = 0
        while self.following is not None:
            page = self._page(self.following)
            self.held += page.works
            self.following = page.following
            self.batch.total = page.total if page.total is not None else self.batch.total
            read += 1
            if self.following is not None and read % self.pages == 0:
                self._flush(self.following)
                if watch is not None and not watch(self.batch):
                    return _ended(self.corpus, self.batch, CANCELLED)
        self.batch.state = DONE
        self._flush(FIRST)
        return self.batch

    def _page(self, cursor: str) -> Page:
        try:
            return self.client.page(cursor)
        except CursorRefused as refused:
            self._flush(cursor)
            if self.restarts >= MOST_RESTARTS:
                hint = "请稍后再次运行同一命令，已收入的记录不会重复"
                sentence = f"OpenAlex 一再不认自己给出的游标：{refused}"
                raise InputError("SEN-333", sentence, hint) from None
            self.restarts += 1
            self._restart()
            return self.client.page(FIRST)
        except InputError:
            self._flush(cursor)
            raise

    def _restart(self) -> None:
        """Count from the first page again; the works that are in the lake are known and stay."""
        batch = self.batch
        batch.restarts, batch.taken_before, batch.cursor = batch.restarts + 1, batch.taken, FIRST
        batch.read = batch.refused_bytes = 0
        batch.refused, batch.doubled = {}, {}
        write_batch(self.corpus.account(batch.batch), batch)
        self.corpus.clean(batch)

    def _flush(self, cursor: str) -> None:
        """Put what was read into the lake and, with it in the same account, where to go on."""
        self.batch.cursor = cursor
        rows = self._rows(self.held)
        self.held = []
        if rows:
            self.intake.take(rows)
        else:
            write_batch(self.corpus.account(self.batch.batch), self.batch)

    def _rows(self, works: Sequence[Any]) -> list[Row]:
        start = self.batch.next_offset
        return [self._row(one, start + place) for place, one in enumerate(works)]

    def _row(self, work: Any, number: int) -> Row:
        if not isinstance(work, Mapping):
            return Row(number, number + 1, None, "SEN-325")
        found = work_row(work)
        if not found.value["title"] and not found.value["abstract"]:
            return Row(number, number + 1, None, "SEN-322", str(found.value["id"] or "")[:200])
        for counts, names in (
            (self.batch.missing, found.missing),
            (self.batch.misshapen, found.misshapen),
        ):
            for one in names:
                counts[one] = counts.get(one, 0) + 1
        seen = self.batch.unknown
        seen += [one for one in found.unknown if one not in seen][: MOST_UNKNOWN - len(seen)]
        return Row(number, number + 1, found.value)
