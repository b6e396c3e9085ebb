"""Which runs are made."""

import numpy as np
import pytest

from xiandao.evaluate.methods.designs import enumerated, levels_of, random_points, saltelli


def test_all_combinations_are_there_once():
    found = enumerated([5, 2, 3])
    assert len(found) == len({tuple(row) for row in found}) == 30
    assert found.max(axis=0).tolist() == [4, 1, 2]


@pytest.mark.parametrize("points", ["sobol", "random"])
def test_each_mixed_matrix_is_a_but_for_one_column_of_b(points):
    a, b, *mixed = saltelli(64, 3, seed=4, points=points)
    for factor, ab in enumerate(mixed):
        others = [place for place in range(3) if place != factor]
        assert (ab[:, factor] == b[:, factor]).all()
        assert (ab[:, others] == a[:, others]).all()
    assert not (a == b).any()


def test_the_same_seed_gives_the_same_points_and_another_seed_others():
    assert (saltelli(10, 2, seed=3) == saltelli(10, 2, seed=3)).all()
    assert not (saltelli(10, 2, seed=3) == saltelli(10, 2, seed=4)).all()
    assert (random_points(5, 2, seed=3) == random_points(5, 2, seed=3)).all()


def test_sobol_points_fill_the_cube_more_evenly_than_chance():
    sobol = saltelli(256, 2, seed=1)[0]
    counts = np.histogramdd(sobol, bins=(8, 8), range=((0, 1), (0, 1)))[0]
    assert counts.max() - counts.min() <= 2


def test_levels_divide_the_unit_interval_and_not_the_range_of_the_sample():
    # A sample that happens to lie in the middle: cut by its own range it would be spread over all five levels.
    sample = np.array([0.41, 0.45, 0.5, 0.55, 0.59])
    assert levels_of(sample, np.full(5, 0.2)).tolist() == [2, 2, 2, 2, 2]


def test_levels_have_their_probabilities():
    points = (np.arange(1000) + 0.5) / 1000
    counts = np.bincount(levels_of(points, np.array([0.7, 0.2, 0.1])))
    assert counts.tolist() == [700, 200, 100]
