"""Hidiroglou–Berthelot and modified z find what stands out, as their publications say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.methods.planted import planted
from xiandao.statistics.methods import outliers

SEEDS = range(1, 6)


def transcribed(now, before, u, a, c):
    """Hidiroglou & Berthelot (1986), section 2, one unit at a time in the letters of the paper."""
    r = [x2 / x1 for x1, x2 in zip(before, now, strict=True)]
    r_m = np.quantile(r, 0.5)
    s = [1 - r_m / ri if ri < r_m else ri / r_m - 1 for ri in r]
    e = [si * max(x1, x2) ** u for si, x1, x2 in zip(s, before, now, strict=True)]
    e_q1, e_m, e_q3 = np.quantile(e, 0.25), np.quantile(e, 0.5), np.quantile(e, 0.75)
    d_l, d_u = max(e_m - e_q1, abs(a * e_m)), max(e_q3 - e_m, abs(a * e_m))
    return e, e_m - c * d_l, e_m + c * d_u


def shares(seed, c):
    data = planted(seed)
    found = outliers.changes(data.reported, data.previous, c=c).is_outlier
    hits = (found & data.is_wrong).sum()
    return found.sum(), hits / found.sum(), hits / data.is_wrong.sum()


@pytest.mark.parametrize("c", [4.0, 7.0, 20.0, 40.0])
def test_the_vectors_agree_with_a_transcription_of_hidiroglou_and_berthelot_1986(c):
    data = planted(1)
    now, before = data.reported[:3000], data.previous[:3000]
    found = outliers.changes(now, before, c=c)
    effects, lower, upper = transcribed(now, before, outliers.U, outliers.A, c)
    np.testing.assert_allclose(found.effects, effects, rtol=1e-12)
    np.testing.assert_allclose([found.lower, found.upper], [lower, upper], rtol=1e-12)
    assert found.is_outlier.tolist() == [not lower <= e <= upper for e in effects]


def test_at_the_shipped_width_about_233_are_found_three_of_four_rightly():
    flagged, precision, recall = np.mean([shares(seed, outliers.C) for seed in SEEDS], axis=0)
    assert 205 <= flagged <= 270
    assert 0.68 <= precision <= 0.82
    assert 0.82 <= recall <= 0.93


def test_a_narrower_width_finds_everything_and_much_else():
    flagged, precision, recall = np.mean([shares(seed, 4.0) for seed in SEEDS], axis=0)
    assert 2100 <= flagged <= 2800
    assert precision < 0.12
    assert recall > 0.98


def test_what_is_missed_at_the_shipped_width_hardly_moves_the_total():
    data = planted(3)
    found = outliers.changes(data.reported, data.previous).is_outlier
    harm = np.abs(data.reported - data.true)
    assert harm[found].sum() / harm.sum() > 0.999


def test_missing_and_non_positive_figures_take_no_part():
    previous = np.array([100.0, 200, 300, 400, 500, 600, np.nan, 0.0, 50.0, -5.0])
    current = np.array([101.0, 199, 303, 396, 505, 6000, 100.0, 50.0, np.nan, 5.0])
    found = outliers.changes(current, previous)
    assert np.isnan(found.effects[6:]).all()
    assert found.is_outlier.tolist() == [False] * 5 + [True] + [False] * 4
    assert not outliers.changes(np.array([np.nan]), np.array([1.0])).is_outlier.any()
    assert not outliers.levels(np.array([np.nan])).is_outlier.any()


def test_equal_ratios_call_for_wider_percentiles():
    before = np.full(100, 100.0)
    now = before.copy()
    now[:20] = np.linspace(101, 120, 20)
    assert outliers.changes(now, before).is_outlier.sum() == 20
    assert outliers.changes(now, before, percentiles=(10, 90)).is_outlier.sum() == 0


@given(st.permutations(range(40)), st.sampled_from([1.0, 10.0, 0.1]))
def test_neither_the_order_of_the_rows_nor_the_unit_of_levels_changes_who_stands_out(order, unit):
    values = np.append(np.linspace(90, 110, 39), 5000.0)
    chosen = np.array(order)
    moved = outliers.levels(values[chosen] * unit).is_outlier
    assert moved.tolist() == outliers.levels(values).is_outlier[chosen].tolist()
    again = outliers.changes(values[chosen], (values * 0 + 100)[chosen]).is_outlier
    assert again.tolist() == outliers.changes(values, values * 0 + 100).is_outlier[chosen].tolist()
