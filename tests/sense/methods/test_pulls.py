"""Contributions add up, exactly as printed and as computed."""

from fractions import Fraction

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from xiandao.sense.methods.pulls import adding_up, pulls

PARTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=12)


def parts_of(pairs):
    rows = [
        (f"u{place:02d}", float(value), float(base)) for place, (value, base) in enumerate(pairs)
    ]
    return pl.DataFrame(rows, schema=["unit", "value", "base"], orient="row")


@given(PARTS)
def test_printed_points_add_up_to_the_printed_growth_of_the_total(pairs):
    found = pulls(parts_of(pairs), "unit")
    change = Fraction(sum(value - base for value, base in pairs), sum(base for _, base in pairs))
    hundredths = sum(round(one.points * 100) for one in found)
    assert abs(hundredths - change * 10_000) <= Fraction(1, 2) + Fraction(1, 1000)
    assert sum(one.change for one in found) == sum(value - base for value, base in pairs)


@given(PARTS)
def test_no_point_is_further_from_its_part_than_a_hundredth(pairs):
    base = sum(one for _, one in pairs)
    for place, (value, own) in enumerate(pairs):
        found = {one.name: one.points for one in pulls(parts_of(pairs), "unit")}
        assert abs(found[f"u{place:02d}"] - (value - own) / base * 100) < 0.0101


def test_the_strongest_fall_comes_first():
    found = pulls(parts_of([(100, 100), (50, 100), (130, 100)]), "unit")
    assert [(one.name, one.points) for one in found] == [
        ("u01", -16.67),
        ("u00", 0.0),
        ("u02", 10.0),
    ]


def test_a_base_of_nothing_has_no_points():
    assert pulls(parts_of([(5, 0)]), "unit") == ()
    assert pulls(parts_of([]).cast({"value": pl.Float64, "base": pl.Float64}), "unit") == ()


def test_whole_hundredths_stay_as_they_are():
    assert adding_up([1.25, -0.25]) == [1.25, -0.25]
