"""Files of publications and patents: which format they are in, and their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from xiandao.sense.queries.record_bibtex import bibtex_rows
from xiandao.sense.queries.record_delimited import delimited_rows
from xiandao.sense.queries.record_json_lines import json_line_rows
from xiandao.sense.queries.record_parquet import parquet_rows
from xiandao.sense.queries.record_ris import ris_rows
from xiandao.sense.queries.record_rows import Row
from xiandao.terms.error import InputError

READERS: Final[dict[str, Callable[[Path, int], Iterator[Row]]]] = {
    "csv": delimited_rows,
    "jsonl": json_line_rows,
    "parquet": parquet_rows,
    "bibtex": bibtex_rows,
    "ris": ris_rows,
}
SUFFIXES: Final = {
    "csv": "csv", "tsv": "csv", "tab": "csv", "txt": "", "jsonl": "jsonl", "ndjson": "jsonl",
    "json": "jsonl", "parquet": "parquet", "pq": "parquet", "bib": "bibtex", "bibtex": "bibtex",
    "ris": "ris", "ciw": "ris", "isi": "ris",
}  # fmt: skip
# So many rows show which columns a file has.
LOOKED_AT: Final = 200


def format_of(path: Path, told: str | None = None) -> str:
    """Return the format of a file by its name.

    Raises:
        InputError: ``SEN-300`` there is no such file, ``SEN-301`` the name does not say the format.
    """
    if not path.is_file():
        raise InputError("SEN-300", f"找不到文件“{path}”", "请检查文件名和所在文件夹")
    found = told or SUFFIXES.get(path.suffix.lower().removeprefix("."), "")
    if found not in READERS:
        hint = f"请用 --from 写明格式：{'、'.join(READERS)}"
        raise InputError("SEN-301", f"看不出文件“{path.name}”是什么格式", hint)
    return found


def rows_of(path: Path, form: str, skip: int = 0) -> Iterator[Row]:
    """Return the rows of a file in its order; those before ``skip`` carry no value.

    Raises:
        InputError: ``SEN-300`` it cannot be read, and what the reader of the format raises.
    """
    try:
        yield from READERS[form](path, skip)
    except OSError as error:
        hint = "请检查是否有权限，或把文件复制到本机后再试"
        details = {"reason": str(error)}
        raise InputError("SEN-300", f"文件“{path.name}”无法读取", hint, details) from None


def headers_of(path: Path, form: str) -> list[str]:
    """Return the columns that the first rows of a file have, in the order of their appearance."""
    names: dict[str, None] = {}
    for row in islice(rows_of(path, form), LOOKED_AT):
        names.update(dict.fromkeys(row.value or ()))
    return list(names)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        InputError: ``SEN-300`` it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        hint = "请检查是否有读取权限"
        details = {"reason": str(error)}
        raise InputError("SEN-300", f"文件“{path.name}”无法读取", hint, details) from None
