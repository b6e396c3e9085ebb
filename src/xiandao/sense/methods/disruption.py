"""Disruption: whether those who cite a work still cite what it cites, within a window of years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.citation_graph import CitationGraph
from xiandao.sense.methods.citation_times import Whole, window_ends
from xiandao.sense.methods.disruption_flags import Flags, flag_names, flags_of

if TYPE_CHECKING:
    import polars as pl

Values = NDArray[np.float64]
# Blocks of works per thread: enough that no thread waits long for the last one.
BLOCKS: Final = 16


@dataclass(frozen=True, eq=False)
class Disruption:
    """Counts of citers per work in the order of the table, and the ratios made of them.

    Attributes:
        ids: of the works.
        n_f: citers in the window that cite the work and none of its references.
        n_b: citers that cite both.
        n_r: those that cite references alone.
        flags: bits of ``Flag``.
        window: years.
    """

    ids: pl.Series
    n_f: Whole
    n_b: Whole
    n_r: Whole
    flags: Flags
    window: float

    @property
    def cd(self) -> Values:
        """(n_f − n_b) / (n_f + n_b + n_r), −1 … 1, NaN where the window has no citer at all."""
        return ratio(self.n_f - self.n_b, self.n_f + self.n_b + self.n_r)

    @property
    def cd_nok(self) -> Values:
        """(n_f − n_b) / (n_f + n_b), NaN where nobody cites the work in the window."""
        return ratio(self.n_f - self.n_b, self.n_f + self.n_b)

    def frame(self) -> pl.DataFrame:
        """Return the columns id, cd, n_f, n_b, n_r, cd_nok, flags; null where there is no value."""
        import polars as pl

        return pl.DataFrame(
            {
                "id": self.ids,
                "cd": pl.Series(self.cd, nan_to_null=True),
                "n_f": self.n_f,
                "n_b": self.n_b,
                "n_r": self.n_r,
                "cd_nok": pl.Series(self.cd_nok, nan_to_null=True),
                "flags": flag_names(self.flags),
            }
        )

    def lines(self) -> list[str]:
        """Return in Chinese how many works have a value and how many of these bear a warning."""
        has = ~np.isnan(self.cd)
        doubtful = int((has & (self.flags != 0)).sum())
        return [
            f"CD（窗口{self.window:g}年）：{int(has.sum())}篇有值，其中{doubtful}篇带提示；"
            f"{int((~has).sum())}篇窗口内没有引用者，值为空"
        ]


def disruption(
    graph: CitationGraph,
    *,
    window: float = 5,
    threads: int = 2,
    until: int | None = None,
    few: int = 5,
    young: float = 3,
) -> Disruption:
    """Return the disruption index CD of every work with its parts.

    Of the works c with t(f) < t(c) ≤ t(f) + window, n_f cite the focal work f alone, n_b it and at least one of its
    references, n_r at least one of its references alone; CD = (n_f − n_b) / (n_f + n_b + n_r).

    Args:
        graph: works and citations.
        window: years; whole ones where times are years, whole months where they are days.
        threads: how many at once.
        until: the last time up to which citations are known; that of the latest work where it is left out.
        few: fewer known references than this are flagged.
        young: works younger than so many years at ``until`` are flagged.

    Raises:
        InputError: ``SEN-012`` the window is no such number.

    Source: Funk and Owen-Smith, A dynamic network measure of technological change, Management Science 63 (2017),
    doi 10.1287/mnsc.2015.2366; ``cdindex`` 1.0.20, whose values these are.

    >>> import polars as pl
    >>> from xiandao.sense.methods.citation_graph import citation_graph
    >>> works = pl.DataFrame({"id": ["old", "focal", "a", "b", "c"], "year": [1990, 2000, 2001, 2002, 2003]})
    >>> pairs = [("focal", "old"), ("a", "focal"), ("b", "focal"), ("b", "old"), ("c", "old")]
    >>> edges = pl.DataFrame(pairs, schema=["citing", "cited"], orient="row")
    >>> found = disruption(citation_graph(works, edges))
    >>> found.n_f.tolist(), found.n_b.tolist(), found.n_r.tolist()
    ([0, 1, 0, 0, 0], [0, 1, 0, 0, 0], [0, 1, 1, 1, 0])
    """
    from xiandao.sense.methods.disruption_kernel import citer_counts

    low, high = window_bounds(graph, window)
    works = len(graph.times)
    found = np.zeros((works, 3), np.int32 if graph.citers.dtype == np.int32 else np.int64)
    lists = (graph.starts, graph.references, graph.begins, graph.citers)

    def count(block: tuple[int, int]) -> None:
        citer_counts(*block, low, high, *lists, found)

    run_blocks(count, blocks(graph, max(1, threads)), max(1, threads))
    flags = flags_of(graph, window=window, until=until, few=few, young=young)
    parts = found[graph.number].astype(np.int64)
    return Disruption(
        graph.ids, parts[:, 0], parts[:, 1], parts[:, 2], flags[graph.number], float(window)
    )


def window_bounds(graph: CitationGraph, window: float) -> tuple[Whole, Whole]:
    """Return per number the first number after its time, and the first after the end of its window.

    Works without a time get an empty range.
    """
    timed = graph.times[graph.untimed :]
    # Equal times stand together: each is looked up once.
    changes = np.flatnonzero(np.diff(timed, prepend=timed[:1] - 1))
    moments, repeats = timed[changes], np.diff(changes, append=len(timed))
    low, high = (np.zeros(len(graph.times), np.int64) for _ in range(2))
    low[graph.untimed :] = np.repeat(np.searchsorted(timed, moments, "right"), repeats)
    ends = window_ends(moments, graph.unit, window)
    high[graph.untimed :] = np.repeat(np.searchsorted(timed, ends, "right"), repeats)
    low[graph.untimed :] += graph.untimed
    high[graph.untimed :] += graph.untimed
    return low, high


def blocks(graph: CitationGraph, threads: int) -> list[tuple[int, int]]:
    """Return ranges of works with about as many references each."""
    wanted = np.linspace(0, len(graph.references), threads * BLOCKS + 1)[1:-1]
    cuts = [0, *np.searchsorted(graph.starts, wanted).tolist(), len(graph.times)]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def run_blocks(
    count: Callable[[tuple[int, int]], None], all_blocks: Sequence[tuple[int, int]], threads: int
) -> None:
    """Count the blocks, several at once; the kernels let go of the interpreter while they run."""
    if threads == 1 or len(all_blocks) <= 1:
        for block in all_blocks:
            count(block)
        return
    # The first call compiles: one thread at a time.
    count(all_blocks[0])
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(count, all_blocks[1:]):
            pass


def ratio(above: Whole, below: Whole) -> Values:
    """Return quotients, NaN where the denominator is 0.

    >>> ratio(np.array([-1, 0]), np.array([2, 0])).tolist()
    [-0.5, nan]
    """
    found = np.full(len(above), np.nan)
    np.divide(above, below, out=found, where=below != 0)
    return found
