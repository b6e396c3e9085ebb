"""What each work combines (venues of its references, patent classes) as a sparse matrix of works and classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.citation_account import Names, names_of
from xiandao.sense.methods.emergence_papers import whole_years

if TYPE_CHECKING:
    import polars as pl

# A work of so many classes is a list, not a combination; its pairs would outnumber those of a whole year.
MOST_CLASSES: Final = 2000
UNKNOWN_YEAR: Final = -1


@dataclass(frozen=True)
class BundlesAccount:
    """How many rows were read and what was left out of them, with examples by name."""

    rows: int
    works: int
    classes: int
    nameless: int
    repeated: int
    undated: int
    empty: int
    twice: int
    oversize: int
    examples: dict[str, Names]

    def lines(self) -> list[str]:
        """Return the account in sentences."""
        told = [f"读取{self.rows}行，得到文献{self.works}篇、类别{self.classes}个"]
        told += self._told("nameless", "没有编号的行", "行，不计")
        told += self._told("repeated", "编号重复的文献", "篇，只计第一次出现的")
        told += self._told("undated", "没有可用年份的文献", "篇，不计算")
        told += self._told("empty", "空白的类别", "个，不计")
        told += self._told("twice", "同一文献中重复的类别", "个，只计一次")
        told += self._told("oversize", f"类别多于{MOST_CLASSES}个的文献", "篇，不计算")
        return told

    def _told(self, name: str, label: str, after: str) -> list[str]:
        count = getattr(self, name)
        if not count:
            return []
        names = self.examples.get(name, ())
        some = f"。例如：{'、'.join(names)}" if names else ""
        return [f"  {label}：{count}{after}{some}"]


@dataclass(frozen=True)
class Bundles:
    """Works and the classes that each combines.

    Attributes:
        ids: of the works.
        years: of the works, −1 where there is none.
        classes: names of the classes in alphabetical order.
        holds: works × classes, a sparse matrix of ones; rows of works that are left out are empty.
        oversize: per work whether it was left out for too many classes.
        account: what was read.
    """

    ids: pl.Series
    years: NDArray[np.int64]
    classes: pl.Series
    holds: Any
    oversize: NDArray[np.bool_]
    account: BundlesAccount


def bundles(
    table: pl.DataFrame,
    *,
    id: str = "id",
    year: str = "year",
    part: str = "fields",
    letters: int = 0,
) -> Bundles:
    """Return works and their classes from one row per work with a list, or one row per work and class.

    A class counts once in a work, however often it is named there.

    Args:
        table: the rows.
        id: column of the work.
        year: column of its year: number, text or date.
        part: column of the class, or of a list of classes.
        letters: how many letters of a class are read, such as 4 for the subclass of a CPC symbol; 0 for all.

    >>> import polars as pl
    >>> rows = pl.DataFrame({"id": ["a", "b"], "year": [2020, 2020], "fields": [["x", "y"], ["x", "x"]]})
    >>> found = bundles(rows)
    >>> found.classes.to_list(), found.holds.toarray().tolist(), found.account.twice
    (['x', 'y'], [[1, 1], [1, 0]], 1)
    """
    import polars as pl

    wide = table.schema[part].base_type() in (pl.List, pl.Array)
    rows = pl.DataFrame(
        {"id": table[id], "year": whole_years(table, year), "part": table[part]}
    ).with_row_index("row")
    named = rows.drop_nulls("id")
    works = named.unique("id", keep="first", maintain_order=True).select("id", "year")
    works = works.with_row_index("work")
    again = named.filter(~pl.col("id").is_first_distinct())["id"] if wide else named["id"].head(0)
    if wide:
        named = named.filter(pl.col("id").is_first_distinct())
    parts = named.join(works.select("id", "work"), on="id", maintain_order="left")
    parts = parts.select("work", "part")
    # An empty list is a work without classes, not an empty class.
    parts = parts.filter(pl.col("part").list.len() > 0).explode("part") if wide else parts
    text = pl.col("part").cast(pl.String).str.strip_chars()
    parts = parts.with_columns(text.str.slice(0, letters) if letters else text)
    filled = parts.filter(pl.col("part").str.len_bytes() > 0)
    distinct = filled.unique().sort("work", "part")
    lost = {
        "nameless": rows["id"].null_count(),
        "repeated": len(again),
        "empty": len(parts) - len(filled),
        "twice": len(filled) - len(distinct),
    }
    return _as_matrix(works, distinct, len(rows), lost, {"repeated": names_of(again)})


def _as_matrix(
    works: pl.DataFrame, parts: pl.DataFrame, rows: int, lost: dict[str, int], told: dict[str, Names]
) -> Bundles:  # fmt: skip
    import polars as pl
    from scipy import sparse

    sizes = np.bincount(parts["work"].to_numpy(), minlength=len(works))
    oversize = sizes > MOST_CLASSES
    kept = parts.filter(~pl.Series(oversize[parts["work"].to_numpy()], dtype=pl.Boolean))
    classes = kept["part"].unique().sort().alias("class")
    columns = classes.search_sorted(kept["part"]).to_numpy() if len(kept) else np.zeros(0, np.int64)
    starts = np.concatenate(([0], np.cumsum(np.where(oversize, 0, sizes))))
    ones = np.ones(len(kept), np.int64)
    holds = sparse.csr_matrix(
        (ones, columns.astype(np.int64), starts), shape=(len(works), len(classes))
    )
    undated = works["id"].filter(works["year"].is_null())
    told |= {"undated": names_of(undated)}
    told |= {"oversize": names_of(works["id"].filter(pl.Series(oversize, dtype=pl.Boolean)))}
    account = BundlesAccount(
        rows=rows, works=len(works), classes=len(classes), undated=len(undated),
        oversize=int(oversize.sum()), examples=told, **lost,
    )  # fmt: skip
    years = works["year"].fill_null(UNKNOWN_YEAR).to_numpy().astype(np.int64)
    return Bundles(works["id"], years, classes, holds, oversize, account)
