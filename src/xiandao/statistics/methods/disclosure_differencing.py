"""What a new table tells together with everything released before it: differences, totals less parts, revisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from xiandao.statistics.methods.disclosure_book import Key, Link, Released
from xiandao.statistics.methods.disclosure_linking import Linked, link
from xiandao.statistics.methods.disclosure_overlap import attacked
from xiandao.statistics.methods.disclosure_parameters import Parameters
from xiandao.statistics.methods.disclosure_primary import Bools
from xiandao.statistics.methods.disclosure_problem import Item, Problem
from xiandao.statistics.methods.disclosure_table import Coordinate, Magnitudes
from xiandao.statistics.methods.disclosure_tying import Tie


@dataclass(frozen=True, slots=True)
class Recoverable:
    """A cell that nobody shows and that can be worked out too closely, and why; without any number."""

    measure: str
    period: str
    codes: tuple[tuple[str, str], ...]
    kind: str
    sentence: str


def check(
    table: Magnitudes,
    hidden: Collection[Coordinate],
    released: Sequence[Released],
    parameters: Parameters,
    *,
    links: Iterable[Link] = (),
    ties: Iterable[Tie] = (),
) -> tuple[Recoverable, ...]:
    """Return the cells that become recoverable when a table is released with these cells hidden.

    The attacker has the new table and all those before; equal cells are one cell, differences between populations
    and versions are cells, and single contributors use what they know.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
    >>> city = Axis.flat("city", ["x", "y"])
    >>> frame = pl.DataFrame({"unit": list("abcdef"), "city": list("xxxyyy"), "r1": [3.0, 4, 5] * 2})
    >>> first = magnitudes(frame, [city], measure="r1", value="r1")
    >>> less = magnitudes(frame[1:], [city], measure="r1", value="r1", population="老企业")
    >>> rules = Parameters(minimum=2)
    >>> [one.kind for one in check(less, set(), [Released(first, frozenset())], rules)]
    ['difference', 'difference']
    """
    linked = link(
        table, parameters, released=released, links=links, ties=ties, hidden=frozenset(hidden)
    )
    pattern = linked.problem.hidden
    return explained(linked, pattern, attacked(linked, pattern).failures)


def explained(linked: Linked, hidden: Bools, failures: Iterable[Item]) -> tuple[Recoverable, ...]:
    """Return the broken promises in words, each cell once.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
    >>> frame = pl.DataFrame({"unit": list("abcd"), "city": list("xyyy"), "r1": [3.0, 4, 5, 6]})
    >>> table = magnitudes(frame, [Axis.flat("city", ["x", "y"])], measure="r1", value="r1")
    >>> linked = link(table, Parameters(minimum=2))
    >>> explained(linked, linked.problem.hidden, [Item(0.6, 0, True)])[0].sentence
    '“x”等于一个合计减去其余各项，而这些数都已公布'
    """
    problem = linked.problem
    solved = _solved(problem, hidden & (problem.size > 0))
    sources = "、".join(f"《{name}》" for name in sorted(set(linked.names.values())))
    found = []
    for cell in dict.fromkeys(min(item.cell, len(linked.keys)) for item in failures):
        if cell < 0:
            found.append(_tied(linked, -1 - cell))
            continue
        if cell == len(linked.keys):
            sentence = f"本表与{sources}的分组互相交叉，相减或联立即可推算交叉部分的少数单位"
            found.append(Recoverable(linked.keys[0][0], linked.keys[0][1], (), "overlap", sentence))
            continue
        key = linked.keys[cell]
        kind, sentence = _reason(key, bool(hidden[cell]), bool(solved[cell]), sources)
        codes = tuple(sorted(key[4]))
        found.append(Recoverable(key[0], key[1], codes, kind, sentence))
    return tuple(found)


def _tied(linked: Linked, number: int) -> Recoverable:
    names = "、".join(f"《{name}》" for name in linked.ties[number].names)
    sentence = f"本表与{names}的指标之间有加减关系，相加减即可推算少数单位的数"
    return Recoverable(linked.keys[0][0], linked.keys[0][1], (), "relation", sentence)


def _solved(problem: Problem, unknown: Bools) -> Bools:
    """Return the hidden cells that follow one after the other from sums in which nothing else is hidden."""
    left = unknown.copy()
    rows = int(problem.row.max(initial=-1)) + 1
    while True:
        open_terms = np.bincount(problem.row, weights=left[problem.at], minlength=rows)
        alone = problem.at[(open_terms[problem.row] == 1) & left[problem.at]]
        if not len(alone):
            return unknown & ~left
        left[alone] = False


def _reason(key: Key, is_hidden: bool, is_alone: bool, sources: str) -> tuple[str, str]:
    """Return the kind of a leak and the sentence that says why."""
    cell = f"“{'、'.join(code for _, code in sorted(key[4])) or '合计'}”"
    if "−" in key[2] or "−" in key[3]:
        return (
            "difference",
            f"{cell}在两次发布之间的差额只涉及少数单位，用本表与{sources}相减即可得到",
        )
    if not is_hidden:
        return "shown", f"{cell}属于敏感数据，却在本表中公布"
    if is_alone:
        return "total", f"{cell}等于一个合计减去其余各项，而这些数都已公布"
    together = f"与{sources}" if sources else "各行各列"
    return (
        "system",
        f"把本表{together}联立，或由单独构成某一格的单位使用，可把{cell}推算到过窄的范围",
    )
