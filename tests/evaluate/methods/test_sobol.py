"""Sobol indices: published test functions, SALib on the same samples, exact enumeration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiandao.evaluate.methods.designs import enumerated, levels_of, saltelli
from xiandao.evaluate.methods.sobol import FIRST, sobol_indices
from xiandao.evaluate.methods.sobol_exact import exact_indices
from xiandao.terms.error import InputError


def ishigami(x, a=7.0, b=0.1):
    z = (2 * x - 1) * np.pi
    return np.sin(z[..., 0]) + a * np.sin(z[..., 1]) ** 2 + b * z[..., 2] ** 4 * np.sin(z[..., 0])


ISHIGAMI_S1 = np.array([0.3139, 0.4424, 0.0])
ISHIGAMI_ST = np.array([0.5576, 0.4424, 0.2437])


def g_function(x, a):
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=-1)


def g_indices(a):
    parts = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + parts) - 1
    return parts / variance, parts * np.prod(1 + parts) / (1 + parts) / variance


@pytest.mark.parametrize("first", FIRST)
def test_ishigami_has_its_published_indices(first):
    y = ishigami(saltelli(8192, 3, seed=7))
    s1, total = sobol_indices(y[0], y[1], y[2:], first=first)
    assert np.abs(s1 - ISHIGAMI_S1).max() < 0.01
    assert np.abs(total - ISHIGAMI_ST).max() < 0.01


@pytest.mark.parametrize("first", FIRST)
def test_the_g_function_of_sobol_has_its_analytic_indices(first):
    a = np.array([0.0, 1.0, 4.5, 9.0])
    y = g_function(saltelli(8192, 4, seed=7), a)
    s1, total = sobol_indices(y[0], y[1], y[2:], first=first)
    exact = g_indices(a)
    assert np.abs(s1 - exact[0]).max() < 0.015
    assert np.abs(total - exact[1]).max() < 0.015


def test_salib_gives_the_same_on_the_same_results():
    from SALib.analyze import sobol as salib

    y = ishigami(saltelli(512, 3, seed=2)) + 3
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    # SALib takes results row by row: A, AB_1 … AB_d, B.
    flat = np.concatenate([y[:1], y[2:], y[1:2]]).T.ravel()
    theirs = salib.analyze(problem, flat, calc_second_order=False, print_to_console=False, seed=1)
    s1, total = sobol_indices(y[0], y[1], y[2:])
    assert np.abs(s1 - theirs["S1"]).max() < 1e-12
    assert np.abs(total - theirs["ST"]).max() < 1e-12


def test_a_large_mean_does_not_make_first_order_indices_unstable():
    # Not centred, mean(y_B · (y_ABi − y_A)) carries the mean into the error: 1000 here would make it useless.
    errors = []
    for seed in range(20):
        y = ishigami(saltelli(128, 3, seed=seed, points="random")) + 1000
        s1, _ = sobol_indices(y[0], y[1], y[2:])
        plain = (y[1] * (y[2:] - y[0])).mean(axis=1) / y[:2].var()
        errors.append((np.abs(s1 - ISHIGAMI_S1).max(), np.abs(plain - ISHIGAMI_S1).max()))
    ours, uncentred = np.array(errors).mean(axis=0)
    assert ours < 0.2
    assert uncentred > 10 * ours


def test_indices_do_not_change_with_unit_and_zero_point():
    y = ishigami(saltelli(256, 3, seed=3))
    moved = 12.5 * y - 400
    for one, other in zip(
        sobol_indices(y[0], y[1], y[2:]), sobol_indices(moved[0], moved[1], moved[2:]), strict=True
    ):
        assert np.allclose(one, other, atol=1e-9)


def test_several_outputs_are_done_together_as_each_alone():
    y = ishigami(saltelli(128, 3, seed=3))
    both = np.stack([y, y**2], axis=-1)
    s1, total = sobol_indices(both[0], both[1], both[2:])
    alone = sobol_indices(both[0, :, 1], both[1, :, 1], both[2:, :, 1])
    assert np.allclose(s1[:, 1], alone[0])
    assert np.allclose(total[:, 1], alone[1])


def test_a_result_that_never_varies_has_indices_of_zero():
    y = np.full((4, 16), 5.0)
    s1, total = sobol_indices(y[0], y[1], y[2:])
    assert s1.tolist() == total.tolist() == [0.0, 0.0]


def test_missing_results_are_refused_and_not_averaged_away():
    y = ishigami(saltelli(16, 3, seed=3))
    y[2, 4] = np.nan
    with pytest.raises(InputError) as told:
        sobol_indices(y[0], y[1], y[2:])
    assert told.value.code == "EVA-320"


def test_a_discrete_function_has_the_indices_worked_out_by_hand():
    # y = x1 · x2 on {0, 1} × {0, 2}, halves each: mean 1/2, variance 3/4, V1 = V2 = 1/4.
    found = exact_indices(np.array([0.0, 0.0, 0.0, 2.0]), [2, 2])
    assert np.allclose(found.s1, [1 / 3, 1 / 3])
    assert np.allclose(found.st, [2 / 3, 2 / 3])
    assert np.allclose(found.pairs[0, 1], 1 / 3)
    assert np.isclose(found.variance, 0.75)


def test_probabilities_of_alternatives_count():
    # y = x1 with chances 0.9 and 0.1: variance 0.09; the second factor does nothing.
    found = exact_indices(
        np.array([0.0, 0.0, 1.0, 1.0]), [2, 2], [np.array([0.9, 0.1]), np.array([0.5, 0.5])]
    )
    assert np.allclose(found.s1, [1, 0])
    assert np.isclose(found.variance, 0.09)


def test_a_single_factor_explains_everything():
    found = exact_indices(np.array([1.0, 2.0, 4.0]), [3])
    assert np.allclose(found.s1, 1)
    assert np.allclose(found.st, 1)


def test_exact_indices_need_every_combination():
    for results in (np.ones(5), np.array([1.0, np.nan, 2.0, 3.0])):
        with pytest.raises(InputError) as told:
            exact_indices(results, [2, 2])
        assert told.value.code == "EVA-321"


@settings(max_examples=15, deadline=None)
@given(
    sizes=st.lists(st.integers(2, 5), min_size=2, max_size=3),
    seed=st.integers(0, 10_000),
)
def test_enumeration_equals_monte_carlo_in_the_limit(sizes, seed):
    results = np.random.default_rng(seed).random(int(np.prod(sizes)))
    exact = exact_indices(results, sizes)
    points = saltelli(8192, len(sizes), seed=seed)
    levels = [
        levels_of(points[..., place], np.full(size, 1 / size)) for place, size in enumerate(sizes)
    ]
    y = results[np.ravel_multi_index(tuple(levels), sizes)]
    s1, total = sobol_indices(y[0], y[1], y[2:])
    assert np.abs(s1 - exact.s1).max() < 0.04
    assert np.abs(total - exact.st).max() < 0.04


@settings(max_examples=25, deadline=None)
@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4), seed=st.integers(0, 1000))
def test_exact_indices_lie_between_zero_and_one_and_the_total_is_never_less(sizes, seed):
    results = np.random.default_rng(seed).random(len(enumerated(sizes)))
    found = exact_indices(results, sizes)
    assert (found.s1 >= -1e-12).all()
    assert (found.st <= 1 + 1e-12).all()
    assert (found.st >= found.s1 - 1e-12).all()
    assert found.s1.sum() <= 1 + 1e-12
