"""Extreme figures are drawn in one after the other, long columns as short ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods import winsorise as module
from xiandao.evaluate.methods.moments import shape_of, sums_of
from xiandao.evaluate.methods.winsorise import Limits, Tails, winsorised

LIMITS = Limits()
LONG_TAIL = np.array([*range(1, 60), 150.0, 150.0, 170.0, 400.0, 900.0])


def plainly(x, max_points, *, force=False):
    """The rule as it is written down, cell by cell."""
    x, high, low = x.copy(), np.zeros(0), np.zeros(0)
    check = LIMITS.check(sums_of(x))
    while (force or not check.is_passing) and (
        max_points is None or len(high) + len(low) < max_points
    ):
        if check.skew >= 0:
            high = np.flatnonzero(x == x.max())
            x[high] = np.delete(x, high).max()
        else:
            low = np.flatnonzero(x == x.min())
            x[low] = np.delete(x, low).min()
        check = LIMITS.check(sums_of(x))
    return x, len(high) + len(low)


@pytest.mark.parametrize("max_points", [0, 1, 2, 3, 5, None])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_rule_is_followed_to_the_cell(max_points, sign):
    x = sign * LONG_TAIL
    caps = winsorised(x, max_points=max_points)
    wanted, points = plainly(x, max_points)
    np.testing.assert_array_equal(np.clip(x, caps.low, caps.high), wanted)
    assert caps.points == points


def test_no_limit_means_no_limit():
    x = np.concatenate([np.linspace(0, 1, 200), np.linspace(30, 60, 8)])
    assert winsorised(x).points == 5
    assert not winsorised(x).check.is_passing
    caps = winsorised(x, max_points=None)
    assert caps.check.is_passing
    assert caps.points == 8


def test_ties_count_together_and_may_overshoot():
    x = np.array([*range(50), 5000.0, 5000.0, 5000.0])
    assert winsorised(x, max_points=1).points == 3


def test_forcing_goes_on_to_the_number_of_points():
    x = np.arange(20.0)
    assert winsorised(x).points == 0
    caps = winsorised(x, max_points=3, force=True)
    wanted, points = plainly(x, 3, force=True)
    np.testing.assert_array_equal(np.clip(x, caps.low, caps.high), wanted)
    assert caps.points == points == 3


def test_a_column_is_never_made_constant():
    caps = winsorised(np.array([0.0] * 40 + [1.0, 2.0]), max_points=None)
    assert (caps.low, caps.high, caps.check.is_passing) == (0.0, 1.0, False)


@pytest.mark.parametrize("ties", [0, 40, 900])
def test_long_columns_give_what_short_ones_give(monkeypatch, ties):
    random = np.random.default_rng(ties)
    x = random.lognormal(sigma=2.0, size=6_000)
    x[:ties] = x.max() * 2
    for max_points in (5, 30, None):
        monkeypatch.setattr(module, "SHORT", 10_000)
        wanted = winsorised(x, max_points=max_points)
        monkeypatch.setattr(module, "SHORT", 100)
        found = winsorised(x, max_points=max_points)
        assert (found.low, found.high, found.points) == (wanted.low, wanted.high, wanted.points)
        assert found.check.skew == pytest.approx(wanted.check.skew, rel=1e-9)
        assert found.check.kurtosis == pytest.approx(wanted.check.kurtosis, rel=1e-9)


def test_moments_are_put_together_from_ends_and_middle(monkeypatch):
    monkeypatch.setattr(module, "SHORT", 10)
    x = np.random.default_rng(3).normal(1e6, 1, 500)
    tails = Tails(x, 5)
    assert shape_of(tails.sums(tails.ends)) == pytest.approx(shape_of(sums_of(x)), rel=1e-6)


@settings(max_examples=30)
@given(
    st.lists(st.integers(-50, 50), min_size=6, max_size=40),
    st.integers(0, 6),
    st.integers(0, 10**6),
)
def test_any_column_follows_the_rule(figures, max_points, outlier):
    x = np.array([*figures, outlier, 0.5], dtype=float)
    caps = winsorised(x, max_points=max_points)
    found = np.clip(x, caps.low, caps.high)
    assert len(np.unique(found)) > 1
    wanted, points = plainly_or_stopped(x, max_points)
    np.testing.assert_array_equal(found, wanted)
    assert caps.points == points


def plainly_or_stopped(x, max_points):
    """As ``plainly``, but never to a constant."""
    before = (x, 0)
    for allowed in range(max_points + 1):
        found = plainly(x, allowed)
        if len(np.unique(found[0])) == 1:
            return before
        before = found
    return before


def test_either_limit_is_enough():
    check = Limits(skew=100.0).check(sums_of(LONG_TAIL))
    assert check.is_passing
