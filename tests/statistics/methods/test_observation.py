"""The observation table: equal to a count by hand, additive over regions, as then and as now, wherever the filings are."""

import sqlite3
from contextlib import closing
from datetime import date

import duckdb
import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.statistics.methods import indicator
from xiandao.statistics.methods.indicators_formula import compute
from xiandao.statistics.methods.observation import COLUMNS, Basis, Cut, observations
from xiandao.statistics.methods.observation_membership import overlapping
from xiandao.statistics.queries import lake
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period

JUNE, JULY = Period.parse("2026-06"), Period.parse("2026-07")
INTENSITY, INCOME = (indicator.shipped()[code] for code in ("RD_INTENSITY", "TOTAL_INCOME"))
REGIONS = ("990101", "990102", "990201", "990100", None)
AMOUNT = st.none() | st.integers(-50, 1000).map(float)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(REGIONS), st.sampled_from(["Z1", None]), st.sampled_from(["q", "g", None]),
        st.sampled_from(["2026-06", "2026-07"]), AMOUNT, AMOUNT, st.sampled_from([None, "I"]),
    ), min_size=1, max_size=14,
)  # fmt: skip


def frames(rows):
    units = [f"u{number}" for number in range(len(rows))]
    filings = pl.DataFrame(
        {
            "unit": units,
            "period": [row[3] for row in rows],
            "r13": pl.Series([row[4] for row in rows], dtype=pl.Float64),
            "r155": pl.Series([row[5] for row in rows], dtype=pl.Float64),
            "r13__flag": pl.Series([row[6] for row in rows], dtype=pl.String),
        }
    )
    places = {
        name: pl.Series([row[number] for row in rows], dtype=pl.String)
        for number, name in enumerate(("region", "zone", "industry"))
    }
    return filings, pl.DataFrame({"unit": units} | places)


def asked(filings, members, indicators, cuts, *, periods=(JUNE, JULY), basis=None):
    table = observations(
        lake.unbound("filings", filings), lake.unbound("members", members), indicators,
        periods=periods, cuts=cuts, basis=basis,
    )  # fmt: skip
    return lake.answer(table, {"filings": filings, "members": members})


def cells(frame, *names):
    return {tuple(row[name] for name in names): row for row in frame.to_dicts()}


def county(code):
    if code is None:
        return "_U"
    return f"{code}_U" if code.endswith("00") else code


@pytest.mark.slow
@settings(max_examples=25)
@given(ROWS)
def test_every_cell_equals_the_formula_over_its_filings(rows):
    filings, members = frames(rows)
    found = asked(filings, members, [INTENSITY, INCOME], [Cut("county", industry=True, zone=True)])
    expected = {}
    for row in rows:
        for one in (INTENSITY, INCOME):
            key = (one.code, county(row[0]), row[2] or "_U", row[1] or "_Z", row[3])
            expected.setdefault(key, []).append({"r13": row[4], "r155": row[5]})
    table = cells(found, "indicator", "region", "industry", "zone", "period")
    assert set(table) == set(expected)
    for key, filed in expected.items():
        one = indicator.shipped()[key[0]]
        value = compute(one.parsed, filed)
        assert table[key]["value"] == (None if value is None else pytest.approx(value))
        whole = [f for f in filed if all(f[name] is not None for name in one.parsed.names)]
        assert table[key]["n"] == len(whole)


@pytest.mark.slow
@settings(max_examples=25)
@given(ROWS)
def test_the_counties_of_a_city_add_up_to_it_and_the_cities_to_the_total(rows):
    filings, members = frames(rows)
    found = asked(filings, members, [INCOME], [Cut("county"), Cut("city"), Cut()], periods=[JUNE])
    values = {row["region"]: row["value"] or 0.0 for row in found.to_dicts()}
    total = values.pop("_T", 0.0)
    cities = {code: value for code, value in values.items() if code.endswith("00")}
    for code, value in cities.items():
        parts = sum(v for c, v in values.items() if c not in cities and c.startswith(code[:4]))
        assert value == pytest.approx(parts)
    # Units without a region stand once in the table by county and once in that by city.
    unknown = values.get("_U", 0.0)
    assert found.filter(region="_U").height in (0, 2)
    assert total == pytest.approx(sum(cities.values()) + unknown)


def test_the_order_of_the_rows_does_not_matter():
    rows = [(region, "Z1", "q", "2026-06", 10.0, 3.0, None) for region in REGIONS]
    filings, members = frames(rows)
    cuts = [Cut("city", industry=True)]
    once = asked(filings, members, [INTENSITY], cuts).sort("region")
    again = asked(filings.reverse(), members.reverse(), [INTENSITY], cuts).sort("region")
    assert once.equals(again)


MOVED = pl.DataFrame(
    {
        "unit": ["a", "a", "b"],
        "region": ["990101", "990201", "990101"],
        "zone": ["Z1", "Z2", "Z1"],
        "industry": ["q", "q", "q"],
        "valid_from": [date(2020, 1, 1), date(2026, 7, 1), date(2020, 1, 1)],
        "valid_to": [date(2026, 6, 30), None, date(2026, 7, 15)],
    }
)
BOTH_MONTHS = pl.DataFrame(
    {"unit": ["a", "b", "a", "b"], "period": ["2026-06"] * 2 + ["2026-07"] * 2, "r13": [1e5, 2e5, 3e5, 4e5]}
)  # fmt: skip


def test_as_then_a_unit_counts_where_it_was_on_the_last_day_of_each_period():
    found = asked(BOTH_MONTHS, MOVED, [INCOME], [Cut("county")])
    values = {key: row["value"] for key, row in cells(found, "region", "period").items()}
    # b closed on 15 July; what it filed for July counts where it was.
    assert values == {
        ("990101", "2026-06"): 3.0, ("990201", "2026-07"): 3.0, ("990101", "2026-07"): 4.0,
    }  # fmt: skip


def test_as_now_all_periods_follow_the_place_of_today_and_a_closed_unit_keeps_its_last():
    found = asked(BOTH_MONTHS, MOVED, [INCOME], [Cut("county")], basis=Basis(now=date(2026, 8, 1)))
    values = {key: row["value"] for key, row in cells(found, "region", "period").items()}
    assert values == {
        ("990201", "2026-06"): 1.0, ("990201", "2026-07"): 3.0,
        ("990101", "2026-06"): 2.0, ("990101", "2026-07"): 4.0,
    }  # fmt: skip


def test_as_now_an_abolished_county_counts_for_its_successor():
    basis = Basis(now=date(2026, 8, 1), successors={"990101": "990105"})
    found = asked(BOTH_MONTHS, MOVED, [INCOME], [Cut("county")], basis=basis)
    assert set(found["region"]) == {"990105", "990201"}


def test_memberships_that_overlap_are_found_and_count_nothing_twice():
    double = MOVED.with_columns(valid_to=pl.lit(None, pl.Date))
    found = asked(BOTH_MONTHS, double, [INCOME], [Cut()])
    assert sorted(found["value"]) == [3.0, 7.0]
    table = overlapping(lake.unbound("members", double))
    assert lake.answer(table, {"members": double})["region"].to_list() == ["990201"]
    clean = lake.answer(overlapping(lake.unbound("members", MOVED)), {"members": MOVED})
    assert clean.height == 0


def test_growth_compares_only_filings_that_give_both_figures():
    filings = pl.DataFrame(
        {
            "unit": ["a", "b", "c"], "period": ["2026-06"] * 3,
            "r13": [110.0, 50.0, 900.0], "r13__ly": [100.0, 60.0, None],
            "r155": [11.0, 10.0, 9.0], "r155__ly": [5.0, 3.0, 1.0],
        }
    )  # fmt: skip
    _, members = frames([("990101", None, "q", "2026-06", None, None, None)] * 3)
    found = asked(filings, members.with_columns(unit=filings["unit"]), [INCOME, INTENSITY], [Cut()])
    growth = dict(zip(found["indicator"], found["comparable_growth"], strict=True))
    assert growth["TOTAL_INCOME"] == pytest.approx(0.0)
    # A share grows in percentage points: 21 of 160 now, 8 of 160 then.
    assert growth["RD_INTENSITY"] == pytest.approx((21 - 8) / 160 * 100)


def test_statuses_tell_missing_imputed_and_provisional_and_nothing_is_free_before_the_gate():
    rows = [
        ("990101", None, "q", "2026-06", None, 5.0, None),
        ("990102", None, "q", "2026-06", 10.0, 5.0, "I"),
        ("990201", None, "q", "2026-06", 10.0, 5.0, None),
        ("990201", None, "q", "2026-07", 10.0, 5.0, None),
    ]
    basis = Basis(provisional=["2026-07"], version="rev-7")
    found = asked(*frames(rows), [INTENSITY], [Cut("county")], basis=basis)
    statuses = {key: row["obs_status"] for key, row in cells(found, "region", "period").items()}
    assert statuses == {
        ("990101", "2026-06"): "M", ("990102", "2026-06"): "I",
        ("990201", "2026-06"): "A", ("990201", "2026-07"): "P",
    }  # fmt: skip
    assert set(found["conf_status"]) == {"N"}
    assert set(found["version"]) == {"rev-7"}
    assert cells(found, "region", "period")["990102", "2026-06"]["n_imputed"] == 1
    assert tuple(found.columns) == COLUMNS


def test_a_unit_that_belonged_nowhere_yet_is_not_lost():
    late = MOVED.with_columns(valid_from=pl.lit(date(2026, 7, 1)))
    found = asked(BOTH_MONTHS, late, [INCOME], [Cut("county")], periods=[JUNE])
    assert found.select("region", "zone", "value").rows() == [("_U", "_T", 3.0)]


def test_a_province_without_any_zone_is_counted_all_the_same():
    filings, members = frames([("990101", None, "q", "2026-06", 1e5, 5.0, None)])
    nowhere = members.with_columns(zone=pl.lit(None))
    unflagged = filings.with_columns(r13__flag=pl.lit(None))
    found = asked(unflagged, nowhere, [INCOME], [Cut(zone=True)])
    assert found.select("zone", "value", "obs_status").rows() == [("_Z", 1.0, "A")]


def test_periods_that_are_not_asked_for_do_not_appear():
    found = asked(BOTH_MONTHS, MOVED, [INCOME], [Cut()], periods=[JULY])
    assert found["period"].to_list() == ["2026-07"]


def test_the_same_expression_runs_on_a_table_of_a_database():
    table = observations(
        lake.unbound("filings", BOTH_MONTHS), lake.unbound("members", MOVED), [INCOME],
        periods=[JUNE, JULY], cuts=[Cut("city")],
    )  # fmt: skip
    with duckdb.connect() as connection:
        for name, frame in (("filings", BOTH_MONTHS), ("members", MOVED)):
            connection.register("given", frame)
            connection.execute(f"CREATE TABLE {name} AS FROM given")
        stored = connection.sql(str(ibis.to_sql(table, dialect="duckdb"))).pl()
    order = ["region", "period"]
    direct = lake.answer(table, {"filings": BOTH_MONTHS, "members": MOVED})
    assert stored.sort(order)["value"].to_list() == direct.sort(order)["value"].to_list()


def test_the_same_expression_runs_on_sqlite():
    members = pl.DataFrame(
        {"unit": ["a", "b"], "region": ["990101", "990201"], "zone": ["Z1", None], "industry": ["q"] * 2}
    )  # fmt: skip
    table = observations(
        lake.unbound("filings", BOTH_MONTHS), lake.unbound("members", members), [INCOME],
        periods=[JUNE], cuts=[Cut("city", zone=True), Cut()],
    )  # fmt: skip
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, frame in (("filings", BOTH_MONTHS), ("members", members)):
            connection.execute(f"CREATE TABLE {name} ({', '.join(frame.columns)})")
            marks = ", ".join("?" * frame.width)
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", frame.rows())
        stored = connection.execute(str(ibis.to_sql(table, dialect="sqlite"))).fetchall()
    direct = lake.answer(table, {"filings": BOTH_MONTHS, "members": members})
    assert sorted(row[1:6] for row in stored) == sorted(row[1:6] for row in direct.rows())


def test_the_expression_can_be_said_to_postgresql():
    table = observations(
        lake.unbound("filings", BOTH_MONTHS), lake.unbound("members", MOVED), [INCOME],
        periods=[JUNE], cuts=[Cut("city"), Cut()],
    )  # fmt: skip
    assert "GROUP BY" in str(ibis.to_sql(table, dialect="postgres"))


@pytest.mark.parametrize(
    ("chosen", "code"),
    [(["RD_INTENSITY", "VALID_INVENTIONS"], "STA-521"), ([], "STA-521"), (["EXPORTS"], "STA-522")],
)
def test_indicators_that_do_not_fit_the_table_are_refused(chosen, code):
    with pytest.raises(XiandaoError) as caught:
        asked(BOTH_MONTHS, MOVED, [indicator.shipped()[one] for one in chosen], [Cut()])
    assert caught.value.code == code


def test_an_unknown_level_of_regions_is_refused():
    with pytest.raises(XiandaoError) as caught:
        Cut("street")
    assert caught.value.code == "STA-520"
