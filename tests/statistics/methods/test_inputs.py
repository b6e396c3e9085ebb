"""Values from elsewhere: the right period, the right form, nothing made up where there is none."""

import polars as pl
import pytest

from xiandao.statistics.methods.expression_nodes import Value
from xiandao.statistics.methods.inputs import gathered, sources_of
from xiandao.statistics.methods.inputs_frame import gathered_frame
from xiandao.terms.period import Period


@pytest.mark.parametrize(
    ("value", "period", "codes"),
    [
        (Value("r1", "lag", 1), "2026-01", ["2025-12"]),
        (Value("r1", "lag", 4), "2026Q1", ["2025Q1"]),
        (Value("r1", "lag", 1), "2026", ["2025"]),
        (Value("r1", "before"), "2026-06", ["2025-06"]),
        (Value("r1", "earlier"), "2026-06", ["2026-05"]),
        (Value("r1", "earlier"), "2026-01", []),
        (Value("r1", "earlier"), "2026", []),
        (Value("r1", "ytd"), "2026Q3", ["2026Q3", "2026Q2", "2026Q1"]),
    ],
)
def test_each_value_is_read_from_its_periods(value, period, codes):
    assert [source.code for source in sources_of(value, Period.parse(period))] == codes


def test_a_gap_in_the_history_is_not_bridged():
    history = [("2026-03", {"r1": 3}), ("2026-05", {"r1": 5})]
    wanted = [Value("r1", "lag", 1), Value("r1", "lag", 2), Value("r1", "ytd")]
    found = gathered(wanted, {"r1": 6}, period=Period.parse("2026-06"), history=history)
    assert (found["r1__lag1"], found["r1__lag2"], found["r1__ytd"]) == (5, None, None)


def test_another_form_is_read_where_its_period_ends_on_the_same_day():
    frame = pl.DataFrame({"unit": ["a", "a"], "period": ["2026-12", "2026-11"], "r1": [1.0, 2.0]})
    yearly = pl.DataFrame({"unit": ["a", "b"], "period": ["2026", "2026"], "r7": [7.0, 8.0]})
    found = gathered_frame([Value("r7", "of", form="607-2")], frame, others={"607-2": yearly})
    assert found["607-2:r7"].to_list() == [7.0, None]


def test_the_table_keeps_its_rows_and_prefers_its_own_returns_to_the_history():
    frame = pl.DataFrame(
        {
            "unit": ["b", "a", "a"],
            "period": ["2026-02", "2026-02", "2026-01"],
            "r1": [1.0, 2.0, 3.0],
        }
    )
    history = pl.DataFrame({"unit": ["a", "b"], "period": ["2026-01", "2026-01"], "r1": [9.0, 4.0]})
    found = gathered_frame([Value("r1", "lag", 1)], frame, history=history)
    assert found["unit"].to_list() == ["b", "a", "a"]
    assert found["r1__lag1"].to_list() == [4.0, 3.0, None]
