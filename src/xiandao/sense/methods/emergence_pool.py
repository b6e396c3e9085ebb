"""Which terms are ranked in a year: frequent enough to judge, not yet everywhere, not part of a longer one."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.emergence_terms import Corpus

LEAST_THREE_YEARS: Final = 5
LEAST_THIS_YEAR: Final = 3
MOST_SHARE: Final = 0.05
COVERED: Final = 0.8


def pool(corpus: Corpus, at: int) -> NDArray[Any]:
    """Return the numbers of the terms ranked in year ``at`` (a column).

    A term takes part with 5 documents in three years and 3 in the last, in at most 5 % of the
    documents; a shorter term is
    left out when a longer one that contains it has 80 % of its documents.

    Source: nested n-grams as in the C-value of Frantzi, Ananiadou & Mima 2000.

    >>> import polars as pl
    >>> from xiandao.sense.methods.emergence_terms import corpus
    >>> rows = {"year": [2020] * 200, "title": ["Deep Learning"] * 8 + ["other"] * 192}
    >>> found = corpus(pl.DataFrame(rows), text=["title"])
    >>> [found.terms[one] for one in pool(found, 0)]
    ['deep learning']
    """
    recent = corpus.counts[:, max(at - 2, 0) : at + 1].sum(1)
    now = corpus.counts[:, at]
    fit = (recent >= LEAST_THREE_YEARS) & (now >= LEAST_THIS_YEAR)
    chosen = np.flatnonzero(fit & (now <= MOST_SHARE * corpus.documents[at]))
    place = {corpus.terms[one]: one for one in chosen.tolist()}
    nested: set[int] = set()
    for name, one in place.items():
        for part in parts_of(name):
            inner = place.get(part)
            if inner is not None and recent[one] >= COVERED * recent[inner]:
                nested.add(inner)
    return np.array([one for one in chosen.tolist() if one not in nested], np.int64)


def parts_of(term: str) -> list[str]:
    """Return the shorter terms inside a term.

    >>> parts_of("a b c")
    ['a', 'a b', 'b', 'b c', 'c']
    """
    glue = " " if " " in term or term.isascii() else ""
    words = term.split(" ") if glue else list(term)
    size = len(words)
    return [
        glue.join(words[low:high])
        for low in range(size)
        for high in range(low + 1, size + 1)
        if high - low < size
    ]
