"""What makes a disruption index doubtful: references that are not recorded, a window that is not over, a young work."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.citation_graph import CitationGraph
from xiandao.sense.methods.citation_times import window_ends

if TYPE_CHECKING:
    import polars as pl

Flags = NDArray[np.uint8]
SEPARATOR: Final = "|"


class Flag(IntFlag):
    """A reason to doubt; several may hold at once. The names are those written to files."""

    NO_REFERENCES = 1
    FEW_REFERENCES = 2
    PARTIAL_REFERENCES = 4
    WINDOW_INCOMPLETE = 8
    YOUNG = 16
    NO_TIME = 32


def flags_of(
    graph: CitationGraph, *, window: float, until: int | None, few: int, young: float
) -> Flags:
    """Return the flags of works in the order of their numbers.

    Args:
        graph: works and citations.
        window: years.
        until: the last time up to which citations are known; that of the latest work where it is left out.
        few: fewer known references than this are few, at least one.
        young: years; the same kinds of numbers as ``window``.

    Returns:
        ``NO_REFERENCES`` none is among the works, ``FEW_REFERENCES`` fewer than ``few``, ``PARTIAL_REFERENCES`` half
        of those recorded or more are not among the works, ``WINDOW_INCOMPLETE`` the window ends after ``until``,
        ``YOUNG`` a window of ``young`` years does, ``NO_TIME``.

    Source: works without recorded references are the hidden CD = 1 outliers: Holst et al., Dataset artefacts are the
    hidden drivers of the declining disruptiveness in science, arXiv 2402.14583 (2024).
    """
    known = np.diff(graph.starts)
    flags = np.zeros(len(known), np.uint8)
    flags[known == 0] |= np.uint8(Flag.NO_REFERENCES)
    flags[(known > 0) & (known < few)] |= np.uint8(Flag.FEW_REFERENCES)
    flags[(graph.unknown > 0) & (graph.unknown >= known)] |= np.uint8(Flag.PARTIAL_REFERENCES)
    flags[: graph.untimed] |= np.uint8(Flag.NO_TIME)
    timed = graph.times[graph.untimed :]
    if len(timed):
        end = int(timed[-1]) if until is None else until
        later = flags[graph.untimed :]
        later[window_ends(timed, graph.unit, window) > end] |= np.uint8(Flag.WINDOW_INCOMPLETE)
        later[window_ends(timed, graph.unit, young) > end] |= np.uint8(Flag.YOUNG)
    return flags


def flag_names(flags: Flags) -> pl.Series:
    """Return flags as text, several separated by ``|``, empty where there is none.

    >>> flag_names(np.array([0, 9], np.uint8)).to_list()
    ['', 'no_references|window_incomplete']
    """
    import polars as pl

    every = [
        SEPARATOR.join(str(one.name).lower() for one in Flag if one & number)
        for number in range(64)
    ]
    return pl.Series("flags", every, dtype=pl.String).gather(flags)
