"""Confidence intervals of Sobol indices."""

import numpy as np

from tests.evaluate.methods.test_sobol import ISHIGAMI_S1, ISHIGAMI_ST, ishigami
from xiandao.evaluate.methods.bootstrap import bootstrap_intervals
from xiandao.evaluate.methods.designs import saltelli
from xiandao.evaluate.methods.sobol import FIRST, sobol_indices


def test_intervals_hold_the_true_indices_about_as_often_as_they_say():
    inside = []
    for seed in range(60):
        y = ishigami(saltelli(256, 3, seed=seed, points="random"))
        kept = bootstrap_intervals(y[0], y[1], y[2:], samples=200, seed=seed)
        inside.append((kept.s1_low <= ISHIGAMI_S1) & (kept.s1_high >= ISHIGAMI_S1))
        inside.append((kept.st_low <= ISHIGAMI_ST) & (kept.st_high >= ISHIGAMI_ST))
    assert 0.88 < np.mean(inside) <= 1.0


def test_a_sample_of_counts_is_the_estimate_on_the_rows_drawn():
    # Rows are drawn whole and the variance is that of the rows drawn: the estimate on such rows is the same number.
    from xiandao.evaluate.methods.sobol import indices_of, moments

    y = ishigami(saltelli(40, 3, seed=1))
    drawn = np.random.default_rng(0).integers(0, 40, 40)
    counts = np.bincount(drawn, minlength=40)[None, :] / 40
    for first in FIRST:
        made = indices_of(
            moments(y[0], y[1], y[2:], counts, first=first), first=first, shape=y[2:].shape
        )
        plain = sobol_indices(y[0, drawn], y[1, drawn], y[2:, drawn], first=first)
        assert np.allclose(made[0], plain[0], atol=1e-12)
        assert np.allclose(made[1], plain[1], atol=1e-12)


def test_the_same_seed_gives_the_same_intervals():
    y = ishigami(saltelli(64, 3, seed=1))
    one, other = (bootstrap_intervals(y[0], y[1], y[2:], samples=300, seed=5) for _ in range(2))
    assert (one.s1_low == other.s1_low).all()
    assert (one.st_high == other.st_high).all()


def test_outputs_keep_their_axis():
    y = np.stack([ishigami(saltelli(64, 3, seed=1))] * 2, axis=-1)
    kept = bootstrap_intervals(y[0], y[1], y[2:], samples=250)
    assert kept.s1_low.shape == kept.st_high.shape == (3, 2)
    assert (kept.s1_low[:, 0] == kept.s1_low[:, 1]).all()
