"""What the past lets expect, by hand and against draws whose scatter is known."""

import numpy as np
import pytest

from xiandao.sense.methods.robust_limits import robust_limit


def test_the_limit_is_what_a_hand_gets():
    # Fourteen quarters at 0, but 4 and -4 in the middle, which the medians of three quarters outvote: season 0, level 0,
    # drift 0. More than half of the residuals are 0, so the scale is their mean absolute deviation: the residuals over the
    # mean of the two quarters before are 4, -4 - 2 = -6, 0 - 0 = 0, 0 + 2 = 2, eight more are 0: 12 / 12 = 1.
    values = np.zeros(14)
    values[6], values[7] = 4.0, -4.0
    limit = robust_limit(values, 4)
    assert limit.expected == 0.0
    assert limit.scale == pytest.approx(1.2533 * 1.0 * (3 / 1) ** 0.5)


def test_a_straight_line_does_not_scatter_and_gets_no_limit():
    assert robust_limit(np.arange(16.0), 4) is None


def test_less_than_three_years_get_no_limit():
    noise = np.random.default_rng(1).normal(size=11)
    assert robust_limit(noise, 4) is None
    assert robust_limit(np.append(noise, 0.3), 4) is not None


@pytest.mark.parametrize("season", [4, 12])
def test_on_chance_alone_three_deviations_down_are_rare(season):
    rng = np.random.default_rng(7)
    beyond = judged = 0
    for _ in range(150):
        values = np.tile(rng.normal(0, 5, season), 7)[: season * 6 + 1] + rng.normal(
            0, 1, season * 6 + 1
        )
        limit = robust_limit(values[:-1], season)
        judged += limit is not None
        beyond += limit is not None and limit.deviations(values[-1]) <= -3
    assert judged == 150
    assert beyond / judged <= 0.03


def test_a_real_drop_lies_far_beyond_and_the_scale_counts_in_units_of_the_series():
    rng = np.random.default_rng(3)
    values = np.tile([10.0, -10.0, 0.0, 0.0], 8) + rng.normal(0, 1, 32)
    limit = robust_limit(values, 4)
    assert limit.deviations(limit.expected - 12) < -5
    larger = robust_limit(values * 1000, 4)
    assert larger.scale == pytest.approx(1000 * limit.scale)
    assert larger.expected == pytest.approx(1000 * limit.expected)


def test_an_outlier_of_the_past_widens_the_limit_only_a_little():
    rng = np.random.default_rng(5)
    values = rng.normal(0, 1, 40)
    struck = values.copy()
    struck[20] = 100.0
    assert robust_limit(struck, 4).scale < 2 * robust_limit(values, 4).scale
