"""Files that the verbs of ``xiandao sense`` read and write: parquet and csv, with a message for every cause."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

PARQUET: Final = frozenset({".parquet", ".pq"})
# What stands for bytes that are no UTF-8.
REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
# The line of the first row, below the names of the columns.
FIRST_ROW: Final = 2
MOST_TOLD: Final = 20


def read_table(name: str, columns: Sequence[str]) -> pl.DataFrame:
    """Return columns of a parquet or csv file.

    Raises:
        InputError: ``SEN-001`` it cannot be opened, ``SEN-002`` it is no such table, ``SEN-003`` columns are missing.
    """
    import polars as pl

    wanted = list(dict.fromkeys(columns))
    if not Path(name).is_file():
        raise InputError("SEN-001", f"找不到文件“{name}”", "请检查文件名和所在文件夹")
    is_parquet = Path(name).suffix.lower() in PARQUET
    try:
        lazy = (
            pl.scan_parquet(name)
            if is_parquet
            else pl.scan_csv(name, infer_schema=False, encoding="utf8-lossy")
        )
        known = lazy.collect_schema().names()
        found = lazy.select(one for one in wanted if one in known).collect()
    except OSError as error:
        hint = "请检查是否有权限，或把文件复制到本机后再试"
        raise InputError("SEN-001", f"文件“{name}”无法打开", hint, {"reason": str(error)}) from None
    except pl.exceptions.PolarsError as error:
        hint = "请使用 parquet 文件，或第一行是列名、以逗号分隔的 UTF-8 csv 文件"
        raise InputError("SEN-002", f"文件“{name}”读不懂", hint, {"reason": str(error)}) from None
    if missing := [one for one in wanted if one not in known]:
        raise InputError(
            "SEN-003",
            f"文件“{name}”没有列“{'”“'.join(missing)}”",
            f"已有的列：{'、'.join(known) or '无'}；可以用选项指定列名，见 --help",
            {"missing": missing, "known": known},
        )
    return found if is_parquet else found.with_columns(whole_numbers(one) for one in found)


def with_texts(table: pl.DataFrame, text: Sequence[str], year: str) -> pl.DataFrame:
    """Return the table with lists of texts (author keywords) as texts whose parts do not touch.

    Raises:
        InputError: ``SEN-005`` a column holds no text, or the column of years no years.
    """
    import polars as pl

    from xiandao.sense.methods.tokens import FIELD

    lists = [one for one in text if table.schema[one] == pl.List(pl.String)]
    table = table.with_columns(pl.col(one).list.join(FIELD, ignore_nulls=True) for one in lists)
    wrong = [one for one in [*text, year] if _holds_none(table.schema[one])]
    if wrong:
        raise InputError(
            "SEN-005",
            f"列“{'”“'.join(wrong)}”不是文字或年份",
            "文本列请用文字或文字的列表，年份列请用数字、文字或日期",
            {"columns": wrong, "types": [str(table.schema[one]) for one in wrong]},
        )
    return table


def _holds_none(kind: pl.DataType) -> bool:
    import polars as pl

    return kind.is_nested() or kind in (pl.Binary, pl.Object)


def broken_lines(name: str, table: pl.DataFrame) -> list[str]:
    """Return a sentence about rows with characters that could not be read as UTF-8, none where all could.

    Args:
        name: the file.
        table: what was read of it.
    """
    import polars as pl

    told = [
        pl.col(one).str.contains(REPLACED, literal=True)
        for one, kind in table.schema.items()
        if kind == pl.String
    ]
    if not told or Path(name).suffix.lower() in PARQUET:
        return []
    rows = table.select(pl.any_horizontal(told).fill_null(False).arg_true()).to_series()
    if not len(rows):
        return []
    some = "、".join(str(row + FIRST_ROW) for row in rows.head(MOST_TOLD))
    return [f"“{name}”有{len(rows)}行含不是 UTF-8 的字符，已用替换符代替。例如第{some}行"]


def whole_numbers(column: pl.Series) -> pl.Series:
    """Return text as numbers where nothing of it is lost, so that 7 stays 7 and 007 stays 007."""
    import polars as pl

    numbers = column.cast(pl.Int64, strict=False)
    kept = numbers.cast(pl.String).eq_missing(column).all()
    return numbers if kept and len(column) else column


def check_writable(name: str, *read: str | None) -> None:
    """Refuse a place to write to before anything is computed.

    Args:
        name: the file to write.
        read: the files that are read, which must not be lost.

    Raises:
        InputError: ``SEN-004``.
    """
    ending = Path(name).suffix.lower()
    if ending not in {".parquet", ".pq", ".csv"}:
        raise InputError("SEN-004", f"不知道“{name}”该写成什么格式", "请以 .parquet 或 .csv 结尾")
    if not Path(name).absolute().parent.is_dir():
        raise InputError("SEN-004", f"无法写入“{name}”", "请先建立所在的文件夹")
    if Path(name).is_dir():
        raise InputError("SEN-004", f"“{name}”是文件夹", "请写明文件名")
    if any(one and Path(one).exists() and _same(one, name) for one in read):
        raise InputError("SEN-004", f"“{name}”是要读取的文件", "请另取一个文件名，以免丢失原文件")


def _same(one: str, other: str) -> bool:
    return Path(other).exists() and Path(one).samefile(other)


def write_table(name: str, table: pl.DataFrame) -> None:
    """Write a table as parquet, or as csv where the name ends so.

    Raises:
        InputError: ``SEN-004``.
    """
    try:
        if Path(name).suffix.lower() == ".csv":
            table.write_csv(name)
        else:
            table.write_parquet(name)
    except OSError as error:
        hint = "请检查文件夹是否可写，文件是否正被打开"
        raise InputError("SEN-004", f"无法写入“{name}”", hint, {"reason": str(error)}) from None


def names_in(name: str) -> list[str]:
    """Return the columns of a file; none where it cannot be read, which reading it will tell."""
    import polars as pl

    try:
        lazy = pl.scan_csv(name) if name.lower().endswith(".csv") else pl.scan_parquet(name)
        return lazy.collect_schema().names()
    except (OSError, pl.exceptions.PolarsError):
        return []


def columns_of(told: str) -> list[str]:
    """Return the names in a list with commas.

    Raises:
        InputError: ``SEN-021`` there is none.
    """
    names = [one.strip() for one in told.replace("，", ",").split(",") if one.strip()]
    if not names:
        raise InputError("SEN-021", "没有写明列名", "请写出列名，多个用逗号隔开")
    return list(dict.fromkeys(names))
