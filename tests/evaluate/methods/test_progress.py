"""Targets against observations: the line, the status, the outlook."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from xiandao.evaluate.methods.forecast import DAMPED_FROM, HOLT_FROM, forecast
from xiandao.evaluate.methods.progress import Rule, Status, Target, progress
from xiandao.evaluate.methods.smoothing import Smoothing, smoothed
from xiandao.terms.error import InputError
from xiandao.terms.quantity import Comparator

YEARS = [2021.0, 2022.0, 2023.0, 2024.0]


def target(value: float = 200.0, **others: object) -> Target:
    given_ = {"due": 2026.0, "baseline": 100.0, "start": 2021.0} | others
    return Target("产值", value, unit="亿元", **given_)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (205, Status.ATTAINED),
        (160, Status.ON_PACE),
        (156, Status.ON_PACE),
        (150, Status.BEHIND),
        (139, Status.LAGGING),
    ],
)
def test_the_status_follows_from_the_points_behind_the_line(value, status):
    found = progress(target(), YEARS, [100.0, 110.0, 120.0, float(value)])
    assert found.required == 160.0
    assert found.gap == value - 160
    assert found.status is status
    assert found.status.label in found.sentence


def test_thresholds_are_parameters():
    found = progress(target(), YEARS, [100.0, 110.0, 120.0, 150.0], rule=Rule(behind_points=15))
    assert found.status is Status.ON_PACE


def test_a_due_target_is_attained_or_missed():
    for value, status in ((200.0, Status.ATTAINED), (199.0, Status.MISSED)):
        found = progress(target(), [2024, 2025, 2026], [150.0, 180.0, value])
        assert found.status is status
        assert found.forecast is None


def test_compound_growth_grows_by_the_same_rate():
    found = progress(target(), YEARS, [100.0, 115.0, 132.0, 151.0], path="compound")
    figures = [figure for _, figure in found.line]
    rates = np.diff(np.log(figures))
    assert rates == pytest.approx(rates[0])
    assert found.line[0] == (2021.0, 100.0)
    assert found.line[-1] == (2026.0, pytest.approx(200.0))
    with pytest.raises(InputError, match="linear") as error:
        progress(target(baseline=-1.0), YEARS, [1.0] * 4, path="compound")
    assert error.value.code == "EVA-371"


def test_a_target_below_its_baseline_is_reached_downwards():
    down = Target("能耗强度", 0.4, 2026, Comparator.LE, baseline=0.5, start=2021)
    found = progress(down, YEARS, [0.5, 0.48, 0.45, 0.43])
    assert found.required == pytest.approx(0.44)
    assert found.gap == pytest.approx(0.01)
    assert found.status is Status.ON_PACE
    assert found.chance > 0.5


def test_a_ceiling_is_kept_or_broken():
    ceiling = Target("负面事件", 5.0, 2026, Comparator.LE, baseline=3.0, start=2021, unit="起")
    assert progress(ceiling, YEARS, [3.0, 4, 5, 5]).status is Status.ON_PACE
    assert progress(ceiling, YEARS, [3.0, 4, 5, 6]).status is Status.LAGGING
    assert progress(ceiling, [*YEARS, 2026.0], [3.0, 4, 5, 6, 5]).status is Status.ATTAINED


def test_about_allows_a_shortfall_and_more_than_does_not():
    about = Target("先导区", 10.0, 2026, Comparator.APPROX, baseline=0.0, start=2021, unit="个")
    assert progress(about, YEARS, [0.0, 3, 6, 9]).status is Status.ATTAINED
    more = Target("先导区", 10.0, 2024, Comparator.GT, baseline=0.0, start=2021, unit="个")
    assert progress(more, YEARS, [0.0, 3, 6, 10]).status is Status.MISSED


def test_nothing_observed_is_said_plainly():
    found = progress(target(), [], [])
    assert found.status is Status.UNKNOWN
    assert found.sentence == "产值暂无观测数据，无法判断进度"
    assert found.line[-1] == (2026.0, 200.0)
    two = progress(target(), [2021, 2022], [100.0, 120.0])
    assert "只有2期数据" in two.sentence
    assert np.isnan(two.chance)


def test_a_target_due_before_its_start_is_refused():
    with pytest.raises(InputError) as error:
        progress(target(start=2026.0), YEARS, [100.0] * 4)
    assert error.value.code == "EVA-371"


def test_the_prediction_interval_is_the_one_of_the_textbook():
    y = [10.0, 13.0, 14.0, 18.0, 19.0]
    x = np.arange(5.0)
    fit = stats.linregress(x, y)
    left = np.array(y) - fit.intercept - fit.slope * x
    error = np.sqrt(left @ left / 3 * (1 + 1 / 5 + (6 - 2) ** 2 / 10))
    one = forecast(x, y, [6.0], confidence=0.9, way="regression").outlooks[0]
    assert one.mean == pytest.approx(fit.intercept + 6 * fit.slope)
    assert one.high - one.mean == pytest.approx(stats.t.ppf(0.95, 3) * error)
    assert one.chance_above(one.low) == pytest.approx(0.95)


@given(st.integers(3, 12), st.floats(0.1, 10), st.floats(-5, 5))
@settings(max_examples=30)
def test_with_the_same_scatter_fewer_figures_give_a_wider_range(count, scatter, slope):
    def width(n: int) -> float:
        """Return the width of the range next year, in units of the scatter around the line."""
        x = np.arange(float(n))
        y = slope * x + scatter * np.cos(np.arange(n) * 2.0)
        fit = np.polynomial.Polynomial.fit(x, y, 1)
        spread = np.sqrt(((y - fit(x)) ** 2).sum() / (n - 2))
        one = forecast(x, y, [float(n)], way="regression").outlooks[0]
        return (one.high - one.low) / spread

    assert width(count) > width(count + 1)


@given(st.integers(1, 5))
@settings(max_examples=10)
def test_further_ahead_is_less_certain(step):
    values = [10.0, 12, 11, 14, 15, 15, 18, 17, 20, 21, 23, 22]
    for count in (5, 8, 12):
        years = list(range(count))
        near, far = forecast(years, values[:count], [count + step - 1, count + step]).outlooks
        assert far.high - far.low > near.high - near.low


def test_the_way_follows_from_the_length_and_the_spacing():
    values = list(np.arange(14.0) + np.sin(np.arange(14)))

    def way(count: int, times: list[float] | None = None) -> str:
        given_ = times or [float(one) for one in range(count)]
        return forecast(given_, values[:count], [given_[-1] + 1]).way

    assert way(HOLT_FROM - 1) == "regression"
    assert way(HOLT_FROM) == "holt"
    assert way(DAMPED_FROM) == "damped"
    assert way(7, [0.0, 1, 2, 4, 5, 6, 9]) == "regression"


def test_too_few_figures_give_no_forecast_but_a_reason():
    found = forecast([2024, 2025], [1.0, 2.0], [2026])
    assert not found.is_possible
    assert found.outlooks == ()
    assert "至少要有3期" in found.sentence


def test_ranges_stay_within_what_can_be():
    one = forecast([1, 2, 3, 4], [90.0, 96, 91, 99], [5], lowest=0, highest=100).outlooks[0]
    assert one.high == 100.0


@pytest.mark.parametrize(
    "call",
    [
        lambda: forecast([1, 2], [1.0], [3]),
        lambda: forecast([1, 1, 2], [1.0, 2, 3], [3]),
        lambda: forecast([1, 2, 3], [1.0, 2, 3], [3]),
        lambda: forecast([1, 2, 3], [1.0, 2, 3], [4], confidence=1.0),
        lambda: forecast([1, 2, 3], [1.0, 2, 3], [4], way="holt"),
    ],
)
def test_what_cannot_be_forecast_is_refused(call):
    with pytest.raises(InputError) as error:
        call()
    assert error.value.code == "EVA-370"


def test_a_straight_line_is_continued_by_holt_and_by_the_regression_alike():
    values = np.arange(8.0) * 3 + 5
    assert smoothed(values, damped=False).mean(3) == pytest.approx(5 + 3 * 10)
    assert forecast(np.arange(8), values, [10], way="regression").outlooks[0].mean == pytest.approx(
        35
    )


def test_a_damped_trend_fades():
    values = np.arange(12.0) * 3 + np.cos(np.arange(12.0))
    found = smoothed(values, damped=True)
    steps = [found.mean(step + 1) - found.mean(step) for step in range(1, 6)]
    assert all(later < earlier for earlier, later in pairwise(steps))


@pytest.mark.parametrize("phi", [1.0, 0.85])
def test_the_spread_of_smoothing_is_that_of_its_state_space_form(phi):
    found = Smoothing(10.0, 1.0, 0.5, 0.6, phi, 4.0, 5)
    random = np.random.default_rng(1)
    level, trend = np.full(40_000, found.level), np.full(40_000, found.trend)
    for _ in range(4):
        error = random.normal(0, np.sqrt(found.variance), 40_000)
        value = level + phi * trend + error
        level, trend = (
            level + phi * trend + found.alpha * error,
            phi * trend + found.alpha * found.beta * error,
        )
    assert found.spread(4) == pytest.approx(value.std(), rel=0.02)
    assert found.mean(4) == pytest.approx(value.mean(), abs=0.1)
