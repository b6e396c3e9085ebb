"""Errors of the figures and the spread of imputed cells."""

import numpy as np
import pytest

from tests.evaluate.methods.uncertain import figures, recipe, tree
from xiandao.evaluate.methods.data_noise import BLOCK, Errors, donor_spread, error_sizes
from xiandao.evaluate.methods.noisy_runs import Draws, noisy_table
from xiandao.terms.error import InputError


def test_a_draw_is_the_same_whatever_was_drawn_before():
    errors = Errors(np.ones((4, 3)), "normal", 7)
    together = errors.draws(np.array([1, BLOCK + 3, BLOCK + 3, 0]))
    for place, number in enumerate((1, BLOCK + 3, BLOCK + 3, 0)):
        assert (errors.draws(np.array([number]))[:, 0] == together[:, place]).all()
    assert not (together[:, 0] == together[:, 1]).all()


@pytest.mark.parametrize(("distribution", "spread"), [("normal", 1.0), ("uniform", 1 / np.sqrt(3))])
def test_errors_have_the_size_that_is_asked_for(distribution, spread):
    errors = Errors(np.full((40, 5), 2.0), distribution, 1)
    drawn = errors.draws(np.arange(100))
    assert abs(drawn.mean()) < 0.05
    assert np.isclose(drawn.std(), 2 * spread, rtol=0.02)
    if distribution == "uniform":
        assert np.abs(drawn).max() <= 2.0


def test_sizes_are_absolute_or_relative_and_named_indicators_come_first():
    values = np.array([[10.0, -4.0]])
    assert np.allclose(error_sizes(values, ["a", "b"], {"*": 0.5, "a": 0.1}, "cv"), [[1.0, 2.0]])
    assert np.allclose(error_sizes(values, ["a", "b"], {"a": 3.0}, "sd"), [[3.0, 0.0]])


def test_missing_cells_stay_missing():
    values = np.array([[1.0, np.nan]])
    sizes = error_sizes(values, ["a", "b"], {"*": 0.5}, "cv")
    drawn = Errors(sizes, "normal", 1).draws(np.array([0]))
    assert np.isnan(values + drawn[:, 0])[0].tolist() == [False, True]


def test_imputed_cells_vary_as_the_donors_of_their_group_do_and_others_do_not():
    values = np.array([[1.0], [3.0], [np.nan], [100.0], [300.0]])
    groups = ["甲", "甲", "甲", "乙", "乙"]
    found = donor_spread(values, np.isnan(values), groups, seed=3)
    drawn = found.draws(np.arange(400))
    assert set(drawn[2, :, 0].tolist()) == {-1.0, 1.0}
    assert abs(drawn[2, :, 0].mean()) < 0.15
    assert (drawn[[0, 1, 3, 4]] == 0).all()


def test_a_group_without_donors_takes_those_of_all():
    values = np.array([[1.0], [3.0], [np.nan]])
    found = donor_spread(values, np.isnan(values), ["甲", "甲", "乙"], seed=3)
    assert set(found.pool.tolist()) == {-1.0, 1.0}


def test_spread_without_imputed_cells_is_refused():
    with pytest.raises(InputError) as told:
        donor_spread(np.ones((2, 1)), np.zeros((2, 1), dtype=bool), None, seed=1)
    assert told.value.code == "EVA-310"


def test_what_was_imputed_varies_after_imputation_and_before_treatment():
    table = figures()
    values = table.values.copy()
    values[3, 1] = np.nan
    table = table.with_values(values)
    added, filled = np.zeros(values.shape), np.zeros(values.shape)
    filled[3, 1] = 5.0
    base = noisy_table(table, tree(), recipe(steps=recipe().data["steps"][:1]), added, added)
    moved = noisy_table(table, tree(), recipe(steps=recipe().data["steps"][:1]), added, filled)
    assert np.isclose(moved.values[3, 1] - base.values[3, 1], 5.0)
    assert np.allclose(np.delete(moved.values, 3, axis=0), np.delete(base.values, 3, axis=0))


def test_draws_of_a_smaller_framework_are_those_of_the_whole():
    from xiandao.evaluate.methods.factors import Factor

    whole, table = tree(), figures()
    factors = [Factor("x", "data", errors={"*": 0.1}, sets=5)]
    draws = Draws(table, whole, recipe(), factors, seed=1)
    part = whole.without(["b"])
    every = draws.added([0], np.array([[2.0]]), whole)
    assert (draws.added([0], np.array([[2.0]]), part) == every[:, :, [0, 2, 3]]).all()
    assert draws.added([], np.array([[2.0]]), whole) is None
