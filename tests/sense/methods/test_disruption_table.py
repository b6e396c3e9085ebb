"""The disruption index as a table expression: the counts of the array form, whole or one year of works at a time."""

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sense.methods.small_graphs import edges, nodes
from xiandao.sense.methods.citation_graph import citation_graph
from xiandao.sense.methods.disruption import disruption
from xiandao.sense.methods.disruption_table import disruption_table

YEARS = st.one_of(st.none(), st.integers(1998, 2005))
COUNTS = ["id", "n_f", "n_b", "n_r"]


@pytest.fixture(scope="module")
def engine():
    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()


def tables(works, pairs):
    return ibis.memtable(works.to_arrow()), ibis.memtable(pairs.to_arrow())


def asked(engine, expression):
    return pl.DataFrame(pl.from_arrow(engine.to_pyarrow(expression))).sort("id")


@pytest.mark.slow
@settings(max_examples=12)
@given(
    st.lists(YEARS, min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=60),
    st.integers(1, 5),
)
def test_counts_and_ratios_are_those_of_the_array_form(years, pairs, window):
    works = nodes(dict(enumerate(years))).with_columns(pl.col("year").cast(pl.Int64))
    links = edges(pairs).cast(pl.Int64)
    frame = disruption(citation_graph(works, links), window=window).frame()
    wanted = frame.filter(works["year"].is_not_null()).sort("id")
    connection = ibis.duckdb.connect()
    found = asked(connection, disruption_table(*tables(works, links), window=window))
    connection.disconnect()
    assert found.select(COUNTS).rows() == wanted.select(COUNTS).rows()
    assert found["cd"].to_list() == pytest.approx(wanted["cd"].to_list(), nan_ok=True)
    assert found["cd_nok"].to_list() == pytest.approx(wanted["cd_nok"].to_list(), nan_ok=True)


@pytest.mark.slow
def test_cohorts_of_the_acl_network_together_give_the_counts_of_the_array_form(shared, engine):
    works = pl.read_parquet(shared / "data/citations/nodes.parquet").select("id", "year")
    pairs = pl.read_parquet(shared / "data/citations/edges.parquet")
    wanted = disruption(citation_graph(works, pairs)).frame().sort("id")
    whole = asked(engine, disruption_table(*tables(works, pairs)))
    assert whole.select(COUNTS).rows() == wanted.select(COUNTS).rows()
    assert whole["cd"].to_list() == wanted["cd"].to_list()
    cohorts = [(1900, 1995), (1996, 2000), *((year, year) for year in range(2001, 2013))]
    parts = [asked(engine, disruption_table(*tables(works, pairs), focal=one)) for one in cohorts]
    assert pl.concat(parts).sort("id").equals(whole)


def test_the_same_expression_becomes_sql_for_spark_with_joins_on_equal_keys_alone():
    works = ibis.table({"id": "int64", "year": "int64"}, name="nodes")
    pairs = ibis.table({"citing": "int64", "cited": "int64"}, name="edges")
    text = str(ibis.to_sql(disruption_table(works, pairs, focal=(2000, 2000)), dialect="pyspark"))
    conditions = [line.strip() for line in text.splitlines() if line.strip().startswith("ON ")]
    assert len(conditions) == text.count("JOIN ")
    assert all(" = " in line and "<" not in line and ">" not in line for line in conditions)
