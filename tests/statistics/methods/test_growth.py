"""Growth on the same scope: new and gone units do not count as growth, reported prior figures go first."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiandao.statistics.methods.growth import (
    contributions,
    cumulate,
    same_period,
    sequential,
)

AMOUNT = st.none() | st.integers(-100, 1000).map(float)


def filings(column, values):
    units = [f"u{number}" for number in range(len(values))]
    return pl.DataFrame({"unit": units, column: pl.Series(values, dtype=pl.Float64)})


@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=10))
def test_growth_equals_a_count_by_hand_over_comparable_units(rows):
    now = filings("r13", [row[0] for row in rows]).with_columns(
        r13__ly=pl.Series([row[1] for row in rows], dtype=pl.Float64)
    )
    before = filings("r13", [row[2] for row in rows])
    found = same_period(now, "r13", previous=before).row(0, named=True)
    pairs = [
        (value, reported if reported is not None else old)
        for value, reported, old in rows
        if value is not None and (reported is not None or old is not None)
    ]
    base = sum(old for _, old in pairs)
    assert (found["scope"], found["base"]) == (len(pairs), base)
    if base:
        growth = (sum(value for value, _ in pairs) - base) / abs(base) * 100
        assert found["growth"] == pytest.approx(growth)
    else:
        assert found["growth"] is None


def test_a_growing_sample_is_not_growth():
    now = pl.DataFrame({"unit": ["a", "new"], "r13": [100.0, 900.0]})
    before = pl.DataFrame({"unit": ["a", "gone"], "r13": [100.0, 1.0]})
    found = same_period(now, "r13", previous=before).row(0, named=True)
    assert (found["value"], found["growth"], found["scope"], found["units"]) == (1000.0, 0.0, 1, 2)


@pytest.mark.parametrize(
    ("reported", "before", "rule"),
    [
        ([50.0, 50.0], None, "reported"),
        ([50.0, None], [50.0, 50.0], "mixed"),
        ([None, None], [50.0, 50.0], "matched"),
        ([None, None], None, "none"),
    ],
)
def test_the_rule_that_was_used_is_told(reported, before, rule):
    now = filings("r13", [60.0, 60.0]).with_columns(r13__ly=pl.Series(reported, dtype=pl.Float64))
    earlier = filings("r13", before) if before else None
    assert same_period(now, "r13", previous=earlier)["rule"].to_list() == [rule]


def test_a_reported_prior_figure_goes_before_the_old_return():
    now = pl.DataFrame({"unit": ["a"], "r13": [120.0], "r13__ly": [100.0]})
    before = pl.DataFrame({"unit": ["a"], "r13": [60.0]})
    assert same_period(now, "r13", previous=before)["growth"].to_list() == [20.0]
    assert sequential(now, "r13", previous=before)["growth"].to_list() == [100.0]


def test_groups_have_a_row_each():
    now = filings("r13", [10.0, 20.0, 30.0]).with_columns(city=pl.Series(["B", "A", "B"]))
    before = filings("r13", [10.0, 10.0, 10.0])
    found = same_period(now, "r13", previous=before, by=["city"])
    assert found.select("city", "growth").rows() == [("A", 100.0), ("B", 100.0)]


def test_a_loss_that_shrinks_is_growth_and_not_a_fall():
    now, before = filings("r65", [-50.0]), filings("r65", [-100.0])
    assert same_period(now, "r65", previous=before)["growth"].to_list() == [50.0]


def months(values):
    return pl.DataFrame(
        {
            "unit": ["a"] * len(values),
            "period": list(values),
            "r13": pl.Series(list(values.values()), dtype=pl.Float64),
            "r01": [5.0] * len(values),
        }
    )


def test_flows_add_up_from_january_and_stocks_stay():
    frame = months({"2025-12": 9.0, "2026-01": 1.0, "2026-02": 2.0, "2026-03": 4.0})
    rows = cumulate(frame.reverse(), ["r13", "r01"], stocks=["r01"]).rows()
    assert rows[1:] == [
        ("a", "2026-01", 1.0, 5.0), ("a", "2026M01-02", 3.0, 5.0), ("a", "2026M01-03", 7.0, 5.0),
    ]  # fmt: skip
    # December alone is not January to December.
    assert rows[0] == ("a", "2025M01-12", None, 5.0)


@pytest.mark.parametrize(
    "hole", [{"2026-01": 1.0, "2026-02": None, "2026-03": 4.0}, {"2026-01": 1.0, "2026-03": 4.0}]
)
def test_a_month_left_out_leaves_no_cumulation(hole):
    assert cumulate(months(hole), ["r13"])["r13"].to_list()[-1] is None


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(1, 999)), min_size=1, max_size=8))
def test_pulls_add_up_to_the_growth_and_shares_to_a_hundred(rows):
    parts = pl.DataFrame(
        {"part": range(len(rows)), "value": [float(a) for a, _ in rows], "base": [float(b) for _, b in rows]}
    )  # fmt: skip
    found = contributions(parts, "part")
    value, base = parts["value"].sum(), parts["base"].sum()
    assert found["pull"].sum() == pytest.approx((value - base) / base * 100, abs=1e-9)
    if value != base:
        assert found["share"].sum() == pytest.approx(100)
    else:
        assert found["share"].null_count() == len(rows)
