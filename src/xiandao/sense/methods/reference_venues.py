"""The venues of the references of works, looked up by id among the works themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiandao.sense.methods.citation_account import Names, names_of

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class ReferenceVenues:
    """Works with lists of venues, and which references have none.

    Attributes:
        table: the works; the list of references has become one of venues.
        references: how many there were.
        unknown: references that are not among the works or have no venue there.
        examples: some of these by name.
    """

    table: pl.DataFrame
    references: int
    unknown: int
    examples: Names

    def lines(self) -> list[str]:
        """Return the account in a sentence."""
        told = [f"读取参考文献{self.references}条"]
        if self.unknown:
            some = "、".join(self.examples)
            told.append(f"  查不到来源刊物的参考文献：{self.unknown}条，不计。例如：{some}")
        return told


def reference_venues(
    table: pl.DataFrame, *, id: str = "id", references: str = "references", venue: str = "venue"
) -> ReferenceVenues:
    """Replace the ids in each list of references by the venue of that work.

    Args:
        table: one row per work.
        id: column of the work; where one comes twice the first counts.
        references: column with a list of ids.
        venue: column of the venue, which may be empty.

    >>> import polars as pl
    >>> rows = {"id": ["a", "b"], "references": [["b", "lost"], []], "venue": [None, "Nature"]}
    >>> found = reference_venues(pl.DataFrame(rows))
    >>> found.table["references"].to_list(), found.unknown, found.examples
    ([['Nature'], []], 1, ('lost',))
    """
    import polars as pl

    rows = table.with_row_index("row")
    known = table.select(
        pl.col(id).cast(pl.String).alias("reference"),
        pl.col(venue).cast(pl.String).str.strip_chars().replace("", None).alias("venue"),
    ).drop_nulls()
    known = known.unique("reference", keep="first", maintain_order=True)
    listed = rows.select("row", pl.col(references).alias("reference"))
    listed = listed.filter(pl.col("reference").list.len() > 0).explode("reference").drop_nulls()
    listed = listed.with_columns(pl.col("reference").cast(pl.String))
    found = listed.join(known, on="reference", how="left", maintain_order="left")
    lost = found.filter(pl.col("venue").is_null())["reference"]
    lists = found.drop_nulls("venue").group_by("row", maintain_order=True)
    spelled = lists.agg(pl.col("venue").alias(references))
    joined = rows.drop(references).join(spelled, on="row", how="left", maintain_order="left")
    empty = pl.lit([], dtype=pl.List(pl.String))
    joined = joined.with_columns(pl.col(references).fill_null(empty))
    return ReferenceVenues(joined.select(table.columns), len(listed), len(lost), names_of(lost))
