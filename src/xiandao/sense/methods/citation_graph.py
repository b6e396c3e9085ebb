"""A citation graph in the order of time: who cites whom as lists of numbers, so that a window is a range of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.citation_account import (
    Account,
    counted,
    named_pairs,
    named_rows,
    names_of,
)
from xiandao.sense.methods.citation_ids import comparable, distinct_rows, numbers_of
from xiandao.sense.methods.citation_times import Times, Unit, times_of
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

Integers = NDArray[Any]
# From here on a number of a work needs 64 bits.
MOST_SMALL: Final = 2**31 - 1
MOST_SHORT: Final = 2**16 - 1
# Examples named of each kind of finding.
TOLD: Final = 20


@dataclass(frozen=True, eq=False)
class CitationGraph:
    """Works numbered by time and their citations; works without a time come first.

    Attributes:
        ids: ids of the works in the order of the table.
        number: for each row of ``ids`` its number in the order of time.
        times: the time of each number, ascending from ``untimed`` on.
        unit: of the times: ``year``, or ``day`` since 1970-01-01.
        untimed: how many works have no time.
        starts: where the references of each number start in ``references`` (works + 1).
        references: numbers of the works cited, one list after another.
        begins: where the citers of each number start in ``citers`` (works + 1).
        citers: numbers of the citing works, one list after another, each ascending.
        unknown: per number, references that are not among the works.
        account: what came in and what was left out.
    """

    ids: pl.Series
    number: Integers
    times: NDArray[np.int64]
    unit: Unit
    untimed: int
    starts: NDArray[np.int64]
    references: Integers
    begins: NDArray[np.int64]
    citers: Integers
    unknown: NDArray[np.int32]
    account: Account


def citation_graph(
    nodes: Any,
    edges: Any,
    *,
    id: str = "id",
    time: str = "year",
    citing: str = "citing",
    cited: str = "cited",
) -> CitationGraph:
    """Return the graph of a table of works and a table of citations.

    Args:
        nodes: Polars frame or Arrow table: a column of ids of any type, a column of years or dates.
        edges: Polars frame or Arrow table: who cites, who is cited, by those ids.
        id: the column of ids in ``nodes``.
        time: the column of times in ``nodes``.
        citing: the column of the citing ids in ``edges``.
        cited: the column of the cited ids in ``edges``.

    Raises:
        InputError: ``SEN-010`` a column is missing, ``SEN-011`` the times are none.

    >>> import polars as pl
    >>> works = pl.DataFrame({"id": ["new", "old"], "year": [2001, 2000]})
    >>> graph = citation_graph(works, pl.DataFrame({"citing": ["new", "new"], "cited": ["old", "lost"]}))
    >>> graph.number.tolist(), graph.citers.tolist(), graph.account.unknown
    ([1, 0], [1], 1)
    """
    from xiandao.sense.methods.citation_kernel import citers_of, distinct, grouped

    works = columns_of(nodes, (id, time), "文献表")
    pairs = columns_of(edges, (citing, cited), "引用表")
    keys, one, other = comparable(works[id], pairs[citing], pairs[cited])
    first, again = distinct_rows(keys)
    told = times_of(works[time].filter(first))
    ids = keys.filter(first)
    order = in_time_order(told)
    number = np.empty_like(order)
    number[order] = np.arange(len(order), dtype=order.dtype)
    times, untimed = told.values[order], int(len(order) - told.known.sum())
    starts, lists, left_out, rows, unknown = grouped(
        numbers_of(one, ids, number), numbers_of(other, ids, number), len(order)
    )
    odd, odd_pairs = distinct(starts, lists, times, untimed)
    references = lists[: starts[-1]]
    begins, citers = citers_of(starts, references)
    account = Account(
        works=len(ids),
        citations=len(references),
        works_read=len(keys),
        citations_read=len(one),
        nameless_works=keys.null_count(),
        repeated_works=int(again.sum()),
        untimed=untimed,
        **counted(left_out, odd),
        examples={
            "repeated_works": names_of(keys.filter(again)),
            "untimed": names_of(ids.gather(order[: min(untimed, TOLD)])),
        }
        | named_rows(one, other, rows, ids)
        | named_pairs(ids, order, odd_pairs),
    )
    return CitationGraph(
        works[id].filter(first), number, times, told.unit, untimed,
        starts, references, begins, citers, unknown, account,
    )  # fmt: skip


def columns_of(table: Any, names: tuple[str, ...], label: str) -> pl.DataFrame:
    """Return the columns named of a Polars frame or Arrow table.

    Raises:
        InputError: ``SEN-010``.
    """
    import polars as pl

    known = list(table.columns if isinstance(table, pl.DataFrame) else table.column_names)
    missing = [name for name in names if name not in known]
    if missing:
        raise InputError(
            "SEN-010",
            f"{label}没有列“{'”“'.join(missing)}”",
            f"已有的列：{'、'.join(known) or '无'}",
            {"missing": missing, "known": known},
        )
    chosen = table.select(list(dict.fromkeys(names)))
    return chosen if isinstance(chosen, pl.DataFrame) else pl.DataFrame(pl.from_arrow(chosen))


def in_time_order(told: Times) -> Integers:
    """Return the rows of works in the order of time, those without first; equal times stay as they came.

    >>> in_time_order(Times(np.array([2001, 0, 2000]), np.array([True, False, True]), "year")).tolist()
    [1, 2, 0]
    """
    least = told.values[told.known].min() if told.known.any() else 0
    ranks = np.where(told.known, told.values - least + 1, 0)
    if ranks.max(initial=0) <= MOST_SHORT:
        # Numbers of 16 bits are sorted by their digits, in time proportional to the rows.
        ranks = ranks.astype(np.uint16)
    kind = np.int32 if len(ranks) <= MOST_SMALL else np.int64
    return np.argsort(ranks, kind="stable").astype(kind)
