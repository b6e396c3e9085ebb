"""Kleinberg's automaton: equal to trying every course of states; fast."""

import itertools

import numpy as np
import pytest

from xiandao.sense.methods.bursts import bursts, rise, savings


def cheapest(saved, gamma):
    years = len(saved)
    entry = gamma * np.log(years)

    def cost(states):
        ups = sum(b and not a for a, b in zip((False, *states), states, strict=False))
        return ups * entry - sum(s for s, on in zip(saved, states, strict=True) if on)

    return min(itertools.product((False, True), repeat=years), key=cost), cost


def test_kleinberg_2002_equals_every_course_tried():
    chance = np.random.default_rng(3)
    counts = chance.poisson(chance.lognormal(1.5, 1, (60, 8)))
    documents = chance.integers(400, 900, 8)
    found = bursts(counts, documents, scale=2.0, gamma=1.0)
    saved = savings(counts, documents, 2.0)
    for states, row in zip(found.states, saved, strict=True):
        best, cost = cheapest(row, 1.0)
        assert cost(tuple(states)) == pytest.approx(cost(best))


def test_the_weight_of_a_burst_adds_up_and_ends_with_it():
    found = bursts(np.array([[1, 1, 9, 9, 1]]), np.full(5, 100))
    assert found.weight(3)[0] == pytest.approx(found.weights[0, 2:4].sum())
    assert found.weight(4)[0] == 0


def test_a_rise_is_larger_the_steeper_the_end():
    counts = np.array([[5, 5, 5, 5], [3, 3, 5, 9], [1, 1, 6, 12]])
    assert np.all(np.diff(rise(counts, np.full(4, 100), at=3)) > 0)
