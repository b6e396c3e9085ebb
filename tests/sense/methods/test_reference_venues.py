"""Venues of references: looked up among the works, those not found counted and named."""

import polars as pl

from xiandao.sense.methods.reference_venues import reference_venues


def test_each_reference_becomes_the_venue_of_its_work():
    rows = {
        "id": [1, 2, 3, 2],
        "references": [[2, 3, 9], None, [2, 2], []],
        "venue": ["A", "B", " ", "C"],
    }
    found = reference_venues(pl.DataFrame(rows))
    assert found.table["references"].to_list() == [["B"], [], ["B", "B"], []]
    assert (found.references, found.unknown, found.examples) == (5, 2, ("3", "9"))
    assert found.lines()[1] == "  查不到来源刊物的参考文献：2条，不计。例如：3、9"


def test_the_other_columns_stay_as_they_are():
    frame = pl.DataFrame({"venue": ["A"], "year": [2020], "refs": [["x"]], "key": ["x"]})
    found = reference_venues(frame, id="key", references="refs").table
    assert found.columns == frame.columns
    assert found["venue"].to_list() == ["A"]
    assert found["refs"].to_list() == [["A"]]
