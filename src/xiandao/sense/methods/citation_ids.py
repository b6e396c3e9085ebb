"""Ids of works and of the ends of citations: made comparable, made distinct, turned into numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

Integers = NDArray[Any]
# What an end is when it is not among the works, or empty.
ABSENT: Final = -1
NAMELESS: Final = -2
# A table with a place for every possible id is used while it is at most so many times as long as the ids.
SPREAD: Final = 8
LEAST: Final = 1024


def comparable(*columns: pl.Series) -> list[pl.Series]:
    """Return columns of ids as whole numbers where all are, as text otherwise; NaN is no id.

    Raises:
        InputError: ``SEN-013`` a column holds lists or structures.

    >>> import polars as pl
    >>> [one.to_list() for one in comparable(pl.Series([1, 2]), pl.Series([1.0, float("nan")]))]
    [[1, 2], [1, None]]
    >>> [one.to_list() for one in comparable(pl.Series([1, 2]), pl.Series(["1", "W2"]))]
    [['1', '2'], ['1', 'W2']]
    """
    import polars as pl

    plain = [_plain(one) for one in columns]
    if all(one.dtype == pl.Int64 for one in plain):
        return plain
    return [one.cast(pl.String) for one in plain]


def _plain(column: pl.Series) -> pl.Series:
    import polars as pl

    if column.dtype.is_nested() or column.dtype in (pl.Object, pl.Binary):
        raise InputError(
            "SEN-013",
            f"列“{column.name}”不能作编号",
            "请用每行一个数字或一段文字的列",
            {"column": column.name, "type": str(column.dtype)},
        )
    if column.dtype.is_float():
        column = column.fill_nan(None)
    if column.dtype.is_numeric() or column.dtype == pl.Null:
        whole = column.cast(pl.Int64, strict=False)
        if whole.null_count() == column.null_count() and (whole == column).all():
            return whole
    return column


def distinct_rows(ids: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return which rows bear an id for the first time, and which bear one that came before.

    >>> import polars as pl
    >>> first, again = distinct_rows(pl.Series(["a", None, "a", "b"]))
    >>> first.to_list(), again.to_list()
    ([True, False, False, True], [False, False, True, False])
    """
    import polars as pl

    if ids.n_unique() == len(ids) and not ids.null_count():
        return pl.repeat(True, len(ids), eager=True), pl.repeat(False, len(ids), eager=True)
    first = ids.is_first_distinct() & ids.is_not_null()
    return first, ~first & ids.is_not_null()


def numbers_of(column: pl.Series, ids: pl.Series, number: Integers) -> Integers:
    """Return the numbers of ids.

    Args:
        column: ids to look up, of the type of ``ids``.
        ids: distinct ids of the works.
        number: a number for each of them.

    Returns:
        Of the type of ``number``: the number, ``ABSENT`` where the id is none of ``ids``, ``NAMELESS`` where empty.

    >>> import polars as pl
    >>> numbers_of(pl.Series(["b", "x", None]), pl.Series(["a", "b"]), np.array([0, 1], np.int32)).tolist()
    [1, -1, -2]
    """
    import polars as pl

    if not len(ids) or not len(column):
        empty = column.is_null().to_numpy()
        return np.where(empty, NAMELESS, ABSENT).astype(number.dtype)
    if ids.dtype == pl.Int64:
        every = ids.to_numpy()
        least, most = int(every.min()), int(every.max())
        if most - least < SPREAD * len(ids) + LEAST:
            return _from_table(column, ids, number, least, most)
    known = pl.DataFrame({"id": ids, "number": number})
    asked = pl.DataFrame({"id": column})
    found = asked.join(known, on="id", how="left", maintain_order="left")["number"]
    return _without_nulls(found.fill_null(ABSENT), column)


def _from_table(
    column: pl.Series, ids: pl.Series, number: Integers, least: int, most: int
) -> Integers:
    table = np.full(most - least + 2, ABSENT, number.dtype)
    table[ids.to_numpy() - least] = number
    filled = column.fill_null(most + 1) if column.null_count() else column
    places = filled.to_numpy()
    if places.min() < least or places.max() > most:
        places = np.where((places < least) | (places > most), most + 1, places)
    return _without_nulls(table[places - least if least else places], column)


def _without_nulls(found: Any, column: pl.Series) -> Integers:
    import polars as pl

    # A copy that may be written: kernels are compiled anew for arrays that may not.
    numbers: Integers = np.array(found) if isinstance(found, pl.Series) else found
    if column.null_count():
        numbers = np.where(column.is_null().to_numpy(), NAMELESS, numbers).astype(numbers.dtype)
    return numbers
