"""Filings as Parquet files by form and period: written whole or not at all, stamped with a revision."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import polars as pl
    from duckdb import DuckDBPyConnection
    from ibis.expr.operations import Node

    Source: TypeAlias = pl.DataFrame | Sequence[Path]

FILE: Final = "filings.parquet"
ROWS_PER_GROUP: Final = 50_000
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_TABLE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PREFIX: Final = "xiandao."


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file says about itself; ``revision`` is the state of the register it was taken from."""

    form: str
    period: str
    form_version: str
    revision: str


def place(form: str, period: str) -> PurePosixPath:
    """Return where the filings of a form and a period lie below the folder of the lake.

    Raises:
        XiandaoError: ``STA-530`` a code that cannot be part of a path.

    >>> str(place("607-2", "2025"))
    'form=607-2/period=2025/filings.parquet'
    """
    for code in (form, period):
        if _NAME.fullmatch(code) is None:
            raise XiandaoError(
                "STA-530",
                f"“{code}”不能用作存放位置",
                "请使用报表代码和期间代码，例如 607-2、2026-06",
                {"code": code},
            )
    return PurePosixPath(f"form={form}", f"period={period}", FILE)


def pack(frame: pl.DataFrame, stamp: Stamp) -> bytes:
    """Return filings as the bytes of a Parquet file that carries its stamp, ordered by unit.

    Args:
        frame: wide, one row per filing: ``unit``, ``period``, one column per value.

    >>> import polars
    >>> data = pack(polars.DataFrame({"unit": ["a"], "period": ["2026"], "r13": [1.0]}),
    ...     Stamp("quick", "2026", "2026", "17"))
    >>> stamp_of(data).revision
    '17'
    """
    buffer = BytesIO()
    metadata = {f"{_PREFIX}{name}": text for name, text in asdict(stamp).items()}
    frame.sort("unit").write_parquet(
        buffer, metadata=metadata, statistics=True, row_group_size=ROWS_PER_GROUP
    )
    return buffer.getvalue()


def stamp_of(source: bytes | Path) -> Stamp:
    """Return the stamp of a file.

    Raises:
        XiandaoError: ``STA-531`` not a file of the lake.
    """
    import polars as pl

    try:
        metadata = pl.read_parquet_metadata(
            BytesIO(source) if isinstance(source, bytes) else source
        )
        return Stamp(**{field.name: metadata[_PREFIX + field.name] for field in fields(Stamp)})
    except (pl.exceptions.PolarsError, KeyError, OSError):
        raise XiandaoError(
            "STA-531", "这不是系统存放的报表数据文件", "请重新生成该期数据", {}
        ) from None


def write(folder: Path, frame: pl.DataFrame, stamp: Stamp) -> Path:
    """Put the filings of a form and a period into the lake, in place of what was there.

    Readers see the old file or the new one, never a part: the bytes go to a name of their own, reach the
    disk, and take the place of the old file in one step.

    Raises:
        XiandaoError: ``STA-530`` a code that cannot be part of a path, ``STA-532`` filings of another period.
    """
    others = set(frame.get_column("period").unique()) - {stamp.period}
    if others:
        raise XiandaoError(
            "STA-532",
            f"这批报表不全属于{stamp.period}",
            "请按期间分别存放",
            {"periods": sorted(others)},
        )
    target = folder / place(stamp.form, stamp.period)
    data = pack(frame, stamp)
    target.parent.mkdir(parents=True, exist_ok=True)
    own = f"{hashlib.sha256(data).hexdigest()[:12]}-{os.getpid()}-{threading.get_ident()}"
    part = target.with_name(f".{own}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def paths(folder: Path, form: str, periods: Sequence[str] | None = None) -> list[Path]:
    """Return the files of a form, of some periods or of all, in the order of the periods."""
    if periods is not None:
        wanted = [folder / place(form, period) for period in sorted(set(periods))]
        return [path for path in wanted if path.is_file()]
    return sorted(folder.glob(str(place(form, "0").parent.parent / f"period=*/{FILE}")))


def stale(folder: Path, form: str, revisions: Mapping[str, str]) -> tuple[str, ...]:
    """Return the periods whose file is missing, unreadable or not of the revision it should be.

    Args:
        revisions: the present revision of each period in the register.
    """
    return tuple(
        period
        for period, revision in sorted(revisions.items())
        if _revision(folder / place(form, period)) != revision
    )


def unbound(name: str, source: Source) -> ir.Table:
    """Return a table of that name as expressions see it; columns by name across versions of the form.

    Args:
        source: a frame, or the Parquet files that ``answer`` is to read under this name.

    Raises:
        XiandaoError: ``STA-533`` no files.

    >>> import polars
    >>> unbound("members", polars.DataFrame({"unit": ["a"], "valid_from": [None]})).columns
    ('unit', 'valid_from')
    """
    import ibis
    import polars as pl

    if _TABLE.fullmatch(name) is None:
        raise ValueError(name)
    if isinstance(source, pl.DataFrame):
        return ibis.table(ibis.Schema.from_polars(source.schema), name=name)
    if not source:
        raise XiandaoError(
            "STA-533",
            "这张报表还没有可汇总的数据",
            "请先审核通过至少一期报表",
            {"table": name},
        )
    columns: dict[str, pl.DataType] = {}
    for path in source:
        for column, kind in pl.read_parquet_schema(path).items():
            if columns.get(column, pl.Null()) == pl.Null():
                columns[column] = kind
    return ibis.table(ibis.Schema.from_polars(pl.Schema(columns)), name=name)


def answer(expression: ir.Table, sources: Mapping[str, Source]) -> pl.DataFrame:
    """Return the rows of an expression over tables made by ``unbound``, computed by DuckDB.

    Args:
        sources: what lies behind each name; Parquet files are read in place, only the columns needed.

    >>> import polars
    >>> frame = polars.DataFrame({"unit": ["a", "b"], "r13": [1.0, 2.0]})
    >>> table = unbound("filings", frame)
    >>> answer(table.aggregate(total=table.r13.sum()), {"filings": frame}).item()
    3.0
    """
    import polars as pl

    sql = _sql(expression.op())
    # Views of a cursor are its own, so that questions asked at the same time do not see each other's.
    with _database(os.getpid()).cursor() as connection:
        for name, source in sources.items():
            if isinstance(source, pl.DataFrame):
                connection.register(name, source)
            else:
                connection.execute(_view(name, source))
        found: pl.DataFrame = connection.sql(sql).pl()
    # DuckDB adds integers up to 128 bits wide; the expression has said what its columns are.
    return found.cast(dict(expression.schema().to_polars()))


@lru_cache(maxsize=4)
def _database(process: int) -> DuckDBPyConnection:
    """One empty database per process: a fork must not share it, and opening one costs tens of milliseconds."""
    import duckdb

    # What is needed is built in; nothing is ever fetched.
    local: dict[str, str | bool | int | float | list[str]]
    local = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return duckdb.connect(":memory:", config=local)


@lru_cache(maxsize=256)
def _sql(node: Node) -> str:
    import ibis

    return str(ibis.to_sql(node.to_expr(), dialect="duckdb", pretty=False))


def _view(name: str, files: Sequence[Path]) -> str:
    quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return f'CREATE TEMP VIEW "{name}" AS FROM read_parquet([{quoted}], union_by_name = true)'


def _revision(path: Path) -> str | None:
    try:
        return stamp_of(path).revision
    except XiandaoError:
        return None
