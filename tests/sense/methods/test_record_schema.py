"""The shape of the lake."""

import pyarrow as pa
import pytest

from xiandao.sense.methods.record_schema import ALWAYS, COLUMNS, LISTS, record_schema, record_table


def test_the_lake_has_one_shape():
    schema = record_schema()
    assert schema.names == list(COLUMNS)
    assert {one.name for one in schema if not one.nullable} == ALWAYS
    assert all(schema.field(one).type == pa.list_(pa.string()) for one in LISTS)


def test_a_year_that_is_none_stays_none_and_one_that_does_not_fit_is_refused():
    one = (
        dict.fromkeys(COLUMNS)
        | {one: [] for one in LISTS}
        | {"id": "a:1", "source": "a", "kind": "patent"}
    )
    one |= {"title": "", "batch": "b", "row": 1}
    assert record_table([one])["year"].to_pylist() == [None]
    with pytest.raises(pa.ArrowInvalid):
        record_table([one | {"year": 1 << 20}])
