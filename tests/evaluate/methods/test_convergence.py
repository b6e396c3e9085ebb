"""Whether there were enough runs."""

import numpy as np

from tests.evaluate.methods.test_sobol import ishigami
from xiandao.evaluate.methods.convergence import Progress, index_progress, rank_progress, verdict
from xiandao.evaluate.methods.designs import saltelli
from xiandao.evaluate.methods.sensitivity import enumerated_sensitivity, sampled_sensitivity


def test_intervals_narrow_as_the_sample_grows():
    found = index_progress(
        ishigami(saltelli(1024, 3, seed=1)), list("abc"), confidence=0.95, seed=1
    )
    widths = {one.runs: one.half_width for one in found if one.what == "a"}
    assert sorted(widths) == [128, 256, 512, 1024]
    assert widths[1024] < widths[128] / 2


def test_the_precision_of_a_mean_rank_is_its_standard_error():
    found = rank_progress(np.array([3.0, 9.0]), np.array([1.0, 4.0]), 1600)
    assert (found[-1].runs, found[-1].value) == (1600, 9.0)
    assert np.isclose(found[-1].half_width, 1.959964 * 4 / 40)


def test_enough_and_not_enough_are_said_with_what_is_needed():
    assert verdict([Progress(1000, "a", 0.5, 0.02)], 0.05, "指数").startswith("运行次数足够")
    assert verdict([Progress(1000, "a", 0.5, 0.1)], 0.05, "指数").endswith("约需样本量4000")
    assert verdict([], 0.05, "指数").startswith("样本太小")


def test_a_sample_without_whole_rows_has_no_indices():
    results = np.full((4, 8, 1), np.nan)
    assert (
        sampled_sensitivity(results, ["a", "b"], ["y"], bootstraps=0, confidence=0.9, seed=1)
        is None
    )


def test_interactions_are_what_no_factor_explains_alone():
    results = np.array([[0.0], [0.0], [0.0], [2.0]])
    halves = [np.full(2, 0.5)] * 2
    found = enumerated_sensitivity(results, ["a", "b"], ["y"], [2, 2], halves)
    assert np.allclose(found.interactions, 1 / 3)
    assert np.allclose(found.pairs["a", "b"], 1 / 3)
