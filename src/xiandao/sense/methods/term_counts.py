"""Document frequencies of terms by year: words, pairs and triples of words, n-grams inside runs of Han characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.tokens import FIELD, Reading, free_text, is_word
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

# Places of the stream that one share of the keys may come from; a table of entries stays below 200 MB.
PLACES_A_SHARE: Final = 16_000_000
LONGEST: Final = 3


@dataclass(frozen=True)
class Vocabulary:
    """The terms found in texts and where they are.

    Attributes:
        terms: the terms, words first, then pairs, then triples.
        df: per term, the number of counted texts that contain it.
        levels: per length of term the stream of numbers into ``terms``; −1 where nothing frequent begins.
        begins: where each text begins in the streams.
    """

    terms: pl.Series
    df: NDArray[Any]
    levels: tuple[NDArray[Any], ...]
    begins: NDArray[Any]


def term_counts(
    texts: pl.Series, years: NDArray[Any], *, min_df: int = 5, longest: int = LONGEST
) -> pl.DataFrame:
    r"""Count for every term and year in how many documents the term occurs.

    A word is two or more letters (``\b\w\w+\b``, lower case); a term is one to ``longest`` words in
    a row. In a run of Han
    characters a term is two to ``longest`` characters.

    Args:
        texts: one text per document; an empty one counts nothing. Fields joined by U+001F are kept apart.
        years: year of each document; a negative one means that it is not known, such a document is left out.
        min_df: documents, in all years together, that a term is found in at least.
        longest: words in the longest term.

    Returns:
        Columns ``term``, ``year``, ``df``; only years in which the term occurs; sorted by term and year.

    Raises:
        InputError: ``SEN-020`` a parameter is out of range.

    Source: a-priori pruning, Agrawal & Srikant, VLDB 1994.

    >>> import polars as pl
    >>> texts = pl.Series(["deep learning", "Deep learning works", "量子计算"])
    >>> found = term_counts(texts, np.array([2020, 2021, 2021]), min_df=2)
    >>> found.rows()[:3]
    [('deep', 2020, 1), ('deep', 2021, 1), ('deep learning', 2020, 1)]
    """
    import polars as pl

    from xiandao.sense.methods.term_counts_kernel import add_to_table

    known = np.unique(years[years >= 0])
    row = np.where(years >= 0, np.searchsorted(known, years), -1).astype(np.int32)
    if (row < 0).any():
        texts = texts.set(pl.Series(row < 0), "")
    found = vocabulary(texts, free_text(), counted=len(texts), min_df=min_df, longest=longest)
    order = found.terms.arg_sort().to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order))
    table = np.zeros((len(order), len(known)), np.int32)
    for level in found.levels:
        add_to_table(level, found.begins, rank, row, table)
    term, year = np.nonzero(table)
    return pl.DataFrame(
        {
            "term": found.terms.gather(pl.Series(order[term], dtype=pl.UInt32)),
            "year": known[year].astype(np.int32),
            "df": table[term, year],
        }
    )


def vocabulary(
    texts: pl.Series, reading: Reading, *, counted: int, min_df: int, longest: int = LONGEST
) -> Vocabulary:
    """Find the terms that occur in at least ``min_df`` of the first ``counted`` texts, and all their places.

    Args:
        texts: the texts; missing ones are empty.
        reading: what a word is.
        counted: texts that count; in the rest the same terms are only found again.
        min_df: texts that a term occurs in at least.
        longest: words in the longest term.

    Raises:
        InputError: ``SEN-020`` a parameter is out of range.

    >>> import polars as pl
    >>> found = vocabulary(pl.Series(["big data", "data"]), free_text(), counted=2, min_df=1)
    >>> sorted(found.terms), found.df.tolist()
    (['big', 'big data', 'data'], [1, 2, 1])
    """
    import polars as pl

    from xiandao.sense.methods.term_counts_kernel import single_counts, stream

    if min_df < 1 or not 1 <= longest <= LONGEST:
        raise InputError("SEN-020", "最少篇数或词组长度不对", f"最少篇数从1起，长度从1到{LONGEST}")
    data, starts = lower_bytes(texts)
    least = 2
    words, begins, first, size, is_han = stream(
        data, starts, reading.classes, least, reading.strict
    )
    names = [
        bytes(data[at : at + width]).decode("utf-8", "replace")
        for at, width in zip(first.tolist(), size.tolist(), strict=True)
    ] if reading.strict else []  # fmt: skip
    if reading.strict:
        fine = np.array([is_word(name) for name in names], bool)
        words = np.where((words >= 0) & fine[words], words, -1) if len(names) else words
    counts = single_counts(words, begins, len(first), counted)
    new = np.where(counts >= min_df, 0, -1)
    kept = np.flatnonzero(new == 0)
    new[kept] = np.arange(len(kept))
    level = np.where(words >= 0, new[words] if len(new) else -1, -1).astype(np.int32)
    spelled = [
        bytes(data[at : at + width]).decode("utf-8", "replace")
        for at, width in zip(first[kept].tolist(), size[kept].tolist(), strict=True)
    ]
    del data, words
    return joined_terms(
        pl.Series("term", spelled, dtype=pl.String), counts[kept], is_han[kept] == 1,
        level, begins, counted, min_df, longest,
    )  # fmt: skip


def joined_terms(
    names: pl.Series, df: NDArray[Any], han: NDArray[np.bool_], level: NDArray[Any],
    begins: NDArray[Any], counted: int, min_df: int, longest: int,
) -> Vocabulary:  # fmt: skip
    """Add pairs and triples to the words; leave out single Han characters, which are not terms."""
    import polars as pl

    terms, counts, levels = [names], [df], [level]
    word_names, word_han, offset = names, han, 0
    tail = np.arange(len(names))
    for _ in range(2, longest + 1):
        at, left, right, found = frequent_pairs(levels[-1], begins, counted, min_df)
        glue = pl.Series(np.where(word_han[tail[right]], "", " "), dtype=pl.String)
        # A pair of longer terms overlaps: what it adds is the last word of the second.
        last = word_names.gather(pl.Series(tail[right], dtype=pl.UInt32))
        longer = terms[-1].gather(pl.Series(left, dtype=pl.UInt32)) + glue + last
        terms.append(longer.alias("term"))
        counts.append(found)
        levels.append(at)
        tail = tail[right]
    shifted, kept_terms, kept_counts = [], [], []
    for place, (one, number, at) in enumerate(zip(terms, counts, levels, strict=True)):
        keep = ~word_han if place == 0 else np.ones(len(one), bool)
        new = np.where(keep, np.cumsum(keep) - 1 + offset, -1)
        shifted.append(np.where(at >= 0, new[at] if len(new) else -1, -1).astype(np.int32))
        kept_terms.append(one.filter(pl.Series(keep, dtype=pl.Boolean)))
        kept_counts.append(number[keep])
        offset += int(keep.sum())
    return Vocabulary(pl.concat(kept_terms), np.concatenate(kept_counts), tuple(shifted), begins)


def frequent_pairs(
    level: NDArray[Any], begins: NDArray[Any], counted: int, min_df: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return per place the number of the frequent pair, then per pair its left, its right and its df."""
    from xiandao.sense.methods.term_counts_kernel import pair_counts, renumber

    shares = max(1, -(-len(level) // PLACES_A_SHARE))
    into = np.full(len(level), -1, np.int32)
    every: list[tuple[NDArray[Any], NDArray[Any]]] = []
    offset, bits = 0, max(10, int(len(level) // shares).bit_length() - 1)
    for share in range(shares):
        while True:
            table = np.zeros((1 << bits, 2), np.uint64)
            at, enough = pair_counts(level, begins, counted, share, shares, table)
            if enough:
                break
            bits += 1
        counts = (table[:, 1] >> np.uint64(32)).astype(np.int32)
        kept = np.flatnonzero(counts >= min_df)
        new = np.full(len(counts), -1, np.int32)
        new[kept] = np.arange(offset, offset + len(kept))
        renumber(at, new, into)
        every.append((table[kept, 0], counts[kept]))
        offset += len(kept)
        del table, at, new
    keys = np.concatenate([one for one, _ in every])
    left = (keys >> np.uint64(32)).astype(np.int64)
    right = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return into, left, right, np.concatenate([one for _, one in every])


def lower_bytes(texts: pl.Series) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the bytes of all texts in lower case, and where each begins."""
    import polars as pl

    lowered = texts.cast(pl.String).fill_null("").str.to_lowercase()
    column = lowered.to_arrow()
    column = column.cast("large_string")
    _, places, content = column.buffers()
    starts = np.frombuffer(places, np.int64)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(content, np.uint8) if content is not None else np.empty(0, np.uint8)
    if not len(starts):
        starts = np.zeros(1, np.int64)
    return data, starts


def fields_joined(table: pl.DataFrame, columns: list[str]) -> pl.Series:
    """Return the fields of each document as one text whose parts do not touch.

    >>> import polars as pl
    >>> fields_joined(pl.DataFrame({"title": ["a"], "abstract": [None]}), ["title", "abstract"])[0]
    'a\\x1f'
    """
    import polars as pl

    parts = [pl.col(one).cast(pl.String).fill_null("") for one in columns]
    return table.select(pl.concat_str(parts, separator=FIELD).alias("text"))["text"]
