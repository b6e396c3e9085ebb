"""Document frequencies of terms by year: words, pairs and triples of words, n-grams inside runs of Han characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xiandao.sense.methods.text_bytes import text_bytes
from xiandao.sense.methods.tokens import FIELD, HAN_PATTERN, Reading, free_text, is_word
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

# Places of the stream that one share of the keys may come from; a table of entries stays below 200 MB.
PLACES_A_SHARE: Final = 16_000_000
LONGEST: Final = 3
LEAST_LETTERS: Final = 2
# Three words, each by its place in the alphabet, fit into one number of 63 bits.
BITS_A_WORD: Final = 21
# From this share of documents on that hold Han characters, a corpus is read as one of Chinese.
HAN_SHARE: Final = 0.1


@dataclass(frozen=True)
class Vocabulary:
    """The terms found in texts and where they are.

    Attributes:
        terms: the terms, words first, then pairs, then triples.
        df: per term, the number of counted texts that contain it.
        levels: per length of term the stream of numbers into ``terms``; −1 where nothing frequent begins.
        begins: where each text begins in the streams.
        offsets: where the terms of each length begin, and where the last end.
        order: the terms in alphabetical order.
    """

    terms: pl.Series
    df: NDArray[Any]
    levels: tuple[NDArray[Any], ...]
    begins: NDArray[Any]
    offsets: tuple[int, ...]
    order: NDArray[Any]


def term_counts(
    texts: pl.Series, years: NDArray[Any], *, min_df: int = 5, longest: int = LONGEST,
    han: bool | None = None,
) -> pl.DataFrame:  # fmt: skip
    r"""Count for every term and year in how many documents the term occurs.

    A word is two or more letters (``\b\w\w+\b``, lower case); a term is one to ``longest`` words in
    a row. In a run of Han characters, where these are split, a term is two to ``longest`` characters.

    Args:
        texts: one text per document; an empty one counts nothing. Fields joined by U+001F are kept apart.
        years: year of each document; a negative one means that it is not known, such a document is left out.
        min_df: documents, in all years together, that a term is found in at least.
        longest: words in the longest term.
        han: whether runs of Han characters are split; left out, they are where a tenth of the documents have any.

    Returns:
        Columns ``term``, ``year``, ``df``; only years in which the term occurs; sorted by term and year.

    Raises:
        InputError: ``SEN-020`` a parameter is out of range.

    Source: a-priori pruning, Agrawal & Srikant, VLDB 1994; words as in scikit-learn's ``CountVectorizer``.

    >>> import polars as pl
    >>> texts = pl.Series(["deep learning", "Deep learning works", "量子计算"])
    >>> found = term_counts(texts, np.array([2020, 2021, 2021]), min_df=2)
    >>> found.rows()[:3]
    [('deep', 2020, 1), ('deep', 2021, 1), ('deep learning', 2020, 1)]
    """
    import polars as pl

    from xiandao.sense.methods.term_counts_kernel import by_rank, counts_by_row

    known = np.unique(years[years >= 0])
    row = np.where(years >= 0, np.searchsorted(known, years), -1).astype(np.int32)
    if (row < 0).any():
        texts = texts.set(pl.Series(row < 0), "")
    reading = free_text(split=is_han(texts) if han is None else han)
    found = vocabulary(texts, reading, counted=len(texts), min_df=min_df, longest=longest)
    in_order = np.flatnonzero(row >= 0)
    in_order = in_order[np.argsort(row[in_order], kind="stable")]
    parts = [
        counts_by_row(level, found.begins, in_order, row, low, high)
        for level, low, high in zip(found.levels, found.offsets, found.offsets[1:], strict=False)
    ]
    term, year, df = (np.concatenate(column) for column in zip(*parts, strict=True))
    rank = np.empty(len(found.order), np.int32)
    rank[found.order] = np.arange(len(found.order), dtype=np.int32)
    # Each term comes in the order of its years already.
    order = by_rank(term, rank)
    return pl.DataFrame(
        {
            "term": found.terms.gather(pl.Series(term[order], dtype=pl.UInt32)),
            "year": known[year[order]].astype(np.int32),
            "df": df[order],
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

    from xiandao.sense.methods.term_counts_kernel import single_counts
    from xiandao.sense.methods.word_kernel import stream

    if min_df < 1 or not 1 <= longest <= LONGEST:
        raise InputError("SEN-020", "最少篇数或词组长度不对", f"最少篇数从1起，长度从1到{LONGEST}")
    data, starts = text_bytes(texts.cast(pl.String).str.to_lowercase())
    found, begins, words = stream(data, starts, reading.classes, LEAST_LETTERS, reading.strict)
    if reading.strict and len(words):
        names = names_of(data, words, np.arange(len(words))[:, None])
        fine = np.array([is_word(name) for name in names], bool)
        found = np.where((found >= 0) & fine[found], found, -1)
    counts = single_counts(found, begins, len(words), counted)
    kept = np.flatnonzero(counts >= min_df)
    new = np.full(len(words) + 1, -1, np.int32)
    new[kept] = np.arange(len(kept))
    level = new[found]
    del found
    return joined_terms(data, words[kept], counts[kept], level, begins, (counted, min_df, longest))


def joined_terms(
    data: NDArray[Any], words: NDArray[Any], df: NDArray[Any], level: NDArray[Any],
    begins: NDArray[Any], limits: tuple[int, int, int],
) -> Vocabulary:  # fmt: skip
    """Add pairs and triples to the words; leave out single Han characters, which are not terms."""
    counted, min_df, longest = limits
    alphabet = np.arange(len(words))[:, None]
    spelling, counts, levels = [alphabet], [df], [level]
    for _ in range(2, longest + 1):
        at, sides, found = frequent_pairs(levels[-1], begins, counted, min_df)
        # A pair of longer terms overlaps: what it adds is the last word of the second.
        last = spelling[-1][sides[:, 1], -1:]
        spelling.append(np.concatenate((spelling[-1][sides[:, 0]], last), axis=1))
        counts.append(found)
        levels.append(at)
    rows = np.full((sum(map(len, spelling)), longest), -1, np.int64)
    offsets = np.cumsum([0, *map(len, spelling)])
    for begin, some in zip(offsets, spelling, strict=False):
        rows[begin : begin + len(some), : some.shape[1]] = some
    keep = np.ones(len(rows) + 1, bool)
    keep[: len(words)] = words[:, 1] > 0
    keep[-1] = False
    new = np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)
    levels = [
        new[np.where(at >= 0, at + begin, -1)] if begin or not keep[: len(words)].all() else at
        for begin, at in zip(offsets, levels, strict=False)
    ]
    rows = rows[keep[:-1]]
    return Vocabulary(
        names_of(data, words, rows), np.concatenate(counts)[keep[:-1]], tuple(levels), begins,
        tuple(int(keep[:end].sum()) for end in offsets), alphabetical(data, words, rows),
    )  # fmt: skip


def frequent_pairs(
    level: NDArray[Any], begins: NDArray[Any], counted: int, min_df: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return per place the number of the frequent pair, then per pair its two sides and its df."""
    from xiandao.sense.methods.term_counts_kernel import frequent, pair_counts, renumber

    shares = max(1, -(-len(level) // PLACES_A_SHARE))
    into = np.full(len(level), -1, np.int32)
    every: list[tuple[NDArray[Any], NDArray[Any]]] = []
    places = int(((level[:-1] >= 0) & (level[1:] >= 0)).sum())
    offset, bits = 0, max(10, (places // shares).bit_length())
    for share in range(shares):
        while True:
            table = np.zeros((1 << bits, 2), np.uint64)
            at, enough = pair_counts(level, begins, counted, share, shares, table)
            if enough:
                break
            bits += 1
        slots, sides, texts = frequent(table, min_df)
        new = np.full(len(table), -1, np.int32)
        new[slots] = np.arange(offset, offset + len(slots))
        renumber(at, new, into)
        every.append((sides, texts))
        offset += len(slots)
        del table, at, new
    return (
        into, np.concatenate([one for one, _ in every]), np.concatenate([one for _, one in every]),
    )  # fmt: skip


def names_of(data: NDArray[Any], words: NDArray[Any], rows: NDArray[Any]) -> pl.Series:
    """Return how terms are spelled that consist of the words of each row, −1 where there are fewer."""
    import polars as pl
    import pyarrow as pa

    from xiandao.sense.methods.term_counts_kernel import spelled

    written, begins = spelled(data, words, rows, np.arange(len(rows)))
    array = pa.LargeStringArray.from_buffers(len(rows), pa.py_buffer(begins), pa.py_buffer(written))
    return pl.Series("term", pl.from_arrow(array), dtype=pl.String)


def alphabetical(data: NDArray[Any], words: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any]:
    """Return the rows in the order of their spelling, for which the order of the words is enough."""
    names = names_of(data, words, np.arange(len(words))[:, None])
    rank = np.zeros(len(words) + 1, np.int64)
    rank[names.arg_sort().to_numpy()] = np.arange(1, len(words) + 1)
    keys = rank[rows]
    if len(words) < 1 << BITS_A_WORD and rows.shape[1] <= LONGEST:
        places = np.int64(1) << (BITS_A_WORD * np.arange(rows.shape[1])[::-1])
        return np.argsort(keys @ places, kind="stable")
    return np.lexsort(keys.T[::-1])


def is_han(texts: pl.Series) -> bool:
    """Return whether at least a tenth of the texts that are not empty hold Han characters.

    >>> import polars as pl
    >>> is_han(pl.Series(["量子 chip", "", "chip"])), is_han(pl.Series(["chip"]))
    (True, False)
    """
    filled = texts.drop_nulls()
    filled = filled.filter(filled != "")
    # Only what is not plain ASCII needs a look.
    other = filled.filter(filled.str.len_bytes() != filled.str.len_chars())
    return bool(len(filled)) and other.str.contains(HAN_PATTERN).sum() >= HAN_SHARE * len(filled)


def fields_joined(table: pl.DataFrame, columns: list[str]) -> pl.Series:
    """Return the fields of each document as one text whose parts do not touch.

    >>> import polars as pl
    >>> fields_joined(pl.DataFrame({"title": ["a"], "abstract": [None]}), ["title", "abstract"])[0]
    'a\\x1f'
    """
    import polars as pl

    parts = [pl.col(one).cast(pl.String).fill_null("") for one in columns]
    return table.select(pl.concat_str(parts, separator=FIELD).alias("text"))["text"]
