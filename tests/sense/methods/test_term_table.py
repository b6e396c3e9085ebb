"""Term counts as one table expression: the counts of the kernels, on an engine."""

import ibis
import numpy as np
import polars as pl
import pytest

from xiandao.sense.methods.term_counts import fields_joined, term_counts
from xiandao.sense.methods.term_table import term_table
from xiandao.terms.error import InputError


def by_engine(papers: pl.DataFrame, **told) -> list:
    expression = term_table(ibis.memtable(papers), **told)
    return sorted(map(tuple, expression.to_pyarrow().to_pandas().itertuples(index=False)))


def by_kernels(papers: pl.DataFrame, *, text, **told) -> list:
    years = papers["year"].fill_null(-1).to_numpy()
    return sorted(term_counts(fields_joined(papers, text), years, han=False, **told).rows())


@pytest.mark.parametrize("longest", [1, 2, 3])
def test_counts_equal_those_of_the_kernels(longest):
    chance = np.random.default_rng(longest)
    words = np.array(["Deep", "a", "nets", "café", "量子", "x_1", "II", "-", "\n", "I.", "ﬁn"])
    rows = [" ".join(chance.choice(words, chance.integers(0, 9))) for _ in range(80)]
    years = [None if n % 11 == 0 else 2000 + n % 3 for n in range(80)]
    papers = pl.DataFrame({"id": range(80), "year": years, "title": rows, "abstract": rows[::-1]})
    papers = papers.with_columns(pl.when(pl.col("id") % 7 > 0).then("abstract").alias("abstract"))
    told = {"text": ["title", "abstract"], "min_df": 3, "longest": longest}
    assert by_engine(papers, **told) == by_kernels(papers, **told)


@pytest.mark.slow
def test_counts_of_real_abstracts_equal_those_of_the_kernels(shared):
    papers = pl.read_parquet(shared / "data/papers/arxiv_sample.parquet", n_rows=3000)
    papers = papers.select(pl.int_range(pl.len()).alias("id"), "year", "abstract")
    told = {"text": ["abstract"], "min_df": 5}
    assert by_engine(papers, **told) == by_kernels(papers, **told)


def test_the_same_expression_becomes_sql_for_spark():
    papers = ibis.table({"id": "int64", "year": "int64", "title": "string"}, name="papers")
    told = str(ibis.to_sql(term_table(papers, text=["title"]), dialect="pyspark"))
    assert "POSEXPLODE" in told.upper()


def test_a_least_number_below_one_is_refused():
    with pytest.raises(InputError, match="最少篇数"):
        term_table(None, min_df=0)
