"""Rows of Parquet files, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xiandao.sense.queries.record_rows import Row
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import pyarrow as pa

ROWS: Final = 5_000


def parquet_rows(path: Path, skip: int) -> Iterator[Row]:
    """Return the rows of a file; whole groups of rows before ``skip`` are not read.

    Raises:
        InputError: ``SEN-307`` it is no Parquet file, or a damaged one.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            number = 0
            for group in range(file.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                if number + rows <= skip:
                    yield from (Row(one, one + 1, None) for one in range(number, number + rows))
                    number += rows
                    continue
                for batch in file.iter_batches(ROWS, row_groups=[group]):
                    size = batch.nbytes // max(1, batch.num_rows)
                    for value in _days(batch).to_pylist():
                        yield Row(number, number + 1, value if number >= skip else None, size=size)
                        number += 1
    except (pa.ArrowException, OSError, ValueError) as error:
        hint = "请确认文件完整，必要时重新导出"
        details = {"reason": str(error)[:300]}
        raise InputError(
            "SEN-307", f"文件“{path.name}”不是完整的 Parquet 文件", hint, details
        ) from None


def _days(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Points in time as days: what is finer has no use, and nanoseconds are no Python times."""
    import pyarrow as pa

    for place, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type):
            days = batch.column(place).cast(pa.date32(), safe=False)
            batch = batch.set_column(place, field.name, days)
    return batch
