"""Variants of the disruption index that ask how many references a citer shares with the work."""

from __future__ import annotations

from dataclasses import dataclass

from xiandao.sense.methods.citation_graph import CitationGraph
from xiandao.sense.methods.citation_times import Whole
from xiandao.sense.methods.disruption import Disruption, Values, ratio, window_bounds
from xiandao.terms.error import InputError


@dataclass(frozen=True, eq=False)
class Variants:
    """Values per work in the order of the table, NaN where nobody cites the work in the window.

    Attributes:
        least: references that a citer must share to count as one that cites both.
        n_b: citers that share at least so many.
        n_shared: references shared, summed over all citers.
        di: DI_l = (n_f − n_b) / (n_f + n_b + n_r) with this n_b, NaN where the denominator is 0.
        di_nok: the same without n_r.
        dep: DEP, shared references per citer.
    """

    least: int
    n_b: Whole
    n_shared: Whole
    di: Values
    di_nok: Values
    dep: Values


def disruption_variants(graph: CitationGraph, found: Disruption, *, least: int = 5) -> Variants:
    """Return DI_l, DI_l without n_r, and DEP from the counts already found.

    Args:
        graph: works and citations.
        found: what ``disruption`` made of it; its window counts.
        least: l, references that a citer must share with the work; 1 gives CD itself.

    Raises:
        InputError: ``SEN-014`` l is less than 1.

    Source: Bornmann, Devarakonda, Tekles and Chacko, Are disruption index indicators convergently valid?, Quantitative
    Science Studies 1 (2020), doi 10.1162/qss_a_00068 (DI_l, DI without n_r); Bu, Waltman and Huang, A multidimensional
    framework for characterizing the citation impact of scientific publications, Quantitative Science Studies 2 (2021),
    doi 10.1162/qss_a_00109 (mean of shared references).

    >>> import polars as pl
    >>> from xiandao.sense.methods.citation_graph import citation_graph
    >>> from xiandao.sense.methods.disruption import disruption
    >>> works = pl.DataFrame({"id": ["r", "s", "f", "a", "b"], "year": [1990, 1991, 2000, 2001, 2001]})
    >>> pairs = [("f", "r"), ("f", "s"), ("a", "f"), ("a", "r"), ("a", "s"), ("b", "f"), ("b", "r")]
    >>> graph = citation_graph(works, pl.DataFrame(pairs, schema=["citing", "cited"], orient="row"))
    >>> some = disruption_variants(graph, disruption(graph), least=2)
    >>> some.n_b[2], some.di_nok[2], some.dep[2]
    (np.int64(1), np.float64(-1.0), np.float64(1.5))
    """
    from xiandao.sense.methods.disruption_kernel import shared_references

    if least < 1:
        raise InputError("SEN-014", f"共同参考文献的最少篇数不能是{least}", "请填写1或更大的整数")
    low, high = window_bounds(graph, found.window)
    lists = (graph.starts, graph.references, graph.begins, graph.citers)
    total, enough = shared_references(low, high, *lists, least)
    shared, n_b = total[graph.number], enough[graph.number]
    return Variants(
        least,
        n_b,
        shared,
        ratio(found.n_f - n_b, found.n_f + n_b + found.n_r),
        ratio(found.n_f - n_b, found.n_f + n_b),
        ratio(shared, found.n_f + found.n_b),
    )
