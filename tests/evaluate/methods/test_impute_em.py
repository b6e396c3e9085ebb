"""Gaps get what the other indicators let one expect."""

import numpy as np
import pytest

from tests.evaluate.methods.small_tables import GAP, table, tree
from xiandao.evaluate.methods.impute_em import em_filled, impute_em
from xiandao.terms.error import InputError


def pair(rows=400, seed=2):
    random = np.random.default_rng(seed)
    x = random.normal(10, 2, rows)
    return np.column_stack([x, 3 * x + 5 + random.normal(0, 1, rows)])


def test_with_one_indicator_missing_it_is_the_regression_on_the_other():
    x = pair()
    x[:50, 1] = np.nan
    slope, start = np.polyfit(x[50:, 0], x[50:, 1], 1)
    found = em_filled(x, ridge=0.0, tolerance=1e-10, max_iterations=5000)
    np.testing.assert_allclose(found.values[:50, 1], start + slope * x[:50, 0], rtol=1e-6)
    residual = x[50:, 1] - start - slope * x[50:, 0]
    assert found.spread[0, 1] == pytest.approx(residual.std(), rel=0.01)


def test_figures_that_are_there_stay_and_are_certain():
    x = pair()
    x[::9, 1] = np.nan
    found = em_filled(x)
    there = ~np.isnan(x)
    np.testing.assert_array_equal(found.values[there], x[there])
    assert (found.spread[there] == 0).all()


def test_fewer_units_than_indicators_settle_with_a_ridge():
    random = np.random.default_rng(4)
    x = random.normal(size=(8, 12))
    x[0, 0] = np.nan
    assert np.isfinite(em_filled(x, ridge=0.1).values).all()


def test_not_settling_is_said():
    x = pair()
    x[:100, 1] = np.nan
    with pytest.raises(InputError) as refused:
        em_filled(x, max_iterations=1)
    assert refused.value.code == "EVA-113"


def test_an_indicator_with_one_figure_takes_no_part_and_is_refused_by_name():
    given = table({"x": [1.0, 2.0, 3.0, 5.0], "y": [2.0, 4.0, 6.0, GAP], "z": [1.0, GAP, GAP, GAP]})
    with pytest.raises(InputError, match="z"):
        impute_em(given, tree("x", "y", "z"))
    found = impute_em(given, tree("x", "y", "z"), leave=True, ridge=0.0).table.values
    assert found[3, 1] == pytest.approx(10, rel=0.05)
    assert np.isnan(found[1:, 2]).all()
