"""The lake: a folder of Parquet files by corpus and year, with the account of every import."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from xiandao.sense.methods.record_schema import NO_YEAR, record_table
from xiandao.sense.queries.lake_batch import Batch, read_batch
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

_NAME: Final = re.compile(r"\w[\w.-]{0,63}")
_PART: Final = re.compile(r"part-([0-9a-z]+)-(\d+)\.parquet")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of records."""

    path: Path
    batch: str
    number: int


class Corpus:
    """One corpus of a lake.

    Raises:
        InputError: ``SEN-308`` the name cannot be that of a folder.
    """

    def __init__(self, lake: Path, name: str) -> None:
        if not _NAME.fullmatch(name) or ".." in name:
            hint = "请用字母、数字、汉字、下划线、点和连字符，不超过64个字符"
            raise InputError("SEN-308", f"“{name}”不能作语料库的名称", hint)
        self.name = name
        self.home = lake / name

    def make(self) -> None:
        """Make the folders.

        Raises:
            InputError: ``SEN-308`` they cannot be made.
        """
        try:
            for one in ("records", "aliases", "batches", "refused"):
                (self.home / one).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            hint, details = "请检查文件夹是否可写", {"reason": str(error)}
            raise InputError("SEN-308", f"无法写入“{self.home}”", hint, details) from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other imports out of the corpus; a process that dies keeps nobody out.

        Raises:
            InputError: ``SEN-309`` another import is running.
        """
        with self._lock() as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                hint = "请等它结束，或先取消它"
                raise InputError("SEN-309", f"“{self.name}”正在导入另一个文件", hint) from None
            yield

    def _lock(self) -> BinaryIO:
        try:
            return (self.home / ".lock").open("wb")
        except OSError as error:
            hint, details = "请检查文件夹是否可写", {"reason": str(error)}
            raise InputError("SEN-308", f"无法写入“{self.home}”", hint, details) from None

    def account(self, batch: str) -> Path:
        """Return where the account of a batch is."""
        return self.home / "batches" / f"{batch}.json"

    def refused(self, batch: str) -> Path:
        """Return where the refused rows of a batch are."""
        return self.home / "refused" / f"{batch}.jsonl"

    def batches(self) -> dict[str, Batch]:
        """Return all accounts by the name of their batch."""
        found = (read_batch(one) for one in sorted((self.home / "batches").glob("*.json")))
        return {one.batch: one for one in found if one is not None}

    def parts(self) -> list[Part]:
        """Return the parts that count: one beyond the account of its batch was being written when it died."""
        ends = {name: batch.next_part for name, batch in self.batches().items()}
        # Parts without any account were put there by other means and count.
        return [one for one in self._files() if one.number < ends.get(one.batch, one.number + 1)]

    def clean(self, batch: Batch) -> int:
        """Remove what a batch began and did not finish; return how many files that were."""
        left = [
            one.path
            for one in self._files()
            if one.batch == batch.batch and one.number >= batch.next_part
        ]
        left += [
            one
            for one in (self.home / "aliases").glob(f"part-{batch.batch}-*.parquet")
            if int(one.stem.rpartition("-")[2]) >= batch.next_part
        ]
        left += self.home.glob(f"*/.part-{batch.batch}-*.new")
        left += self.home.glob(f"records/year=*/.part-{batch.batch}-*.new")
        for path in left:
            path.unlink()
        refused = self.refused(batch.batch)
        if refused.exists():
            with refused.open("r+b") as stream:
                stream.truncate(batch.refused_bytes)
        return len(left)

    def _files(self) -> list[Part]:
        found = []
        for path in sorted((self.home / "records").glob("year=*/part-*.parquet")):
            if name := _PART.fullmatch(path.name):
                found.append(Part(path, name[1], int(name[2])))
        return found

    def write_aliases(self, batch: str, number: int, aliases: Mapping[str, str]) -> None:
        """Write under which other ids the works of a part are cited."""
        if aliases:
            table = {"alias": list(aliases), "id": list(aliases.values())}
            _write(self.home / "aliases" / f"part-{batch}-{number}.parquet", table)

    def aliases(self) -> dict[str, str]:
        """Return the other ids of works that are known by their DOI, each with the id."""
        import pyarrow.parquet as pq

        known: dict[str, str] = {}
        for part in {(one.batch, one.number) for one in self.parts()}:
            path = self.home / "aliases" / f"part-{part[0]}-{part[1]}.parquet"
            if path.exists():
                table = pq.read_table(path)
                known.update(zip(table["alias"].to_pylist(), table["id"].to_pylist(), strict=True))
        return known

    def write_part(self, batch: str, number: int, records: Sequence[dict[str, Any]]) -> None:
        """Write records by year, each file under another name first."""
        years: dict[int, list[dict[str, Any]]] = {}
        for one in records:
            years.setdefault(NO_YEAR if one["year"] is None else one["year"], []).append(one)
        for year, some in years.items():
            folder = self.home / "records" / f"year={year}"
            folder.mkdir(exist_ok=True)
            _write(folder / f"part-{batch}-{number}.parquet", record_table(some))

    def read(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return columns of all records.

        Raises:
            InputError: ``SEN-311`` there is no such corpus, or nothing in it.
        """
        import polars as pl

        paths = [one.path for one in self.parts()]
        if not paths:
            hint = "请先用 xiandao sense import 导入文献或专利，并检查 --lake 和 --corpus"
            raise InputError("SEN-311", f"语料库“{self.name}”中还没有记录", hint)
        return pl.read_parquet(paths, columns=list(columns), hive_partitioning=False)


def _write(path: Path, table: Any) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    beside = path.with_name(f".{path.name}.new")
    whole = table if isinstance(table, pa.Table) else pa.table(table)
    pq.write_table(whole, beside, compression="zstd")
    beside.replace(path)
