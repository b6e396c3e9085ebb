"""The fronts of one year: clusters of rising terms that occur in the same documents more often than chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_pool import pool
from xiandao.sense.methods.emergence_terms import Corpus
from xiandao.sense.methods.surprise import surprise

# Years whose documents make the graph, the last one included.
GRAPH_YEARS: Final = 3
# Years that a term stays after it rose most.
LINGER: Final = 2
SEED: Final = 20_260_101


@dataclass(frozen=True)
class FrontRules:
    """What a front is made of.

    Attributes:
        terms: at most so many rising terms take part in a year.
        least_surprise: z from which on a term counts as rising.
        least_common: documents that two terms share at least.
        least_size: terms of a front at least.
        resolution: of the modularity; higher gives more and smaller fronts.
    """

    terms: int = 500
    least_surprise: float = 1.0
    least_common: int = 3
    least_size: int = 3
    resolution: float = 1.2


@dataclass(frozen=True)
class Cluster:
    """Terms of one front of one year, the most central first.

    Attributes:
        terms: numbers of the terms in the corpus.
        ties: per term the documents that it shares with the others, summed over these, falling.
    """

    terms: tuple[int, ...]
    ties: tuple[int, ...]


def rising_terms(corpus: Corpus, at: int, rules: FrontRules) -> NDArray[np.int64]:
    """Return the numbers of the terms that rise most up to year ``at`` (a column), in alphabetical order.

    A term that has risen stays for two years while it is frequent enough: fronts would fall apart each year otherwise.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2018] * 300 + [2020] * 309, "title": ["stone"] * 600 + ["quantum chip"] * 9}
    >>> found = corpus(pl.DataFrame(rows), text=["title"])
    >>> [found.terms[one] for one in rising_terms(found, 2, FrontRules())]
    ['quantum chip']
    """
    fit = pool(corpus, at)
    rose = np.zeros(len(corpus.terms), bool)
    for when in range(max(at - LINGER, 0), at + 1):
        z = surprise(corpus.counts[fit], corpus.documents, at=when)
        # Rounded, so that equal terms stay equal and the alphabet decides between them.
        order = np.argsort(-np.round(z, 9), kind="stable")
        rose[fit[order[z[order] >= rules.least_surprise][: rules.terms]]] = True
    return np.asarray(fit[rose[fit]], np.int64)


def association(common: Any, df: NDArray[Any], documents: int) -> Any:
    """Return c_ij · N / (d_i d_j) of pairs of terms: how many times as often together as by chance.

    Args:
        common: documents that hold both terms, a sparse matrix.
        df: documents that hold each term.
        documents: all documents.

    Source: association strength, van Eck & Waltman, JASIST 60 (2009), doi 10.1002/asi.21075.

    >>> from scipy import sparse
    >>> association(sparse.coo_matrix([[0, 2], [2, 0]]), np.array([2, 4]), 8).toarray().tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    from scipy import sparse

    pairs = sparse.coo_matrix(common)
    size = df.astype(np.float64)
    strength = pairs.data * float(documents) / (size[pairs.row] * size[pairs.col])
    return sparse.coo_matrix((strength, (pairs.row, pairs.col)), shape=pairs.shape)


def clusters(corpus: Corpus, at: int, rules: FrontRules, together: Any = None) -> list[Cluster]:
    """Return the fronts of year ``at``, largest first; nothing later is seen.

    Args:
        corpus: the counts.
        at: column of the year.
        rules: what a front is made of.
        together: documents × terms, where longer texts tell which terms go together; else those of the corpus.

    Source: modularity by Blondel et al. 2008 (Louvain) with a fixed seed, as in networkx 3.6.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> old, new = ["stone"] * 200, ["quantum: chip: qubit"] * 9
    >>> rows = {"year": [2016] * 400 + [2018] * 209, "title": [*old, *old, *old, *new]}
    >>> found = corpus(pl.DataFrame(rows), text=["title"])
    >>> [[found.terms[one] for one in some.terms] for some in clusters(found, 2, FrontRules())]
    [['chip', 'quantum', 'qubit']]
    """
    import networkx
    from scipy import sparse

    chosen = rising_terms(corpus, at, rules)
    low, high = corpus.begins[max(at - GRAPH_YEARS + 1, 0)], corpus.begins[at + 1]
    rows = sparse.csr_matrix(
        (corpus.holds if together is None else together)[low:high][:, chosen], dtype=np.int64
    )
    common = sparse.triu(rows.T @ rows, k=1, format="coo")
    strong = association(common, np.asarray(rows.sum(0)).ravel(), int(high - low))
    use = (common.data >= rules.least_common) & (strong.data > 1.0)
    edges = sorted(
        zip(
            strong.row[use].tolist(),
            strong.col[use].tolist(),
            strong.data[use].tolist(),
            strict=True,
        )
    )
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(chosen)))
    graph.add_weighted_edges_from(edges)
    if not edges:
        return []
    parts = networkx.community.louvain_communities(graph, resolution=rules.resolution, seed=SEED)
    found = [_cluster(common.tocsr(), sorted(part), chosen) for part in parts]
    found = [one for one in found if len(one.terms) >= rules.least_size]
    return sorted(found, key=lambda one: (-len(one.terms), sorted(one.terms)))


def _cluster(common: Any, part: list[int], chosen: NDArray[np.int64]) -> Cluster:
    inner = common[part][:, part]
    shared = np.asarray(inner.sum(0)).ravel() + np.asarray(inner.sum(1)).ravel()
    order = np.argsort(-shared, kind="stable")
    return Cluster(
        tuple(int(chosen[part[one]]) for one in order), tuple(shared[order].astype(int).tolist())
    )
