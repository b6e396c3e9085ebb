"""Trends in a panel: growth, slope and change by hand, what they rest on, why there is none."""

import numpy as np
import pytest

from xiandao.evaluate.methods import trends as module
from xiandao.evaluate.methods.panel import cube_of, time_of
from xiandao.evaluate.methods.table import Table
from xiandao.evaluate.methods.trends import compound_growth, percent_change, slope, trends
from xiandao.terms.error import InputError

YEARS = ("2018", "2019", "2020", "2021", "2022")
T = np.array([2018.0, 2019, 2020, 2021, 2022])
NAN = float("nan")


def panel(*series):
    units = tuple(f"u{place}" for place in range(len(series)) for _ in YEARS)
    return Table(
        units, ("x",), np.reshape(series, (-1, 1)).astype(float), periods=YEARS * len(series)
    )


def test_compound_growth_is_from_the_first_to_the_last_figure():
    assert compound_growth(np.array([100.0, 90, 121, NAN, NAN]), T) == pytest.approx(0.1)
    assert compound_growth(np.array([0.0, 5, 0, NAN, NAN]), T) == 0
    assert np.isnan(compound_growth(np.array([0.0, 5, 7, 8, 9]), T))
    assert np.isnan(compound_growth(np.array([-1.0, 5, 7, 8, 9]), T))
    assert np.isnan(compound_growth(np.array([NAN, 5, NAN, NAN, NAN]), T))


def test_the_slope_is_that_of_least_squares():
    y = np.array([1.0, 4, 2, NAN, 7])
    kept = ~np.isnan(y)
    assert slope(y, T) == pytest.approx(np.polyfit(T[kept], y[kept], 1)[0])


def test_percentage_change_is_by_regression_with_three_figures_or_more():
    y = np.array([10.0, 12, 11, 15, 16])
    rise, at_zero = np.polyfit(T - T[0], y, 1)
    assert percent_change(y, T) == pytest.approx(rise / at_zero * 100)
    assert percent_change(y, T, per=10) == pytest.approx(rise / at_zero * 1000)
    assert percent_change(np.array([10.0, NAN, 12, NAN, NAN]), T) == pytest.approx(10)
    assert percent_change(np.full(5, 3.0), T) == 0
    assert np.isnan(percent_change(np.array([0.0, 1, NAN, NAN, NAN]), T))


def test_every_trend_tells_what_it_rests_on():
    found = trends(panel([1, NAN, 4, NAN, NAN], [NAN, 3, NAN, NAN, NAN]))
    assert (found[0].value, found[0].availability, found[0].first, found[0].latest) == (
        1,
        0.4,
        "2018",
        "2020",
    )
    assert found[0].why == ""
    assert (found[1].why, found[1].availability) == (module.TOO_FEW, 0.2)
    assert np.isnan(found[1].value)


def test_no_rate_has_a_reason_of_its_own():
    assert trends(panel([0, 1, 2, 3, 4]))[0].why == module.NO_GROWTH


def test_less_is_better_turns_the_sign():
    assert trends(panel([1, 2, 4, 8, 16]), directions={"x": -1})[0].value == -1


def test_the_latest_periods_are_counted_back_from_the_last_figure():
    found = trends(panel([1, 1, 2, 4, NAN]), use_latest=3)[0]
    assert (found.value, found.first, found.latest) == (1, "2019", "2021")
    # All periods may be asked for: the peer's strict comparison gives nothing there.
    assert trends(panel([1, 2, 4, 8, 16]), use_latest=5)[0].value == 1
    assert trends(panel([1, 2, NAN, NAN, NAN]), use_latest=3)[0].why == module.TOO_SHORT


def test_gaps_are_filled_on_the_line_between_figures_but_not_beyond():
    series = [1, NAN, 3, NAN, NAN]
    kept = trends(panel(series), kind="slope", use_latest=2)[0]
    filled = trends(panel(series), kind="slope", use_latest=2, interpolate=True)[0]
    assert kept.why == module.TOO_FEW
    assert (filled.value, filled.availability) == (1, 0.5)


def test_wrong_settings_and_tables_without_periods_are_refused():
    for code, call in [
        ("EVA-183", lambda: trends(panel([1, 2, 3, 4, 5]), kind="fastest")),
        ("EVA-183", lambda: trends(panel([1, 2, 3, 4, 5]), use_latest=1)),
        ("EVA-182", lambda: trends(Table(("a",), ("x",), np.ones((1, 1))))),
        ("EVA-182", lambda: time_of("去年")),
    ]:
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.code == code


def test_periods_are_years_quarters_or_months_in_the_order_of_time():
    table = Table(
        ("a",) * 3, ("x",), np.array([[3.0], [1], [2]]), periods=("2024Q4", "2023-12", "2024年1月")
    )
    cube = cube_of(table)
    assert cube.periods == ("2023-12", "2024年1月", "2024Q4")
    assert cube.values[0, :, 0].tolist() == [1, 2, 3]
    assert time_of("2024年3季度") == time_of("2024-07") == 2024.5
    assert (
        cube_of(table, times={"2024Q4": 0.0, "2023-12": 1.0, "2024年1月": 2.0}).periods[0]
        == "2024Q4"
    )
