"""Figures in the wrong unit are recognised, growth is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.methods.planted import THOUSANDFOLD, planted
from xiandao.statistics.methods.unit_error import factor, factors


def test_about_76_of_80_thousandfold_figures_are_found_without_a_false_hit():
    counts = []
    for seed in range(1, 6):
        data = planted(seed)
        found = factors(data.reported, data.previous)
        counts.append((found[data.wrong[:THOUSANDFOLD]] == 1000).sum())
        assert not (found[~data.is_wrong] == 1000).any()
    assert 73 <= np.mean(counts) <= 80


@pytest.mark.parametrize(
    ("times", "expected"),
    [(10, 10), (1000, 1000), (10000, 10000), (0.1, 0.1), (0.001, 0.001), (3, 1)],
)
def test_the_factor_to_divide_by_is_told(times, expected):
    assert factor(500.0 * times, 500.0) == pytest.approx(expected)


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_one_and_many_give_the_same(value, predicted):
    assert factors(np.array([value]), np.array([predicted]))[0] == factor(value, predicted)
