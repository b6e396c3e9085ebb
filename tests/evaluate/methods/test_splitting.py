"""Splitting formulas against their definitions."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.splitting import (
    exponent_of,
    own_slopes,
    power_mean,
    shapley,
    slopes_between,
)

VALUES = st.lists(st.floats(0.01, 1000), min_size=3, max_size=3).map(np.array)
EXPONENTS = st.sampled_from([1.0, 0.0, -1.0, 2.0, 0.5, -3.0, 60.0])
W = np.array([0.5, 0.3, 0.2])


@given(VALUES, VALUES, EXPONENTS)
@settings(max_examples=30)
def test_differences_of_power_means_split_without_a_rest(after, before, p):
    slopes = slopes_between(after, before, W, p)
    whole = power_mean(after / 1000, W, p) * 1000 - power_mean(before / 1000, W, p) * 1000
    assert (slopes * (after - before)).sum() == pytest.approx(whole, abs=1e-7)


@given(VALUES, EXPONENTS)
@settings(max_examples=30)
def test_nearly_equal_units_split_without_loss_of_digits(before, p):
    after = before * np.array([1 + 1e-7, 1 - 3e-8, 1 + 1e-12])
    slopes = slopes_between(after, before, W, p)
    whole = power_mean(after, W, p) - power_mean(before, W, p)
    assert (slopes * (after - before)).sum() == pytest.approx(whole, abs=1e-11 * before.max())


def test_geometric_differences_follow_the_logarithmic_mean_of_ang_2004():
    after, before = np.array([30.0, 20.0, 50.0]), np.array([10.0, 40.0, 50.0])
    s1, s0 = power_mean(after, W, 0.0), power_mean(before, W, 0.0)
    mean = (s1 - s0) / math.log(s1 / s0)
    expected = mean * W * np.log(after / before)
    assert slopes_between(after, before, W, 0.0) * (after - before) == pytest.approx(expected)


def test_euler_slopes_are_partial_derivatives():
    x, p, step = np.array([3.0, 7.0, 5.0]), -1.0, 1e-6
    numeric = [
        (power_mean(x + step * unit, W, p) - power_mean(x - step * unit, W, p)) / (2 * step)
        for unit in np.eye(3)
    ]
    assert own_slopes(x, W, power_mean(x, W, p), p) == pytest.approx(numeric, rel=1e-6)


def test_shapley_values_are_the_mean_over_all_orders():
    after, before = np.array([3.0, 5.0, 2.0]), np.array([1.0, 1.0, 4.0])

    def game(x):
        return x[:, 0] * x[:, 1] + np.maximum(x[:, 1], x[:, 2])

    effects = np.zeros(3)
    for order in permutations(range(3)):
        now = before.copy()
        for child in order:
            old = game(now[None, :])[0]
            now[child] = after[child]
            effects[child] += (game(now[None, :])[0] - old) / 6
    assert shapley(after, before, game) == pytest.approx(effects)


def test_with_many_children_two_orders_still_sum_exactly():
    random = np.random.default_rng(3)
    after, before = random.uniform(1, 9, 20), random.uniform(1, 9, 20)

    def game(x):
        return x.max(axis=1) + x.min(axis=1) ** 2

    found = shapley(after, before, game).sum()
    assert found == pytest.approx(game(after[None, :])[0] - game(before[None, :])[0])


def test_a_mean_that_moves_its_children_is_no_power_mean():
    assert exponent_of("geometric", {"shift": 1.0}) is None
    assert exponent_of("geometric", {"shift": None}) == 0.0
