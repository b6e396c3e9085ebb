"""How complete the records of each year and field are, and where that jumps: a jump is no emergence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import polars as pl

ALL: Final = "全部"
PARTS: Final = {"abstract": "摘要", "references": "参考文献", "affiliation": "单位"}
# A share jumps where it moves by a tenth and by more than chance would move it.
LEAST_CHANGE, LEAST_Z = 0.1, 4.0
_CLASS: Final = re.compile(r"([A-HY]\d{2}[A-Z])(?:\s*\d.*)?")


def field_name(code: str) -> str:
    """Return the field of a code: of a patent class its subclass, of anything else itself.

    >>> field_name("H01L 21/02"), field_name("G06N3/08"), field_name("cs.CL")
    ('H01L', 'G06N', 'cs.CL')
    """
    found = _CLASS.fullmatch(code)
    return found[1] if found else code


def coverage(records: pl.DataFrame) -> pl.DataFrame:
    """Return how many records of each year and field have an abstract, references, an affiliation.

    Args:
        records: columns ``year`` (null where unknown), ``fields`` (list), ``abstract`` (text),
            ``references`` and ``affiliations`` (lists).

    Returns:
        ``year``, ``field`` (``全部``: all records), ``records``, ``with_<part>`` and ``share_<part>``,
        ``jumps``: the parts whose share jumps from the year before, with both shares.

    >>> import polars as pl
    >>> texts = [None] * 100 + ["text"] * 100
    >>> table = pl.DataFrame({"year": [2019] * 100 + [2020] * 100, "fields": [[]] * 200, "abstract": texts,
    ...     "references": [[]] * 200, "affiliations": [[]] * 200}, schema_overrides={
    ...     "fields": pl.List(pl.String), "references": pl.List(pl.String), "affiliations": pl.List(pl.String)})
    >>> coverage(table)["jumps"].to_list()
    ['', '摘要 0.00→1.00']
    """
    import polars as pl

    known = records.select(
        "year",
        pl.col("fields"),
        with_abstract=pl.col("abstract").is_not_null(),
        with_references=pl.col("references").list.len() > 0,
        with_affiliation=pl.col("affiliations").list.len() > 0,
    )
    every = known.with_columns(field=pl.lit(ALL)).drop("fields")
    each = (
        known.with_row_index("record")
        .explode("fields")
        .rename({"fields": "field"})
        .drop_nulls("field")
    )
    names = {one: field_name(one) for one in each["field"].unique()}
    # A patent with ten classes of one subclass is one record of it.
    each = each.with_columns(pl.col("field").replace_strict(names, return_dtype=pl.String))
    each = each.unique(["record", "field"]).drop("record").select(every.columns)
    table = (
        pl.concat([every, each])
        .group_by("year", "field")
        .agg(
            pl.len().cast(pl.Int64).alias("records"),
            *(pl.col(f"with_{one}").sum().cast(pl.Int64) for one in PARTS),
        )
        .with_columns(
            (pl.col(f"with_{one}") / pl.col("records")).alias(f"share_{one}") for one in PARTS
        )
        .sort(pl.col("field") != ALL, "field", "year", nulls_last=True)
    )
    return table.with_columns(pl.Series("jumps", _jumps(table), dtype=pl.String))


def _jumps(table: pl.DataFrame) -> list[str]:
    told = []
    before: dict[str, Any] = {}
    for row in table.iter_rows(named=True):
        same = before.get("field") == row["field"] and row["year"] is not None
        told.append("；".join(_jumps_between(before, row)) if same else "")
        before = row
    return told


def _jumps_between(before: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    return [
        f"{name} {before[f'share_{part}']:.2f}→{row[f'share_{part}']:.2f}"
        for part, name in PARTS.items()
        if is_jump(before[f"with_{part}"], before["records"], row[f"with_{part}"], row["records"])
    ]


def is_jump(had: int, of: int, has: int, now: int) -> bool:
    """Return whether a share moved further than chance would move it.

    Args:
        had: records with the part in the year before.
        of: all records of that year.
        has: records with the part in this year.
        now: all records of this year.

    Source: the test of two proportions with pooled variance.

    >>> is_jump(10, 100, 60, 100), is_jump(1, 2, 2, 2), is_jump(500, 1000, 560, 1000)
    (True, False, False)
    """
    if not of or not now:
        return False
    change, pooled = has / now - had / of, (had + has) / (of + now)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / now))
    return abs(change) >= LEAST_CHANGE and abs(change) > LEAST_Z * spread
