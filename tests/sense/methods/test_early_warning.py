"""Warnings as a whole: what they carry, and what must not change them."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sense.methods.warning_rows import book, panel, quarters, table
from xiandao.sense.methods.early_warning import watch
from xiandao.sense.methods.warning_book import shipped
from xiandao.sense.methods.warning_judging import Unjudged
from xiandao.sense.methods.warning_observations import observations
from xiandao.sense.methods.warning_words import backtest_table, safe, silence, warning_table, why

FLAT = [100.0] * 12
GROUPS = ("region", "industry")
BY = [(), ("region",)]


def drawn(seed, periods=22, scale=1.0):
    """Units of two regions and two industries with a fall somewhere."""
    rng = np.random.default_rng(seed)
    falls = rng.integers(10, periods)
    rows = []
    for place in range(8):
        region, industry = "甲市乙市"[place % 2 * 2 :][:2], "量子类脑"[place // 2 % 2 * 2 :][:2]
        for at, (code, _) in enumerate(quarters([0] * periods)):
            value = round(
                100
                * (1 + place)
                * (0.7 if at >= falls and place % 2 else 1)
                * np.exp(rng.normal(0, 0.05))
            )
            if rng.random() > 0.05:
                rows.append((code, f"u{place}", "revenue", value * scale, region, industry))
    return observations(table(rows, *GROUPS), groups=GROUPS)


def told(seen):
    return warning_table(seen, shipped(), GROUPS).drop("why")


def test_a_warning_carries_colour_limit_units_contributions_and_history():
    rows = [(code, unit, "revenue", value, region) for unit, region in (("a", "甲市"), ("b", "甲市"), ("c", "乙市"))
            for code, value in quarters([*FLAT, 70.0 if unit == "a" else 100.0])]  # fmt: skip
    rule_book = book(units=3)
    seen = watch(observations(table(rows, "region"), groups=["region"]), rule_book, by=BY)
    assert [(one.scope.label, one.colour.label, one.value, one.limit) for one in seen.warnings] == [
        ("全部", "橙", -10.0, -10.0)
    ]
    row = warning_table(seen, rule_book, ["region"]).row(0, named=True)
    assert row["by_unit"] == "a -10.00；b +0.00；c +0.00；合计 -10.00"
    assert row["by_region"] == "甲市 -10.00；乙市 +0.00；合计 -10.00"
    assert row["history"].startswith("此前可判断4期，未发生预警")
    assert [(one.scope.label, one.cause) for one in seen.silent] == [
        ("乙市", Unjudged.FEW_UNITS),
        ("甲市", Unjudged.FEW_UNITS),
    ]
    assert silence(seen.silent, rule_book) == [
        "不作判断2项（规则）：可比单位太少。例如乙市revenue、甲市revenue"
    ]


def test_units_without_a_group_are_a_part_of_their_own_so_that_parts_add_up():
    rows = [
        (code, unit, "x", value, region)
        for unit, region in (("a", "甲市"), ("b", None))
        for code, value in quarters([*FLAT, 70.0])
    ]
    seen = watch(observations(table(rows, "region"), groups=["region"]), book())
    assert dict(seen.warnings[0].pulled)["region"][0].name == "未注明"
    assert "甲市 -15.00" in warning_table(seen, book(), ["region"])["by_region"][0]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(12, 21))
def test_cutting_the_series_leaves_the_warnings_of_a_period_as_they_were(seed, last):
    whole = drawn(seed)
    at = 2020 * 4 + last
    cut = observations_until(whole, at)
    then = watch(whole, shipped(), by=BY, until=at, season=4)
    assert told(then).equals(told(watch(cut, shipped(), by=BY, until=at, season=4)))
    assert backtest_table(then.tests).equals(
        backtest_table(watch(cut, shipped(), by=BY, until=at).tests)
    )


def observations_until(found, at):
    rows = found.rows.filter(pl.col("at") <= at)
    return type(found)(rows, found.groups, found.read, found.refused)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0001, 0.01, 3.7, 10_000.0]))
def test_another_unit_of_measure_changes_no_warning(seed, scale):
    one = watch(drawn(seed), shipped(), by=BY)
    other = watch(drawn(seed, scale=scale), shipped(), by=BY)
    assert told(one).drop("value", "growth").equals(told(other).drop("value", "growth"))
    for left, right in zip(one.warnings, other.warnings, strict=True):
        assert left.value == pytest.approx(right.value, rel=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_contributions_of_units_and_groups_add_up_to_the_same_growth(seed):
    for one in watch(drawn(seed), shipped(), by=BY).warnings:
        for _, parts in one.pulled:
            assert round(sum(part.points for part in parts), 2) == pytest.approx(
                one.growth, abs=0.00501
            )


def test_the_order_of_rows_changes_nothing():
    found = drawn(4)
    mixed = type(found)(
        found.rows.sample(fraction=1, shuffle=True, seed=2), found.groups, found.read, ()
    )
    assert told(watch(found, shipped(), by=BY)).equals(told(watch(mixed, shipped(), by=BY)))


def test_a_scope_that_reports_no_more_is_told():
    rows = [(code, "a", "x", 1.0, "甲市") for code, _ in quarters(FLAT)]
    rows += [(code, "b", "x", 1.0, "乙市") for code, _ in quarters([*FLAT, 1.0])]
    seen = watch(observations(table(rows, "region"), groups=["region"]), book(), by=BY)
    assert ("甲市", Unjudged.NO_DATA) in [(one.scope.label, one.cause) for one in seen.silent]


def test_words_of_each_measure_name_what_happened():
    values = [*FLAT[:8], 110, 110, 110, 110, 99, 98]
    turned = watch(panel(values), book(measure='"turning"', smooth=1)).warnings[0]
    assert "可比口径同比的1期移动平均由增转降，已连续2期确认，本期下降10.9%" in why(turned, book())
    noise = np.random.default_rng(1).normal(0, 0.02, 24)
    fallen = [*np.round(np.tile([100.0, 80.0, 120.0, 110.0], 6) * np.exp(noise), 2), 60.0]
    away = watch(panel(fallen), book(measure='"deviation"', thresholds="{ red = -6 }")).warnings[0]
    assert "剔除季节因素后比历史常态低4" in why(away, book())
    assert "红色界限（不高于-6倍）" in why(away, book())
    risen = watch(
        panel([*FLAT, 150.0]),
        book(direction='"up"', thresholds="{ red = 40 }", decline="{ within = 2, growth = 9 }"),
    )
    assert "同比增长50.0%，达到红色界限（不低于40%）" in why(risen.warnings[0], book())
    assert "主要由a（上拉16.67个百分点）" in why(risen.warnings[0], book())


def test_no_text_of_a_table_is_a_formula():
    seen = watch(panel([*FLAT, 70.0], units=("=cmd", "b", "c")), book())
    assert warning_table(seen, book())["by_unit"][0].startswith("'=cmd")
    assert safe("甲") == "甲"


def test_nothing_gives_nothing():
    empty = observations(table([("2026Q1", "a", "x", "much")]))
    seen = watch(empty, shipped())
    assert seen.warnings == seen.silent == seen.tests == ()
    assert warning_table(seen, shipped()).is_empty()
