"""Cuts of a table: every unit stands at exactly one place, and the places add up to one total."""

import polars as pl
import pytest

from xiandao.statistics.methods.disclosure_table import TOTAL
from xiandao.statistics.queries.dimensions import DIMENSIONS, cuts, labels
from xiandao.terms.error import XiandaoError


def units(**changes):
    row = {
        "unit": "u", "region": "990101", "zone": "Z-A", "industry": "quantum", "group": None,
        "size": "above",
    }  # fmt: skip
    return pl.DataFrame([row | changes], schema=dict.fromkeys(row, pl.String))


@pytest.mark.parametrize(
    ("name", "changes", "place"),
    [
        ("city", {}, "990100"),
        ("city", {"region": "880101"}, "_U"),
        ("county", {}, "990101"),
        ("county", {"region": "990200"}, "990200_U"),
        ("county", {"region": None}, "_U"),
        ("zone", {}, "Z-A"),
        ("zone", {"zone": None}, "_Z"),
        ("industry", {}, "quantum"),
        ("industry", {"industry": "steel"}, "_U"),
        ("group", {"industry": None}, "_U"),
    ],
)
def test_every_unit_has_a_place_on_every_axis(world, name, changes, place):
    found = cuts(units(**changes), name, "", world.top)
    column = DIMENSIONS[name][0]
    assert found.units[column].to_list() == [place]
    assert place in found.axes[0].nodes[: found.axes[0].leaves]
    assert found.axes[0].total == TOTAL


def test_every_code_that_a_table_may_have_has_a_name(world):
    names = labels(world.top)
    for name, (dimension, _label) in DIMENSIONS.items():
        for region in ("990101", "990200", None):
            for code in cuts(units(region=region), name, "", world.top).axes[0].nodes:
                assert code in names[dimension], (name, code)


def test_rows_and_columns_of_one_dimension_are_refused(world):
    with pytest.raises(XiandaoError) as caught:
        cuts(units(), "industry", "group", world.top)
    assert caught.value.code == "STA-431"
