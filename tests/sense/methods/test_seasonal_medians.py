"""The season by medians: what it must find, and beside STL of statsmodels on the same series."""

import numpy as np
import pytest
from statsmodels.tsa.seasonal import STL

from xiandao.sense.methods.seasonal_medians import adjusted, seasonal_medians

WAVE = np.array([-8.0, -12.0, 1.0, 2.0, 3.0, 5.0, 0.0, -1.0, 2.0, 3.0, 2.0, 3.0])


def monthly(years=5, noise=0.5, seed=1):
    values = 100 + 0.8 * np.arange(12 * years) + np.tile(WAVE, years)
    return values + np.random.default_rng(seed).normal(0, noise, 12 * years)


def test_the_season_over_a_straight_trend_is_found_exactly():
    assert np.allclose(seasonal_medians(monthly(noise=0.0), 12), WAVE)


def test_the_season_sums_to_nothing():
    assert abs(seasonal_medians(monthly(), 12).sum()) < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_the_season_is_that_of_robust_stl(seed):
    values = monthly(seed=seed)
    stl = STL(values, period=12, robust=True, seasonal=61).fit()
    ours = seasonal_medians(values, 12)
    theirs = np.array([np.median(stl.seasonal[place::12]) for place in range(12)])
    assert np.max(np.abs(ours - theirs)) < 1.0
    assert np.corrcoef(ours, theirs)[0, 1] > 0.99


def test_one_strange_month_moves_the_season_no_more_than_it_moves_that_of_robust_stl():
    plain, struck = monthly(), monthly()
    struck[30] -= 60
    ours = np.abs(seasonal_medians(struck, 12) - seasonal_medians(plain, 12)).max()
    season = [
        STL(one, period=12, robust=True, seasonal=61).fit().seasonal for one in (struck, plain)
    ]
    assert ours <= max(1.0, 1.5 * np.abs(season[0] - season[1]).max())


def test_adjusting_takes_the_season_off_every_year():
    values = monthly(noise=0.0)
    plain = adjusted(values, 12, pattern=seasonal_medians(values, 12))
    assert np.allclose(np.diff(plain), 0.8)


def test_less_than_two_years_have_no_season():
    with pytest.raises(ValueError, match="two years"):
        seasonal_medians(np.arange(23.0), 12)
