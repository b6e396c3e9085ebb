"""The one shape in which publications and patents lie in the lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

KINDS: Final = ("publication", "patent")
# The year under which works without a year are kept.
NO_YEAR: Final = 0
LISTS: Final = ("authors", "affiliations", "keywords", "fields", "references")
COLUMNS: Final = (
    "id", "source", "kind", "title", "abstract", "language", "year", "month", "date",
    *LISTS[:3], "venue", *LISTS[3:], "batch", "row",
)  # fmt: skip
ALWAYS: Final = frozenset({"id", "source", "kind", "title", "batch", "row", *LISTS})


def record_schema() -> pa.Schema:
    """Return the columns of a part of the lake with their types.

    >>> record_schema().field("year")
    pyarrow.Field<year: int16>
    >>> record_schema().names[:4]
    ['id', 'source', 'kind', 'title']
    """
    import pyarrow as pa

    other = {"year": pa.int16(), "month": pa.int8(), "date": pa.date32(), "row": pa.int64()}
    lists = dict.fromkeys(LISTS, pa.list_(pa.string()))
    types = other | lists
    return pa.schema(
        pa.field(name, types.get(name, pa.string()), nullable=name not in ALWAYS)
        for name in COLUMNS
    )


def record_table(records: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return records as a table of that shape.

    Args:
        records: each with all columns; absent values are None.

    >>> one = dict.fromkeys(COLUMNS) | dict.fromkeys(LISTS, []) | {"id": "a:1", "title": "T"}
    >>> record_table([one | {"source": "a", "kind": "patent", "batch": "b", "row": 1}]).num_rows
    1
    """
    import pyarrow as pa

    return pa.Table.from_pylist(list(records), schema=record_schema())
