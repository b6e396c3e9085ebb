"""The solver finds the cheapest point within its bounds, the same each time, and says nothing meanwhile."""

import numpy as np
import pytest
from scipy.sparse import csc_matrix

from xiandao.statistics.methods.disclosure_solver import OPTIMAL, enter, rows, solver


def solved():
    """Least x + 2y where x + y is at least 3 and each lies between 0 and 2."""
    made = solver()
    rows(made, np.full(1, 3.0), np.full(1, np.inf))
    enter(made, csc_matrix(np.ones((1, 2))), np.array([1.0, 2.0]), np.zeros(2), np.full(2, 2.0))
    made.run()
    return made


def test_it_finds_the_cheapest_point_within_the_bounds():
    made = solved()
    assert made.getModelStatus() == OPTIMAL
    assert made.getSolution().col_value == pytest.approx([2.0, 1.0])


def test_what_cannot_be_is_not_called_optimal():
    made = solver()
    rows(made, np.full(1, 9.0), np.full(1, np.inf))
    enter(made, csc_matrix(np.ones((1, 2))), np.ones(2), np.zeros(2), np.full(2, 2.0))
    made.run()
    assert made.getModelStatus() != OPTIMAL


def test_it_is_silent_and_repeats_itself(capfd):
    assert solved().getSolution().col_value == solved().getSolution().col_value
    assert capfd.readouterr().out == ""
    assert solver(random_seed=7).getOptionValue("random_seed")[1] == 7
