"""Between two releases of one measure lie the units that were revised, came or went, and nobody else."""

import polars as pl
import pytest

from xiandao.statistics.methods.disclosure_table import Axis, magnitudes
from xiandao.statistics.methods.disclosure_versions import between

CITY = Axis.flat("city", ["x", "y"])
SIZE = Axis.flat("size", ["big", "small"])


def table(rows, *, axes=(CITY,), measure="r1", **about):
    frame = pl.DataFrame(rows, schema=["unit", "city", "size", "r1"], orient="row")
    return magnitudes(frame, list(axes), measure=measure, value="r1", **about)


FIRST = [("a", "x", "big", 3.0), ("b", "y", "small", 4.0), ("c", "y", "big", 5.0)]


def found(rows, before=FIRST, **about):
    between_them = between(table(rows, version="2", **about), table(before))
    return dict(zip(between_them.unit.to_list(), between_them.value.tolist(), strict=True))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([FIRST[0], FIRST[1], ("c", "y", "big", 9.0)], {"c": 4.0}),
        (FIRST[:2], {"c": -5.0}),
        ([*FIRST, ("d", "x", "small", 1.0)], {"d": 1.0}),
        (FIRST, {}),
    ],
    ids=["revised", "gone", "new", "alike"],
)
def test_the_difference_is_made_of_the_units_that_changed(rows, expected):
    assert found(rows) == expected


def test_a_unit_that_moved_stands_in_both_places():
    moved = between(table([("a", "y", "big", 3.0), *FIRST[1:]], version="2"), table(FIRST))
    assert sorted(zip(moved.place[0].tolist(), moved.value.tolist(), strict=True)) == [
        (0, -3.0),
        (1, 3.0),
    ]


def test_only_axes_that_both_tables_have_are_kept():
    revised = [FIRST[0], FIRST[1], ("c", "y", "big", 9.0)]
    one = between(table(revised, axes=(CITY, SIZE), version="2"), table(FIRST))
    assert [axis.name for axis in one.axes] == ["city"]
    none = between(table(revised, axes=(SIZE,), version="2"), table(FIRST))
    assert [axis.name for axis in none.axes] == [""]
    assert none.value.tolist() == [4.0]


def test_other_measures_and_the_same_version_have_no_difference():
    assert between(table(FIRST, measure="r2", version="2"), table(FIRST)) is None
    assert between(table(FIRST), table(FIRST)) is None
